import { html, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { isProposalBegun, mayPropose, type ProposeBox } from "./propose-box.ts";
import type { TopicDetail } from "./topic-detail.ts";
import "./topic-detail.ts";
import type { MeetupView, TopicView } from "../../shared/meetup/view.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { isComposing } from "../look/is-composing.ts";
import { focusInSight } from "../look/keep-focus.ts";
import { LateCode } from "../look/late-code.ts";
import { LightElement } from "../look/light-element.ts";
import { rehomeToasts } from "../look/toast.ts";
import { goTo } from "../routes.ts";
import { aboutMeetup } from "./about-meetup.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { pick } from "./top-pick.ts";
import { roomCodeLine } from "./room-code.ts";
import { agendaHead, noProposals } from "./agenda-head.ts";
import { pressAgendaKey } from "./agenda-keys.ts";
import { AskedProfile } from "./asked-profile.ts";
import { NewTopics } from "./new-topics.ts";
import { OpenedTopic } from "./opened-topic.ts";
import "./topic-list.ts";
import type { TopicList } from "./topic-list.ts";
import { votesAside } from "./votes-aside.ts";

/** Below this width a topic opens as a sheet over the list. */
const narrow = matchMedia("(max-width: 999px)");

/** What people want to talk about: proposed, voted on, one topic open beside the list. */
@customElement("agenda-page")
export class AgendaPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** The number of the topic that is open, from the address. */
  @property({ attribute: false }) number: number | undefined;
  /** Whether proposals may wait for an organizer here, and their code has come. */
  @state() private canWait = false;
  /** Whether there was a meetup before this, and the code that asks about it has come. */
  @state() private canAsk = false;
  @query("propose-box") private proposeBox!: ProposeBox | null;
  @query("topic-list") private list!: TopicList | null;
  @query("dialog.detail") private sheet!: HTMLDialogElement | null;
  readonly #opened = new OpenedTopic();
  readonly #new = new NewTopics(this);
  readonly #profile = new AskedProfile(this);
  /** Few people are shown these; should they not come, the rest is there all the same. */
  readonly #steps = new LateCode(this, () => import("../meetup/next-steps.ts"));
  /** The number that the open topic goes on under, until the address has it. */
  #followed: number | undefined;
  #isHere = false;
  #isWaitingAsked = false;
  #isLastTimeAsked = false;
  #stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const redraw = () => this.requestUpdate();
    addEventListener("keydown", this.onKey);
    narrow.addEventListener("change", redraw);
    this.#stops = [
      this.replica.subscribe(redraw),
      () => removeEventListener("keydown", this.onKey),
      () => narrow.removeEventListener("change", redraw),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    rehomeToasts();
  }

  protected override render() {
    const { view } = this.replica;
    const topic = this.#openTopic;
    document.title = pageTitle(this.replica, topic?.title ?? "Agenda");
    return html`${pageShell(this.replica, "agenda", view ? this.#content(view, topic) : html``)}${this.#profile.render()}`;
  }

  protected override updated(changed: PropertyValues): void {
    if (this.replica.me?.role === "organizer") this.#steps.ask();
    const { sheet } = this;
    if (sheet && !sheet.open) sheet.showModal();
    // However the sheet came or went.
    rehomeToasts();
    // A topic that the address names is read from the top of the page; one opened later, from its own.
    const isOther = changed.has("number") && this.number !== this.#followed;
    if (this.#isHere && isOther && this.#openTopic && !sheet) void this.#focusTopic();
    if (changed.has("number")) this.#followed = undefined;
    this.#isHere = true;
    this.#followNumber();
  }

  /** The address goes on naming what is open. */
  #followNumber(): void {
    const number = this.#openTopic?.number;
    if (number === undefined || number === this.number || number === this.#followed) return;
    this.#followed = number;
    goTo(`/m/${this.replica.slug}/${number}`, { replace: true });
  }

  async #focusTopic(): Promise<void> {
    await this.querySelector<TopicDetail>("topic-detail")?.updateComplete;
    this.querySelector<HTMLElement>("#topic-title")?.focus({ preventScroll: true });
  }

  #content(view: MeetupView, topic: TopicView | undefined) {
    return html`<div class="ag">
      <section aria-labelledby="agenda-title">
        <steady-box class="ag-top" data-inside .isSteady=${true}
          >${agendaHead(this.replica, view, this.#since())} ${this.#noSuchTopic(topic)}
          ${votesAside(this.replica, "ag-closed")} ${this.#propose(view)}</steady-box
        >
        <steady-box data-inside .isSteady=${true}
          >${this.#waiting(view)} ${roomCodeLine(this.replica)} ${this.#lastTime(view)}</steady-box
        >
        ${this.#list(view, topic)}
      </section>
      ${
        topic && narrow.matches
          ? html`<dialog
              class="detail"
              aria-labelledby="topic-title"
              @close=${this.leaveTopic}
              @pointerdown=${this.closeBeside}
            >
              ${this.#detail(view, topic, true)}
            </dialog>`
          : topic
            ? html`<aside class="detail panel" aria-label="Topic">${this.#detail(view, topic, false)}</aside>`
            : html`<aside class="about panel" aria-label="About this meetup">
                ${aboutMeetup(this.replica, view, { hasSteps: this.#steps.isHere })}
              </aside>`
      }
    </div>`;
  }

  /** An address may name a topic that never was; the list is there all the same. */
  #noSuchTopic(topic: TopicView | undefined) {
    return this.number === undefined || topic
      ? nothing
      : html`<p class="ag-closed" role="status">
          ${icon("circle-help")}<span>There is no topic ${this.number} here. The address may have a typing error.</span>
        </p>`;
  }

  #detail(view: MeetupView, topic: TopicView, isOver: boolean) {
    return html`<topic-detail
      .replica=${this.replica}
      .view=${view}
      .topic=${topic}
      .saysOffline=${isOver && this.replica.reach === "offline"}
      @close-topic=${this.closeTopic}
    ></topic-detail>`;
  }

  #since() {
    const news = this.#new.count;
    return news > 0
      ? html`<button class="btn btn--sm since" @click=${this.showSince}>
          ${icon("bell")}${news} new since you were here
        </button>`
      : nothing;
  }

  private readonly showSince = () => {
    this.#new.letGo();
    this.list?.sortBy("newest");
  };

  /** Whoever has begun to write has their words still when proposals close. */
  #propose({ meetup }: MeetupView) {
    const may = mayPropose(this.replica);
    return html`${may ? nothing : noProposals(meetup)}${
      may || isProposalBegun(meetup.slug) ? html`<propose-box .replica=${this.replica}></propose-box>` : nothing
    }`;
  }

  /** What waits for an organizer. Few meetups have any of it, so that its code comes when there is. */
  #waiting({ meetup }: MeetupView) {
    const { me } = this.replica;
    const mayWait = meetup.proposals.moderated || me?.declined || (me?.queue.length ?? 0) > 0;
    if (mayWait && me && !this.#isWaitingAsked) {
      this.#isWaitingAsked = true;
      // Should it not come, the list is there all the same.
      import("./waiting-topics.ts").then(
        () => (this.canWait = true),
        () => (this.#isWaitingAsked = false),
      );
    }
    // Once there was something, what has become of it is told too.
    return this.canWait && me ? html`<waiting-topics .replica=${this.replica}></waiting-topics>` : nothing;
  }

  /** What became of what one took home from the meetup before; for who has a name, and as long as this one isn't over. */
  #lastTime({ meetup }: MeetupView) {
    if (meetup.previous === null || meetup.phase === "closed" || !this.replica.person) return nothing;
    if (!this.#isLastTimeAsked) {
      this.#isLastTimeAsked = true;
      import("./last-time-line.ts").then(
        () => (this.canAsk = true),
        () => (this.#isLastTimeAsked = false),
      );
    }
    return this.canAsk ? html`<last-time-line .replica=${this.replica}></last-time-line>` : nothing;
  }

  #list(view: MeetupView, open: TopicView | undefined) {
    if (view.topics.length === 0)
      return html`<div class="panel ag-empty">
        ${empty(
          mayPropose(this.replica)
            ? {
                picture: "arc",
                title: "Nothing proposed yet",
                text: "What would you walk into? A question works better than a title.",
                action: html`<button class="btn btn--primary" @click=${() => this.proposeBox?.focus()}>
                  Propose the first topic
                </button>`,
              }
            : { picture: "arc", title: "Nothing was proposed", text: "Proposals are closed." },
        )}
      </div>`;
    return html`<topic-list .replica=${this.replica} .view=${view} .open=${open?.id}></topic-list>`;
  }

  get #openTopic(): TopicView | undefined {
    return this.#opened.at(this.number, this.replica.view?.topics ?? []);
  }

  private readonly closeTopic = () => {
    if (this.sheet) this.sheet.close();
    else this.leaveTopic();
  };

  private readonly leaveTopic = () => {
    const id = this.#openTopic?.id;
    if (id === undefined) return;
    goTo(`/m/${this.replica.slug}`, { replace: true });
    void this.list?.focusOn(id, focusInSight);
  };

  private readonly closeBeside = (event: PointerEvent) => {
    if (event.target === event.currentTarget) this.sheet?.close();
  };

  /** Single keys, off inside fields and dialogs. */
  private readonly onKey = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const isAlone = !document.querySelector("dialog[open]") && !target.closest("input");
    if (event.key === "Escape" && !isComposing(event) && this.#openTopic && isAlone) return this.closeTopic();
    const { list, proposeBox } = this;
    pressAgendaKey(event, {
      list,
      openId: this.#openTopic?.id,
      pick: (topicId) => void pick(this.replica, topicId),
      propose: () => proposeBox?.focus(),
    });
  };
}
