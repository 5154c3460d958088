import { html, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import "./propose-box.ts";
import type { TopicDetail } from "./topic-detail.ts";
import "./topic-detail.ts";
import type { MeetupView, TopicView } from "../../shared/meetup/view.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { goTo } from "../routes.ts";
import { aboutMeetup } from "./about-meetup.ts";
import { agendaOrder, holdOrder, isLookedFor, type AgendaFilter, type AgendaSort } from "./agenda-order.ts";
import type { MeetupReplica } from "./meetup-replica.ts";
import { pageShell, pageTitle } from "./page-shell.ts";
import type { ProposeBox } from "./propose-box.ts";
import { topicRow } from "./topic-row.ts";

const FILTERS: { filter: AgendaFilter; name: string }[] = [
  { filter: "all", name: "All" },
  { filter: "scheduled", name: "On the agenda" },
  { filter: "side-group", name: "Side groups" },
  { filter: "proposed", name: "Proposed" },
];
/** Below this width a topic opens as a sheet over the list. */
const narrow = matchMedia("(max-width: 999px)");

/** What people want to talk about: proposed, voted on, one topic open beside the list. */
@customElement("agenda-page")
export class AgendaPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** The number of the topic that is open, from the address. */
  @property({ attribute: false }) number: number | undefined;
  @state() private sort: AgendaSort = "wanted";
  @state() private filter: AgendaFilter = "all";
  @state() private words = "";
  @query("propose-box") private proposeBox!: ProposeBox | null;
  @query("#find") private find!: HTMLInputElement | null;
  @query("dialog.detail") private sheet!: HTMLDialogElement | null;
  /** The order shown while someone points at the list; undefined while it may move. */
  #held: string[] | undefined;
  #shown: string[] = [];
  #isHere = false;
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
  }

  protected override render() {
    const { view } = this.replica;
    const topic = this.#openTopic;
    document.title = pageTitle(this.replica, topic?.title ?? "Agenda");
    return pageShell(this.replica, "agenda", view ? this.#content(view, topic) : html``);
  }

  protected override updated(changed: PropertyValues): void {
    const { sheet } = this;
    if (sheet && !sheet.open) sheet.showModal();
    // A topic that the address names is read from the top of the page; one opened later, from its own.
    if (this.#isHere && changed.has("number") && this.#openTopic && !sheet) void this.#focusTopic();
    this.#isHere = true;
  }

  async #focusTopic(): Promise<void> {
    await this.querySelector<TopicDetail>("topic-detail")?.updateComplete;
    this.querySelector<HTMLElement>("#topic-title")?.focus({ preventScroll: true });
  }

  #content(view: MeetupView, topic: TopicView | undefined) {
    return html`<div class="ag">
      <section aria-labelledby="agenda-title">
        ${this.#head(view)} ${this.#propose(view)} ${this.#list(view, topic)}
      </section>
      ${
        topic && narrow.matches
          ? html`<dialog
              class="detail"
              aria-labelledby="topic-title"
              @close=${this.leaveTopic}
              @pointerdown=${this.closeBeside}
            >
              ${this.#detail(view, topic)}
            </dialog>`
          : topic
            ? html`<aside class="detail panel" aria-label="Topic">${this.#detail(view, topic)}</aside>`
            : html`<aside class="about panel" aria-label="About this meetup">${aboutMeetup(this.replica, view)}</aside>`
      }
    </div>`;
  }

  #detail(view: MeetupView, topic: TopicView) {
    return html`<topic-detail
      .replica=${this.replica}
      .view=${view}
      .topic=${topic}
      @close-topic=${this.closeTopic}
    ></topic-detail>`;
  }

  #head({ topics, people, meetup }: MeetupView) {
    const count = topics.filter(({ status }) => status !== "withdrawn").length;
    const title = meetup.voting.open ? "What should we talk about?" : "What we talk about";
    const voters =
      people.voted === 0
        ? "nobody has voted yet"
        : people.voted === 1
          ? "1 person has voted"
          : `${people.voted} people have voted`;
    const counts = `${count} ${count === 1 ? "topic" : "topics"}, ${voters}.`;
    const next = meetup.voting.open ? "Vote for anything you would walk into." : "Voting is closed.";
    return html`<div class="ag-head">
      <div class="grow">
        <h1 id="agenda-title">${title}</h1>
        <p>${count === 0 ? "" : counts} ${next}</p>
      </div>
    </div>`;
  }

  #propose({ meetup }: MeetupView) {
    const may = meetup.phase !== "closed" && (meetup.proposals.open || this.replica.me?.role === "organizer");
    return may
      ? html`<propose-box .replica=${this.replica}></propose-box>`
      : html`<p class="ag-closed">${icon("lock")}Proposals are closed. A side group can still start at any time.</p>`;
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
    const { ids, added, moved } = this.#order(view);
    const byId = new Map(view.topics.map((topic) => [topic.id, topic]));
    const topics = ids
      .flatMap((id) => byId.get(id) ?? [])
      .filter((topic) => isLookedFor(topic, this.filter, this.words));
    this.#shown = topics.map(({ id }) => id);
    const hasRanks = !view.meetup.voting.open && this.sort === "wanted" && this.filter === "all" && this.words === "";
    return html`<div class="tools">
        <div class="filters" role="group" aria-label="Filter by status">${this.#filters(view)}</div>
        <div class="tools-end">
          ${
            view.topics.length > 5
              ? html`<label class="find-in"
                  >${icon("search")}<span class="vh">Find a topic</span
                  ><input
                    id="find"
                    type="search"
                    placeholder="Find"
                    .value=${this.words}
                    @input=${(event: Event) => (this.words = (event.target as HTMLInputElement).value)}
                /></label>`
              : nothing
          }
          <div class="seg" role="group" aria-label="Order">
            <button aria-pressed=${this.sort === "wanted"} @click=${() => this.#sortBy("wanted")}>Most wanted</button
            ><button aria-pressed=${this.sort === "newest"} @click=${() => this.#sortBy("newest")}>Newest</button>
          </div>
        </div>
      </div>
      <div
        class="held"
        @pointerenter=${() => this.#hold(this.#held ?? ids)}
        @pointerleave=${(event: PointerEvent) => this.#letGo(event.currentTarget as HTMLElement, false)}
        @focusin=${() => this.#hold(this.#held ?? ids)}
        @focusout=${(event: FocusEvent) => this.#letGo(event.currentTarget as HTMLElement, true, event.relatedTarget)}
      >
        <div class="news" role="status">
          ${
            added + moved > 0
              ? html`<button class="btn btn--sm news-b" @click=${this.showNews}>
                  ${icon("arrow-up-down")}${newsText(added, moved)}: show
                </button>`
              : nothing
          }
        </div>
        ${
          topics.length === 0
            ? html`<p class="panel none">
                No topic fits. <button class="btn btn--sm" @click=${this.#showAll}>Show all</button>
              </p>`
            : html`<ol class="list ${hasRanks ? "list--ranked" : ""}">
                ${repeat(
                  topics,
                  ({ id }) => id,
                  (topic, at) =>
                    topicRow(this.replica, view, topic, {
                      isOpen: topic.id === open?.id,
                      rank: hasRanks ? at + 1 : undefined,
                    }),
                )}
              </ol>`
        }
      </div>`;
  }

  #filters({ topics }: MeetupView) {
    const count = (filter: AgendaFilter) =>
      topics.filter(({ status }) => (filter === "all" ? status !== "withdrawn" : status === filter)).length;
    return FILTERS.filter(({ filter }) => filter === "all" || filter === this.filter || count(filter) > 0).map(
      ({ filter, name }) =>
        html`<button aria-pressed=${filter === this.filter} @click=${() => (this.filter = filter)}>
          ${name} <span class="num">${count(filter)}</span>
        </button>`,
    );
  }

  /** The order as it is; while someone points at the list, the order they point at, and what waits. */
  #order(view: MeetupView) {
    const current = agendaOrder(view.topics, this.sort);
    if (!this.#held) return { ids: current, added: 0, moved: 0 };
    const own = new Set(
      view.topics.filter(({ proposedBy }) => proposedBy === this.replica.person?.id).map(({ id }) => id),
    );
    return holdOrder(this.#held, current, (id) => own.has(id));
  }

  #hold(ids: string[] | undefined): void {
    if (this.#held !== ids) this.requestUpdate();
    this.#held = ids;
  }

  #letGo(list: HTMLElement, isFocus: boolean, to: EventTarget | null = null): void {
    const hasFocus = isFocus ? to instanceof Node && list.contains(to) : list.contains(document.activeElement);
    if (hasFocus || (isFocus && list.matches(":hover"))) return;
    this.#hold(undefined);
  }

  #sortBy(sort: AgendaSort): void {
    this.sort = sort;
    this.#held = undefined;
  }

  /** Takes in the news once; what comes after waits again, for the pointer is still there. */
  private readonly showNews = async (event: MouseEvent) => {
    this.#hold(agendaOrder(this.replica.view?.topics ?? [], this.sort));
    const isByKey = event.detail === 0;
    await this.updateComplete;
    if (isByKey) this.#link(this.#shown[0])?.focus();
  };

  readonly #showAll = () => {
    this.filter = "all";
    this.words = "";
  };

  get #openTopic(): TopicView | undefined {
    return this.number === undefined
      ? undefined
      : this.replica.view?.topics.find(({ number }) => number === this.number);
  }

  private readonly closeTopic = () => {
    if (this.sheet) this.sheet.close();
    else this.leaveTopic();
  };

  private readonly leaveTopic = () => {
    const id = this.#openTopic?.id;
    if (id === undefined) return;
    goTo(`/m/${this.replica.slug}`, { replace: true });
    this.#link(id)?.focus({ preventScroll: true });
  };

  private readonly closeBeside = (event: PointerEvent) => {
    if (event.target === event.currentTarget) this.sheet?.close();
  };

  #link(id: string | undefined): HTMLElement | null {
    return id === undefined ? null : this.querySelector<HTMLElement>(`.topic[data-id="${CSS.escape(id)}"] .t-title a`);
  }

  /** Single keys, off inside fields and dialogs. */
  private readonly onKey = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && this.#openTopic && !target.closest("input")) return this.closeTopic();
    if (target.closest("input, textarea, select, [contenteditable]")) return;
    const at = this.#shown.indexOf(target.closest<HTMLElement>(".topic")?.dataset.id ?? this.#openTopic?.id ?? "");
    switch (event.key) {
      case "j":
      case "k": {
        const next = Math.max(0, Math.min(this.#shown.length - 1, at + (event.key === "j" ? 1 : -1)));
        this.#link(this.#shown[next])?.focus();
        break;
      }
      case "v":
        this.#row(this.#shown[at])?.querySelector<HTMLElement>(".vote")?.click();
        break;
      case "n":
        this.proposeBox?.focus();
        break;
      case "/":
        this.find?.focus();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  #row(id: string | undefined): Element | null | undefined {
    return this.#link(id)?.closest(".topic");
  }
}

function newsText(added: number, moved: number): string {
  return [added > 0 && `${added} new`, moved > 0 && `${moved} moved`].filter(Boolean).join(", ");
}
