import { html, nothing, type TemplateResult } from "lit";
import { clockTime } from "../../shared/time.ts";
import { minutesUntil, type Now, type SessionOn } from "../../shared/meetup/now.ts";
import type { MeetupView, RoomView, SessionView, SlotView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import { timeLeft, whenOf } from "../meetup/time-words.ts";
import { rotatingPage } from "./rotating-page.ts";

/** How many sessions stand in the largest letters, in large ones, and at all; an announcement takes the room of one or two. */
const FITTING = { large: 3, medium: 4, most: 6 };
const FITTING_BELOW_NEWS = { large: 2, medium: 3, most: 4 };
/** A title of more letters stands in smaller ones where it stands alone. */
const LONG_TITLE = 90;

/** What a wall knows when it draws itself. */
export interface WallMoment {
  view: MeetupView;
  now: Now;
  /** Milliseconds since 1970. */
  at: number;
  /** Whether news arrive: only then is it known what is on. */
  isInTouch: boolean;
}

/** What is on in each room, and what comes. */
export function wallNow(moment: WallMoment): TemplateResult {
  const { view, now, at } = moment;
  const running = now.rooms.flatMap(({ room, on }) => (on ? [{ room, on }] : []));
  const hasNews = now.announcements.length > 0;
  const { large, medium, most } = hasNews ? FITTING_BELOW_NEWS : FITTING;
  const { items, pages, page } = rotatingPage(running, most, at);
  const size = sizeOf(
    running.map(({ on }) => on.session.title),
    { large, medium },
  );
  return html`<section class="w-l">
    <h2>${pill(moment)}${pages > 1 ? html`<span class="w-dim">${page + 1} of ${pages}</span>` : nothing}</h2>
    ${now.slots.map(({ slot, minutesLeft, share }) => pauseRow(view, slot, minutesLeft, share, running.length === 0))}
    ${
      running.length > 0
        ? html`<ul class="w-now ${size}">
            ${items.map(({ room, on }) => sessionRow(room, on))}
          </ul>`
        : now.slots.length === 0
          ? html`<p class="w-none">${nothingOn(now, view)}</p>`
          : nothing
    }
    ${next(moment, (running.length < large ? 4 : 3) - (hasNews ? 1 : 0))}
  </section>`;
}

/** The class that sessions of these titles stand in; one alone has the room for its whole title. */
function sizeOf(titles: readonly string[], { large, medium }: { large: number; medium: number }): string {
  const [first = ""] = titles;
  if (titles.length === 1) return first.length > LONG_TITLE ? "w-lone w-long" : "w-lone";
  return titles.length <= large ? "" : titles.length <= medium ? "w-medium" : "w-small";
}

/** "Now", as long as that is known. */
export function pill({ isInTouch }: WallMoment): TemplateResult {
  return html`<span class="w-pill">${isInTouch ? "Now" : "By the schedule"}</span>`;
}

/** How much of a session or break has gone by. */
export function timeBar(share: number): TemplateResult {
  return html`<span class="w-bar" aria-hidden="true"><i style="inline-size:${(share * 100).toFixed(1)}%"></i></span>`;
}

function sessionRow(room: RoomView, on: SessionOn): TemplateResult {
  return html`<li>
    <span class="w-room">${room.name}</span>
    <b>${on.session.title}</b>
    <span class="w-left"
      >${timeLeft(on)}${on.session.full ? html`<span class="w-full">Room full</span>` : nothing}</span
    >
    ${timeBar(on.share)}
  </li>`;
}

function pauseRow(view: MeetupView, slot: SlotView, minutesLeft: number, share: number, isAll: boolean) {
  const name = slot.label || (slot.kind === "break" ? "Break" : "Everyone together");
  return html`<div class="w-pause ${isAll ? "w-all" : ""}">
    <b>${icon(slot.kind === "break" ? "coffee" : "users-round")}${name}</b>
    <span class="w-meta"
      >${timeBar(share)}<span class="w-left"
        >until ${clockTime(slot.endsAt, view.meetup.timezone)}, ${minutesLeft} min left</span
      ></span
    >
  </div>`;
}

function nothingOn(now: Now, { sessions }: MeetupView): string {
  if (now.next) return "Nothing is on right now";
  return sessions.length > 0 ? "The programme is over" : "No schedule yet: propose topics and vote";
}

function next({ view, now, at }: WallMoment, most: number): TemplateResult | typeof nothing {
  const { timezone } = view.meetup;
  const starts = now.next && Date.parse(now.next.startsAt);
  const pause = now.nextSlot && (!starts || Date.parse(now.nextSlot.startsAt) < starts) ? now.nextSlot : undefined;
  const sessions = now.next?.sessions ?? [];
  if (!pause && sessions.length === 0) return nothing;
  const first = pause ?? sessions[0]!;
  const isSoon = now.soon.length > 0 && !pause;
  const { items } = rotatingPage<SessionView>(sessions, pause ? most - 1 : most, at);
  return html`<h2 class="w-next-h">
      ${isSoon ? `Next, in ${minutesUntil(first.startsAt, at)} min` : `Next, ${whenOf(first.startsAt, at, timezone)}`}
    </h2>
    <ul class="w-next">
      ${
        pause
          ? html`<li>
              <span class="w-room">${icon(pause.kind === "break" ? "coffee" : "users-round")}</span
              ><span class="w-line">${pause.label || (pause.kind === "break" ? "Break" : "Everyone together")}</span>
            </li>`
          : nothing
      }
      ${items.map(
        (session) =>
          html`<li>
            <span class="w-room">${view.rooms.find(({ id }) => id === session.roomId)?.name}</span
            ><span class="w-line"
              >${pause ? `${clockTime(session.startsAt, timezone)}  ` : nothing}${session.title}</span
            >
          </li>`,
      )}
    </ul>`;
}
