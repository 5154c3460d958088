import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  replaceAll,
  replaceNext,
  search,
  SearchQuery,
  selectMatches,
  setSearchQuery,
} from "@codemirror/search";
import type { EditorState, Extension } from "@codemirror/state";
import { runScopeHandlers, type EditorView, type Panel, type ViewUpdate } from "@codemirror/view";

/** More are not counted one by one. */
const MOST = 999;
/** Matches are counted anew so long after the text has changed, so that nobody's keys wait for it. Milliseconds. */
const COUNT_MS = 250;

/** What is found of a query: where, as far as it is counted, and whether there is more. */
interface Found {
  places: readonly { from: number; to: number }[];
  isMore: boolean;
}

/**
 * Finding and replacing in notes. CodeMirror's own panel takes a quarter of a phone and counts nothing; here what most
 * people need is one row, and the rest is a press away where there is no room.
 */
export const findPanel: Extension = search({ top: true, literal: true, createPanel: (view) => new FindPanel(view) });

class FindPanel implements Panel {
  readonly dom: HTMLElement;
  readonly top = true;
  readonly #view: EditorView;
  readonly #find = field("search", "Find");
  readonly #replace = field("replace", "Replace");
  readonly #case = checkbox("Match case");
  readonly #pattern = checkbox("Pattern");
  readonly #words = checkbox("Whole words");
  readonly #count = made("span", "cm-find-count", { role: "status" });
  readonly #replacing = made("div", "cm-find-row cm-find-more");
  #query: SearchQuery;
  #found: Found = NOTHING;
  #countSoon: ReturnType<typeof setTimeout> | undefined;

  constructor(view: EditorView) {
    this.#view = view;
    this.#query = getSearchQuery(view.state);
    this.#find.setAttribute("main-field", "true");
    this.#find.enterKeyHint = "search";
    const more = button("⋯", "Replace and more", () => {
      const isOpen = this.dom.classList.toggle("is-open");
      more.setAttribute("aria-expanded", String(isOpen));
    });
    more.classList.add("cm-find-opener");
    more.setAttribute("aria-expanded", "false");
    const first = made("div", "cm-find-row");
    first.append(
      this.#find,
      this.#count,
      button("↑", "Previous", () => findPrevious(view)),
      button("↓", "Next", () => findNext(view)),
      more,
      button("×", "Close", () => closeSearchPanel(view)),
    );
    this.#replacing.append(
      this.#replace,
      button("Replace", "Replace", () => replaceNext(view)),
      button("Replace all", "Replace all", () => replaceAll(view)),
    );
    const options = made("div", "cm-find-row cm-find-more");
    options.append(
      ...[this.#case, this.#pattern, this.#words].map(({ parentElement }) => parentElement!),
      button("Select all", "Select all", () => selectMatches(view)),
    );
    this.dom = made("div", "cm-find", { role: "search", "aria-label": "Find and replace" });
    this.dom.append(first, this.#replacing, options);
    // Also what a phone's keyboard puts in at once, or a menu pastes.
    this.dom.addEventListener("input", () => this.#commit());
    this.dom.addEventListener("keydown", (event) => this.#press(event));
    this.#show();
  }

  mount(): void {
    this.#find.select();
  }

  update({ transactions, state, docChanged, selectionSet }: ViewUpdate): void {
    const query = transactions.flatMap(({ effects }) => effects).findLast((effect) => effect.is(setSearchQuery));
    if (query && !query.value.eq(this.#query)) {
      this.#query = query.value;
      this.#show();
    } else if (docChanged) this.#countSoon ??= setTimeout(() => this.#look(), COUNT_MS);
    else if (selectionSet && this.#countSoon === undefined) this.#say();
    this.#replacing.hidden = state.readOnly;
  }

  destroy(): void {
    clearTimeout(this.#countSoon);
  }

  #show(): void {
    const { search: words, replace, caseSensitive, regexp, wholeWord } = this.#query;
    if (this.#find.value !== words) this.#find.value = words;
    if (this.#replace.value !== replace) this.#replace.value = replace;
    this.#case.checked = caseSensitive;
    this.#pattern.checked = regexp;
    this.#words.checked = wholeWord;
    this.#replacing.hidden = this.#view.state.readOnly;
    this.#look();
  }

  #look(): void {
    clearTimeout(this.#countSoon);
    this.#countSoon = undefined;
    this.#found = foundIn(this.#view.state, this.#query);
    this.#say();
  }

  #say(): void {
    const { main } = this.#view.state.selection;
    const at = this.#found.places.findIndex(({ from, to }) => from === main.from && to === main.to);
    this.#count.textContent = countOf(this.#query, this.#found, at);
  }

  #commit(): void {
    const query = new SearchQuery({
      search: this.#find.value,
      replace: this.#replace.value,
      caseSensitive: this.#case.checked,
      regexp: this.#pattern.checked,
      wholeWord: this.#words.checked,
      // What is written is what is meant: only in patterns a backslash is more than one.
      literal: !this.#pattern.checked,
    });
    if (query.eq(this.#query)) return;
    this.#query = query;
    this.#view.dispatch({ effects: setSearchQuery.of(query) });
    this.#look();
  }

  #press(event: KeyboardEvent): void {
    // Enter that ends composing a word only does that.
    if (event.isComposing) return;
    const isHandled = runScopeHandlers(this.#view, event, "search-panel") || this.#enter(event);
    if (isHandled) event.preventDefault();
  }

  #enter({ key, shiftKey, target }: KeyboardEvent): boolean {
    if (key !== "Enter") return false;
    if (target === this.#find) return (shiftKey ? findPrevious : findNext)(this.#view);
    return target === this.#replace && replaceNext(this.#view);
  }
}

const NOTHING: Found = { places: [], isMore: false };

function foundIn(state: EditorState, query: SearchQuery): Found {
  if (!query.valid) return NOTHING;
  const places: { from: number; to: number }[] = [];
  const cursor = query.getCursor(state);
  for (let next = cursor.next(); !next.done; next = cursor.next()) {
    if (places.length === MOST) return { places, isMore: true };
    places.push({ from: next.value.from, to: next.value.to });
  }
  return { places, isMore: false };
}

function countOf({ search: words, valid }: SearchQuery, { places, isMore }: Found, at: number): string {
  if (words === "") return "";
  if (!valid) return "No pattern";
  if (places.length === 0) return "None";
  const all = isMore ? `${MOST}+` : String(places.length);
  return at < 0 ? all : `${at + 1} of ${all}`;
}

function made<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  attributes: Record<string, string> = {},
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function field(name: string, label: string): HTMLInputElement {
  return made("input", "cm-textfield", { name, "aria-label": label, placeholder: label, autocomplete: "off" });
}

function checkbox(words: string): HTMLInputElement {
  const box = made("input", "", { type: "checkbox" });
  made("label", "").append(box, words);
  return box;
}

function button(words: string, label: string, press: () => unknown): HTMLButtonElement {
  const element = made("button", "cm-button", { type: "button", "aria-label": label, title: label });
  element.textContent = words;
  // The focus, and with it a phone's keyboard, stays in the field.
  element.addEventListener("mousedown", (event) => event.preventDefault());
  element.addEventListener("click", press);
  return element;
}
