import { clockTime, dayOf } from "../../shared/time.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { whenOf } from "../meetup/time-words.ts";
import { timeSpan } from "../meetup/times.ts";

/** A time that a side group can meet at, as it is offered; `startsAt` null: free. */
export interface TimeChoice {
  value: string;
  words: string;
  startsAt: string | null;
}

/** At most this many slots are offered: the next ones. */
const SLOTS = 10;

/** Now, the breaks and slots to come, and no time at all. What is for everyone is left to that. */
export function timeChoices({ meetup, slots }: MeetupView, now: number): TimeChoice[] {
  const { timezone } = meetup;
  const toCome = slots
    .filter(({ kind, startsAt }) => kind !== "everyone" && Date.parse(startsAt) > now)
    .toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
    .slice(0, SLOTS);
  return [
    { value: "now", words: "Now", startsAt: new Date(now).toISOString() },
    ...toCome.map(({ id, startsAt, endsAt, kind, label }) => {
      const name = label || (kind === "break" ? "Break" : "");
      const day = whenOf(startsAt, now, timezone).replace(
        clockTime(startsAt, timezone),
        timeSpan(startsAt, endsAt, timezone),
      );
      return { value: id, words: name ? `${name}, ${day}` : day, startsAt };
    }),
    { value: "free", words: "No time yet", startsAt: null },
  ];
}

/** "now" while the meetup is on, or has no days; else no time yet. */
export function usualTime({ meetup: { startsOn, endsOn, timezone } }: MeetupView, now: number): string {
  const today = dayOf(new Date(now).toISOString(), timezone);
  return startsOn === null || (startsOn <= today && today <= (endsOn ?? startsOn)) ? "now" : "free";
}
