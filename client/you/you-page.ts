import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Mine } from "../../shared/meetup/my-day.ts";
import { myPart, type MyPart, type MyTopic } from "../../shared/meetup/my-part.ts";
import { isTimeToGo } from "../../shared/meetup/time-to-go.ts";
import type { VolunteerAs } from "../../shared/meetup/commands.ts";
import type { MeetupView, MeView, PersonView } from "../../shared/meetup/view.ts";
import { isNamed } from "../actions/action-groups.ts";
import { actionRow, inPlaceOfActions } from "../actions/action-row.ts";
import { ListedActions } from "../actions/listed-actions.ts";
import { avatar } from "../look/avatar.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { LightElement } from "../look/light-element.ts";
import { askName, changeName } from "../meetup/ask-name.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { notesAddress } from "../meetup/notes-address.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { answersOf, countsAs } from "../meetup/profile-words.ts";
import { Redraw } from "../meetup/redraw.ts";
import { returnOffer } from "../meetup/return-offer.ts";
import { whenOf } from "../meetup/time-words.ts";
import { LastTime } from "./last-time.ts";
import "./last-time-panel.ts";
import "./take-home-panel.ts";
import { topicFate } from "./topic-fate.ts";
import { topPicks } from "./top-picks.ts";
import "./you-page.css";

const OFFERS: Record<VolunteerAs, string> = {
  moderator: "To moderate",
  speaker: "To speak",
  notes: "To take notes",
};

