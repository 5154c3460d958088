import { clockTime, dayOf } from "../../shared/exports/meetup-times.ts";
import type { SessionOn } from "../../shared/meetup/now.ts";
import { dayName } from "./times.ts";

/** How long a session goes on, in words. */
export function timeLeft({ minutesLeft, minutesOver }: SessionOn): string {
  if (minutesLeft > 0) return `${minutesLeft} min left`;
  return minutesOver > 0 ? `${minutesOver} min over` : "Time is up";
}

/** When something starts, with its day unless that is the day of `at`, milliseconds since 1970. */
export function whenOf(instant: string, at: number, timezone: string): string {
  const day = dayOf(instant, timezone);
  const isToday = day === dayOf(new Date(at).toISOString(), timezone);
  return `${isToday ? "" : `${dayName(day)}, `}${clockTime(instant, timezone)}`;
}
