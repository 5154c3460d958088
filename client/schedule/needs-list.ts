import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { VolunteerAs } from "../../shared/meetup/commands.ts";
import type { MeetupView, SessionView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { LightElement } from "../look/light-element.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { Redraw } from "../meetup/redraw.ts";
import { whenOf } from "../meetup/time-words.ts";
import { actWithUndo } from "../meetup/with-undo.ts";
import { sessionNeeds, type SessionNeeds } from "./session-needs.ts";

/** At most this many show until all are asked for. */
const FEW = 4;

/**
 * Sessions to come without a moderator or a note taker, which anyone can answer in one tap. Offers are made on topics:
 * to a session without one, an organizer names somebody.
 */
@customElement("needs-list")
export class NeedsList extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** The meetup as everybody sees it. */
  @property({ attribute: false }) view!: MeetupView;
  @state() private showsAll = false;

  constructor() {
    super();
    // One's own part comes apart from what everybody sees: a role that was given or taken.
    this.addController(new Redraw(this));
  }

  protected override render() {
    const { view } = this;
    if (view.meetup.phase === "closed") return nothing;
    const all = sessionNeeds(view, Date.now());
    if (all.length === 0) return nothing;
    const shown = this.showsAll ? all : all.slice(0, FEW);
    return html`<section class="needs" aria-labelledby="needs-title">
      <h2 id="needs-title">Needs a moderator or a note taker <span class="dim num">${all.length}</span></h2>
      <ul>
        ${repeat(
          shown,
          ({ session }) => session.id,
          (needs) => this.#row(needs),
        )}
      </ul>
      ${
        all.length > shown.length
          ? html`<button class="btn btn--quiet btn--sm" @click=${() => (this.showsAll = true)}>
              Show all ${all.length}
            </button>`
          : nothing
      }
    </section>`;
  }

  #row({ session, topicId, moderator, notes, offers }: SessionNeeds) {
    const { view, replica } = this;
    const isOrganizer = replica.me?.role === "organizer";
    const room = view.rooms.find(({ id }) => id === session.roomId)?.name;
    const names = offers.map((id) => view.people.names[id]?.name ?? "Someone");
    const when = whenOf(session.startsAt, Date.now(), view.meetup.timezone);
    return html`<li>
      <div class="grow">
        <h3>${session.title}</h3>
        <p class="dim">
          <span class="num">${when}</span>${room ? `, ${room}` : ""}${
            topicId === null ? `. Needs a moderator${isOrganizer ? "" : ", whom an organizer names"}` : ""
          }${names.length > 0 ? `. ${names.join(" and ")} ${names.length > 1 ? "offer" : "offers"} to moderate` : ""}
        </p>
      </div>
      <div class="row wrap needs-b">
        ${
          isOrganizer && moderator
            ? offers.map(
                (personId, index) =>
                  html`<button
                    class="btn btn--sm btn--primary"
                    aria-label="Let ${names[index]} moderate ${session.title}"
                    @click=${() => this.#name(session, personId, names[index] ?? "Someone")}
                  >
                    ${icon("check")}Let ${names[index]} moderate
                  </button>`,
              )
            : nothing
        }
        ${topicId === null && isOrganizer ? this.#nameOne(session) : nothing}
        ${topicId !== null && moderator ? this.#offer(session, topicId, "moderator", "I can moderate") : nothing}
        ${topicId !== null && notes ? this.#offer(session, topicId, "notes", "I’ll take notes") : nothing}
      </div>
    </li>`;
  }

  #nameOne(session: SessionView) {
    return html`<button
      class="btn btn--sm"
      aria-label="Name a moderator: ${session.title}"
      aria-haspopup="dialog"
      @click=${() => whenLoaded(import("./edit-session.ts"), (code) => code.openEditSession(this.replica, session))}
    >
      ${icon("pencil")}Name a moderator
    </button>`;
  }

  #offer({ title }: SessionView, topicId: string, as: VolunteerAs, words: string) {
    const topic = this.view.topics.find(({ id }) => id === topicId);
    const isMine =
      topic?.volunteers.some((each) => each.as === as && each.personId === this.replica.person?.id) ?? false;
    const [offer, withdraw] = [
      { type: "volunteer.offer" as const, topicId, as },
      { type: "volunteer.withdraw" as const, topicId, as },
    ];
    return html`<button
      class="btn btn--sm"
      aria-pressed=${isMine}
      aria-label="${words}: ${title}"
      @click=${() =>
        actWithUndo(
          this.replica,
          isMine ? withdraw : offer,
          isMine ? "Offer taken back" : "Offered. Thank you",
          isMine ? offer : withdraw,
        )}
    >
      ${icon(isMine ? "check" : "hand")}${words}
    </button>`;
  }

  #name({ id: sessionId, title, moderators }: SessionView, personId: string, name: string): void {
    void actWithUndo(
      this.replica,
      { type: "session.edit", sessionId, moderators: [...moderators, { personId }] },
      `${name} moderates ${title}`,
      { type: "session.edit", sessionId, moderators },
    );
  }
}
