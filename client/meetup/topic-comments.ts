import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { LIMITS } from "../../shared/limits.ts";
import type { CommentView, TopicView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { avatar } from "../look/avatar.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { richText } from "../look/rich-text.ts";
import { say } from "../look/say.ts";
import { toast } from "../look/toast.ts";
import { newId } from "../new-id.ts";
import { server } from "../server-connection.ts";
import { ask } from "./act.ts";
import type { MeetupReplica } from "./meetup-replica.ts";
import { saidAt } from "./times.ts";

/** What people say about a topic, and a place to add to it. */
@customElement("topic-comments")
export class TopicComments extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) topic!: TopicView;
  @state() private comments: CommentView[] | undefined;
  @state() private refusal: Problem | undefined;
  #fetched = "";
  #wanted = "";

  protected override willUpdate(): void {
    // Fetched anew when the server has more than it gave; what waits here is not yet among those.
    const confirmed = this.topic.comments - this.#waiting.length;
    const wanted = `${this.topic.id} ${confirmed}`;
    if (this.#fetched !== this.topic.id) this.comments = undefined;
    if (wanted !== this.#wanted) {
      this.#wanted = wanted;
      void this.#fetch(wanted);
    }
  }

  protected override render() {
    const view = this.replica.view;
    if (!view) return nothing;
    const known = new Set(this.comments?.map(({ id }) => id));
    const waiting = this.#waiting.filter(({ command }) => !known.has(command.id));
    const { comments: count } = this.topic;
    return html`<section class="d-sec" aria-label="Comments">
      <h3>${count === 0 ? "Comments" : count === 1 ? "1 comment" : `${count} comments`}</h3>
      ${
        this.refusal
          ? html`<p class="err">
              ${icon("triangle-alert")}<span>The comments can’t be loaded. ${this.refusal.detail}</span>
              <button class="btn btn--sm" @click=${() => this.#fetch(this.#wanted)}>Try again</button>
            </p>`
          : nothing
      }
      ${
        this.comments === undefined && count > 0 && !this.refusal
          ? html`<div class="cm"><span class="av sk"></span><span class="sk cm-sk"></span></div>`
          : nothing
      }
      ${this.comments?.length === 0 && waiting.length === 0 ? html`<p class="dim">None yet. What would you add?</p>` : nothing}
      ${repeat(
        this.comments ?? [],
        ({ id }) => id,
        ({ by, at, body }) => this.#comment(view.people.names[by], body, saidAt(at, view.meetup.timezone)),
      )}
      ${waiting.map(({ command }) =>
        this.#comment(
          this.replica.person ?? undefined,
          command.body,
          this.replica.isHeldUp ? "Not sent yet" : "Sending",
        ),
      )}
    </section>`;
  }

  #comment(person: { name: string; color: string } | undefined, body: string, when: string) {
    return html`<article class="cm">
      ${avatar(person)}
      <header><b>${person?.name ?? "Someone"}</b><time>${when}</time></header>
      ${richText(body)}
    </article>`;
  }

  get #waiting() {
    return this.replica.unconfirmed.flatMap(({ command }) =>
      command.type === "comment.add" && command.topicId === this.topic.id ? { command } : [],
    );
  }

  async #fetch(wanted: string): Promise<void> {
    const { slug } = this.replica;
    const { id } = this.topic;
    this.refusal = undefined;
    const answer = await server.comments(slug, id);
    if (wanted !== this.#wanted) return;
    // A topic that only this page knows yet has no comments on the server.
    if ("problem" in answer) {
      if (answer.problem.status !== 404) this.refusal = answer.problem;
      return;
    }
    this.#fetched = id;
    this.comments = answer;
  }
}

/** The line in which a comment is written; a draft for each topic outlives closing it. */
@customElement("comment-box")
export class CommentBox extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) topic!: TopicView;
  @state() private text = "";
  #topicId = "";

  protected override willUpdate(): void {
    if (this.#topicId === this.topic.id) return;
    this.#topicId = this.topic.id;
    this.text = drafts.get(this.topic.id) ?? "";
  }

  protected override render() {
    return html`<form class="say" @submit=${this.send}>
      <label class="vh" for="comment">Comment</label>
      <textarea
        class="input"
        id="comment"
        rows="1"
        placeholder="Add to the thread"
        maxlength=${LIMITS.comment.max}
        .value=${this.text}
        @input=${(event: Event) => this.#write((event.target as HTMLTextAreaElement).value)}
        @keydown=${this.sendOnEnter}
      ></textarea>
      <button class="btn btn--primary btn--icon" aria-label="Send comment">${icon("send")}</button>
    </form>`;
  }

  #write(text: string): void {
    this.text = text;
    drafts.set(this.topic.id, text);
  }

  private readonly sendOnEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
    void this.send(event);
  };

  private readonly send = async (event: Event) => {
    event.preventDefault();
    const { topic, text } = this;
    const body = text.trim();
    if (!body) return;
    this.#write("");
    const refusal = await ask(this.replica, { type: "comment.add", topicId: topic.id, id: newId(), body });
    if (refusal === undefined) return say("Comment sent");
    // Not a word is lost: it comes back to where it was written, before what was written since.
    drafts.set(topic.id, [text, drafts.get(topic.id)].filter(Boolean).join("\n"));
    if (this.topic.id === topic.id) this.text = drafts.get(topic.id) ?? "";
    if (refusal !== "cancelled") toast(`Your comment was not sent. ${refusal.detail}`, { isBad: true });
  };
}

const drafts = new Map<string, string>();
