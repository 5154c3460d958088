import type { CommandOf } from "../commands.ts";
import { asOrganizer, fact, isOrganizer, mayChange, NOTHING, refuse, type Asker, type Decision } from "./decisions.ts";
import type { FactOf } from "../entries.ts";
import { LIMITS } from "../../limits.ts";
import type { MeetupState, WaitingTopic } from "../meetup-state.ts";

/** While organizers look at proposals first, what is proposed waits for one of them. */
export function queueTopic(state: MeetupState, topic: FactOf<"topic.queued">["topic"], asker: Asker): Decision {
  if (state.queue.size >= LIMITS.queue) return refuse("too-many-waiting");
  return fact({ type: "topic.queued", topic, padId: asker.newPadId() });
}

/** An organizer lets in a topic that waits: it is on the list from then on, as its proposer's. */
export function approveTopic(state: MeetupState, { topicId }: CommandOf<"topic.approve">, asker: Asker): Decision {
  const waiting = state.queue.get(topicId);
  const isIn = state.topics.has(topicId);
  if (!isIn && !mayKnowOf(state, topicId, asker)) return refuse("unknown-topic", "topicId");
  return asOrganizer(state, asker, () => {
    if (isIn) return NOTHING;
    if (!waiting) return refuse("topic-declined", "topicId");
    if (state.topics.size >= LIMITS.topics) return refuse("too-many-topics");
    return fact({ type: "topic.approved", ...asProposed(waiting) });
  });
}

/**
 * An organizer doesn't let in what waits, or its proposer takes it back; once the meetup is closed as well. Asked once
 * more by its proposer, what somebody else declined is put away.
 */
export function declineTopic(state: MeetupState, { topicId }: CommandOf<"topic.decline">, asker: Asker): Decision {
  const topic = state.topics.get(topicId);
  if (topic) return refuse(mayChange(state, topic.proposedBy, asker) ? "topic-approved" : "not-yours", "topicId");
  if (!mayKnowOf(state, topicId, asker)) return refuse("unknown-topic", "topicId");
  const declined = state.declined.get(topicId);
  const isUntold = declined?.proposedBy === asker.personId && declined.untold !== null;
  return state.queue.has(topicId) || isUntold ? fact({ type: "topic.declined", topicId }) : NOTHING;
}

/** Why there is no topic under an id, as far as the asker may know. */
export function whyNoTopic(
  state: MeetupState,
  topicId: string,
  asker: Asker,
): "topic-waits" | "topic-declined" | "unknown-topic" {
  if (!mayKnowOf(state, topicId, asker)) return "unknown-topic";
  return state.queue.has(topicId) ? "topic-waits" : "topic-declined";
}

/** Whether a topic waits, or was declined, and this is who may know: its proposer, or an organizer. */
function mayKnowOf(state: MeetupState, topicId: string, asker: Asker): boolean {
  const topic = state.queue.get(topicId) ?? state.declined.get(topicId);
  return topic !== undefined && (isOrganizer(state, asker) || topic.proposedBy === asker.personId);
}

function asProposed({ proposedBy, proposedAt, padId, ...topic }: WaitingTopic): Omit<FactOf<"topic.approved">, "type"> {
  return { topic, padId, by: proposedBy, at: proposedAt };
}
