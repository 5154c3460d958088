import type { MeetupState, Topic } from "./meetup-state.ts";
import { UnitedVoters, type Voters } from "./united-voters.ts";

/** The topic that votes and comments on this one count for: itself, or what it was merged into, at the end of the chain. */
export function survivorOf(state: MeetupState, topic: Topic): Topic {
  let survivor = topic;
  while (survivor.mergedInto !== null) survivor = state.topics.get(survivor.mergedInto)!;
  return survivor;
}

/** A topic and all that was merged into it, and into those. */
export function mergedTopics(state: MeetupState, topic: Topic): Topic[] {
  const all = [topic];
  for (const each of all) for (const id of each.absorbed) all.push(state.topics.get(id)!);
  return all;
}

/** Everyone who will come to a topic or to one merged into it. */
export function votersOf(state: MeetupState, topic: Topic): Voters {
  return topic.absorbed.size === 0 ? topic.voters : new UnitedVoters(mergedTopics(state, topic));
}
