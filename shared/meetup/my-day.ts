import { dayOf } from "../time.ts";
import { isModeratorOf, overlap } from "./moderators.ts";
import { GROUP_MS } from "./side-group-clashes.ts";
import type { MeetupView, MeView, SessionView, SideGroupView, SlotView } from "./view.ts";

/** A session or side group of somebody's, and why it is theirs. */
export type Mine =
  | { kind: "session"; thing: SessionView; because: "planned" | "moderates" }
  | { kind: "side group"; thing: SideGroupView; because: "planned" | "in" };

/** Something in one's day at a time. */
export type DayItem = { startsAt: string; endsAt: string; title: string; clashes: string[] } & Mine;

/** A break, or a time for everyone, which is in everybody's day. */
export interface DayPause {
  kind: "pause";
  startsAt: string;
  slot: SlotView;
}

/** One person's way through the meetup. */
export interface MyDay {
  /** In order of time; each with something in it. */
  days: { day: string; rows: (DayItem | DayPause)[] }[];
  /** Side groups without a time. */
  anytime: { thing: SideGroupView; because: "planned" | "in" }[];
  /** Sessions to come of topics that they would come to, which are not in it yet. */
  wanted: SessionView[];
}

/** The sessions and side groups that a person has planned, moderates, or is in; one that was merged goes on in another. */
export function mineOf(view: MeetupView, me: MeView): Mine[] {
  const planned = new Set(me.plan);
  return [
    ...view.sessions.flatMap((thing): Mine[] => {
      const because = planned.has(thing.id) ? "planned" : isModeratorOf(thing, me.id) ? "moderates" : undefined;
      return because ? [{ kind: "session", thing, because }] : [];
    }),
    ...view.sideGroups.flatMap((thing): Mine[] => {
      const isIn = Array.isArray(thing.members) && thing.members.includes(me.id);
      const isMine = (isIn || planned.has(thing.id)) && thing.mergedInto === null;
      return isMine ? [{ kind: "side group", thing, because: isIn ? "in" : "planned" }] : [];
    }),
  ];
}

/**
 * What a person has planned, moderates, or is in, in order of time, each with the titles of what is on at the same
 * time. A side group, whose end nobody says, is taken to last half an hour. `at` in milliseconds since 1970.
 */
export function myDay(view: MeetupView, me: MeView, at: number): MyDay {
  const mine = mineOf(view, me);
  const isMine = new Set(mine.map(({ thing }) => thing.id));
  const items = mine.flatMap((each): DayItem[] => {
    const { startsAt, title } = each.thing;
    if (startsAt === null) return [];
    const endsAt =
      each.kind === "session" ? each.thing.endsAt : new Date(Date.parse(startsAt) + GROUP_MS).toISOString();
    return [{ ...each, startsAt, endsAt, title, clashes: [] }];
  });
  const toCome = items.filter((item) => !isOver(item, at));
  for (const item of toCome) item.clashes = clashesOf(item, toCome);
  return {
    days: daysOf(view, items),
    anytime: mine.flatMap((each) =>
      each.kind === "side group" && each.thing.startsAt === null && each.thing.state === "open" ? [each] : [],
    ),
    wanted: view.sessions
      .filter(
        ({ id, topicIds, endsAt, state }) =>
          !isMine.has(id) &&
          state !== "done" &&
          Date.parse(endsAt) > at &&
          topicIds.some((topicId) => me.votes.includes(topicId)),
      )
      .toSorted(byStart),
  };
}

/** What else is in the day while this is on. */
function clashesOf(item: DayItem, all: readonly DayItem[]): string[] {
  return all.filter((other) => other !== item && overlap(other, item)).map(({ title }) => title);
}

/** Whether something of one's day was ended, or its time has passed. */
export function isOver({ thing: { state }, endsAt }: DayItem, at: number): boolean {
  return state === "done" || state === "ended" || Date.parse(endsAt) <= at;
}

function daysOf({ meetup, slots }: MeetupView, items: readonly DayItem[]): MyDay["days"] {
  const dayFor = ({ startsAt }: { startsAt: string }) => dayOf(startsAt, meetup.timezone);
  const pauses: DayPause[] = slots
    .filter(({ kind }) => kind !== "sessions")
    // A session that stands in such a time says itself what it is.
    .filter((slot) => !items.some((item) => item.kind === "session" && item.thing.slotId === slot.id))
    .map((slot) => ({ kind: "pause", startsAt: slot.startsAt, slot }));
  const rows = Map.groupBy([...items, ...pauses].toSorted(byStart), dayFor);
  return [...new Set(items.map(dayFor))].toSorted().map((day) => ({ day, rows: rows.get(day) ?? [] }));
}

function byStart(a: { startsAt: string }, b: { startsAt: string }): number {
  return Date.parse(a.startsAt) - Date.parse(b.startsAt);
}
