import type { MeetupState } from "../meetup-state.ts";
import type { MeetupSummary } from "../view.ts";

/** What the public list says of a meetup. */
export function summaryOf(state: MeetupState): MeetupSummary {
  const { slug, title, startsOn, endsOn, place, phase, sample } = state.facts;
  const topics = [...state.topics.values()].filter((topic) => topic.withdrawnBy === null).length;
  const { createdAt, people } = state;
  return { slug, title, startsOn, endsOn, place, phase, topics, people: people.size, sample, createdAt };
}
