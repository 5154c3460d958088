import { withMerged } from "../meetup/merged-in-view.ts";
import type { MeetupView, TopicView } from "../meetup/view.ts";

/** Whose topic it is: the name of its proposer, or whom it was added for, and those of all topics merged into it. */
export function topicProposers({ topics, people }: MeetupView, topic: TopicView): string[] {
  return [
    ...new Set(
      withMerged(topics, topic).flatMap(({ forName, proposedBy }) => forName ?? people.names[proposedBy]?.name ?? []),
    ),
  ];
}
