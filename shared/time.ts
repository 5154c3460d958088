const MOST_ZONES = 50;
const clock = keptByZone("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = keptByZone("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });
const words = keptByZone("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** Times as people at the meetup read them: in its time zone, 24 hours. */
export function clockTime(instant: string, timeZone: string): string {
  return clock(timeZone).format(new Date(instant));
}

/** The day of an instant in a time zone, YYYY-MM-DD; as `Date` reads it, whichever year it is in. */
export function dayOf(instant: string, timeZone: string): string {
  const shown = day(timeZone).format(new Date(instant));
  // A year is shown in as many digits as it has.
  return shown.length > 10 ? `+${shown.padStart(12, "0")}` : shown.padStart(10, "0");
}

/** The day so many days after another, both YYYY-MM-DD. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * The instant, ISO 8601, at which clocks in a time zone show this time (HH:MM) on this day (YYYY-MM-DD).
 * A time that a change of clocks skips or repeats comes out as one of those beside it.
 */
export function instantAt(day: string, time: string, timeZone: string): string {
  const shown = Date.parse(`${day}T${time}:00Z`);
  const guess = shown - offsetAt(shown, timeZone);
  return new Date(shown - offsetAt(guess, timeZone)).toISOString();
}

/** How far clocks in a time zone are ahead of UTC at an instant, in whole minutes; both in milliseconds. */
export function offsetAt(instant: number, timeZone: string): number {
  const minute = Math.floor(instant / 60_000) * 60_000;
  const iso = new Date(minute).toISOString();
  return Date.parse(`${dayOf(iso, timeZone)}T${clockTime(iso, timeZone)}:00Z`) - minute;
}

/** A day in words: `Monday, 9 March 2015`. */
export function dayInWords(date: string): string {
  return words("UTC")
    .format(new Date(`${date}T00:00:00Z`))
    .replace(/^(\w+) /u, "$1, ");
}

/** Made once: that takes a hundred times as long as using one. As one may spell zones in many ways, few are kept. */
function keptByZone(locale: string, options: Intl.DateTimeFormatOptions): (timeZone: string) => Intl.DateTimeFormat {
  const kept = new Map<string, Intl.DateTimeFormat>();
  return (timeZone) => {
    const known = kept.get(timeZone);
    if (known) return known;
    if (kept.size >= MOST_ZONES) kept.clear();
    const made = new Intl.DateTimeFormat(locale, { ...options, timeZone });
    kept.set(timeZone, made);
    return made;
  };
}
