import { html, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import "./list-tools.ts";
import { cutAfter, lateButWanted } from "../../shared/meetup/cut-line.ts";
import { inOrder, isOut, type Groups, type Ordering } from "../../shared/meetup/ordering.ts";
import { placesAt, toCome } from "../../shared/meetup/places-left.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { deviceStorage } from "../look/device-storage.ts";
import { icon } from "../look/icon.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { LightElement } from "../look/light-element.ts";
import { sayAfterTyping } from "../look/live-region.ts";
import { pageClock } from "../page-clock.ts";
import { cutLine } from "./cut-words.ts";
import { filterCount, lookedFor, NO_FILTER } from "./agenda-order.ts";
import { availableQuery, hasTallies, hasLens, availableSorts } from "./list-query.ts";
import { deviceSeed } from "./device-seed.ts";
import { DrawnRows } from "./drawn-rows.ts";
import { foundWords } from "./found-words.ts";
import { chosenGroups, lensLegend, type LensKind } from "./lens-bar.ts";
import type { AgendaSort, Asked, AskEvent, ListTools } from "./list-tools.ts";
import { Redraw } from "../meetup/redraw.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { ReaderOrder } from "./reader-order.ts";
import { ShownTopics } from "./shown-topics.ts";
import { topicRow } from "./topic-row.ts";
import { SeenRows } from "./seen-rows.ts";

/** The click that a finger leads to comes at most this long after it has left. Milliseconds. */
const CLICK_MS = 400;

/** All topics in the order, and narrowed to what, a reader asks for. */
@customElement("topic-list")
export class TopicList extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) view!: MeetupView;
  /** The id of the topic that is open beside the list. */
  @property({ attribute: false }) open: string | undefined;
  @state() private asked: Partial<Asked> = {};
  /** Groups that the legend has put aside. */
  @state() private aside: ReadonlySet<string> = new Set();
  @query("list-tools") private tools!: ListTools | null;
  readonly #order = new ReaderOrder(() => this.requestUpdate());
  #shown: string[] = [];
  readonly #drawn = new DrawnRows(this);
  #seen!: ShownTopics;
  /** What had been seen when the filter for that was set: nothing leaves while it is read. */
  #seenBefore: ReadonlySet<string> = new Set();
  #watch: SeenRows | undefined;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    // One's own part comes by itself as well: a vote given on another device.
    this.addController(new Redraw(this));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#seen = new ShownTopics({ replica: this.replica, keeper: deviceStorage(), clock: pageClock });
    this.#watch = new SeenRows((id) => this.#seen.note(id));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#leaving);
    this.#watch?.close();
    this.#seen.close();
  }

  /** Topic ids as they stand in the list, top to bottom. */
  get shown(): readonly string[] {
    return this.#shown;
  }

  /** The link of a topic in the list, where it is drawn. */
  link(id: string | undefined): HTMLElement | null {
    return id === undefined ? null : this.querySelector<HTMLElement>(`.topic[data-id="${CSS.escape(id)}"] .t-title a`);
  }

  /** Puts the focus on a topic in the list, drawing it first if need be. */
  async focusOn(id: string | undefined, focus = (link: HTMLElement) => link.focus()): Promise<void> {
    const at = this.#shown.indexOf(id ?? "");
    if (at >= this.#drawn.count) await this.#drawn.reach(at);
    const link = this.link(id);
    if (link) focus(link);
  }

  /** Puts the cursor into the search field. */
  find(): void {
    this.tools?.find();
  }

  /** Looks at the votes by everyone, scale or maturity, where there are counts. */
  showLens(lens: LensKind): void {
    if (hasLens(this.view)) this.asked = { ...this.asked, lens };
  }

  /** Orders the list anew. */
  sortBy(sort: AgendaSort): void {
    this.asked = { ...this.asked, sort };
    this.#order.letGo();
  }

  /** Notes that a topic was on screen elsewhere, and says what was. */
  get seen(): ShownTopics {
    return this.#seen;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("asked") || changed.has("aside")) this.#drawn.startOver();
  }

  protected override updated(): void {
    this.#watch?.watch(this.querySelectorAll(".topic:not(.topic--out)"));
  }

  protected override render() {
    const { replica, view } = this;
    const asked = this.#asked;
    const groups = chosenGroups(asked.lens, this.aside);
    const { ids, added, moved } = this.#order.of(view.topics, this.#ordering, replica.person?.id);
    const byId = new Map(view.topics.map((topic) => [topic.id, topic]));
    const all = ids.flatMap((id) => byId.get(id) ?? []);
    const topics = lookedFor(all, asked.filter, asked.words, {
      isMine: ({ id, proposedBy }) => proposedBy === replica.person?.id || (replica.me?.votes.includes(id) ?? false),
      isSeen: ({ id }) => this.#seenBefore.has(id) || (replica.me?.votes.includes(id) ?? false),
    });
    this.#shown = topics.map(({ id }) => id);
    const isSorted = groups !== undefined || asked.sort === "votes" || asked.sort === "support";
    const isWhole = topics.length === all.length;
    const cut = isSorted && isWhole && !groups ? cutAfter(topics, placesAt(view, Date.now())) : undefined;
    const late = isSorted && hasTallies(view) ? lateButWanted(toCome(view, Date.now())) : new Set<string>();
    const hasRanks = isSorted && isWhole && !view.meetup.voting.open;
    const overall = groups && !view.meetup.voting.open ? ranksByVotes(view) : undefined;
    const most = Math.max(0, ...view.topics.map(({ votes }) => votes ?? 0));
    const classes = `list ${hasRanks ? "list--ranked" : ""} ${asked.lens === "everyone" ? "" : "list--lens"}`;
    return html`<div class="tools-row">
        <list-tools
          .topics=${view.topics}
          .phase=${view.meetup.phase}
          .sorts=${availableSorts(view)}
          .asked=${asked}
          .hasLens=${hasLens(view)}
          .hasStack=${view.meetup.voting.open}
          @ask=${this.onAsk}
          @one-at-a-time=${this.openOneAtATime}
        ></list-tools>
      </div>
      <div
        class="held"
        @pointerenter=${() => this.#comeTo(ids)}
        @pointerleave=${this.leave}
        @focusin=${() => this.#order.hold(ids)}
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
        ${asked.lens === "everyone" ? nothing : lensLegend(asked.lens, this.aside, this.toggleGroup)}
        ${
          topics.length === 0
            ? html`<p class="panel none">
                No topic fits. <button class="btn btn--sm" @click=${this.showAll}>Show all</button>
              </p>`
            : html`<ol class=${classes}>
                  ${repeat(
                    topics.slice(0, this.#drawn.count),
                    ({ id }) => id,
                    (topic, at) =>
                      html`${at === cut ? cutLine(view, asked.sort === "support" ? "support" : "votes") : nothing}${topicRow(
                        replica,
                        view,
                        topic,
                        {
                          isOpen: topic.id === this.open,
                          rank: hasRanks && !isOut(topic) ? at + 1 : undefined,
                          overallRank: overall?.get(topic.id),
                          numberBy: groups ?? (asked.sort === "support" ? "support" : "votes"),
                          lens: asked.lens,
                          aside: this.aside,
                          most,
                          isLateButWanted: late.has(topic.id),
                        },
                      )}`,
                  )}
                </ol>
                ${this.#drawn.count < topics.length ? html`<div class="list-end"></div>` : nothing}`
        }
      </div>`;
  }

  get #asked(): Asked {
    return availableQuery(this.view, this.asked);
  }

  get #ordering(): Ordering {
    const { sort, lens } = this.#asked;
    const groups: Groups | undefined = chosenGroups(lens, this.aside);
    if (groups) return { by: "groups", groups };
    if (sort !== "yours") return { by: sort };
    return this.#order.yours(`${this.replica.slug} ${deviceSeed()}`);
  }

  get #current(): string[] {
    return inOrder(this.view.topics, this.#ordering).map(({ id }) => id);
  }

  #comeTo(ids: string[]): void {
    clearTimeout(this.#leaving);
    this.#order.hold(ids);
  }

  private readonly leave = ({ currentTarget, pointerType }: PointerEvent) => {
    const letGo = () => this.#letGo(currentTarget as HTMLElement, false);
    if (pointerType === "mouse") return letGo();
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(letGo, CLICK_MS);
  };

  #letGo(list: HTMLElement, isFocus: boolean, to: EventTarget | null = null): void {
    const hasFocus = isFocus ? to instanceof Node && list.contains(to) : list.contains(document.activeElement);
    if (hasFocus || (isFocus && list.matches(":hover"))) return;
    this.#order.letGo();
  }

  private readonly onAsk = ({ detail }: AskEvent) => {
    if (detail.filter?.isUnseen && !this.asked.filter?.isUnseen) this.#seenBefore = new Set(this.#seen.seen);
    if (detail.sort) this.aside = new Set();
    this.#order.letGo();
    this.asked = { ...this.asked, ...detail };
    if (detail.words !== undefined || detail.filter)
      void this.updateComplete.then(() => sayAfterTyping(foundWords(this.#shown.length)));
  };

  private readonly toggleGroup = (group: string) => {
    const next = new Set(this.aside);
    if (!next.delete(group)) next.add(group);
    const { lens } = this.#asked;
    const groups = chosenGroups(lens, next);
    // The last one stays: a list of nobody's votes ranks nothing.
    if (groups && groups.shown.length === 0) return;
    this.aside = next;
    this.#order.letGo();
  };

  /** Takes in the news once; what comes after waits again, for the pointer is still there. */
  private readonly showNews = async (event: MouseEvent) => {
    this.#order.takeNews(this.view.topics, this.#ordering);
    const isByKey = event.detail === 0;
    await this.updateComplete;
    if (isByKey) this.link(this.#shown[0])?.focus();
  };

  private readonly showAll = () => {
    this.asked = { ...this.asked, filter: NO_FILTER, words: "" };
  };

  private readonly openOneAtATime = () => {
    const topics = this.#shown.length > 0 && filterCount(this.#asked.filter) > 0 ? this.#shown : this.#current;
    whenLoaded(import("./one-at-a-time.ts"), (code) => code.openOneAtATime(this.replica, topics, this.#seen));
  };
}

/** Where each topic stands by everyone's votes. */
function ranksByVotes({ topics }: MeetupView): Map<string, number> {
  const kept = inOrder(topics, { by: "votes" }).filter((topic) => !isOut(topic));
  return new Map(kept.map(({ id }, at) => [id, at + 1]));
}

function newsText(added: number, moved: number): string {
  return [added > 0 && `${added} new`, moved > 0 && `${moved} moved`].filter(Boolean).join(", ");
}
