import type { MeetupState } from "../meetup-state.ts";
import type { LastTimeView, TakenHomeView } from "../take-home.ts";

/** What three or more people take home, as it was last released. */
export function takenHomeViewOf({ takenHome: { shown } }: MeetupState): TakenHomeView {
  return { people: shown.people, things: shown.things.map(({ text, people }) => ({ text, people })) };
}

/** What became of what people took home last time, as it was last released. */
export function lastTimeViewOf({ lastTime: { shown } }: MeetupState): LastTimeView {
  const { people, done, partly, notYet } = shown;
  return { people, done, partly, notYet };
}
