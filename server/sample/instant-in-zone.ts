/**
 * The instant at which clocks in `timeZone` show `time` (HH:MM) on `day` (YYYY-MM-DD), ISO 8601, UTC.
 * A time that a change of clocks skips or repeats comes out as one of those beside it.
 */
export function instantInZone(day: string, time: string, timeZone: string): string {
  const shown = Date.parse(`${day}T${time}:00Z`);
  const guess = shown - offsetAt(shown, timeZone);
  return new Date(shown - offsetAt(guess, timeZone)).toISOString();
}

/** The day after `days` more days, both YYYY-MM-DD. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** How far clocks in `timeZone` are ahead of UTC at an instant, in ms; both since 1970. */
function offsetAt(instant: number, timeZone: string): number {
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(instant);
  return Date.parse(`${shown.replace(" ", "T")}Z`) - Math.floor(instant / 1000) * 1000;
}
