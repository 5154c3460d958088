import type { MeetupState, Topic } from "../meetup-state.ts";
import { mergedTopics } from "../merged-topics.ts";
import { wilsonLowerBound } from "../ranking.ts";
import { talliesWithheld } from "../tallies-withheld.ts";
import type { TopicFacts } from "../topic-facts.ts";
import type { CommentView, TopicView } from "../view.ts";

/** One topic as everybody sees it. */
export function topicViewOf(state: MeetupState, topic: Topic, facts: TopicFacts): TopicView {
  return {
    id: topic.id,
    number: topic.number,
    title: topic.title,
    description: topic.description,
    tags: topic.tags,
    proposedBy: topic.proposedBy,
    forName: topic.forName,
    proposedAt: topic.proposedAt,
    status: facts.statusOf(topic),
    withdrawnBy: topic.withdrawnBy,
    ...countsOf(state, topic, facts),
    ...saidOn(topicsSaidOn(state, topic)),
    volunteers: [...topic.volunteers.values()].map(({ personId, as }) => ({ personId, as })),
    mergedInto: topic.mergedInto,
    mergedFrom: [...topic.absorbed],
    padId: topic.padId,
    locked: state.lockedPads.has(topic.padId),
    lockedBy: state.lockedPads.get(topic.padId) ?? null,
  };
}

const WITHHELD = { votes: null, picks: null, shown: null, support: null, lens: null };

/** What is counted of a topic, as far as everybody may see. */
export function countsOf(
  state: MeetupState,
  topic: Topic,
  facts: TopicFacts,
): Pick<TopicView, "votes" | "picks" | "shown" | "support" | "lens"> {
  if (talliesWithheld(state)) return WITHHELD;
  const { votes, picks, shown } = facts.talliesOf(topic);
  const lens = topic.mergedInto === null ? topic.lens.shown : null;
  return { votes, picks, shown, support: wilsonLowerBound(votes, shown), lens };
}

/** The comments of a topic and of those merged into it, oldest first; one that is merged itself has none, as they stand there. */
export function commentsOf(state: MeetupState, topic: Topic): CommentView[] {
  return topicsSaidOn(state, topic)
    .flatMap((each) => each.comments)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(({ id, by, at, body, replyTo, editedAt }) => ({ id, by, at, body, replyTo, editedAt }));
}

/** The topics whose comments stand on this one. */
function topicsSaidOn(state: MeetupState, topic: Topic): Topic[] {
  return topic.mergedInto === null ? mergedTopics(state, topic) : [];
}

/** How many comments these topics have, and when the last of them was made or edited. */
function saidOn(topics: readonly Topic[]): Pick<TopicView, "comments" | "commentedAt"> {
  let [count, last]: [number, string | null] = [0, null];
  for (const { comments } of topics)
    for (const { at, editedAt } of comments) {
      const said = editedAt ?? at;
      count += 1;
      if (last === null || Date.parse(said) > Date.parse(last)) last = said;
    }
  return { comments: count, commentedAt: last };
}
