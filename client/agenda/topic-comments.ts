import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { LIMITS } from "../../shared/limits.ts";
import type { CommentView, MeetupView, TopicView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { avatar } from "../look/avatar.ts";
import { icon } from "../look/icon.ts";
import { isComposing } from "../look/is-composing.ts";
import { LightElement } from "../look/light-element.ts";
import { richText } from "../look/rich-text.ts";
import { say } from "../look/live-region.ts";
import { toast } from "../look/toast.ts";
import { LatestAnswer } from "../latest-answer.ts";
import { newId } from "../new-id.ts";
import { server } from "../server-connection.ts";
import { act, ask } from "../meetup/act.ts";
import { Redraw } from "../meetup/redraw.ts";
import { tellRefused } from "../meetup/tell-refused.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { saidAt } from "../meetup/times.ts";
import {
  changedComments,
  commentsAfter,
  removedComments,
  threaded,
  waitingComments,
  type ShownComment,
} from "./pending-comments.ts";
import { SentComment } from "./sent-comment.ts";

/** What is written of comments that are being changed, and not saved, by comment; and where that was. */
const drafts = new Map<string, { topicId: string; body: string }>();

/** What people say about a topic. */
@customElement("topic-comments")
export class TopicComments extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) topic!: TopicView;
  /** In the order said, the newest at the bottom, as people talk; each answer says to whom. */
  @property({ attribute: false }) isTalk = false;
  @state() private comments: CommentView[] | undefined;
  @state() private refusal: Problem | undefined;
  /** The comment being edited. */
  @state() private edited: string | undefined;
  readonly #latest = new LatestAnswer();
  #fetched = "";
  #wanted = "";
  #wasOffline = false;
  #changing = 0;
  readonly #sent = new SentComment((id) => this.querySelector(`.cm[data-id="${CSS.escape(id)}"]`));

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  protected override willUpdate(): void {
    // Fetched anew when the server has others than it gave; what waits here has changed nothing there.
    const confirmed =
      this.topic.comments - this.#waiting.length + removedComments(this.replica.unconfirmed, this.topic.id);
    const wanted = `${this.topic.id} ${confirmed} ${this.topic.commentedAt}`;
    if (this.#fetched !== this.topic.id) this.comments = undefined;
    const isBack = this.#wasOffline && this.replica.reach !== "offline";
    this.#wasOffline = this.replica.reach === "offline";
    // What was changed is told by no count: it is there once it waits no more.
    const isChanged = this.#changes.length < this.#changing;
    this.#changing = this.#changes.length;
    if (wanted === this.#wanted && !isChanged && !(isBack && this.refusal)) return;
    this.#wanted = wanted;
    void this.#fetch();
  }

  protected override updated(): void {
    // Where people talk, the newest is in view anyhow.
    if (this.isTalk) return;
    this.#sent.follow(this.#waiting.at(-1)?.id, (sent) => this.comments?.some(({ id }) => id === sent) ?? false);
  }

  protected override render() {
    const view = this.replica.view;
    if (!view) return nothing;
    const known = new Set(this.comments?.map(({ id }) => id));
    const waiting = this.#waiting.filter(({ id }) => !known.has(id));
    const comments = commentsAfter(this.comments ?? [], this.#changes);
    const count = this.topic.comments;
    return html`<section class="d-sec" aria-label="Comments">
      ${this.isTalk ? nothing : html`<h3>${count === 0 ? "Comments" : count === 1 ? "1 comment" : `${count} comments`}</h3>`}
      ${this.#comesLater ? html`<p class="dim">What others have said comes with the connection.</p>` : nothing}
      ${
        this.refusal && !this.#comesLater
          ? html`<p class="err">
              ${icon("triangle-alert")}<span>The comments can’t be loaded. ${this.refusal.detail}</span>
              <button class="btn btn--sm" @click=${() => this.#fetch()}>Try again</button>
            </p>`
          : nothing
      }
      ${
        this.comments === undefined && count > 0 && !this.refusal
          ? html`<div class="cm"><span class="av sk"></span><span class="sk cm-sk"></span></div>`
          : nothing
      }
      ${this.comments && comments.length === 0 && waiting.length === 0 ? html`<p class="dim">${view.meetup.phase === "closed" ? "Nobody said anything here." : "None yet. What would you add?"}</p>` : nothing}
      ${repeat(
        this.isTalk ? comments : threaded(comments),
        ({ id }) => id,
        (comment) => this.#comment(view, comment),
      )}
      ${waiting.map(({ id, body, replyTo }) =>
        this.#article(
          this.replica.person?.id,
          html`<time>${this.replica.isHeldUp ? "Not sent yet" : "Sending"}</time>`,
          richText(body),
          replyTo,
          id,
        ),
      )}
    </section>`;
  }

  #comment(view: MeetupView, comment: ShownComment): TemplateResult {
    const { id, by, at, body, editedAt, replyTo, isWaiting } = comment;
    const isMine = by === this.replica.person?.id;
    const isOpen = view.meetup.phase !== "closed";
    const said = `${saidAt(at, view.meetup.timezone)}${editedAt === null ? "" : ", edited"}`;
    const when = html`<time>${isWaiting && this.replica.isHeldUp ? "Not sent yet" : said}</time>`;
    const name = view.people.names[by]?.name ?? "Someone";
    if (this.edited === id) return this.#article(by, when, this.#editor(comment), replyTo, id);
    const small = (words: string, before: string, press: () => void) =>
      html`<button
        type="button"
        class="btn btn--quiet btn--sm"
        aria-label="${before} ${isMine ? "your comment" : `${name}’s comment`}"
        @click=${press}
      >
        ${words}
      </button>`;
    const actions = isOpen
      ? html`<div class="cm-own">
          ${small("Reply", "Reply to", () => this.#reply(replyTo ?? id, name))}
          ${isMine ? small("Edit", "Edit", () => this.#edit(id)) : nothing}
          ${isMine || this.replica.me?.role === "organizer" ? small("Remove", "Remove", () => this.#remove(comment)) : nothing}
        </div>`
      : nothing;
    return this.#article(by, when, html`${richText(body)}${actions}`, replyTo, id);
  }

  /** Anyone may have the name of an organizer: only these have the chip beside it. */
  #article(
    by: string | undefined,
    when: TemplateResult,
    content: TemplateResult,
    replyTo: string | null | undefined,
    id?: string,
  ): TemplateResult {
    const { person: me, view } = this.replica;
    const person = by === undefined ? undefined : (view?.people.names[by] ?? (by === me?.id ? me : undefined));
    const isOrganizer = by !== undefined && view?.people.organizers.includes(by);
    const answered = replyTo && this.comments?.find((each) => each.id === replyTo);
    const to = answered && this.isTalk ? (view?.people.names[answered.by]?.name ?? "someone") : "";
    return html`<article class="cm ${replyTo && !this.isTalk ? "cm--reply" : ""}" data-id=${id ?? nothing}>
      ${avatar(person)}
      <header>
        <b>${person?.name ?? "Someone"}</b
        >${isOrganizer ? html`<span class="chip chip--plain">Organizer</span>` : nothing}${to ? html`<span class="dim">to ${to}</span>` : nothing}${when}
      </header>
      ${content}
    </article>`;
  }

  #editor({ id, body }: CommentView): TemplateResult {
    return html`<form class="cm-edit" @submit=${(event: SubmitEvent) => this.#save(event, id)}>
      <label class="vh" for="edit-comment">Your comment</label>
      <textarea
        class="input"
        id="edit-comment"
        name="body"
        maxlength=${LIMITS.comment.max}
        .value=${drafts.get(id)?.body ?? body}
        @input=${(event: Event) => this.#keep(id, (event.target as HTMLTextAreaElement).value)}
        @keydown=${(event: KeyboardEvent) => this.#leaveOnEscape(event, id)}
      ></textarea>
      <div class="row">
        <button class="btn btn--primary btn--sm">Save</button>
        <button type="button" class="btn btn--sm" @click=${() => this.#cancel(id)}>Cancel</button>
      </div>
    </form>`;
  }

  #reply(commentId: string, name: string): void {
    this.dispatchEvent(new CustomEvent("reply-to", { detail: { commentId, name }, bubbles: true }));
  }

  #keep(commentId: string, body: string): void {
    drafts.set(commentId, { topicId: this.topic.id, body });
  }

  #edit(id: string): void {
    this.edited = id;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("#edit-comment")?.focus());
  }

  /** Not a word is lost: what was written is there again when it is gone on with. */
  #leaveOnEscape(event: KeyboardEvent, id: string): void {
    if (event.key !== "Escape" || isComposing(event)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#leaveEditor(id);
  }

  #cancel(id: string): void {
    drafts.delete(id);
    this.#leaveEditor(id);
  }

  /** Whoever has been writing is back at the button that began it. */
  #leaveEditor(id: string): void {
    const isThere = this.querySelector(".cm-edit")?.contains(document.activeElement);
    this.edited = undefined;
    if (!isThere) return;
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] [aria-label^="Edit"]`)?.focus(),
    );
  }

  async #save(event: SubmitEvent, commentId: string): Promise<void> {
    event.preventDefault();
    const body = new FormData(event.target as HTMLFormElement).get("body") as string;
    const edit = { type: "comment.edit" as const, commentId, body };
    const asked = ask(this.replica, edit);
    // Offline the answer comes much later; it is kept, and shows already.
    if (this.replica.reach === "offline") this.#leaveEditor(commentId);
    const refusal = await asked;
    if (refusal === "cancelled") return;
    if (refusal) {
      // It may be gone, and with it the way back to what was written.
      if (refusal.status === 404 && drafts.get(commentId)?.body === body) drafts.delete(commentId);
      await tellRefused(`Your comment was not changed. ${refusal.detail}`, edit);
      return this.#fetch();
    }
    // What has been written on since isn't saved yet.
    if ((drafts.get(commentId)?.body ?? body) === body) {
      drafts.delete(commentId);
      if (this.edited === commentId) this.#leaveEditor(commentId);
    }
    say("Comment saved");
    this.comments = this.comments?.map((each) => (each.id === commentId ? { ...each, body } : each));
    await this.#fetch();
  }

  async #remove({ id, by, body, replyTo }: CommentView): Promise<void> {
    const { replica, topic } = this;
    const isMine = by === replica.person?.id;
    if (!(await act(replica, { type: "comment.remove", commentId: id }, { topicId: topic.id }))) return;
    this.comments = this.comments?.filter((each) => each.id !== id);
    const draft = drafts.get(id);
    drafts.delete(id);
    // Said again under a new id: only what was one's own can come back.
    const undo = async () => {
      const again = { type: "comment.add" as const, topicId: topic.id, id: newId(), body };
      if (draft) drafts.set(again.id, draft);
      await act(replica, replyTo === null ? again : { ...again, replyTo });
    };
    toast("Comment removed", isMine ? { undo: () => void undo() } : {});
  }

  /** Without a connection there is nothing to try again: they are fetched once it is back. */
  get #comesLater(): boolean {
    return this.refusal?.status === 0 && this.replica.reach === "offline";
  }

  get #waiting() {
    return waitingComments(this.replica.unconfirmed, this.topic.id);
  }

  get #changes() {
    return changedComments(this.replica.unconfirmed);
  }

  async #fetch(): Promise<void> {
    const { slug } = this.replica;
    const { id } = this.topic;
    this.refusal = undefined;
    const answer = await this.#latest.to(() => server.comments(slug, id));
    if (answer === undefined) return;
    // A topic that only this page knows yet has no comments on the server.
    if ("problem" in answer) {
      if (answer.problem.status !== 404) this.refusal = answer.problem;
      return;
    }
    this.#fetched = id;
    this.comments = answer;
    this.#giveBackWords(answer);
  }

  /** What was written of a comment that somebody has removed meanwhile can be taken along. */
  #giveBackWords(comments: readonly CommentView[]): void {
    const there = new Set(comments.map(({ id }) => id));
    // What is asked is told of once it is refused.
    const asked = new Set(this.#changes.map(({ commentId }) => commentId));
    for (const [commentId, { topicId, body }] of drafts) {
      if (topicId !== this.topic.id || there.has(commentId) || asked.has(commentId)) continue;
      drafts.delete(commentId);
      void tellRefused("The comment that you were changing was removed.", { type: "comment.edit", commentId, body });
    }
  }
}
