import { dayOf } from "../time.ts";
import type { AnnouncementView, MeetupView, RoomView, SessionView, SideGroupView, SlotView } from "./view.ts";

/** Milliseconds. */
const MINUTE = 60_000;
/** A session that nobody has ended stays on at most this long after its time. Milliseconds. */
const OVERRUN_MS = 30 * MINUTE;
/** A side group that nobody has ended counts as met at most this long. Milliseconds. */
const GROUP_LASTS_MS = 180 * MINUTE;
/** How early it is told that something is about to start. Milliseconds. */
export const SOON_MS = 5 * MINUTE;

/** A session that is on. */
export interface SessionOn {
  session: SessionView;
  /** Whole minutes, the one that runs included; 0 from its end on. */
  minutesLeft: number;
  /** Whole minutes past its end, for one that runs over. */
  minutesOver: number;
  /** How much of it has gone by, 0 to 1. */
  share: number;
}

/** A session to come. It starts when its room is free: later than planned where the one before it was extended past that. */
export interface SessionToCome extends SessionView {
  /** When the schedule has it start. */
  plannedAt: string;
}

/** A time for everyone, or a break, that runs. */
export interface SlotOn {
  slot: SlotView;
  minutesLeft: number;
  share: number;
}

/** What is on at an instant, what comes, and what there is to know. */
export interface Now {
  /** Every room, in the meetup's order. */
  rooms: { room: RoomView; on: SessionOn | undefined; next: SessionToCome | undefined; toCome: SessionToCome[] }[];
  /** Breaks and times for everyone that run. */
  slots: SlotOn[];
  /** The sessions that start first of those still to come, all of the same instant; none: the programme is over. */
  next: { startsAt: string; sessions: SessionToCome[] } | undefined;
  /** The break or time for everyone that comes first. */
  nextSlot: SlotView | undefined;
  /** Sessions that start within five minutes. */
  soon: SessionToCome[];
  groups: {
    /** They have met, and nobody has ended them. */
    now: SideGroupView[];
    /** Without a time, or later on this day: one can still join. */
    forming: SideGroupView[];
    /** The same, with all places taken: one can join when someone leaves. */
    full: SideGroupView[];
    /** On another day. */
    later: SideGroupView[];
  };
  /** Those whose time has not come yet. */
  announcements: AnnouncementView[];
}

/**
 * What a meetup's view comes to at an instant (milliseconds since 1970). Moderators decide first, then
 * the clock: a session is on when it was started or its time has come, and not once it was ended.
 */
export function nowOf(view: MeetupView, at: number): Now {
  const { timezone } = view.meetup;
  const today = dayOf(new Date(at).toISOString(), timezone);
  // Once the meetup is closed nothing is on, whatever its times say.
  const isClosed = view.meetup.phase === "closed";
  const sessions = isClosed ? [] : view.sessions.toSorted(byStart);
  const toCome = sessionsToCome(sessions, at);
  const slots = isClosed ? [] : view.slots.filter(({ kind }) => kind !== "sessions").toSorted(byStart);
  const open = isClosed ? [] : view.sideGroups.filter(({ state }) => state === "open");
  const isLater = ({ startsAt }: SideGroupView) =>
    startsAt !== null && time(startsAt) > at && dayOf(startsAt, timezone) !== today;
  const hasMet = ({ startsAt }: SideGroupView) => startsAt !== null && time(startsAt) <= at;
  const gathering = open.filter((group) => !hasMet(group) && !isLater(group)).toSorted(bySoonest);
  const [first] = toCome;
  return {
    rooms: view.rooms.map((room) => {
      const here = sessionsIn(toCome, room.id);
      return { room, on: onIn(sessionsIn(sessions, room.id), at), next: here[0], toCome: here };
    }),
    slots: slots
      .filter((slot) => time(slot.startsAt) <= at && at < time(slot.endsAt))
      .map((slot) => ({ slot, minutesLeft: minutesUntil(slot.endsAt, at), share: shareOf(slot, at) })),
    next: first && {
      startsAt: first.startsAt,
      sessions: toCome.filter((session) => time(session.startsAt) === time(first.startsAt)),
    },
    nextSlot: slots.find((slot) => time(slot.startsAt) > at),
    soon: toCome.filter((session) => time(session.startsAt) - at <= SOON_MS),
    groups: {
      now: open.filter((group) => hasMet(group) && !isPast(group, at)).toSorted(bySoonest),
      forming: gathering.filter((group) => !isFull(group)),
      full: gathering.filter(isFull),
      later: open.filter(isLater).toSorted(bySoonest),
    },
    announcements: view.announcements.filter(({ until }) => time(until) > at),
  };
}

