import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { DeclinedView, WaitingView } from "../../shared/meetup/view.ts";
import { avatar } from "../look/avatar.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { say } from "../look/live-region.ts";
import { richText } from "../look/rich-text.ts";
import { toast } from "../look/toast.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { newId } from "../new-id.ts";
import { act } from "../meetup/act.ts";
import { Redraw } from "../meetup/redraw.ts";
import { saidAt } from "../meetup/times.ts";
import { unsent } from "../meetup/unsent.ts";
import { actWithUndo } from "../meetup/with-undo.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { OwnWaiting } from "./own-waiting.ts";
import "./waiting-topics.css";

/** Proposals that wait for an organizer: all of them to let in or not, or one's own. */
@customElement("waiting-topics")
export class WaitingTopics extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private isOpen = false;
  /** Which one is asked about whether it is to be declined. */
  @state() private unsure: string | undefined;
  readonly #own = new OwnWaiting();
  /** How many were waiting when it was drawn last. */
  #count: number | undefined;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  protected override willUpdate(): void {
    const news = this.#own.look(this.replica);
    if (news.length > 0) say(news.join(". "));
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const before = this.#count;
    const isOrganizer = this.replica.me?.role === "organizer";
    this.#count = isOrganizer ? this.replica.me?.queue.length : undefined;
    // What one has done oneself is said by what one has pressed.
    if (before !== undefined && this.#count !== undefined && this.#count > before) say(waitingWords(this.#count));
  }

  protected override render() {
    const { me, view } = this.replica;
    if (!me || !view) return nothing;
    if (me.role !== "organizer") return this.#mine(me.queue);
    const hasAny = me.queue.length > 0 || view.meetup.proposals.moderated;
    return html`${hasAny ? this.#all(me.queue) : nothing}${this.#mine([])}`;
  }

  /** It stands there also while nothing waits, so that nothing below moves when something comes. */
  #all(queue: readonly WaitingView[]): TemplateResult {
    if (queue.length === 0)
      return html`<section class="panel waits" aria-labelledby="waits-title">
        <h2 class="waits-h" id="waits-title" tabindex="-1">${icon("circle-check")}No proposals wait for you</h2>
      </section>`;
    return html`<section class="panel waits" aria-labelledby="waits-title">
      <h2 class="waits-h" id="waits-title">
        <button
          class="waits-b"
          aria-expanded=${this.isOpen}
          aria-controls="waits-list"
          @click=${() => (this.isOpen = !this.isOpen)}
        >
          ${icon("eye")}<span class="grow">${waitingWords(queue.length)}</span>${icon("chevron-down")}
        </button>
      </h2>
      <ul id="waits-list" ?hidden=${!this.isOpen}>
        ${
          this.isOpen
            ? repeat(
                queue,
                ({ id }) => id,
                (each) => this.#toDecide(each),
              )
            : nothing
        }
      </ul>
    </section>`;
  }

  #toDecide(each: WaitingView): TemplateResult {
    const { id, title, description, tags, proposer, proposedAt } = each;
    const when = saidAt(proposedAt, this.replica.view?.meetup.timezone ?? "UTC");
    return html`<li>
      <h3>${title}</h3>
      <p class="waits-by">${avatar(proposer ?? undefined)}<span>${proposer?.name ?? "Someone"}, ${when}</span></p>
      ${description === "" ? nothing : richText(description)}
      ${tags.length === 0 ? nothing : html`<p class="waits-tags">${tags.map((tag) => html`<span class="chip chip--plain">${tag}</span>`)}</p>`}
      ${
        this.unsure === id
          ? html`<div class="row wrap danger" role="alert">
              <span class="grow">Decline it? Nobody can bring it back.</span>
              <button class="btn" data-keep=${id} @click=${() => this.#ask(id, false)}>Keep it</button>
              <button class="btn btn--bad" @click=${() => this.#decline(each)}>
                <span>Decline<span class="vh"> “${title}”</span></span>
              </button>
            </div>`
          : html`<div class="row wrap">
              <button class="btn btn--primary" @click=${() => this.#approve(each)}>
                <span>Approve<span class="vh"> “${title}”</span></span>
              </button>
              <button class="btn" data-decline=${id} @click=${() => this.#ask(id, true)}>
                <span>Decline<span class="vh"> “${title}”</span></span>
              </button>
            </div>`
      }
    </li>`;
  }

  #mine(queue: readonly WaitingView[]): TemplateResult | typeof nothing {
    const over = this.#own.over;
    if (queue.length + over.length === 0) return nothing;
    return html`<section class="panel waits" aria-labelledby="waits-mine">
      <h2 class="vh" id="waits-mine" tabindex="-1">What you proposed and an organizer looks at first</h2>
      <ul>
        ${repeat(
          queue,
          ({ id }) => id,
          (each) =>
            html`<li class="waits-own">
              <span class="grow">
                <span class="chip chip--proposed">${icon("clock")}Waits for an organizer</span>
                <span class="waits-t">${each.title}</span>
                ${this.#isUnsent(each.id) ? unsent : nothing}
              </span>
              <button class="btn btn--sm" @click=${() => this.#takeBack(each)}>
                <span>Take back<span class="vh"> “${each.title}”</span></span>
              </button>
            </li>`,
        )}
        ${repeat(
          over,
          ({ id }) => id,
          (each) => this.#over(each),
        )}
      </ul>
    </section>`;
  }

  /** What has become of it stays until it has been read. */
  #over(each: DeclinedView): TemplateResult {
    const { slug, view } = this.replica;
    const number = view?.topics.find(({ id }) => id === each.id)?.number;
    return html`<li class="waits-own">
      <span class="grow">
        ${
          number === undefined
            ? html`<span class="chip chip--parked">${icon("pause")}Not let in</span>
                <span class="waits-t">${each.title}</span>`
            : html`<span class="chip chip--agenda">${icon("check")}On the list</span>
                <a class="waits-t" href="/m/${slug}/${number}">${each.title}</a>`
        }
      </span>
      ${
        number === undefined
          ? html`<button class="btn btn--sm" @click=${() => copy(each)}>
              <span>Copy it<span class="vh"> “${each.title}”</span></span>
            </button>`
          : nothing
      }
      <button
        class="btn btn--quiet btn--icon btn--sm"
        aria-label="Put away: ${each.title}"
        @click=${() => this.#putAway(each)}
      >
        ${icon("x")}
      </button>
    </li>`;
  }

  #isUnsent(id: string): boolean {
    const { isHeldUp, unconfirmed } = this.replica;
    return isHeldUp && unconfirmed.some(({ command }) => "id" in command && command.id === id);
  }

  /** Asked, the keyboard is at keeping it; kept, it is where that was asked. */
  async #ask(id: string, isUnsure: boolean): Promise<void> {
    this.unsure = isUnsure ? id : undefined;
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[data-${isUnsure ? "keep" : "decline"}="${id}"]`)?.focus();
  }

  async #approve({ id: topicId, title }: WaitingView): Promise<void> {
    if (await act(this.replica, { type: "topic.approve", topicId })) toast(`On the list now: ${title}`);
  }

  async #decline({ id: topicId, title }: WaitingView): Promise<void> {
    this.unsure = undefined;
    if (await act(this.replica, { type: "topic.decline", topicId })) toast(`Declined: ${title}`);
  }

  async #takeBack({ id: topicId, title, description, tags }: WaitingView): Promise<void> {
    const again = { type: "topic.propose" as const, id: newId(), title, description, tags };
    await actWithUndo(this.replica, { type: "topic.decline", topicId }, `Taken back: ${title}`, again);
  }

  #putAway({ id: topicId, title }: DeclinedView): void {
    say(`Put away: ${title}`);
    if (this.#own.putAway(topicId)) this.requestUpdate();
    else void act(this.replica, { type: "topic.decline", topicId });
  }
}

function waitingWords(count: number): string {
  return count === 1 ? "1 proposal waits for you" : `${count} proposals wait for you`;
}

function copy({ id, title, description, tags }: DeclinedView): void {
  whenLoaded(import("../meetup/copy-written.ts"), (code) =>
    code.copyWritten({ type: "topic.propose", id, title, description, tags })?.(),
  );
}
