import { assertNever } from "../../assert-never.ts";
import { addTopic } from "./add-topic.ts";
import type { Fact } from "../entries.ts";
import { noteMerge, noteVote } from "./evolve-lens.ts";
import { remember } from "./made.ts";
import { isQueueFact, type QueueFact } from "./evolve-queue.ts";
import { loggedTopic } from "./logged-things.ts";
import type { MeetupState, Topic } from "../meetup-state.ts";
import { mergedTopics, survivorOf } from "../merged-topics.ts";
import type { Touch } from "../touch.ts";

/** What happens to topics: their life, votes, comments and volunteers. */
export type TopicFact = Exclude<
  Extract<Fact, { type: `${"topic" | "topics" | "vote" | "comment" | "volunteer"}.${string}` }>,
  QueueFact
>;

/** Whether a fact is about a topic. */
export function isTopicFact(fact: Fact): fact is TopicFact {
  return /^(?:topics?|vote|comment|volunteer)\./u.test(fact.type) && !isQueueFact(fact);
}

/** Folds a fact about a topic into the state. */
export function evolveTopic(
  state: MeetupState,
  fact: TopicFact,
  { by, at }: { by: string; at: string },
  touched: Set<Touch>,
): void {
  switch (fact.type) {
    case "topic.proposed":
      addTopic(state, { ...fact, by, at }, touched);
      return;
    case "topic.edited": {
      Object.assign(loggedTopic(state, fact.topicId), fact.set);
      touchTopic(state, fact.topicId, touched);
      return;
    }
    case "topic.withdrawn": {
      const topic = loggedTopic(state, fact.topicId);
      topic.withdrawnBy = topic.proposedBy === by ? "proposer" : "organizer";
      touched.add("mine");
      touchTopic(state, fact.topicId, touched);
      return;
    }
    case "topic.parked":
      loggedTopic(state, fact.topicId).parked = true;
      touchTopic(state, fact.topicId, touched);
      return;
    case "topic.restored": {
      const topic = loggedTopic(state, fact.topicId);
      topic.withdrawnBy = null;
      topic.parked = fact.staysParked === true;
      touched.add("mine");
      touchTopic(state, fact.topicId, touched);
      return;
    }
    case "topic.merged": {
      const from = loggedTopic(state, fact.from);
      from.mergedInto = fact.into;
      loggedTopic(state, fact.into).absorbed.add(fact.from);
      touchMerged(state, from, touched);
      noteMerge(state, { topic: from, survivor: survivorOf(state, from) }, touched);
      return;
    }
    case "topic.unmerged": {
      const topic = loggedTopic(state, fact.topicId);
      // While it still is merged, so that the survivor is touched too.
      touchMerged(state, topic, touched);
      const into = loggedTopic(state, topic.mergedInto ?? "");
      into.absorbed.delete(topic.id);
      topic.mergedInto = null;
      noteMerge(state, { topic, survivor: survivorOf(state, into) }, touched);
      return;
    }
    case "topics.shown":
      for (const id of fact.topicIds) {
        loggedTopic(state, id).shown.add(by);
        touchTallies(state, id, touched);
      }
      touched.add("people");
      return;
    case "vote.cast": {
      const topic = loggedTopic(state, fact.topicId);
      topic.voters.add(by);
      if (fact.as === "pick") topic.picks.add(by);
      touchTallies(state, fact.topicId, touched);
      touched.add("people");
      noteVote(state, fact.topicId, by, touched);
      return;
    }
    case "vote.retracted":
      // A vote on a survivor may have been cast on a topic that was merged into it.
      for (const topic of mergedTopics(state, loggedTopic(state, fact.topicId))) {
        topic.picks.delete(by);
        if (fact.as !== "pick" && topic.voters.delete(by)) topic.shown.add(by);
        touched.add(`tallies:${topic.id}`);
      }
      touchTallies(state, fact.topicId, touched);
      touched.add("people");
      noteVote(state, fact.topicId, by, touched);
      return;
    case "comment.added": {
      const { id, topicId, body, replyTo } = fact.comment;
      loggedTopic(state, topicId).comments.push({
        id,
        by,
        at,
        body,
        replyTo: replyTo ?? null,
        editedAt: null,
      });
      remember(state, by, { type: "comment.add", ...fact.comment });
      touched.add("names").add(`topic:${survivorOf(state, loggedTopic(state, topicId)).id}`);
      return;
    }
    case "comment.edited": {
      const { comments } = loggedTopic(state, fact.topicId);
      const index = comments.findIndex(({ id }) => id === fact.commentId);
      if (index >= 0) comments[index] = { ...comments[index]!, body: fact.body, editedAt: at };
      touched.add(`topic:${survivorOf(state, loggedTopic(state, fact.topicId)).id}`);
      return;
    }
    case "comment.removed": {
      const topic = loggedTopic(state, fact.topicId);
      topic.comments = topic.comments.filter(({ id }) => id !== fact.commentId);
      touched.add("names").add(`topic:${survivorOf(state, topic).id}`);
      return;
    }
    case "volunteer.offered":
      loggedTopic(state, fact.topicId).volunteers.set(`${by} ${fact.as}`, {
        personId: by,
        as: fact.as,
      });
      touched.add("names").add(`topic:${fact.topicId}`);
      return;
    case "volunteer.withdrawn":
      loggedTopic(state, fact.topicId).volunteers.delete(`${by} ${fact.as}`);
      touched.add("names").add(`topic:${fact.topicId}`);
      return;
    default:
      assertNever(fact);
  }
}

/** Everything that shows a topic, what it was merged into, and what was merged into it. */
function touchMerged(state: MeetupState, topic: Topic, touched: Set<Touch>): void {
  touched.add("people").add("names").add("mine");
  touchTopics(state, new Set(withThoseItIsIn(state, topic).map(({ id }) => id)), touched);
}

/** Votes on a merged topic show on it, on the survivor, and on those between. */
function touchTallies(state: MeetupState, topicId: string, touched: Set<Touch>): void {
  for (const { id } of withThoseItIsIn(state, loggedTopic(state, topicId))) touched.add(`tallies:${id}`);
}

/** A topic, what it was merged into, what that was merged into, and so on to the survivor. */
function withThoseItIsIn(state: MeetupState, topic: Topic): Topic[] {
  const all = [topic];
  for (const { mergedInto } of all) if (mergedInto !== null) all.push(loggedTopic(state, mergedInto));
  return all;
}

function touchTopic(state: MeetupState, topicId: string, touched: Set<Touch>): void {
  touchTopics(state, new Set([topicId]), touched);
}

/** A topic's title shows on its sessions, and on the side groups that came from it or from these. */
function touchTopics(state: MeetupState, topicIds: ReadonlySet<string>, touched: Set<Touch>): void {
  for (const id of topicIds) touched.add(`topic:${id}`);
  const sessionIds = new Set<string>();
  for (const sessions of [state.sessions, state.cancelled])
    for (const session of sessions.values())
      if (session.topicIds.some((id) => topicIds.has(id))) sessionIds.add(session.id);
  for (const id of sessionIds) if (state.sessions.has(id)) touched.add(`session:${id}`);
  for (const { id, topicId, sessionId } of state.sideGroups.values())
    if ((topicId !== null && topicIds.has(topicId)) || (sessionId !== null && sessionIds.has(sessionId)))
      touched.add(`sideGroup:${id}`);
}
