import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { LIMITS } from "../../shared/limits.ts";
import { withMerged } from "../../shared/meetup/merged-in-view.ts";
import type { MeetupView, TopicView } from "../../shared/meetup/view.ts";
import { pageProblem } from "../../shared/page-problem.ts";
import { icon } from "../look/icon.ts";
import { isComposing } from "../look/is-composing.ts";
import { LightElement } from "../look/light-element.ts";
import { say } from "../look/live-region.ts";
import { toast } from "../look/toast.ts";
import { newId } from "../new-id.ts";
import { ask } from "../meetup/act.ts";
import { tellRefused } from "../meetup/tell-refused.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";

/** Whose comment is answered. */
export interface ReplyTo {
  commentId: string;
  name: string;
}

interface Draft {
  text: string;
  replyTo: ReplyTo | undefined;
}

/** What is written and not sent, by topic. */
const drafts = new Map<string, Draft>();

/** What is written on a topic, and before it what was on those merged into it: their comments are there too. */
function draftOf(view: MeetupView | undefined, topic: TopicView): Draft | undefined {
  const begun = begunOn(view, topic);
  for (const { id } of withMerged(view?.topics ?? [], topic).slice(1)) drafts.delete(id);
  const [first] = begun;
  if (first) drafts.set(topic.id, { text: begun.map(({ text }) => text).join("\n"), replyTo: first.replyTo });
  return drafts.get(topic.id);
}

/** Whether a comment on a topic, or on one merged into it, was begun and not sent. */
export function isCommentBegun(view: MeetupView, topic: TopicView): boolean {
  return begunOn(view, topic).length > 0;
}

function begunOn(view: MeetupView | undefined, topic: TopicView): Draft[] {
  return withMerged(view?.topics ?? [], topic)
    .toReversed()
    .flatMap(({ id }) => drafts.get(id) ?? [])
    .filter(({ text }) => text.trim() !== "");
}

/** The line in which a comment is written; a draft for each topic, with whom it answers, outlives closing it. */
@customElement("comment-box")
export class CommentBox extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) topic!: TopicView;
  /** What stands in it while it is empty. */
  @property({ attribute: false }) placeholder = "Add to the thread";
  @state() private text = "";
  @state() private replyTo: ReplyTo | undefined;
  #topicId = "";

  /** Goes on as the answer to a comment. */
  answer(replyTo: ReplyTo): void {
    this.#keep({ text: this.text, replyTo });
    this.querySelector<HTMLElement>("#comment")?.focus();
  }

  protected override willUpdate(): void {
    if (this.#topicId === this.topic.id) return;
    this.#topicId = this.topic.id;
    const draft = draftOf(this.replica.view, this.topic);
    this.text = draft?.text ?? "";
    // Without words, whom one meant to answer is long forgotten.
    this.replyTo = this.text.trim() === "" ? undefined : draft?.replyTo;
  }

  protected override render() {
    return html`${
        this.replyTo
          ? html`<p class="say-to">
              ${icon("corner-down-right")}<span class="grow">Reply to ${this.replyTo.name}</span>
              <button
                type="button"
                class="btn btn--quiet btn--sm"
                aria-label="Don’t reply, just comment"
                @click=${() => this.#keep({ text: this.text, replyTo: undefined })}
              >
                ${icon("x")}
              </button>
            </p>`
          : nothing
      }
      <form class="say" @submit=${this.send}>
        <label class="vh" for="comment">Comment</label>
        <textarea
          class="input"
          id="comment"
          rows="1"
          placeholder=${this.placeholder}
          maxlength=${LIMITS.comment.max}
          .value=${this.text}
          @input=${this.write}
          @keydown=${this.sendOnEnter}
        ></textarea>
        <button class="btn btn--primary btn--icon" aria-label="Send comment">${icon("send")}</button>
      </form>`;
  }

  #keep(draft: Draft): void {
    this.text = draft.text;
    this.replyTo = draft.replyTo;
    drafts.set(this.topic.id, draft);
  }

  private readonly write = (event: Event) =>
    this.#keep({ text: (event.target as HTMLTextAreaElement).value, replyTo: this.replyTo });

  private readonly sendOnEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
    if (matchMedia("(pointer: coarse)").matches) return;
    void this.send(event);
  };

  private readonly send = async (event: Event) => {
    event.preventDefault();
    const { topic, text, replyTo } = this;
    const body = text.trim();
    if (!body) return;
    // The words stay where they are: there is no such line any more once it is empty.
    if (this.replica.view?.meetup.phase === "closed")
      return toast(`Not sent. ${pageProblem("meetup-closed").detail}`, { isBad: true });
    this.#keep({ text: "", replyTo: undefined });
    const comment = { type: "comment.add" as const, topicId: topic.id, id: newId(), body };
    const refusal = await ask(this.replica, replyTo ? { ...comment, replyTo: replyTo.commentId } : comment);
    if (refusal === undefined) return say("Comment sent");
    // Not a word is lost: it comes back to where it was written, before what was written since.
    const since = drafts.get(topic.id);
    const back = { text: [text, since?.text].filter(Boolean).join("\n"), replyTo: since?.replyTo ?? replyTo };
    if (this.topic.id === topic.id) this.#keep(back);
    else drafts.set(topic.id, back);
    // A meetup that is closed has no such place.
    if (refusal !== "cancelled") void tellRefused(`Your comment was not sent. ${refusal.detail}`, comment);
  };
}
