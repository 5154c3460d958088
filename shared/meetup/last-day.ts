import { dayOf } from "../time.ts";
import type { MeetupView } from "./view.ts";

/** Whether a meetup is closed, or the last day that it names has begun, of its own or else of its times. */
export function isEnding({ meetup, slots }: Pick<MeetupView, "meetup" | "slots">, at: string): boolean {
  if (meetup.phase === "closed") return true;
  const { timezone } = meetup;
  const days = slots.map(({ endsAt }) => dayOf(endsAt, timezone)).toSorted();
  const last = meetup.endsOn ?? meetup.startsOn ?? days.at(-1);
  return last !== undefined && dayOf(at, timezone) >= last;
}
