import type { CommandInput } from "../../../shared/meetup/commands.ts";
import type { TopicView } from "../../../shared/meetup/view.ts";
import type { MeetupReplica } from "../../replica/meetup-replica.ts";

type WhatBecame = Pick<MeetupReplica, "unconfirmed" | "hasAccepted">;

/** How many comments of others on one topic have come since somebody last looked at them. */
export class CommentNews {
  unread = 0;
  #topicId: string | undefined;
  #count = 0;
  /** Comments of one's own that were on their way, or to be removed, since others were last counted. */
  readonly #own = new Set<CommandInput>();

  /** Takes up the meetup's news of the topic. Returns how many comments of others came with it. */
  heed(topic: TopicView | undefined, { unconfirmed, hasAccepted }: WhatBecame, isLooking: boolean): number {
    if (topic?.id !== this.#topicId) {
      this.#topicId = topic?.id;
      this.#own.clear();
      this.#count = topic?.comments ?? 0;
      this.unread = 0;
    }
    if (!topic) return 0;
    const waiting = unconfirmed.flatMap<CommandInput>(({ command, topicId }) => {
      if (command.type === "comment.add") return command.topicId === topic.id ? [command] : [];
      return command.type === "comment.remove" && topicId === topic.id ? [command] : [];
    });
    for (const command of waiting) this.#own.add(command);
    // Counted once it is known what became of one's own: what was refused is among none.
    if (waiting.length > 0) return 0;
    const own = [...this.#own]
      .filter((command) => hasAccepted(command))
      .reduce((sum, { type }) => sum + (type === "comment.add" ? 1 : -1), 0);
    const news = Math.max(0, topic.comments - this.#count - own);
    this.#count = topic.comments;
    this.#own.clear();
    // Looking without news tells nothing: one may only just have come back to them.
    this.unread = isLooking && news > 0 ? 0 : Math.min(this.unread + news, topic.comments);
    return news;
  }

  /** They are looked at now. */
  looked(): void {
    this.unread = 0;
  }
}
