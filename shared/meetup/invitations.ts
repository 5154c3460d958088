import { survivorOf, votersOf, type MeetupState, type SideGroup } from "./meetup-state.ts";

/** Who would come to a side group: those who voted for its topic, or for a topic of the session it came from. */
export function votersForGroup(state: MeetupState, { topicId, sessionId }: SideGroup): ReadonlySet<string>[] {
  const session = state.sessions.get(sessionId ?? "") ?? state.cancelled.get(sessionId ?? "");
  return votersForTopics(state, [...(topicId === null ? [] : [topicId]), ...(session?.topicIds ?? [])]);
}

/** Who voted for each of these topics, or for what it was merged with. */
export function votersForTopics(state: MeetupState, topicIds: readonly string[]): ReadonlySet<string>[] {
  return topicIds.flatMap((topicId) => {
    const topic = state.topics.get(topicId);
    return topic ? [votersOf(state, survivorOf(state, topic))] : [];
  });
}

/** Open side groups that this person would come to and isn't in; only they are told. */
export function invitationsOf(state: MeetupState, personId: string): string[] {
  return [...state.sideGroups.values()]
    .filter(
      (group) =>
        !group.ended &&
        !group.members.has(personId) &&
        votersForGroup(state, group).some((voters) => voters.has(personId)),
    )
    .map(({ id }) => id);
}
