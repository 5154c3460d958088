import { clockTime, dayOf } from "../../shared/time.ts";

/** `10:40–11:30`, in the meetup's time zone. */
export function timeSpan(startsAt: string, endsAt: string, timezone: string): string {
  return `${clockTime(startsAt, timezone)}–${clockTime(endsAt, timezone)}`;
}

/** `Thu 12 March` for a day YYYY-MM-DD; with the year when it isn't this one. */
export function dayName(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const year = date.getUTCFullYear() === new Date().getUTCFullYear() ? {} : { year: "numeric" as const };
  return new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "short", day: "numeric", month: "long", ...year })
    .format(date)
    .replace(",", "");
}

/** `12–13 March 2026`, `30 April – 2 May 2026`, `12 March 2026`; empty without days. */
export function dayRange(startsOn: string | null, endsOn: string | null): string {
  if (startsOn === null) return "";
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
  const [start, end] = [new Date(`${startsOn}T00:00:00Z`), new Date(`${endsOn ?? startsOn}T00:00:00Z`)];
  if (start.getTime() === end.getTime()) return format.format(start);
  // No line ends between the two: after a dash one may, also before a space that joins.
  return format.formatRange(start, end).replace(/\s–\s/u, "\u00a0–\u2060\u00a0");
}

/** When something was said: the time today, else the day. */
export function saidAt(instant: string, timezone: string): string {
  const day = dayOf(instant, timezone);
  if (day === dayOf(new Date().toISOString(), timezone)) return clockTime(instant, timezone);
  return new Intl.DateTimeFormat("en-GB", { timeZone: timezone, day: "numeric", month: "short" }).format(
    new Date(instant),
  );
}
