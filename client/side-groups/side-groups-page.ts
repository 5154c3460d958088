import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { clockTime, dayOf } from "../../shared/exports/meetup-times.ts";
import { inOrder } from "../../shared/meetup/ordering.ts";
import type { MeetupView, SideGroupView } from "../../shared/meetup/view.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { act } from "../meetup/act.ts";
import type { MeetupReplica } from "../meetup/meetup-replica.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { dayName } from "../meetup/times.ts";
import { openEndDialog } from "./end-side-group.ts";
import { openSideGroupDialog } from "./start-side-group.ts";
import { tableSeats } from "./table-seats.ts";

/** How many wanted topics without a table are offered. */
const WANTED = 6;

/** Tables beside the agenda: pull up a chair, or start one. */
@customElement("side-groups-page")
export class SideGroupsPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.replica.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override render() {
    const { view } = this.replica;
    document.title = pageTitle(this.replica, "Side groups");
    return pageShell(this.replica, "groups", view ? this.#content(view) : html``);
  }

  #content(view: MeetupView) {
    const open = view.sideGroups.filter(({ state }) => state === "open").toSorted(bySoonest);
    const ended = view.sideGroups.filter(({ state }) => state === "ended");
    const isFixed = view.meetup.phase === "closed";
    const start = html`<button
      class="btn btn--plum"
      aria-haspopup="dialog"
      @click=${() => openSideGroupDialog(this.replica)}
    >
      ${icon("plus")}Start a side group
    </button>`;
    return html`<div class="sd">
      <div class="sd-h">
        <div class="grow">
          <h1>Side groups</h1>
          <p>Anyone can start one. Pull up a chair, take notes, go back when you like.</p>
        </div>
        ${isFixed || view.sideGroups.length === 0 ? nothing : start}
      </div>
      ${
        view.sideGroups.length === 0
          ? html`<div class="panel">
              ${empty({
                picture: "table",
                title: "An empty table",
                text: "Pick a topic, a place and a time. Who wants to hear about it will find you here.",
                ...(isFixed ? {} : { action: start }),
              })}
            </div>`
          : html`${this.#board(view, "Open to join", open, isFixed)} ${this.#board(view, "Ended", ended, isFixed)}`
      }
      ${isFixed ? nothing : this.#wanted(view)}
    </div>`;
  }

  #board(view: MeetupView, title: string, groups: SideGroupView[], isFixed: boolean) {
    if (groups.length === 0) return nothing;
    return html`<section class="col">
      <h2>${title} <span class="dim num">${groups.length}</span></h2>
      <ul>
        ${repeat(
          groups,
          ({ id }) => id,
          (group) => this.#group(view, group, isFixed),
        )}
      </ul>
    </section>`;
  }

  #group(view: MeetupView, group: SideGroupView, isFixed: boolean) {
    const { replica } = this;
    const myId = replica.person?.id;
    const ids = Array.isArray(group.members) ? group.members : [];
    const count = Array.isArray(group.members) ? group.members.length : group.members;
    const members = ids.flatMap((id) => {
      const person = view.people.names[id];
      return person ? { ...person, isMe: id === myId } : [];
    });
    const isIn = myId !== undefined && ids.includes(myId);
    const isFull = group.capacity !== null && count >= group.capacity;
    const mayEnd = group.host === myId || replica.me?.role === "organizer";
    const topic = view.topics.find(({ id }) => id === group.topicId);
    const names = members.map(({ name }) => name).join(", ");
    const isOpen = group.state === "open" && !isFixed;
    return html`<li class="g ${isIn ? "g--mine" : ""} ${group.state === "ended" ? "g--ended" : ""}">
      ${tableSeats(members, count, group.capacity)}
      <div class="g-m">
        <h3>
          ${group.padId ? html`<a href="/m/${replica.slug}/notes/${group.padId}">${group.title}</a>` : group.title}
        </h3>
        ${group.place ? html`<p class="g-w">${icon("map-pin")}${group.place}</p>` : nothing}
        ${group.startsAt ? html`<p class="g-w num">${icon("clock")}${this.#when(group.startsAt, view.meetup.timezone)}</p>` : nothing}
        <p class="g-w">${icon("users")}${names || `${count} going`}</p>
        ${group.outcome ? html`<p class="g-out">${group.outcome}</p>` : nothing}
      </div>
      <div class="g-f" ?hidden=${group.state === "ended"}>
        <span class="dim"
          >${topic ? html`<span class="num">${topic.votes}</span> ${topic.votes === 1 ? "vote" : "votes"}` : nothing}${
            replica.isHeldUp && !group.padId ? " Not sent yet" : nothing
          }</span
        >
        <span class="row">
          ${
            isOpen && mayEnd
              ? html`<button
                  class="btn btn--sm"
                  aria-label="End ${group.title}"
                  @click=${() => openEndDialog(replica, group)}
                >
                  End
                </button>`
              : nothing
          }
          ${
            isOpen && group.host !== myId
              ? html`<button
                  class="btn btn--sm"
                  aria-pressed=${isIn}
                  aria-label=${isIn ? `You are in: ${group.title}. Leave` : `Join: ${group.title}`}
                  ?disabled=${isFull && !isIn}
                  @click=${() => this.#join(group, !isIn)}
                >
                  ${isIn ? html`${icon("check")}You’re in` : isFull ? "Full" : "Join"}
                </button>`
              : nothing
          }
        </span>
      </div>
    </li>`;
  }

  #when(startsAt: string, timezone: string): string {
    const day = dayOf(startsAt, timezone);
    const time = clockTime(startsAt, timezone);
    return day === dayOf(new Date().toISOString(), timezone) ? time : `${dayName(day)}, ${time}`;
  }

  #wanted(view: MeetupView) {
    const taken = new Set(view.sideGroups.map(({ topicId }) => topicId));
    const topics = inOrder(view.topics, { by: "votes" })
      .filter((topic) => topic.status === "proposed" && (topic.votes ?? 0) > 0 && !taken.has(topic.id))
      .slice(0, WANTED);
    if (topics.length === 0) return nothing;
    return html`<section class="wanted">
      <h2>Wanted, no side group yet</h2>
      <p class="dim">Topics with votes and no session.</p>
      <ul>
        ${topics.map(
          (topic) =>
            html`<li>
              <span class="num wanted-n"
                >${topic.votes}<span class="vh"> ${topic.votes === 1 ? "vote" : "votes"}</span></span
              >
              <h3 class="grow">${topic.title}</h3>
              <button
                class="btn btn--sm"
                aria-label="Start a side group: ${topic.title}"
                aria-haspopup="dialog"
                @click=${() => openSideGroupDialog(this.replica, topic)}
              >
                ${icon("split")}Start
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  readonly #join = (group: SideGroupView, isJoining: boolean) =>
    act(this.replica, { type: isJoining ? "sideGroup.join" : "sideGroup.leave", sideGroupId: group.id });
}

/** Those with a time first, soonest first. */
function bySoonest(a: SideGroupView, b: SideGroupView): number {
  return (a.startsAt ?? "9").localeCompare(b.startsAt ?? "9");
}
