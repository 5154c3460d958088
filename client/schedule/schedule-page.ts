import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { dayOf } from "../../shared/time.ts";
import type { MeetupView, SessionView, SlotView } from "../../shared/meetup/view.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { LightElement } from "../look/light-element.ts";
import { allTimesOver } from "../meetup/all-times-over.ts";
import { isWaiting } from "../meetup/is-waiting.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { notesAddress } from "../meetup/notes-address.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { DAY_REDRAW_MS, Redraw } from "../meetup/redraw.ts";
import { dayName, saidAt, timeSpan } from "../meetup/times.ts";
import { unsent } from "../meetup/unsent.ts";
import { actWithUndo } from "../meetup/with-undo.ts";
import "../hands/hands-card.ts";
import { planButton } from "../my-day/plan-button.ts";
import { isOn, sessionsIn, slotsOn, stateShown } from "./day-order.ts";
import "./needs-list.ts";
import { groupsOf, sessionFacts, sessionTools, takeOutside } from "./session-tools.ts";

/** At most this many rooms stand beside each other on a wide screen. */
const COLUMNS = 4;

/** What is on when and where: by day, then by time, a card for each session. */
@customElement("schedule-page")
export class SchedulePage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private day: string | undefined;

  constructor() {
    super();
    this.addController(new Redraw(this, DAY_REDRAW_MS));
  }

  protected override render() {
    const { view } = this.replica;
    document.title = pageTitle(this.replica, "Schedule");
    return pageShell(this.replica, "schedule", view ? this.#content(view) : html``);
  }

  #content(view: MeetupView) {
    const { timezone, phase } = view.meetup;
    const isOrganizer = this.replica.me?.role === "organizer" && phase !== "closed";
    const days = [...new Set(view.slots.map(({ startsAt }) => dayOf(startsAt, timezone)))].toSorted();
    const today = dayOf(new Date().toISOString(), timezone);
    const day = this.day ?? (days.includes(today) ? today : days[0]);
    const slots = slotsOn(view, day);
    return html`<div class="sc">
      <div class="sc-h">
        <h1>Schedule</h1>
        ${
          days.length > 1
            ? html`<div class="seg" role="group" aria-label="Day">
                ${days.map(
                  (each) =>
                    html`<button aria-pressed=${each === day} @click=${() => (this.day = each)}>
                      ${dayName(each)}
                    </button>`,
                )}
              </div>`
            : day
              ? html`<span class="dim">${dayName(day)}</span>`
              : nothing
        }
        ${
          isOrganizer
            ? html`<div class="end">
                <button class="btn" aria-haspopup="dialog" @click=${() => this.#openRooms()}>
                  ${icon("plus")}Rooms and times
                </button>
                ${view.slots.length > 0 ? this.#wholeDay(view) : nothing}
              </div>`
            : nothing
        }
      </div>
      ${this.#published(view)}
      ${
        slots.length === 0
          ? html`<div class="panel">
              ${empty({
                picture: "arc",
                title: view.rooms.length === 0 ? "No rooms or times yet" : "No times yet",
                text: isOrganizer
                  ? `Add ${view.rooms.length === 0 ? "both" : "them"}, then put the topics with most votes on the agenda.`
                  : "The organizers add rooms and times here. Meanwhile, vote for what you want to hear.",
                action: isOrganizer
                  ? html`<button class="btn btn--primary" @click=${() => this.#openRooms()}>
                      Add ${view.rooms.length === 0 ? "rooms and times" : "times"}
                    </button>`
                  : html`<a class="btn btn--primary" href="/m/${this.replica.slug}">See the topics</a>`,
              })}
            </div>`
          : html`${roomNames(view)}${repeat(
              slots,
              ({ id }) => id,
              (slot) => this.#slot(view, slot, isOrganizer),
            )}`
      }
      <needs-list .replica=${this.replica} .view=${view}></needs-list>
    </div>`;
  }

  #wholeDay(view: MeetupView) {
    const shift = html`<button
      class="btn"
      aria-haspopup="dialog"
      @click=${() => whenLoaded(import("./shift-dialog.ts"), (code) => code.openShift(this.replica))}
    >
      ${icon("clock")}Running late
    </button>`;
    return html`<a class="btn" href="/m/${this.replica.slug}/schedule/suggestions">${icon("shuffle")}Suggest a plan</a
      >${allTimesOver(view, Date.now()) ? nothing : shift}<button
        class="btn btn--primary"
        aria-haspopup="dialog"
        @click=${() => whenLoaded(import("./publish-dialog.ts"), (code) => code.openPublish(this.replica))}
      >
        Publish
      </button>`;
  }

  #published({ schedule, meetup }: MeetupView) {
    const { published, version, at, note } = schedule;
    const { isHeldUp, unconfirmed } = this.replica;
    const waits = isHeldUp && unconfirmed.some(({ command }) => command.type === "schedule.publish");
    const said = published && at !== null ? `Published, version ${version}, ${saidAt(at, meetup.timezone)}` : "";
    return html`${said ? html`<p class="dim sc-pub">${icon("circle-check")}${said}${note ? `: ${note}` : "."}</p>` : nothing}${
      waits ? html`<p class="sc-pub">${unsent}: it is published once the connection is back.</p>` : nothing
    }`;
  }

  #slot(view: MeetupView, slot: SlotView, isOrganizer: boolean) {
    const { timezone } = view.meetup;
    const sessions = sessionsIn(view, slot.id);
    const left = Date.parse(slot.endsAt) - Date.now();
    const isNow = isOn(view, slot, Date.now());
    const isOpen = view.meetup.phase !== "closed" && Date.parse(slot.startsAt) > Date.now();
    return html`<section class="slot" aria-label=${timeSpan(slot.startsAt, slot.endsAt, timezone)}>
      <h2>
        ${isNow ? html`<span class="now-pill">Now</span>` : nothing}
        <span class="num">${timeSpan(slot.startsAt, slot.endsAt, timezone)}</span>
        ${slot.label ? html`<span>${slot.label}</span>` : nothing}
        ${isNow ? html`<span class="dim num">${Math.ceil(left / 60_000)} min left</span>` : nothing}
        ${this.#waits("slot", slot.id)}
      </h2>
      ${
        sessions.length > 0
          ? html`<ul class=${hasColumns(view) ? "slot-l slot-l--rooms" : "slot-l"} style=${columnsOf(view)}>
              ${repeat(
                sessions,
                ({ session }) => session.id,
                ({ session, column }) => this.#session(view, session, { column, isNow, isOrganizer }),
              )}
            </ul>`
          : html`<p class="plain">
              ${
                slot.kind === "break"
                  ? html`${icon("coffee")}Break`
                  : slot.kind === "everyone"
                    ? html`${icon("users-round")}Everyone together`
                    : html`${icon("circle-dashed")}${isOpen ? "Nothing placed here yet" : "No session"}`
              }
            </p>`
      }
    </section>`;
  }

  #session(
    view: MeetupView,
    session: SessionView,
    { column, isNow, isOrganizer }: { column: number; isNow: boolean; isOrganizer: boolean },
  ) {
    const room = view.rooms.find(({ id }) => id === session.roomId);
    const topics = view.topics.filter(({ id }) => session.topicIds.includes(id));
    const isCounted = topics.length > 0 && topics.every((topic) => topic.votes !== null);
    const votes = topics.reduce((sum, topic) => sum + (topic.votes ?? 0), 0);
    const isMine = topics.some(({ id }) => this.replica.me?.votes.includes(id));
    const state = stateShown(view, session);
    const isLive = state === "running" || (isNow && state === "planned");
    return html`<li
      class="pi ${isMine ? "mine" : ""} ${isLive ? "live" : ""}"
      data-id=${session.id}
      style="--column:${column}"
    >
      <h3>
        ${session.padId === "" ? session.title : html`<a href=${notesAddress(this.replica.slug, session)}>${session.title}</a>`}
      </h3>
      <div class="ses-f">
        <a class="row pi-room" href="/m/${this.replica.slug}/room/${session.roomId}"
          ><span class="room" aria-hidden="true">${room?.name.slice(0, 1)}</span>${room?.name}</a
        >
        ${
          isCounted
            ? html`<span class="vm ${isMine ? "vm--mine" : ""}"
                >${icon("lift")}<span class="num">${votes}</span
                ><span class="vh"> ${votes === 1 ? "vote" : "votes"}${isMine ? ", one is yours" : ""}</span></span
              >`
            : nothing
        }
        ${sessionFacts(view, session)} ${this.#waits("session", session.id)}
        ${session.padId === "" ? nothing : html`<span class="join">${icon("notebook-pen")}Notes</span>`}
      </div>
      ${session.outcome ? html`<p class="ses-out">${session.outcome}</p>` : nothing} ${groupsOf(view, session)}
      <div class="st-row">
        ${session.state === "done" || Date.parse(session.endsAt) < Date.now() ? nothing : planButton(this.replica, { sessionId: session.id }, session.title)}${sessionTools(this.replica, view, session)}${isOrganizer ? this.#placing(session) : nothing}${takeOutside(this.replica, view, session)}
      </div>
      <hands-card .replica=${this.replica} .sessionId=${session.id} isBrief></hands-card>
    </li>`;
  }

  #waits(what: "slot" | "session", id: string) {
    if (!isWaiting(this.replica, what, id)) return nothing;
    return unsent;
  }

  #placing(session: SessionView) {
    return html`<button
        class="btn btn--quiet btn--sm pi-x"
        aria-label="Move ${session.title}"
        aria-haspopup="dialog"
        @click=${() => whenLoaded(import("./place-dialog.ts"), (code) => code.openMoveDialog(this.replica, session))}
      >
        ${icon("move")}Move</button
      ><button
        class="btn btn--quiet btn--sm pi-x"
        aria-label="Take off the agenda: ${session.title}"
        @click=${() => this.#cancel(session)}
      >
        ${icon("x")}Take off
      </button>`;
  }

  async #cancel(session: SessionView): Promise<void> {
    const { id: sessionId, title } = session;
    await actWithUndo(
      this.replica,
      { type: "session.cancel", sessionId },
      `Off the agenda: ${title}. Its notes stay.`,
      { type: "session.restore", sessionId },
    );
  }

  #openRooms(): void {
    whenLoaded(import("./rooms-and-times.ts"), (code) => code.openRoomsAndTimes(this.replica));
  }
}

/** Few rooms stand beside each other, each in one column all day. */
function hasColumns({ rooms }: MeetupView): boolean {
  return rooms.length <= COLUMNS;
}

function columnsOf({ rooms }: MeetupView): string {
  return `--rooms:${Math.max(3, rooms.length)}`;
}

/** The rooms above their columns, in sight however far one scrolls. For the eye alone: each card says its room. */
function roomNames(view: MeetupView): TemplateResult | typeof nothing {
  if (!hasColumns(view) || view.rooms.length < 2) return nothing;
  return html`<div class="sc-rooms" style=${columnsOf(view)} aria-hidden="true">
    ${view.rooms.map(({ name }) => html`<span class="trunc">${name}</span>`)}
  </div>`;
}
