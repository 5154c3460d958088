import { dayOf } from "../../shared/time.ts";
import type { MeetupView, SessionView, SlotView } from "../../shared/meetup/view.ts";

/** A day's times (YYYY-MM-DD) in their order, whatever offset each was given with. */
export function slotsOn({ slots, meetup }: MeetupView, day: string | undefined): SlotView[] {
  return slots
    .filter(({ startsAt }) => dayOf(startsAt, meetup.timezone) === day)
    .toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
}

/** The sessions of a time in the order of the rooms, each with its room's place among all, counted from 1. */
export function sessionsIn(
  { sessions, rooms }: MeetupView,
  slotId: string,
): { session: SessionView; column: number }[] {
  return sessions
    .filter((session) => session.slotId === slotId)
    .map((session) => ({ session, column: rooms.findIndex(({ id }) => id === session.roomId) + 1 }))
    .toSorted((a, b) => a.column - b.column);
}

/** Whether a time is on at an instant (ms since 1970); nothing is once the meetup is closed. */
export function isOn(
  { meetup }: MeetupView,
  { startsAt, endsAt }: { startsAt: string; endsAt: string },
  at: number,
): boolean {
  return meetup.phase !== "closed" && Date.parse(startsAt) <= at && at < Date.parse(endsAt);
}

/** How a session stands: one that nobody ended is over with its meetup. */
export function stateShown({ meetup }: MeetupView, { state }: Pick<SessionView, "state">): SessionView["state"] {
  return meetup.phase === "closed" && state === "running" ? "done" : state;
}
