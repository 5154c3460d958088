import type { CommandOf } from "./commands.ts";
import {
  fact,
  isClosed,
  isOrganizer,
  make,
  mayChange,
  NOTHING,
  refuse,
  type Asker,
  type Decision,
} from "./decisions.ts";
import { sessionOf, type MeetupState } from "./meetup-state.ts";

/** Anyone proposes while proposals are open, organizers until the meetup closes. */
export function proposeTopic(
  state: MeetupState,
  command: CommandOf<"topic.propose">,
  asker: Asker,
): Decision {
  const { type: _, ...topic } = command;
  return make(state, asker, topic, () => {
    if (isClosed(state)) return refuse("meetup-closed");
    if (!state.facts.proposalsOpen && !isOrganizer(state, asker)) return refuse("proposals-closed");
    return fact({ type: "topic.proposed", topic, padId: asker.newPadId() });
  });
}

/** Its maker or an organizer changes a topic. */
export function editTopic(
  state: MeetupState,
  command: CommandOf<"topic.edit">,
  asker: Asker,
): Decision {
  const topic = state.topics.get(command.topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  if (!mayChange(state, topic.proposedBy, asker)) return refuse("not-yours");
  const { title, description, tags } = command;
  const set = {
    ...(title !== undefined && title !== topic.title && { title }),
    ...(description !== undefined && description !== topic.description && { description }),
    ...(tags !== undefined && JSON.stringify(tags) !== JSON.stringify(topic.tags) && { tags }),
  };
  if (Object.keys(set).length === 0) return NOTHING;
  if (isClosed(state)) return refuse("meetup-closed");
  if (topic.withdrawn) return refuse("topic-withdrawn", "topicId");
  return fact({ type: "topic.edited", topicId: topic.id, set });
}

/** A topic is taken back before it is on the agenda. */
export function withdrawTopic(
  state: MeetupState,
  command: CommandOf<"topic.withdraw">,
  asker: Asker,
): Decision {
  const topic = state.topics.get(command.topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  if (!mayChange(state, topic.proposedBy, asker)) return refuse("not-yours");
  if (topic.withdrawn) return NOTHING;
  if (isClosed(state)) return refuse("meetup-closed");
  if (sessionOf(state, topic.id))
    return refuse(
      "topic-scheduled",
      "topicId",
      "This topic is on the agenda. An organizer can cancel its session first.",
    );
  return fact({ type: "topic.withdrawn", topicId: topic.id });
}

/** Anyone comments until the meetup closes. */
export function addComment(
  state: MeetupState,
  command: CommandOf<"comment.add">,
  asker: Asker,
): Decision {
  const { type: _, ...comment } = command;
  const topic = state.topics.get(command.topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  if (command.replyTo && !topic.comments.some(({ id }) => id === command.replyTo))
    return refuse("unknown-comment", "replyTo");
  return make(state, asker, comment, () =>
    isClosed(state) ? refuse("meetup-closed") : fact({ type: "comment.added", comment }),
  );
}
