import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { clockTime } from "../../shared/time.ts";
import { isOver, myDay, type DayItem, type DayPause, type MyDay } from "../../shared/meetup/my-day.ts";
import { isTimeToGo } from "../../shared/meetup/time-to-go.ts";
import type { MeetupView, SessionView, SideGroupView } from "../../shared/meetup/view.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { askName } from "../meetup/ask-name.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { notesAddress } from "../meetup/notes-address.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { DAY_REDRAW_MS, Redraw } from "../meetup/redraw.ts";
import { dayName, timeSpan } from "../meetup/times.ts";
import { isOn } from "../schedule/day-order.ts";
import { sessionChips } from "../schedule/session-tools.ts";
import { whenOf } from "../meetup/time-words.ts";
import "./my-calendar.ts";
import "./my-day-page.css";
import { planButton } from "./plan-button.ts";

/** One's own way through the meetup: what one has planned, moderates or is in, in order of time. */
@customElement("my-day-page")
export class MyDayPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;

  constructor() {
    super();
    this.addController(new Redraw(this, DAY_REDRAW_MS));
  }

  protected override render() {
    const { view } = this.replica;
    document.title = pageTitle(this.replica, "My day");
    return pageShell(this.replica, "my-day", view ? this.#content(view) : html``);
  }

  #content(view: MeetupView) {
    const { me } = this.replica;
    const at = Date.now();
    const mine: MyDay = me ? myDay(view, me, at) : { days: [], anytime: [], wanted: [] };
    const hasAny = mine.days.length > 0 || mine.anytime.length > 0;
    return html`<div class="dy">
      <div class="dy-h">
        <h1>My day</h1>
        <p class="dim">What you have planned, host or are in. Only you see it, and it is no vote.</p>
      </div>
      ${hasAny ? mine.days.map(({ day, rows }) => this.#day(view, day, rows, at)) : this.#nothingYet(mine)}
      ${
        mine.anytime.length > 0
          ? html`<section class="dy-s" aria-labelledby="dy-any">
              <h2 id="dy-any">${view.meetup.phase === "closed" ? "No time" : "No time yet"}</h2>
              <ul class="dy-l">
                ${repeat(
                  mine.anytime,
                  ({ thing }) => thing.id,
                  ({ thing, because }) => html`<li class="dy-i">${this.#group(thing, because)}</li>`,
                )}
              </ul>
            </section>`
          : nothing
      }
      ${mine.wanted.length > 0 ? this.#wanted(view, mine.wanted, at) : nothing}
      <p class="dy-s row wrap dy-more">
        ${
          this.replica.person && isTimeToGo(view, at)
            ? html`<a class="dy-a" href="/m/${this.replica.slug}/you"
                >${icon("corner-down-right")}Before you go: what are you taking home?</a
              >`
            : nothing
        }
        <a class="dy-a" href="/m/${this.replica.slug}/actions">${icon("list-checks")}Actions from all notes</a>
        <a class="dy-a" href="/m/${this.replica.slug}/you">${icon("lift2")}Your votes, actions and topics</a>
      </p>
      ${this.replica.person ? html`<my-calendar .slug=${this.replica.slug}></my-calendar>` : nothing}
    </div>`;
  }

  #nothingYet({ wanted }: MyDay): TemplateResult {
    const { slug, me, person, view } = this.replica;
    if (view?.meetup.phase === "closed")
      return html`<div class="panel">
        ${empty({
          picture: "arc",
          title: "Nothing was planned",
          text: "The meetup is over. What came out of it stands in the report.",
          action: html`<a class="btn btn--primary" href="/m/${slug}/report">See what came out</a>`,
        })}
      </div>`;
    const isNobody = me === null && person === null;
    return html`<div class="panel">
      ${empty({
        picture: "arc",
        title: isNobody ? "A day of your own" : "Nothing planned yet",
        text: isNobody
          ? "Say who you are, then put together what you want to go to."
          : wanted.length > 0
            ? "Begin with what you voted for, below, or look through the schedule."
            : "Put sessions and side groups here from their pages. What is on at the same time is marked.",
        action: isNobody
          ? html`<button class="btn btn--primary" aria-haspopup="dialog" @click=${() => askName()}>Your name</button>`
          : html`<a class="btn btn--primary" href="/m/${slug}/schedule">See the schedule</a>`,
      })}
    </div>`;
  }

  #day(view: MeetupView, day: string, rows: readonly (DayItem | DayPause)[], at: number) {
    return html`<section class="dy-s" aria-label=${dayName(day)}>
      <h2>${dayName(day)}</h2>
      <ol class="dy-l">
        ${repeat(
          rows,
          (row) => (row.kind === "pause" ? row.slot.id : row.thing.id),
          (row) => (row.kind === "pause" ? this.#pause(view, row) : this.#item(view, row, at)),
        )}
      </ol>
    </section>`;
  }

  #pause({ meetup }: MeetupView, { slot: { startsAt, endsAt, kind, label } }: DayPause) {
    return html`<li class="dy-p">
      <span class="num dy-t">${timeSpan(startsAt, endsAt, meetup.timezone)}</span>
      <span class="row"
        >${icon(kind === "break" ? "coffee" : "users-round")}${label || (kind === "break" ? "Break" : "Everyone together")}</span
      >
    </li>`;
  }

  #item(view: MeetupView, item: DayItem, at: number) {
    const { timezone } = view.meetup;
    const { startsAt, endsAt, clashes } = item;
    const time = item.kind === "session" ? timeSpan(startsAt, endsAt, timezone) : clockTime(startsAt, timezone);
    return html`<li class="dy-i ${isOver(item, at) ? "dy-i--over" : ""} ${clashes.length > 0 ? "dy-i--cf" : ""}">
      <p class="dy-t num">
        ${time}${isOn(view, item, at) && !isOver(item, at) ? html` <span class="now-pill">Now</span>` : nothing}
      </p>
      ${item.kind === "session" ? this.#session(view, item.thing, item.because) : this.#group(item.thing, item.because)}
      ${
        clashes.length > 0
          ? html`<p class="dy-cf">${icon("triangle-alert")}<span>At the same time: ${clashes.join(", ")}</span></p>`
          : nothing
      }
    </li>`;
  }

  #session(view: MeetupView, session: SessionView, because: "planned" | "moderates") {
    const { replica } = this;
    const room = view.rooms.find(({ id }) => id === session.roomId);
    return html`<h3><a href=${notesAddress(replica.slug, session)}>${session.title}</a></h3>
      <div class="dy-f">
        <a class="row" href="/m/${replica.slug}/room/${session.roomId}">${icon("map-pin")}${room?.name}</a>
        ${sessionChips(view, session)}
        ${because === "moderates" ? html`<span class="chip chip--mine">You moderate it</span>` : nothing}
        <span class="dy-e"
          >${because === "planned" ? planButton(replica, { sessionId: session.id }, session.title) : nothing}</span
        >
      </div>`;
  }

  #group(group: SideGroupView, because: "planned" | "in") {
    const { replica } = this;
    const isClosed = replica.view?.meetup.phase === "closed";
    return html`<h3><a href="/m/${replica.slug}/side-groups/${group.id}">${group.title}</a></h3>
      <div class="dy-f">
        ${group.place || !isClosed ? html`<span class="row">${icon("map-pin")}${group.place || "No place yet"}</span>` : nothing}
        <span class="chip chip--side">${icon("split")}Side group</span>
        ${
          because === "in"
            ? html`<span class="chip chip--mine"
                >${group.host === replica.person?.id ? "You host it" : "You’re in"}</span
              >`
            : nothing
        }
        <span class="dy-e"
          >${because === "planned" ? planButton(replica, { sideGroupId: group.id }, group.title) : nothing}</span
        >
      </div>`;
  }

  #wanted(view: MeetupView, sessions: readonly SessionView[], at: number) {
    const { replica } = this;
    return html`<section class="dy-s" aria-labelledby="dy-want">
      <h2 id="dy-want">You voted for these</h2>
      <ul class="dy-w">
        ${repeat(
          sessions,
          ({ id }) => id,
          (session) =>
            html`<li>
              <div class="grow">
                <h3><a href=${notesAddress(replica.slug, session)}>${session.title}</a></h3>
                <p class="dim num">
                  ${whenOf(session.startsAt, at, view.meetup.timezone)},
                  ${view.rooms.find(({ id }) => id === session.roomId)?.name}
                </p>
              </div>
              ${planButton(replica, { sessionId: session.id }, session.title)}
            </li>`,
        )}
      </ul>
    </section>`;
  }
}
