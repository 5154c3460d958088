import type { MeetupView } from "../../shared/meetup/view.ts";

/** Whether a meetup had times and the last of them is over at `at` (ms since 1970): nothing can be moved or placed any more. */
export function allTimesOver({ slots }: Pick<MeetupView, "slots">, at: number): boolean {
  return slots.length > 0 && slots.every(({ endsAt }) => Date.parse(endsAt) <= at);
}
