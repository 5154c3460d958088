import { openSearchPanel } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { css, html, LitElement, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { showAuthors, type SayWhen } from "./author-marks.ts";
import { blockInsertion } from "./block-insertion.ts";
import { followCursor, followPerson } from "./follow-cursor.ts";
import { formatCommand } from "./format-commands.ts";
import { KeptNumbers } from "./kept-numbers.ts";
import { markLine } from "./linked-line.ts";
import { newAction } from "./new-action.ts";
import { padExtensions, writing } from "./pad-extensions.ts";
import type { KnownPerson } from "../known-people.ts";
import type { PadAuthors } from "../pad-authors.ts";
import type { PadColors } from "../pad-colors.ts";
import type { PadReplica } from "../replica/pad-replica.ts";
import type { Tool } from "../pad-toolbar.ts";
import { remoteCursors, type Whereabouts } from "./remote-cursors.ts";

/** The cursor is on another line now, counted from 1. */
export type LineEvent = CustomEvent<{ line: number }>;
/** Others are somewhere else in the text now. */
export type PeopleMoveEvent = CustomEvent<readonly Whereabouts[]>;
/** A line's number was clicked, counted from 1: someone wants its address. */
export type LineLinkEvent = CustomEvent<{ line: number }>;

/** Where others are is told so long after they moved, so that it is not told for each of their keys. Milliseconds. */
const PEOPLE_MS = 500;

/**
 * Where a pad's text is written. In a shadow root, because there CodeMirror's styles are
 * constructed sheets, which our content security policy allows.
 */
@customElement("pad-editor")
export class PadEditor extends LitElement {
  static override readonly styles = css`
    :host {
      display: block;
      min-height: 0;
      height: 100%;
    }
    :host([hidden]) {
      display: none;
    }
    #editor {
      height: 100%;
    }
    .cm-content:focus-visible {
      outline: none;
    }
    .cm-content[aria-readonly]:focus-visible {
      box-shadow: inset 0 0 0 2.5px var(--focus);
    }
    .vh {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
  `;

  /** The pad to write in; it must be loaded. */
  @property({ attribute: false }) replica!: PadReplica;
  /** Who wrote what in it. */
  @property({ attribute: false }) authors!: PadAuthors;
  /** Who has which colour in it. */
  @property({ attribute: false }) colors!: PadColors;
  /** Who can be named in it. */
  @property({ attribute: false }) people!: () => readonly KnownPerson[];
  /** How to say when something was written. */
  @property({ attribute: false }) sayWhen!: SayWhen;
  /** Whether one may only read. */
  @property({ type: Boolean }) isReadOnly = false;
  /** Whether the text is tinted by who wrote it. */
  @property({ type: Boolean }) hasAuthors = false;

  /** Whose cursor to scroll along with, by key; `follow-end` is fired when one goes on by oneself. */
  @property({ attribute: false }) following: string | undefined;

  #view: EditorView | undefined;
  #numbers: KeptNumbers | undefined;
  #line = 1;
  #peopleSoon: ReturnType<typeof setTimeout> | undefined;
  #people = "";
  readonly #writing = new Compartment();

  protected override render() {
    return html`<div id="editor"></div>
      <span id="hint" class="vh">Press Escape and then Tab to leave the editor.</span>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("replica") || !this.#view) return this.#open();
    if (changed.has("isReadOnly"))
      this.#view.dispatch({ effects: this.#writing.reconfigure(writing(this.isReadOnly)) });
    if (changed.has("following")) this.#view.dispatch({ effects: followPerson.of(this.following ?? null) });
    if (changed.has("hasAuthors")) this.#view.dispatch({ effects: showAuthors.of(this.hasAuthors) });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  /** Does what a tool of the toolbar does: takes back one's own last edit, brings it back, finds, or formats at the cursor. */
  use(tool: Tool): void {
    const view = this.#view;
    if (!view) return;
    if (tool === "find") return void openSearchPanel(view);
    if (tool === "undo") this.#numbers?.undo.undo();
    else if (tool === "redo") this.#numbers?.undo.redo();
    else formatCommand(tool)(view);
    view.focus();
  }

  /** Puts the cursor on a line, counted from 1, and the line at the top. */
  goToLine(line: number): void {
    const view = this.#view;
    if (!view) return;
    const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
    view.dispatch({
      selection: { anchor: from },
      effects: EditorView.scrollIntoView(from, { y: "start", yMargin: 20 }),
    });
    view.focus();
  }

  /** The cursor's line where that is in view, or else the first that is; counted from 1. */
  get lineInView(): number {
    const view = this.#view;
    if (!view) return 1;
    const { top, bottom } = view.scrollDOM.getBoundingClientRect();
    const { head } = view.state.selection.main;
    const cursor = view.coordsAtPos(head);
    const isSeen = cursor !== null && cursor.top >= top && cursor.bottom <= bottom;
    const at = isSeen ? head : view.lineBlockAtHeight(top - view.documentTop + 1).from;
    return view.state.doc.lineAt(at).number;
  }

  /** Brings a line, counted from 1, to the top; the cursor stays where it is. */
  showLine(line: number): void {
    const view = this.#view;
    if (!view) return;
    const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
    view.dispatch({ effects: EditorView.scrollIntoView(from, { y: "start", yMargin: 20 }) });
  }

  /** Marks a line that a link leads to, counted from 1, and brings it into view; the focus stays where it is. */
  showLinkedLine(line: number): void {
    const view = this.#view;
    if (!view) return;
    const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
    view.dispatch({
      selection: { anchor: from },
      effects: [markLine.of(from), EditorView.scrollIntoView(from, { y: "center" })],
    });
  }

  /** No line is the linked one any more. */
  hideLinkedLine(): void {
    this.#view?.dispatch({ effects: markLine.of(null) });
  }

  /** Puts a block of Markdown where the cursor is, as one's own edit; false when one may only read. */
  insertBlock(block: string): boolean {
    const view = this.#view;
    if (!view || view.state.readOnly) return false;
    const { from, insert } = blockInsertion(view.state.doc.toString(), view.state.selection.main.head, block);
    view.dispatch({
      changes: { from, insert },
      selection: { anchor: from + insert.trimEnd().length },
      scrollIntoView: true,
      userEvent: "input.paste",
    });
    return true;
  }

  /** Begins another action, as one's own edit: a box below the last one, with the cursor behind it. */
  addAction(): void {
    const view = this.#view;
    if (!view || view.state.readOnly) return;
    const { from, to, insert, cursor } = newAction(view.state.doc.toString());
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: cursor },
      scrollIntoView: true,
      userEvent: "input.action",
    });
    view.focus();
  }

  override focus(): void {
    this.#view?.focus();
  }

  #open(): void {
    this.#close();
    const parent = this.renderRoot.querySelector("#editor");
    if (!parent) return;
    const { text, awareness } = this.replica;
    const numbers = new KeptNumbers(text);
    this.#numbers = numbers;
    const { cursors, placeOf, whereabouts } = remoteCursors(text, awareness, this.colors);
    this.#view = new EditorView({
      parent,
      root: this.renderRoot as ShadowRoot,
      dispatchTransactions: numbers.dispatch,
      state: EditorState.create({
        doc: text.toString(),
        extensions: [
          this.#writing.of(writing(this.isReadOnly)),
          padExtensions({
            replica: this.replica,
            numbers,
            authors: this.authors,
            people: () => this.people(),
            sayWhen: (at) => this.sayWhen(at),
            chooseLine: (line) => this.#chooseLine(line),
            cursors: [cursors, followCursor(placeOf, () => this.dispatchEvent(new CustomEvent("follow-end")))],
          }),
          EditorView.updateListener.of(({ state, view, docChanged, selectionSet }) => {
            if (docChanged || selectionSet) this.#tellLine(state);
            this.#peopleSoon ??= setTimeout(() => this.#tellPeople(whereabouts(view)), PEOPLE_MS);
          }),
        ],
      }),
    });
    if (this.hasAuthors) this.#view.dispatch({ effects: showAuthors.of(true) });
  }

  #close(): void {
    clearTimeout(this.#peopleSoon);
    this.#peopleSoon = undefined;
    this.#view?.destroy();
    this.#numbers?.close();
    this.#view = undefined;
    this.#numbers = undefined;
  }

  #chooseLine(line: number): void {
    this.dispatchEvent(new CustomEvent("line-link", { detail: { line } }) satisfies LineLinkEvent);
  }

  #tellPeople(people: readonly Whereabouts[]): void {
    this.#peopleSoon = undefined;
    const told = people.map(({ person, line }) => `${person.key} ${person.color} ${line}`).join("\n");
    if (told === this.#people) return;
    this.#people = told;
    this.dispatchEvent(new CustomEvent("people-move", { detail: people }) satisfies PeopleMoveEvent);
  }

  #tellLine(state: EditorState): void {
    const line = state.doc.lineAt(state.selection.main.head).number;
    if (line === this.#line) return;
    this.#line = line;
    this.dispatchEvent(new CustomEvent("line-change", { detail: { line } }) satisfies LineEvent);
  }
}
