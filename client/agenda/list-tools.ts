import { html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { statusWords } from "../../shared/meetup/status-words.ts";
import type { MeetupView, TopicStatus, TopicView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { filterCount, NO_FILTER, type AgendaFilter } from "./agenda-order.ts";
import type { LensKind } from "./lens-bar.ts";

/** The orders that a reader can ask for. */
export type AgendaSort = "yours" | "number" | "newest" | "votes" | "support";

const SORTS: Record<AgendaSort, string> = {
  yours: "Yours, shuffled",
  number: "As proposed",
  newest: "Newest",
  votes: "Most votes",
  support: "Share of those who saw it",
};

const STATUSES: TopicStatus[] = ["proposed", "scheduled", "side-group", "parked", "merged", "withdrawn"];

/** What a reader has asked of the list. */
export interface Asked {
  sort: AgendaSort;
  filter: AgendaFilter;
  words: string;
  lens: LensKind;
}

/** Fired with what changed. */
export type AskEvent = CustomEvent<Partial<Asked>>;

/** Search, one filter button, one order, and the lens. */
@customElement("list-tools")
export class ListTools extends LightElement {
  @property({ attribute: false }) topics: readonly TopicView[] = [];
  @property({ attribute: false }) phase!: MeetupView["meetup"]["phase"];
  @property({ attribute: false }) sorts: readonly AgendaSort[] = [];
  @property({ attribute: false }) asked!: Asked;
  /** Whether the counts may be taken apart. */
  @property({ attribute: false }) hasLens = false;
  /** Whether topics can be gone through one by one; fires `one-at-a-time` when someone wants to. */
  @property({ attribute: false }) hasStack = false;
  @state() private isOpen = false;
  @query("#find") private field!: HTMLInputElement | null;
  @query(".filter-b") private button!: HTMLButtonElement;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("pointerdown", this.closeFromOutside);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("pointerdown", this.closeFromOutside);
  }

  /** Puts the cursor into the search field. */
  find(): void {
    this.field?.focus();
  }

  protected override render() {
    const { sort, words, filter } = this.asked;
    const count = filterCount(filter);
    return html`<div class="tools">
      ${
        this.topics.length > 5
          ? html`<label class="find-in"
              >${icon("search")}<span class="vh">Find a topic</span
              ><input
                id="find"
                type="search"
                placeholder="Find"
                .value=${words}
                @input=${(event: Event) => this.#ask({ words: (event.target as HTMLInputElement).value })}
            /></label>`
          : nothing
      }
      <div class="filter" @keydown=${this.closeByKey} @focusout=${this.closeOnLeave}>
        <button
          class="btn btn--quiet filter-b"
          aria-expanded=${this.isOpen}
          aria-controls="filter-panel"
          @click=${() => (this.isOpen = !this.isOpen)}
        >
          ${icon("list-filter")}<span class="filter-w">Filter</span>${
            count > 0 ? html` <span class="filter-n num">${count}<span class="vh"> active</span></span>` : nothing
          }
        </button>
        <div class="menu filter-panel" id="filter-panel" ?hidden=${!this.isOpen}>
          ${this.isOpen ? this.#panel() : nothing}
        </div>
      </div>
      ${
        this.hasStack
          ? html`<button
              class="btn one-b"
              aria-haspopup="dialog"
              @click=${() => this.dispatchEvent(new CustomEvent("one-at-a-time"))}
            >
              ${icon("smartphone")}One by one
            </button>`
          : nothing
      }
      <label class="order"
        >${icon("arrow-up-down")}<span class="vh">Order</span
        ><select
          @change=${(event: Event) => this.#ask({ sort: (event.target as HTMLSelectElement).value as AgendaSort })}
        >
          ${this.sorts.map((each) => html`<option value=${each} ?selected=${each === sort}>${SORTS[each]}</option>`)}
        </select></label
      >
      ${
        this.hasLens
          ? html`<div class="seg" role="group" aria-label="See votes by">
              ${this.#lens("everyone", "Everyone")}${this.#lens("scale", "Scale")}${this.#lens("maturity", "Maturity")}
            </div>`
          : nothing
      }
    </div>`;
  }

  #lens(lens: LensKind, name: string) {
    return html`<button aria-pressed=${this.asked.lens === lens} @click=${() => this.#ask({ lens })}>${name}</button>`;
  }

  #panel() {
    const { filter } = this.asked;
    const tags = [...new Set(this.topics.flatMap((topic) => topic.tags))].toSorted((a, b) => a.localeCompare(b));
    const statuses = STATUSES.filter((status) => this.topics.some((topic) => topic.status === status));
    return html`<fieldset>
        <legend class="caps">Show only</legend>
        ${this.#check("Needs a moderator", filter.needsModerator, (needsModerator) => ({ needsModerator }))}
        ${this.#check("Mine: proposed or voted for", filter.isMine, (isMine) => ({ isMine }))}
        ${this.#check("Not yet seen", filter.isUnseen, (isUnseen) => ({ isUnseen }))}
      </fieldset>
      <fieldset>
        <legend class="caps">Status</legend>
        ${statuses.map((status) =>
          this.#check(statusWords(status, this.phase), filter.statuses.includes(status), (isOn) => ({
            statuses: toggled(filter.statuses, status, isOn),
          })),
        )}
      </fieldset>
      ${
        tags.length > 0
          ? html`<fieldset class="filter-tags">
              <legend class="caps">Tags</legend>
              ${tags.map((tag) =>
                this.#check(tag, filter.tags.includes(tag), (isOn) => ({ tags: toggled(filter.tags, tag, isOn) })),
              )}
            </fieldset>`
          : nothing
      }
      <button class="btn btn--sm" @click=${() => this.#ask({ filter: NO_FILTER })}>Clear</button>`;
  }

  #check(name: string, isOn: boolean, set: (isOn: boolean) => Partial<AgendaFilter>) {
    return html`<label class="check"
      ><input
        type="checkbox"
        .checked=${isOn}
        @change=${(event: Event) =>
          this.#ask({ filter: { ...this.asked.filter, ...set((event.target as HTMLInputElement).checked) } })}
      /><span>${name}</span></label
    >`;
  }

  #ask(detail: Partial<Asked>): void {
    this.dispatchEvent(new CustomEvent("ask", { detail }));
  }

  private readonly closeFromOutside = (event: PointerEvent) => {
    if (this.isOpen && !(event.target as Element).closest?.(".filter")) this.isOpen = false;
  };

  private readonly closeByKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !this.isOpen) return;
    event.stopPropagation();
    this.isOpen = false;
    this.button.focus();
  };

  private readonly closeOnLeave = (event: FocusEvent) => {
    const to = event.relatedTarget;
    if (to instanceof Node && !(event.currentTarget as Node).contains(to)) this.isOpen = false;
  };
}

function toggled<T>(all: readonly T[], one: T, isOn: boolean): T[] {
  const others = all.filter((each) => each !== one);
  return isOn ? [...others, one] : others;
}