/** Whether a side group was ended, or counts as met and gone: nobody need join it, or be invited to it. */
export function isPast({ state, startsAt }: SideGroupView, at: number): boolean {
  return state === "ended" || (startsAt !== null && at - time(startsAt) >= GROUP_LASTS_MS);
}

/** How many are in a side group, its host included. */
export function membersIn({ members }: SideGroupView): number {
  return Array.isArray(members) ? members.length : members;
}

/** Whether all of a side group's places are taken. */
export function isFull(group: SideGroupView): boolean {
  return group.capacity !== null && membersIn(group) >= group.capacity;
}

/** The sessions still to come, the first first. */
export function sessionsToCome(all: readonly SessionView[], at: number): SessionToCome[] {
  const sessions = all.toSorted(byStart);
  const inRooms = Map.groupBy(sessions, ({ roomId }) => roomId);
  const on = new Map([...inRooms].map(([roomId, here]) => [roomId, onIn(here, at)]));
  return sessions.flatMap((session) => comingUp(session, on.get(session.roomId), at)).toSorted(byStart);
}

/** A session that is still to come, given what is on in its room; none if it isn't. */
function comingUp(session: SessionView, on: SessionOn | undefined, at: number): SessionToCome[] {
  if (session.state !== "planned" || session.id === on?.session.id) return [];
  const plannedAt = session.startsAt;
  const waits =
    on && time(on.session.startsAt) <= time(plannedAt) && time(plannedAt) < time(on.session.endsAt) ? on : undefined;
  const startsAt = waits?.session.endsAt ?? plannedAt;
  return time(startsAt) > at ? [{ ...session, startsAt, plannedAt }] : [];
}

function sessionsIn<T extends SessionView>(sessions: readonly T[], room: string): T[] {
  return sessions.filter(({ roomId }) => roomId === room);
}

/** The session that a room is for: one that was started, else the one whose time it is, else one that runs over. */
function onIn(sessions: readonly SessionView[], at: number): SessionOn | undefined {
  const rank = (session: SessionView): number => {
    const [startsAt, endsAt] = [time(session.startsAt), time(session.endsAt)];
    if (session.state === "running") return at < endsAt ? 3 : at < endsAt + OVERRUN_MS ? 1 : 0;
    return session.state === "planned" && startsAt <= at && at < endsAt ? 2 : 0;
  };
  // Of two that were started the later one: whoever starts a session means to be done with the one before. By the
  // clock alone the earlier one: its end was put past the other's start.
  let session: SessionView | undefined;
  for (const each of sessions) {
    const present = session ? rank(session) : 0;
    if (rank(each) > present || (rank(each) === present && each.state === "running" && present > 0)) session = each;
  }
  return (
    session && {
      session,
      minutesLeft: minutesUntil(session.endsAt, at),
      minutesOver: Math.max(0, Math.floor((at - time(session.endsAt)) / MINUTE)),
      share: shareOf(session, at),
    }
  );
}

/** Whole minutes to an instant, the one that runs included; 0 once it has come. */
export function minutesUntil(instant: string, at: number): number {
  return Math.max(0, Math.ceil((time(instant) - at) / MINUTE));
}

function shareOf({ startsAt, endsAt }: { startsAt: string; endsAt: string }, at: number): number {
  const length = time(endsAt) - time(startsAt);
  return length > 0 ? Math.min(1, Math.max(0, (at - time(startsAt)) / length)) : 1;
}

/** Instants may be written with any offset, so that only their times compare. */
function time(instant: string): number {
  return Date.parse(instant);
}

function byStart(a: { startsAt: string }, b: { startsAt: string }): number {
  return time(a.startsAt) - time(b.startsAt);
}

/** Those with a time first, soonest first. */
function bySoonest(a: SideGroupView, b: SideGroupView): number {
  const [first, second] = [a, b].map(({ startsAt }) => (startsAt === null ? Number.MAX_VALUE : time(startsAt)));
  return first! - second!;
}
