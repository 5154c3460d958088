import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { TopicView } from "../../shared/meetup/view.ts";
import { avatar } from "../look/avatar.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import { richText } from "../look/rich-text.ts";
import { toast } from "../look/toast.ts";
import { Redraw } from "../meetup/redraw.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { enterRoom, needsRoomCode } from "./room-code.ts";
import type { ShownTopics } from "./shown-topics.ts";
import { pickButton } from "./top-pick.ts";
import { vote } from "./vote.ts";
import { votesAside, whyNoVote } from "./votes-aside.ts";

/** Opens the topics one by one, in this order; those not seen yet come first, those voted for are left out. */
export function openOneAtATime(replica: MeetupReplica, order: readonly string[], shown: ShownTopics): void {
  const seen = new Set(shown.seen);
  const votes = new Set(replica.me?.votes);
  const open = new Set(
    replica.view?.topics
      .filter(({ status }) => status === "proposed" || status === "scheduled" || status === "side-group")
      .map(({ id }) => id),
  );
  const left = order.filter((id) => open.has(id) && !votes.has(id));
  const stack = document.createElement("one-at-a-time") as OneAtATime;
  stack.replica = replica;
  stack.shownTopics = shown;
  stack.ids = [...left.filter((id) => !seen.has(id)), ...left.filter((id) => seen.has(id))];
  void openDialog(stack);
}

/** One topic with big buttons: for a thumb, on the way between two rooms. */
@customElement("one-at-a-time")
export class OneAtATime extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** Where what was shown is noted. */
  @property({ attribute: false }) shownTopics!: ShownTopics;
  /** The topics to go through. */
  @property({ attribute: false }) ids: string[] = [];
  @state() private at = 0;
  #seenSoon: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#seenSoon);
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("at") && !changed.has("ids")) return;
    clearTimeout(this.#seenSoon);
    const id = this.ids[this.at];
    if (id !== undefined) this.#seenSoon = setTimeout(() => this.shownTopics.note(id), 1000);
    if (changed.get("at") !== undefined) this.querySelector<HTMLElement>("h3")?.focus();
  }

  protected override render() {
    const topic = this.replica.view?.topics.find(({ id }) => id === this.ids[this.at]);
    return html`<div class="dialog-form one">
      ${dialogHead(this, "One topic at a time")}
      ${
        topic
          ? this.#topic(topic)
          : html`<div class="one-end">
                <h3 tabindex="-1">That was all</h3>
                <p class="dim">You have gone through every topic you had not voted for.</p>
              </div>
              <div class="one-b2">
                <button class="btn" ?disabled=${this.at === 0} @click=${this.back}>${icon("arrow-left")}Back</button>
                <button class="btn btn--primary" @click=${() => done(this)}>To the list</button>
              </div>`
      }
    </div>`;
  }

  #topic(topic: TopicView) {
    const { replica } = this;
    const view = replica.view!;
    const maker = view.people.names[topic.proposedBy];
    const isMine = replica.me?.votes.includes(topic.id) ?? false;
    const whyNot = whyNoVote(replica, view, topic);
    return html`<div class="one-card">
        <p class="dim num">${this.at + 1} of ${this.ids.length}</p>
        <h3 tabindex="-1">${topic.title}</h3>
        <p class="row t-by">
          ${avatar(maker, { size: "sm" })}<span>${topic.forName ?? maker?.name ?? "Someone"}</span>
        </p>
        ${topic.description ? richText(topic.description) : nothing}
      </div>
      ${votesAside(replica, "d-note")}
      <div class="one-b1">
        <button
          class="btn btn--lg one-come"
          aria-pressed=${isMine}
          aria-disabled=${whyNot === undefined ? nothing : "true"}
          aria-description=${whyNot ?? nothing}
          title=${whyNot ?? nothing}
          @click=${() => (whyNot === undefined ? this.#come(topic, !isMine) : toast(whyNot))}
        >
          ${icon("lift")}I will come
        </button>
        ${pickButton(replica, view, topic, { isBig: true })}
      </div>
      <div class="one-b2">
        <button class="btn" ?disabled=${this.at === 0} @click=${this.back}>${icon("arrow-left")}Back</button>
        <button class="btn" @click=${this.next}>${isMine ? "Next" : "Skip"}${icon("arrow-right")}</button>
      </div>`;
  }

  /** A vote leads on at once; taking it back stays, to be seen. */
  async #come(topic: TopicView, isCast: boolean): Promise<void> {
    if (isCast && needsRoomCode(this.replica) && !(await enterRoom(this.replica))) return;
    void vote(this.replica, topic, isCast);
    if (isCast && this.replica.person) this.next();
  }

  private readonly next = () => {
    const id = this.ids[this.at];
    if (id !== undefined) this.shownTopics.note(id);
    this.at += 1;
  };

  private readonly back = () => {
    this.at -= 1;
  };
}
