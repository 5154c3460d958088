import { placesOf, type Places, type Venue } from "./cut-line.ts";

/** A meetup with only the times that are to come at `at` (ms since 1970): what has begun has no place to give any more. */
export function toCome<T extends { slots: readonly { startsAt: string }[] }>(meetup: T, at: number): T {
  return { ...meetup, slots: meetup.slots.filter(({ startsAt }) => Date.parse(startsAt) > at) };
}

/**
 * The places that sessions have at `at`, or could still have: one that stayed empty until its time is none any more. How many
 * of these there are is `unused`.
 */
export function placesAt(venue: Venue, at: number): Places & { unused: number } {
  const { fits, free } = placesOf(venue);
  const left = placesOf(toCome(venue, at)).free;
  return { fits: fits - free + left, free: left, unused: free - left };
}
