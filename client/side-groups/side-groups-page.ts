import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { isPast, membersIn, nowOf } from "../../shared/meetup/now.ts";
import { toCome } from "../../shared/meetup/places-left.ts";
import type { MeetupView, SideGroupView } from "../../shared/meetup/view.ts";
import { wantedTopics } from "../../shared/meetup/wanted-topics.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { endedAlone } from "../meetup/ended-alone.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { DAY_REDRAW_MS, Redraw } from "../meetup/redraw.ts";
import { clashLine, isIn, joinButton, membersOf, whereAndWhen } from "./side-group-parts.ts";
import { openSideGroupDialog } from "./start-side-group.ts";
import { tableSeats } from "./table-seats.ts";

/** How many wanted topics without a table are offered at first. */
const WANTED = 6;
/** Names on a card; the rest are counted. */
const NAMES = 4;

/** Tables beside the agenda: pull up a chair, or start one. */
@customElement("side-groups-page")
export class SideGroupsPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private showsAllWanted = false;
  @state() private showsAlone = false;

  constructor() {
    super();
    this.addController(new Redraw(this, DAY_REDRAW_MS));
  }

  protected override render() {
    const { view } = this.replica;
    document.title = pageTitle(this.replica, "Side groups");
    return pageShell(this.replica, "groups", view ? this.#content(view) : html``);
  }

  #content(view: MeetupView) {
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
          <p>
            ${isFixed ? "Who met beside the agenda. Their notes stay." : "Anyone can start one. Pull up a chair, take notes, go back when you like."}
          </p>
        </div>
        ${isFixed || view.sideGroups.length === 0 ? nothing : start}
      </div>
      ${
        view.sideGroups.length === 0
          ? html`<div class="panel">
              ${empty({
                picture: "table",
                ...(isFixed
                  ? { title: "Nobody met beside the agenda", text: "The meetup is closed, and none can be started." }
                  : {
                      title: "An empty table",
                      text: "Pick a topic, a place and a time. Who wants to hear about it will find you here.",
                      action: start,
                    }),
              })}
            </div>`
          : this.#board(view)
      }
      ${isFixed ? nothing : this.#wanted(view)}
    </div>`;
  }

  #board(view: MeetupView) {
    const at = Date.now();
    const { forming, full, now, later } = nowOf(view, at).groups;
    const invited = new Set(this.replica.me?.invitedTo);
    const open = forming.toSorted((a, b) => Number(invited.has(b.id)) - Number(invited.has(a.id)));
    // Those too that nobody has ended and whose time is long over. One that was merged goes on in another, and shows as that.
    const isShown = new Set([...forming, ...full, ...now, ...later]);
    const done = view.sideGroups.filter((group) => !isShown.has(group) && group.mergedInto === null);
    const alone = done.filter(endedAlone);
    const shown = this.showsAlone ? done : done.filter((group) => !alone.includes(group));
    return html`<div class="bd">
      ${this.#column(view, "Open to join", open)} ${this.#column(view, "Now", now)}
      ${this.#column(view, "Later", later)} ${this.#column(view, "Full", full)} ${this.#column(view, "Done", shown)}
      ${
        alone.length === 0
          ? nothing
          : html`<button
              class="btn btn--quiet bd-alone"
              aria-expanded=${this.showsAlone}
              @click=${() => (this.showsAlone = !this.showsAlone)}
            >
              ${this.showsAlone ? "Hide" : "Show"} ${alone.length} that nobody was in at the end
            </button>`
      }
    </div>`;
  }

  #column(view: MeetupView, title: string, groups: readonly SideGroupView[]) {
    if (groups.length === 0) return nothing;
    return html`<section class="col">
      <h2>${title} <span class="dim num">${groups.length}</span></h2>
      <ul>
        ${repeat(
          groups,
          ({ id }) => id,
          (group) => this.#group(view, group),
        )}
      </ul>
    </section>`;
  }

  #group(view: MeetupView, group: SideGroupView) {
    const { replica } = this;
    const count = membersIn(group);
    const members = membersOf(replica, view, group);
    const names = members.map(({ name }) => name);
    const others = count - Math.min(names.length, NAMES);
    const who =
      names.length === 0
        ? `${count} ${isPast(group, Date.now()) ? "were in it" : "going"}`
        : `${names.slice(0, NAMES).join(", ")}${others > 0 ? ` and ${others} more` : ""}`;
    const isInvited = replica.me?.invitedTo.includes(group.id) === true;
    const topic = view.topics.find(({ id }) => id === group.topicId);
    const session = view.sessions.find(({ id }) => id === group.sessionId);
    return html`<li
      class="g ${isIn(replica, group) || isInvited ? "g--mine" : ""} ${isPast(group, Date.now()) ? "g--ended" : ""}"
      data-id=${group.id}
    >
      ${tableSeats(members, count, group.capacity)}
      <div class="g-m">
        <h3><a href="/m/${replica.slug}/side-groups/${group.id}">${group.title}</a></h3>
        ${group.state === "open" ? whereAndWhen(view, group) : nothing}
        <p class="g-w">${icon("users")}<span>${who}</span></p>
        ${clashLine(view, group)} ${group.outcome ? html`<p class="g-out">${group.outcome}</p>` : nothing}
      </div>
      <div class="g-f">
        <span class="dim g-src"
          >${isInvited ? html`<span class="chip chip--mine">You voted for this</span>` : nothing}${
            replica.isHeldUp && !group.padId ? "Not sent yet" : nothing
          }${
            session
              ? html`<span>Out of ${session.title}</span>`
              : topic && topic.votes !== null && !isInvited
                ? html`<span class="num">${topic.votes} ${topic.votes === 1 ? "vote" : "votes"}</span>`
                : nothing
          }</span
        >
        <span class="row">
          ${group.padId ? html`<a class="btn btn--quiet btn--sm" href="/m/${replica.slug}/notes/${group.padId}" aria-label="Notes of ${group.title}">${icon("notebook-pen")}Notes</a>` : nothing}
          ${joinButton(replica, view, group)}
        </span>
      </div>
    </li>`;
  }

  #wanted(view: MeetupView) {
    const all = wantedTopics(toCome(view, Date.now()));
    if (all.length === 0) return nothing;
    const topics = this.showsAllWanted ? all : all.slice(0, WANTED);
    return html`<section class="wanted">
      <h2>Wanted, no side group yet</h2>
      <p class="dim">
        ${
          all[0]?.votes === null
            ? "Topics without a session."
            : "Topics with votes and no session. Who voted hears about it when you start one."
        }
      </p>
      <ul>
        ${topics.map(
          (topic) =>
            html`<li>
              ${
                topic.votes === null
                  ? nothing
                  : html`<span class="num wanted-n"
                      >${topic.votes}<span class="vh"> ${topic.votes === 1 ? "vote" : "votes"}</span></span
                    >`
              }
              <h3 class="grow"><a href="/m/${this.replica.slug}/${topic.number}">${topic.title}</a></h3>
              <button
                class="btn btn--sm"
                aria-label="Start a side group: ${topic.title}"
                aria-haspopup="dialog"
                @click=${() => openSideGroupDialog(this.replica, { topic })}
              >
                ${icon("split")}Start
              </button>
            </li>`,
        )}
      </ul>
      ${
        all.length > topics.length
          ? html`<button class="btn btn--quiet" @click=${() => (this.showsAllWanted = true)}>
              Show all ${all.length}
            </button>`
          : nothing
      }
    </section>`;
  }
}
