import { assertNever } from "../../assert-never.ts";
import type { Fact } from "../entries.ts";
import { addTopic } from "./add-topic.ts";
import { remember } from "./made.ts";
import type { DeclinedTopic, MeetupState, WaitingTopic } from "../meetup-state.ts";
import type { Touch } from "../touch.ts";

const QUEUE_FACTS = ["topic.queued", "topic.approved", "topic.declined"] as const satisfies Fact["type"][];

/** What happens to proposals that wait for an organizer. */
export type QueueFact = Extract<Fact, { type: (typeof QUEUE_FACTS)[number] }>;

/** Whether a fact is about proposals that wait. */
export function isQueueFact(fact: Fact): fact is QueueFact {
  return (QUEUE_FACTS as readonly string[]).includes(fact.type);
}

/** Folds a fact about proposals that wait into the state. */
export function evolveQueue(
  state: MeetupState,
  fact: QueueFact,
  { by, at }: { by: string; at: string },
  touched: Set<Touch>,
): void {
  switch (fact.type) {
    case "topic.queued": {
      const { id, title, description, tags } = fact.topic;
      const { padId } = fact;
      state.queue.set(id, { id, title, description, tags, proposedBy: by, proposedAt: at, padId });
      remember(state, by, { type: "topic.propose", ...fact.topic });
      touchQueue(state, by, touched);
      return;
    }
    case "topic.approved":
      touchQueue(state, fact.by, touched);
      state.queue.delete(fact.topic.id);
      addTopic(state, fact, touched);
      return;
    case "topic.declined": {
      const waiting = state.queue.get(fact.topicId);
      // Its proposer has read what became of it.
      if (!waiting) return putAway(state.declined.get(fact.topicId));
      const { id, title, description, tags, proposedBy } = waiting;
      touchQueue(state, proposedBy, touched);
      state.queue.delete(id);
      state.declined.set(id, { proposedBy, untold: by === proposedBy ? null : { id, title, description, tags } });
      return;
    }
    default:
      assertNever(fact);
  }
}

/** What this person has waiting, if anything, is another now, or looks otherwise. */
export function touchQueue(state: MeetupState, personId: string, touched: Set<Touch>): void {
  for (const { proposedBy } of state.queue.values()) if (proposedBy === personId) touched.add(`queue:${personId}`);
}

/** What this person has to be told was declined is for nobody any more. */
export function forgetDeclined({ declined }: MeetupState, personId: string): void {
  for (const each of declined.values()) if (each.proposedBy === personId) putAway(each);
}

function putAway(topic: DeclinedTopic | undefined): void {
  if (topic) topic.untold = null;
}

/** Takes what a person has waiting out of the queue. */
export function takeWaiting({ queue }: MeetupState, personId: string): WaitingTopic[] {
  const waiting = [...queue.values()].filter(({ proposedBy }) => proposedBy === personId);
  for (const { id } of waiting) queue.delete(id);
  return waiting;
}
