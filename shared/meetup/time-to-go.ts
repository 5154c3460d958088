import { dayOf } from "../time.ts";
import { notesOpen } from "./notes-open.ts";
import type { MeetupView } from "./view.ts";

/**
 * Whether people are about to go home, or on their way: from when the last day has begun, or the meetup was closed, and as
 * long as they may write what they take along. `at` in milliseconds since 1970.
 */
export function isTimeToGo({ meetup, slots }: Pick<MeetupView, "meetup" | "slots">, at: number): boolean {
  const now = new Date(at).toISOString();
  if (meetup.phase === "closed") return notesOpen(meetup, now);
  const starts = slots.map(({ startsAt }) => Date.parse(startsAt)).toSorted((a, b) => a - b);
  const lastStart = starts.at(-1);
  const lastDay =
    meetup.endsOn ?? meetup.startsOn ?? (lastStart === undefined ? undefined : dayIn(meetup.timezone, lastStart));
  if (lastDay === undefined) return false;
  const today = dayOf(now, meetup.timezone);
  if (today !== lastDay) return today > lastDay;
  const first = starts.find((each) => dayIn(meetup.timezone, each) === lastDay);
  return first === undefined || first <= at;
}

function dayIn(timezone: string, at: number): string {
  return dayOf(new Date(at).toISOString(), timezone);
}
