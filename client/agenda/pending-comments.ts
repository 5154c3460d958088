import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { CommentView } from "../../shared/meetup/view.ts";
import type { PendingCommand } from "../replica/pending-commands.ts";

type Of<Type extends CommandInput["type"]> = Extract<CommandInput, { type: Type }>;

/** A comment as it will be, and whether that waits to be confirmed. */
export type ShownComment = CommentView & { isWaiting?: boolean };

/** What waits to be added to a topic's comments, oldest first. */
export function waitingComments(unconfirmed: readonly PendingCommand[], topicId: string): Of<"comment.add">[] {
  return unconfirmed.flatMap(({ command }) =>
    command.type === "comment.add" && command.topicId === topicId ? [command] : [],
  );
}

/** How many of a topic's comments are to be removed, and aren't counted any more. */
export function removedComments(unconfirmed: readonly PendingCommand[], topicId: string): number {
  return unconfirmed.filter((each) => each.command.type === "comment.remove" && each.topicId === topicId).length;
}

/** What was asked of comments that are there, of any topic, and is not confirmed yet. */
export function changedComments(unconfirmed: readonly PendingCommand[]): Of<"comment.edit" | "comment.remove">[] {
  return unconfirmed.flatMap(({ command }) =>
    command.type === "comment.edit" || command.type === "comment.remove" ? [command] : [],
  );
}

/** The comments as they will be. */
export function commentsAfter(
  comments: readonly CommentView[],
  changes: readonly Of<"comment.edit" | "comment.remove">[],
): ShownComment[] {
  return changes.reduce<ShownComment[]>(
    (all, command) => {
      if (command.type === "comment.remove") return all.filter(({ id }) => id !== command.commentId);
      return all.map((each) =>
        each.id === command.commentId ? { ...each, body: command.body, isWaiting: true } : each,
      );
    },
    [...comments],
  );
}

/** Comments in the order said, each with the replies to it below. */
export function threaded<C extends CommentView>(comments: readonly C[]): C[] {
  const known = new Set(comments.map(({ id }) => id));
  const isReply = ({ replyTo }: C) => replyTo !== null && known.has(replyTo);
  const replies = comments.filter(isReply);
  const withReplies = (comment: C): C[] => [
    comment,
    ...replies.filter(({ replyTo }) => replyTo === comment.id).flatMap(withReplies),
  ];
  return comments.filter((comment) => !isReply(comment)).flatMap(withReplies);
}
