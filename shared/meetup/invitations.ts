import type { MeetupState, SideGroup, Topic } from "./meetup-state.ts";
import { survivorOf, votersOf } from "./merged-topics.ts";
import type { Voters } from "./united-voters.ts";

/** Who would come to a side group: those who voted for its topic, or for a topic of the session it came from. */
export function votersForGroup(state: MeetupState, group: SideGroup): Voters[] {
  return votersForTopics(state, topicsOf(state, group));
}

/** Who voted for each of these topics, or for what it was merged with. */
export function votersForTopics(state: MeetupState, topicIds: readonly string[]): Voters[] {
  return topicIds.flatMap((topicId) => {
    const topic = state.topics.get(topicId);
    return topic ? [votersOf(state, survivorOf(state, topic))] : [];
  });
}

/** Open side groups that this person would come to, by the topics that they voted for, and isn't in; only they are told. */
export function invitationsOf(state: MeetupState, personId: string, voted: ReadonlySet<Topic>): string[] {
  return [...state.sideGroups.values()]
    .filter((group) => !group.ended && !group.members.has(personId) && topicsOf(state, group).some((id) => isVoted(id)))
    .map(({ id }) => id);

  function isVoted(topicId: string): boolean {
    const topic = state.topics.get(topicId);
    return topic !== undefined && voted.has(survivorOf(state, topic));
  }
}

/** What a side group is about: its topic, or those of the session it came from. */
function topicsOf(state: MeetupState, { topicId, sessionId }: SideGroup): readonly string[] {
  if (topicId !== null) return [topicId];
  return (state.sessions.get(sessionId ?? "") ?? state.cancelled.get(sessionId ?? ""))?.topicIds ?? [];
}
