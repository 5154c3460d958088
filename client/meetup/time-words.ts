import { clockTime, dayOf } from "../../shared/time.ts";
import type { SessionOn } from "../../shared/meetup/now.ts";
import { dayName } from "./times.ts";

/** How long a session goes on, in words. */
export function timeLeft({ minutesLeft, minutesOver }: SessionOn): string {
  if (minutesLeft > 0) return `${minutesLeft} min left`;
  return minutesOver > 0 ? `${minutesOver} min over` : "Time is up";
}

/** `12:30` on the day of `at`, milliseconds since 1970, else with its day: `Thu 12 March, 12:30`. */
export function whenOf(instant: string, at: number, timezone: string): string {
  const day = dayOf(instant, timezone);
  const isToday = day === dayOf(new Date(at).toISOString(), timezone);
  return `${isToday ? "" : `${dayName(day)}, `}${clockTime(instant, timezone)}`;
}