/** One's own part of a meetup: what one takes home, voted for, has to do, goes to, brought and said of oneself. */
@customElement("you-page")
export class YouPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  readonly #actions = new ListedActions(this);
  readonly #last = new LastTime(this);
  /** Whether people were about to go when the page was opened. */
  #isTime: boolean | undefined;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  protected override render() {
    const { view, me, person } = this.replica;
    document.title = pageTitle(this.replica, "You");
    const content = view && (me && person ? this.#content(view, me, person) : nobodyYet);
    return pageShell(this.replica, "you", content ?? html``);
  }

  #content(view: MeetupView, me: MeView, person: PersonView): TemplateResult {
    const part = myPart(view, me);
    this.#isTime ??= isTimeToGo(view, Date.now());
    return html`<div class="yo">
      <header class="yo-h">
        ${avatar(person, { size: "lg", isMe: true })}
        <div class="grow">
          <h1>${person.name}</h1>
          <p class="dim">Your part of this meetup. Only you see this page; who voted for what is shown to nobody.</p>
        </div>
        <button class="btn" aria-haspopup="dialog" @click=${() => changeName()}>
          ${icon("pencil")}Name, colour, devices
        </button>
      </header>
      ${returnOffer(this.replica)}
      <div class="yo-c">
        ${this.#isTime ? this.#takeHome : nothing} ${this.#lastTime(view)} ${topPicks(this.replica, view, part)}
        ${this.#isTime ? nothing : this.#takeHome} ${this.#votes(view, part)} ${this.#proposed(view, part)}
      </div>
      <div class="yo-c">${this.#actionsOf(view, person)} ${this.#things(view, part)} ${this.#profile(view, me)}</div>
    </div>`;
  }

  /** It stands where it stood when the page was opened, whatever becomes of the time: somebody may be writing in it. */
  get #takeHome(): TemplateResult {
    return html`<take-home-panel
      .replica=${this.replica}
      .last=${this.#last.things}
      .isTime=${this.#isTime ?? false}
    ></take-home-panel>`;
  }

  /** Half a year later one is asked what became of it. */
  #lastTime({ meetup: { previous } }: MeetupView): TemplateResult | typeof nothing {
    if (previous === null) return nothing;
    const { things } = this.#last;
    return html`${things ? html`<last-time-panel .replica=${this.replica} .last=${things}></last-time-panel>` : nothing}
      <p class="yo-last">
        <a href="/m/${previous}/you">${icon("history")}What became of your part of the meetup before</a>
      </p>`;
  }

  #votes(view: MeetupView, { picks, votes }: MyPart): TemplateResult {
    const also = picks.length > 0 ? " also" : "";
    const title = view.meetup.phase === "closed" ? `You${also} voted for` : `You would${also} come to`;
    return html`<section class="panel yo-s" aria-labelledby="yo-votes">
      <h2 id="yo-votes">${title}</h2>
      ${
        votes.length > 0
          ? topicList(view, votes)
          : html`<p class="dim">
                ${picks.length > 0 ? "No other topic." : view.meetup.voting.open ? "No topic yet." : "No topic."}
              </p>
              ${view.meetup.voting.open ? html`<p class="yo-m"><a href="/m/${view.meetup.slug}">See the topics</a></p>` : nothing}`
      }
    </section>`;
  }

  #proposed(view: MeetupView, { proposed, offers }: MyPart): TemplateResult | typeof nothing {
    if (proposed.length === 0 && offers.length === 0) return nothing;
    return html`${
      proposed.length === 0
        ? nothing
        : html`<section class="panel yo-s" aria-labelledby="yo-topics">
            <h2 id="yo-topics">You proposed</h2>
            ${topicList(view, proposed)}
          </section>`
    }
    ${
      offers.length === 0
        ? nothing
        : html`<section class="panel yo-s" aria-labelledby="yo-offers">
            <h2 id="yo-offers">You offered</h2>
            <ul class="yo-l">
              ${offers.map(
                ({ topic, as }) =>
                  html`<li>
                    <h3><a href="/m/${view.meetup.slug}/${topic.number}">${topic.title}</a></h3>
                    <p class="yo-f">${as.map((each) => OFFERS[each]).join(", ")}</p>
                  </li>`,
              )}
            </ul>
          </section>`
    }`;
  }

  #actionsOf(view: MeetupView, person: PersonView): TemplateResult {
    const all = this.#actions.all?.filter((action) => action.state !== "dropped" && isNamed(action, person.name)) ?? [];
    const mine = [...all.filter(({ state }) => state === "open"), ...all.filter(({ state }) => state === "done")];
    return html`<section class="panel yo-s yo-a" aria-labelledby="yo-actions">
      <h2 id="yo-actions">Your actions</h2>
      ${inPlaceOfActions(this.#actions)}
      ${
        mine.length > 0
          ? html`<ul>
              ${repeat(
                mine,
                ({ id }) => id,
                (action) => actionRow(view, action, { isMine: true, hasWho: false, hasPlace: true }),
              )}
            </ul>`
          : this.#actions.all
            ? html`<p class="dim">No notes name you. Write “- [ ] … @${person.name}” into notes to take one on.</p>`
            : nothing
      }
      <p class="yo-m"><a href="/m/${view.meetup.slug}/actions">${icon("list-checks")}All actions</a></p>
    </section>`;
  }

  #things(view: MeetupView, { things }: MyPart): TemplateResult {
    const at = Date.now();
    return html`<section class="panel yo-s" aria-labelledby="yo-things">
      <h2 id="yo-things">Sessions and side groups</h2>
      ${
        things.length === 0
          ? html`<p class="dim">None planned, moderated or joined.</p>`
          : html`<ul class="yo-l">
              ${things.map((each) => this.#thing(view, each, at))}
            </ul>`
      }
      <p class="yo-m"><a href="/m/${view.meetup.slug}/my-day">${icon("bookmark")}My day</a></p>
    </section>`;
  }

  #thing(view: MeetupView, mine: Mine, at: number): TemplateResult {
    const { slug, timezone } = view.meetup;
    const { thing } = mine;
    const isSession = mine.kind === "session";
    const place = isSession ? view.rooms.find(({ id }) => id === mine.thing.roomId)?.name : mine.thing.place;
    const when = thing.startsAt === null ? "No time" : whenOf(thing.startsAt, at, timezone);
    const address = isSession ? notesAddress(slug, mine.thing) : `/m/${slug}/side-groups/${thing.id}`;
    return html`<li>
      <h3><a href=${address}>${thing.title}</a></h3>
      <p class="yo-f num">${[when, place].filter(Boolean).join(", ")}${why(mine, this.replica.person?.id)}</p>
    </li>`;
  }

  #profile(view: MeetupView, { profile }: MeView): TemplateResult | typeof nothing {
    const isFixed = view.meetup.phase === "closed";
    if (profile === null && isFixed) return nothing;
    const answers = answersOf(profile ?? {});
    return html`<section class="panel yo-s" aria-labelledby="yo-cloud">
      <h2 id="yo-cloud">Your cloud</h2>
      ${
        answers.length === 0
          ? html`<p class="dim">
              You have not said. Votes are counted by scale and maturity, so that small teams and large ones find each
              other.
            </p>`
          : html`<p>${countsAs(profile ?? {})}</p>
              <dl>
                ${answers.map(
                  ({ asks, says }) =>
                    html`<div>
                      <dt>${asks}</dt>
                      <dd>${says}</dd>
                    </div>`,
                )}
              </dl>`
      }
      ${
        isFixed
          ? nothing
          : html`<p class="yo-m">
              <button
                class="btn"
                aria-haspopup="dialog"
                @click=${() => whenLoaded(import("../meetup/profile-form.ts"), (code) => code.openProfile(this.replica))}
              >
                ${icon("server")}${answers.length === 0 ? "Answer two questions" : "Change"}
              </button>
            </p>`
      }
    </section>`;
  }
}

/** Topics, each with where it is on, or else what has become of it. */
function topicList(view: MeetupView, topics: readonly MyTopic[]): TemplateResult {
  return html`<ul class="yo-l">
    ${repeat(
      topics,
      ({ topic }) => topic.id,
      (mine) =>
        html`<li>
          <h3><a href="/m/${view.meetup.slug}/${mine.topic.number}">${mine.topic.title}</a></h3>
          ${topicFate(view, mine)}
        </li>`,
    )}
  </ul>`;
}

function why(mine: Mine, personId: string | undefined): TemplateResult | typeof nothing {
  if (mine.because === "planned") return nothing;
  const words =
    mine.kind === "session" ? "You moderate it" : mine.thing.host === personId ? "You host it" : "You’re in";
  return html` <span class="chip chip--mine">${words}</span>`;
}

const nobodyYet = html`<div class="yo">
  <div class="panel yo-none">
    ${empty({
      picture: "arc",
      isPage: true,
      title: "Your part of this meetup",
      text: "Say who you are, and what you vote for, do and go to stands here.",
      action: html`<button class="btn btn--primary" aria-haspopup="dialog" @click=${() => askName()}>
        Your name
      </button>`,
    })}
  </div>
</div>`;
