import type { TopicView } from "./view.ts";

/**
 * What someone who starts a side group is told of those who will be invited: how many, never who. `votes` is the
 * topic's public count, null while it is withheld; one's own vote invites nobody.
 */
export function invitationWords(votes: number | null, { isMine }: { isMine: boolean }): string {
  if (votes === null) return "Everyone who would come to it will hear about it.";
  const others = votes - Number(isMine);
  if (others <= 0) return "Nobody else has asked for it yet.";
  return `${others < 3 ? "A few" : others} people will hear about it.`;
}

/**
 * The same for a side group out of a session, by the ids of its topics; undefined if it has none. How many voted for
 * one or more of several topics, public counts don't tell.
 */
export function sessionInvitationWords(
  topics: readonly TopicView[],
  topicIds: readonly string[],
  myVotes: readonly string[],
): string | undefined {
  const survivors = new Set(topicIds.flatMap((id) => survivorIn(topics, id) ?? []));
  if (survivors.size > 1) return "Those who voted for its topics will hear about it.";
  const [topic] = survivors;
  return topic && invitationWords(topic.votes, { isMine: myVotes.includes(topic.id) });
}

function survivorIn(topics: readonly TopicView[], id: string): TopicView | undefined {
  const topic = topics.find((each) => each.id === id);
  return topic && topic.mergedInto !== null ? survivorIn(topics, topic.mergedInto) : topic;
}
