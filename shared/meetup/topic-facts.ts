import { mergedTopics, sessionOf, type MeetupState, type Topic } from "./meetup-state.ts";
import type { TopicStatus } from "./view.ts";

/** Final counts of a topic: those of all topics merged into it, each person once. Voting counts as having been shown it. */
export function talliesOf(state: MeetupState, topic: Topic): { votes: number; picks: number; shown: number } {
  const all = mergedTopics(state, topic);
  const voters = union(all.map((each) => each.voters));
  let shown = voters.size;
  for (const id of union(all.map((each) => each.shown))) if (!voters.has(id)) shown += 1;
  return { votes: voters.size, picks: pickersOf(state, topic).size, shown };
}

/** Those who picked a topic, or one merged into it. */
export function pickersOf(state: MeetupState, topic: Topic): ReadonlySet<string> {
  return union(mergedTopics(state, topic).map(({ picks }) => picks));
}

function union(sets: ReadonlySet<string>[]): ReadonlySet<string> {
  const [only, ...rest] = sets;
  const others = rest.filter((set) => set.size > 0);
  return only && others.length === 0 ? only : new Set(sets.flatMap((set) => [...set]));
}

/** When several hold: withdrawn, merged, then scheduled, then side group, then parked. */
export function statusOf(state: MeetupState, topic: Topic): TopicStatus {
  if (topic.withdrawn) return "withdrawn";
  if (topic.mergedInto !== null) return "merged";
  if (sessionOf(state, topic.id)) return "scheduled";
  for (const group of state.sideGroups.values()) if (group.topicId === topic.id) return "side-group";
  return topic.parked ? "parked" : "proposed";
}
