import { offsetAt } from "../time.ts";

/** An instant as clocks in a time zone show it, with how far they are from UTC: `2026-03-12T10:00:00+01:00`. */
export function localInstant(instant: string, timeZone: string): string {
  const time = Math.floor(Date.parse(instant) / 1000) * 1000;
  const offset = offsetAt(time, timeZone);
  const shown = new Date(time + offset).toISOString().slice(0, -".000Z".length);
  const minutes = offset / 60_000;
  const two = (number: number) => String(Math.floor(number)).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${shown}${minutes < 0 ? "-" : "+"}${two(size / 60)}:${two(size % 60)}`;
}
