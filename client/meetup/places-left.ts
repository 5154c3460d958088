import { placesOf, type Places } from "../../shared/meetup/cut-line.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";

/** The meetup with only the times that are to come at `at` (ms since 1970): what has begun has no place to give any more. */
export function toCome(view: MeetupView, at: number): MeetupView {
  return { ...view, slots: view.slots.filter(({ startsAt }) => Date.parse(startsAt) > at) };
}

/** The places that sessions have at `at`, or could still have: one that stayed empty until its time is none any more. */
export function placesAt(view: MeetupView, at: number): Places {
  const { fits, free } = placesOf(view);
  const left = placesOf(toCome(view, at)).free;
  return { fits: fits - free + left, free: left };
}
