import { LIMITS } from "../../limits.ts";
import type { CommandOf } from "../commands.ts";
import {
  goneFor,
  fact,
  isClosed,
  make,
  mayChange,
  NOTHING,
  refuse,
  wasMade,
  type Asker,
  type Decision,
} from "./decisions.ts";
import type { MeetupState } from "../meetup-state.ts";
import { mergedTopics, survivorOf } from "../merged-topics.ts";
import { topicOfComment } from "../look-ups.ts";

/** Anyone comments until the meetup closes. */
export function addComment(state: MeetupState, command: CommandOf<"comment.add">): Decision {
  const { type: _, ...comment } = command;
  const topic = state.topics.get(command.topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  if (
    command.replyTo &&
    !mergedTopics(state, survivorOf(state, topic)).some((each) =>
      each.comments.some(({ id }) => id === command.replyTo),
    )
  )
    return refuse("unknown-comment", "replyTo");
  return make(state, comment, () => {
    if (isClosed(state)) return refuse("meetup-closed");
    if (topic.comments.length >= LIMITS.comments) return refuse("too-many-comments");
    return fact({ type: "comment.added", comment });
  });
}

/** One's own comment is changed by oneself only. */
export function editComment(state: MeetupState, command: CommandOf<"comment.edit">, asker: Asker): Decision {
  const { commentId, body } = command;
  const found = topicOfComment(state, commentId);
  if (!found) return refuse("unknown-comment", "commentId");
  if (found.comment.by !== asker.personId) return refuse("not-yours", "commentId");
  if (found.comment.body === body) return NOTHING;
  if (isClosed(state)) return refuse("meetup-closed");
  return fact({ type: "comment.edited", topicId: found.topic.id, commentId, body });
}

/** A comment is removed by who made it or an organizer; removing it again changes nothing. */
export function removeComment(state: MeetupState, command: CommandOf<"comment.remove">, asker: Asker): Decision {
  const { commentId } = command;
  const found = topicOfComment(state, commentId);
  if (!found) return wasMade(state, commentId, "comment.add") ? NOTHING : refuse("unknown-comment", "commentId");
  if (!mayChange(state, found.comment.by, asker)) return refuse("not-yours", "commentId");
  if (isClosed(state)) return refuse("meetup-closed");
  return fact({ type: "comment.removed", topicId: found.topic.id, commentId });
}

/** "I can moderate", "I can speak", "I'll take notes": offered and taken back. It gives no rights. */
export function volunteer(
  state: MeetupState,
  { type, topicId, as }: CommandOf<"volunteer.offer"> | CommandOf<"volunteer.withdraw">,
  { personId }: Asker,
): Decision {
  const topic = state.topics.get(topicId);
  if (!topic) return refuse("unknown-topic", "topicId");
  const offers = type === "volunteer.offer";
  if (topic.volunteers.has(`${personId} ${as}`) === offers) return NOTHING;
  if (isClosed(state)) return refuse("meetup-closed");
  const gone = goneFor(topic);
  if (offers && gone) return refuse(gone, "topicId");
  return fact({ type: offers ? "volunteer.offered" : "volunteer.withdrawn", topicId, as });
}
