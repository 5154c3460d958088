import { LIMITS } from "../../limits.ts";
import type { CommandOf } from "../commands.ts";
import {
  goneFor,
  asOrganizer,
  fact,
  isClosed,
  isOrganizer,
  make,
  mayChange,
  NOTHING,
  proposalsOpen,
  refuse,
  type Asker,
  type Decision,
} from "./decisions.ts";
import { queueTopic, whyNoTopic } from "./decide-queue.ts";
import type { MeetupState } from "../meetup-state.ts";
import { sessionOf } from "../look-ups.ts";

/** Anyone proposes while proposals are open, organizers until the meetup closes. */
export function proposeTopic(state: MeetupState, command: CommandOf<"topic.propose">, asker: Asker): Decision {
  const { type: _, ...topic } = command;
  // Only organizers put another name to a topic, as when they copy a list.
  if (topic.forName !== undefined && !isOrganizer(state, asker)) return refuse("organizers-only", "forName");
  return make(state, topic, () => {
    if (isClosed(state)) return refuse("meetup-closed");
    if (!proposalsOpen(state, asker) && !isOrganizer(state, asker)) return refuse("proposals-closed");
    if (state.topics.size >= LIMITS.topics) return refuse("too-many-topics");
    return state.facts.proposalsModerated && !isOrganizer(state, asker)
      ? queueTopic(state, topic, asker)
      : fact({ type: "topic.proposed", topic, padId: asker.newPadId() });
  });
}

/** Its maker or an organizer changes a topic. */
export function editTopic(state: MeetupState, command: CommandOf<"topic.edit">, asker: Asker): Decision {
  const topic = state.topics.get(command.topicId);
  if (!topic) return refuse(whyNoTopic(state, command.topicId, asker), "topicId");
  if (!mayChange(state, topic.proposedBy, asker)) return refuse("not-yours", "topicId");
  const { title, description, tags } = command;
  const set = {
    ...(title !== undefined && title !== topic.title && { title }),
    ...(description !== undefined && description !== topic.description && { description }),
    ...(tags !== undefined && JSON.stringify(tags) !== JSON.stringify(topic.tags) && { tags }),
  };
  if (Object.keys(set).length === 0) return NOTHING;
  if (isClosed(state)) return refuse("meetup-closed");
  const gone = goneFor(topic);
  if (gone) return refuse(gone, "topicId");
  return fact({ type: "topic.edited", topicId: topic.id, set });
}

/** A topic is taken back before it is on the agenda. */
export function withdrawTopic(state: MeetupState, command: CommandOf<"topic.withdraw">, asker: Asker): Decision {
  const topic = state.topics.get(command.topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  if (!mayChange(state, topic.proposedBy, asker)) return refuse("not-yours", "topicId");
  if (topic.withdrawnBy !== null) return NOTHING;
  if (isClosed(state)) return refuse("meetup-closed");
  if (topic.mergedInto !== null) return refuse("topic-merged", "topicId");
  if (sessionOf(state, topic.id))
    return refuse(
      "topic-scheduled",
      "topicId",
      "This topic is on the agenda. An organizer can cancel its session first.",
    );
  return fact({ type: "topic.withdrawn", topicId: topic.id });
}

/** "Not this time": an organizer sets a topic aside; what is on the agenda stays there. */
export function parkTopic(state: MeetupState, { topicId }: CommandOf<"topic.park">, asker: Asker): Decision {
  const topic = state.topics.get(topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  return asOrganizer(state, asker, () => {
    if (topic.parked) return NOTHING;
    const gone = goneFor(topic);
    return gone ? refuse(gone, "topicId") : fact({ type: "topic.parked", topicId });
  });
}

/** What was put aside comes back by an organizer; what its maker took back, by its maker too, and as it was then. */
export function restoreTopic(state: MeetupState, { topicId }: CommandOf<"topic.restore">, asker: Asker): Decision {
  const topic = state.topics.get(topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  const organizes = isOrganizer(state, asker);
  if (!organizes && topic.proposedBy !== asker.personId) return refuse("not-yours", "topicId");
  if (topic.withdrawnBy === null && !topic.parked) return NOTHING;
  if (!organizes && topic.withdrawnBy !== "proposer") return refuse("organizers-only");
  if (isClosed(state)) return refuse("meetup-closed");
  return fact({ type: "topic.restored", topicId, ...(!organizes && topic.parked && { staysParked: true }) });
}

/** One topic goes on inside another: votes are united, nothing is thrown away. */
export function mergeTopics(state: MeetupState, { from, into }: CommandOf<"topic.merge">, asker: Asker): Decision {
  const topic = state.topics.get(from);
  const target = state.topics.get(into);
  if (!topic) return refuse("unknown-topic", "from");
  if (!target) return refuse("unknown-topic", "into");
  return asOrganizer(state, asker, () => {
    if (topic.mergedInto === into) return NOTHING;
    const [fromGone, intoGone] = [goneFor(topic), goneFor(target)];
    if (fromGone) return refuse(fromGone, "from");
    if (intoGone) return refuse(intoGone, "into");
    if (sessionOf(state, from))
      return refuse("topic-scheduled", "from", "This topic is on the agenda. Merge the other one into it.");
    return fact({ type: "topic.merged", from, into });
  });
}

/** Takes a topic out again, with the votes and comments that were its own. */
export function unmergeTopic(state: MeetupState, { topicId }: CommandOf<"topic.unmerge">, asker: Asker): Decision {
  const topic = state.topics.get(topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  return asOrganizer(state, asker, () =>
    topic.mergedInto === null ? NOTHING : fact({ type: "topic.unmerged", topicId }),
  );
}
