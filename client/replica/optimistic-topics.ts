import type { CommandInput } from "../../shared/meetup/commands.ts";
import { wilsonLowerBound } from "../../shared/meetup/ranking.ts";
import type { MeetupView, TopicView } from "../../shared/meetup/view.ts";

/** A topic with so many more votes and top picks, or fewer, where they are told. */
export function counted(topic: TopicView, votes: number, picks: number): TopicView {
  if (topic.votes === null) return topic;
  const total = topic.votes + votes;
  // Voting counts as having been shown the topic.
  const shown = Math.max(topic.shown ?? 0, total);
  return { ...topic, votes: total, picks: (topic.picks ?? 0) + picks, shown, support: wilsonLowerBound(total, shown) };
}

/** Which topic goes on in which; their votes and comments come with the answer. */
export function mergedAfter(
  view: MeetupView,
  command: Extract<CommandInput, { type: "topic.merge" | "topic.unmerge" }>,
): MeetupView {
  const isMerge = command.type === "topic.merge";
  const fromId = isMerge ? command.from : command.topicId;
  const from = view.topics.find(({ id }) => id === fromId);
  const into = isMerge ? command.into : from?.mergedInto;
  if (!from || !into) return view;
  const mergedInto = isMerge ? into : null;
  const moved = withTopic(view, fromId, (topic) => ({
    ...topic,
    mergedInto,
    status: isMerge ? "merged" : statusIn(view, topic),
  }));
  return withTopic(moved, into, (topic) => ({
    ...topic,
    mergedFrom: isMerge ? withId(topic.mergedFrom, fromId) : withoutId(topic.mergedFrom, fromId),
  }));
}

/** What a topic is: a session or a side group of its own counts before anything else. */
export function statusIn(
  { sessions, sideGroups }: MeetupView,
  { id }: TopicView,
  otherwise: TopicView["status"] = "proposed",
): TopicView["status"] {
  if (sessions.some(({ topicIds }) => topicIds.includes(id))) return "scheduled";
  return sideGroups.some(({ topicId }) => topicId === id) ? "side-group" : otherwise;
}

/** The view with one topic changed. */
export function withTopic(view: MeetupView, topicId: string, change: (topic: TopicView) => TopicView): MeetupView {
  return { ...view, topics: view.topics.map((topic) => (topic.id === topicId ? change(topic) : topic)) };
}

/** Ids with this one, once. */
export function withId(ids: string[], id: string): string[] {
  return ids.includes(id) ? ids : [...ids, id];
}

/** Ids without this one. */
export function withoutId(ids: string[], id: string): string[] {
  return ids.filter((each) => each !== id);
}
