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
import { LightElement } from "../look/light-element.ts";
import { singleKey } from "../look/single-keys.ts";
import { rehomeToasts } from "../look/toast.ts";
import { goTo } from "../routes.ts";
import { aboutMeetup } from "./about-meetup.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { offlineBar } from "../meetup/offline-bar.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { isOut } from "../../shared/meetup/ordering.ts";
import { pick, picksLeft } from "./top-pick.ts";
import { roomCodeLine } from "./room-code.ts";
import { lastVisit, rememberLatest } from "./last-visit.ts";
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
  /** The number of the latest topic at the last visit; undefined on the first one, or once they have looked. */
  @state() private latestThen: number | undefined;
  /** Who is asked what kind of cloud they run. */
  @state() private asked: string | undefined;
  /** Whether proposals may wait for an organizer here, and their code has come. */
  @state() private canWait = false;
  @query("propose-box") private proposeBox!: ProposeBox | null;
  @query("topic-list") private list!: TopicList | null;
  @query("dialog.detail") private sheet!: HTMLDialogElement | null;
  readonly #opened = new OpenedTopic();
  /** The number that the open topic goes on under, until the address has it. */
  #followed: number | undefined;
  #latest = 0;
  /** How many votes this person had when the page opened. */
  #votesThen: number | undefined;
  #isHere = false;
  #isWaitingAsked = false;
  #isAsking = false;
  #stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const redraw = () => this.requestUpdate();
    this.latestThen = lastVisit(this.replica.slug);
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
    return html`${pageShell(this.replica, "agenda", view ? this.#content(view, topic) : html``)}${this.#profileOffer()}`;
  }

  protected override updated(changed: PropertyValues): void {
    const { sheet } = this;
    if (sheet && !sheet.open) sheet.showModal();
    // However the sheet came or went.
    rehomeToasts();
    // A topic that the address names is read from the top of the page; one opened later, from its own.
    const isOther = changed.has("number") && this.number !== this.#followed;
    if (this.#isHere && isOther && this.#openTopic && !sheet) void this.#focusTopic();
    if (changed.has("number")) this.#followed = undefined;
    this.#isHere = true;
    this.#askForProfile();
    this.#noteVisit();
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
        ${this.#head(view)} ${this.#noSuchTopic(topic)} ${votesAside(this.replica, "ag-closed")} ${this.#propose(view)}
        ${this.#waiting(view)} ${roomCodeLine(this.replica)} ${this.#list(view, topic)}
      </section>
      ${
        topic && narrow.matches
          ? html`<dialog
              class="detail"
              aria-labelledby="topic-title"
              @close=${this.leaveTopic}
              @pointerdown=${this.closeBeside}
            >
              ${
                // The page's own line is beneath it, and silent.
                this.replica.reach === "offline" ? offlineBar(this.replica) : nothing
              }
              ${this.#detail(view, topic)}
            </dialog>`
          : topic
            ? html`<aside class="detail panel" aria-label="Topic">${this.#detail(view, topic)}</aside>`
            : html`<aside class="about panel" aria-label="About this meetup">${aboutMeetup(this.replica, view)}</aside>`
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

  #detail(view: MeetupView, topic: TopicView) {
    return html`<topic-detail
      .replica=${this.replica}
      .view=${view}
      .topic=${topic}
      @close-topic=${this.closeTopic}
    ></topic-detail>`;
  }

  #head(view: MeetupView) {
    const { topics, people, meetup } = view;
    const count = topics.filter((topic) => !isOut(topic)).length;
    const now = meetup.voting.open ? "What should we talk about?" : "What we talk about";
    const title = meetup.phase === "closed" ? "What we talked about" : now;
    const voters = people.voted === 0 ? "Nobody has voted yet." : `${people.voted} of ${people.count} have voted.`;
    const counts = `${count} ${count === 1 ? "topic" : "topics"}. ${voters}`;
    const { me } = this.replica;
    const hasVoted = me?.ballotsVoid || (me?.votes.length ?? 0) > 0;
    const next = !meetup.voting.open ? "Voting is closed." : hasVoted ? "" : "Vote for anything you would walk into.";
    const news = this.#newSinceLastVisit(topics);
    return html`<div class="ag-head">
      <div class="grow">
        <h1 id="agenda-title">${title}</h1>
        <p>
          ${count === 0 ? "" : counts} ${next} ${picksLeft(this.replica, view)}
          ${
            news > 0
              ? html`<button class="btn btn--sm since" @click=${this.showSince}>
                  ${icon("bell")}${news} new since you were here
                </button>`
              : nothing
          }
        </p>
      </div>
    </div>`;
  }

  #newSinceLastVisit(topics: readonly TopicView[]): number {
    const then = this.latestThen;
    if (then === undefined) return 0;
    const me = this.replica.person?.id;
    return topics.filter((topic) => topic.number > then && topic.proposedBy !== me && !isOut(topic)).length;
  }

  private readonly showSince = () => {
    this.latestThen = undefined;
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
    const mayWait = meetup.proposals.moderated || (me?.queue.length ?? 0) > 0;
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

  #list(view: MeetupView, open: TopicView | undefined) {
    if (view.topics.length === 0)
      return html`<div class="panel ag-empty">
        ${empty({
          picture: "arc",
          title: "Nothing proposed yet",
          text: "What would you walk into? A question works better than a title.",
          action: html`<button class="btn btn--primary" @click=${() => this.proposeBox?.focus()}>
            Propose the first topic
          </button>`,
        })}
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
    const key = singleKey(event);
    if (key === undefined) return;
    const shown = this.list?.shown ?? [];
    const at = shown.indexOf(target.closest<HTMLElement>(".topic")?.dataset.id ?? this.#openTopic?.id ?? "");
    switch (key) {
      case "j":
      case "k": {
        const next = Math.max(0, Math.min(shown.length - 1, at + (key === "j" ? 1 : -1)));
        void this.list?.focusOn(shown[next]);
        break;
      }
      case "v":
        this.list?.link(shown[at])?.closest(".topic")?.querySelector<HTMLElement>(".vote")?.click();
        break;
      case "V":
        if (shown[at] !== undefined) void pick(this.replica, shown[at]);
        break;
      case "1":
      case "2":
      case "3":
        this.list?.showLens(LENSES[key]);
        break;
      case "n":
        this.proposeBox?.focus();
        break;
      case "/":
        this.list?.find();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  /** After the third vote, once: what kind of cloud they run. Whoever skips it is not asked again on this device. */
  #askForProfile(): void {
    const { slug, me, view, person } = this.replica;
    if (view) this.#votesThen ??= me?.votes.length ?? 0;
    const votes = me?.votes.length ?? 0;
    if (votes <= (this.#votesThen ?? 0) || votes < 3 || me?.profile || !view?.meetup.voting.open) return;
    if (this.#isAsking || !person) return;
    this.#isAsking = true;
    import("../meetup/profile-offer.ts").then(
      (code) => (this.asked = code.wasProfileOffered(slug, person.id) ? undefined : person.id),
      () => (this.#isAsking = false),
    );
  }

  #profileOffer() {
    const { me, person } = this.replica;
    // They may have answered elsewhere, or somebody else may be here by now.
    if (this.asked === undefined || this.asked !== person?.id || me?.profile) return nothing;
    return html`<profile-offer
      .replica=${this.replica}
      .personId=${this.asked}
      @done=${() => (this.asked = undefined)}
    ></profile-offer>`;
  }

  #noteVisit(): void {
    const latest = Math.max(0, ...(this.replica.view?.topics ?? []).map(({ number }) => number));
    if (latest <= this.#latest || document.visibilityState !== "visible") return;
    this.#latest = latest;
    rememberLatest(this.replica.slug, latest);
  }
}

/** Why nothing can be proposed, and what there is instead. */
function noProposals({ phase, slug }: MeetupView["meetup"]) {
  return phase === "closed"
    ? html`<p class="ag-closed">
        ${icon("lock")}<span
          >The meetup is closed. What is left of it: <a href="/m/${slug}/report">the report</a>,
          <a href="/m/${slug}/actions">actions from all notes</a>, and
          <a href="/m/${slug}/export.md" download>everything as Markdown</a>.</span
        >
      </p>`
    : html`<p class="ag-closed">${icon("lock")}Proposals are closed. A side group can still start at any time.</p>`;
}

const LENSES = { "1": "everyone", "2": "scale", "3": "maturity" } as const;
