import type { MeetupView, TopicView } from "../meetup/view.ts";

/** Whose topic it is: the name of its proposer, or whom it was added for, and those of all topics merged into it. */
export function topicProposers({ topics, people }: MeetupView, topic: TopicView): string[] {
  const all = [topic];
  for (const { mergedFrom } of all)
    if (mergedFrom.length > 0) all.push(...topics.filter(({ id }) => mergedFrom.includes(id)));
  return [...new Set(all.flatMap(({ forName, proposedBy }) => forName ?? people.names[proposedBy]?.name ?? []))];
}
