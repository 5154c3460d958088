import { syntaxTree } from "@codemirror/language";
import { Annotation, type EditorState, type Range } from "@codemirror/state";
import {
  Decoration,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type PluginValue,
  type ViewUpdate,
} from "@codemirror/view";
import type { SyntaxNode, SyntaxNodeRef } from "@lezer/common";
import { hrefOf, LinkArrow } from "../note-links.ts";
import { Space, tableLayout } from "./table-columns.ts";
import { TaskBox } from "./task-box.ts";

/** A part of the text. */
interface Span {
  from: number;
  to: number;
}

/** Narrower than any pad is drawn; until it has been measured. In characters. */
const NARROW = 40;
/** The monospaced face of notes: its size against the text's, and a character's width against its size. */
const MONO = 0.875 * 0.6;
/** What the content's box has beside its lines' text, roughly. */
const PADDING_PX = 48;

const hidden = Decoration.replace({});
const linkText = Decoration.mark({ class: "cm-link-text" });
const bullet = Decoration.mark({ class: "cm-dash cm-bullet" });
const dash = Decoration.mark({ class: "cm-dash" });
const done = Decoration.mark({ class: "cm-done" });
const rule = Decoration.line({ class: "cm-rule-line" });

/**
 * How the Markdown in `ranges` is drawn: what only marks is hidden, tasks have boxes, links an arrow,
 * tables columns. Where `touched` reaches, the source shows as it is. The text itself never changes.
 */
export function renderedMarks(
  state: EditorState,
  ranges: readonly Span[],
  touched: readonly Span[],
  columns = NARROW,
): DecorationSet {
  const found: Range<Decoration>[] = [];
  const isTouched = ({ from, to }: Span) => touched.some((span) => span.from <= to && span.to >= from);
  const isLineTouched = (at: number) => isTouched(state.doc.lineAt(at));
  const hide = (from: number, to: number) => {
    // What a view draws by itself must not join lines.
    if (from < to && !state.sliceDoc(from, to).includes("\n")) found.push(hidden.range(from, to));
  };

  const enter = (ref: SyntaxNodeRef): boolean | void => {
    const { from, to, name } = ref;
    switch (name) {
      case "Table":
        found.push(...tableOf(ref.node));
        return false;
      case "FencedCode":
      case "CodeBlock":
      case "HTMLBlock":
      case "LinkReference":
        return false;
      case "HeaderMark": {
        const line = state.doc.lineAt(from);
        const isWhole = line.text.trim().length === to - from;
        if (isWhole || isTouched(line)) return;
        const isFirst = from === ref.node.parent?.from;
        if (isFirst) hide(from, to + gapAfter(state, to));
        else hide(from - gapBefore(state, from), to);
        return;
      }
      case "QuoteMark":
        if (!isLineTouched(from)) hide(from, to + Math.min(gapAfter(state, to), 1));
        return;
      case "EmphasisMark":
      case "StrikethroughMark":
        if (ref.node.parent && !isTouched(ref.node.parent)) hide(from, to);
        return;
      case "CodeMark":
        if (ref.node.parent?.name === "InlineCode" && !isTouched(ref.node.parent)) hide(from, to);
        return;
      case "Escape":
        if (!isTouched(ref)) hide(from, from + 1);
        return;
      case "ListMark":
        if (to - from === 1 && !ref.node.parent?.getChild("Task"))
          found.push((isLineTouched(from) ? dash : bullet).range(from, to));
        return;
      case "TaskMarker":
        found.push(...taskOf(ref.node));
        return;
      case "Image":
        return false;
      case "Link":
      case "Autolink":
      case "URL":
        if (name === "URL" && ref.node.parent?.name !== "Paragraph" && hasOwnMarks(ref.node)) return;
        found.push(...linkOf(ref.node));
        return;
      case "HorizontalRule":
        if (!isLineTouched(from)) found.push(rule.range(state.doc.lineAt(from).from));
        return;
    }
  };

  /** Columns that line up, and rows that hang where they are too long for it. */
  function tableOf(node: SyntaxNode): Range<Decoration>[] {
    const { rows, gaps, hang } = tableLayout(state, node, columns);
    const row = Decoration.line({ class: "cm-hanging", attributes: { style: `--hang: ${hang}ch` } });
    return [
      ...rows.map((from) => row.range(from)),
      ...gaps.map(({ at, width }) => Decoration.widget({ widget: new Space(width), side: 1 }).range(at)),
    ];
  }

  /** A box in place of `- [ ]`; in a numbered list the number stays. */
  function taskOf(node: SyntaxNode): Range<Decoration>[] {
    const mark = node.parent?.parent?.getChild("ListMark");
    const line = state.doc.lineAt(node.from);
    const isDone = state.sliceDoc(node.from + 1, node.to - 1) !== " ";
    const words = node.to + 1;
    const looks = isDone && words < line.to ? [done.range(words, line.to)] : [];
    if (!mark || mark.from < line.from) return looks;
    const from = mark.to - mark.from === 1 ? mark.from : node.from;
    if (isTouched({ from, to: node.to })) return looks;
    const text = line.text.slice(node.to - line.from).trim();
    const widget = new TaskBox({ isDone, isReadOnly: state.readOnly, text });
    return [...looks, Decoration.replace({ widget }).range(from, node.to)];
  }

  /** Only the words of a link, with an arrow that opens it. */
  function linkOf(node: SyntaxNode): Range<Decoration>[] {
    const href = hrefOf(state, node);
    if (href === undefined) return [];
    const marks = node.getChildren("LinkMark");
    const [open, close] = marks;
    const start = open?.to ?? node.from;
    const end = close?.from ?? node.to;
    const isOneLine = !state.sliceDoc(end, node.to).includes("\n");
    // A link without words would vanish.
    if (open && close && start < end && isOneLine && !isTouched(node)) {
      hide(open.from, start);
      hide(end, node.to);
    }
    const arrow = Decoration.widget({ widget: new LinkArrow(href), side: 1 });
    return [...(start < end ? [linkText.range(start, end)] : []), arrow.range(node.to)];
  }

  const tree = syntaxTree(state);
  for (const { from, to } of ranges) tree.iterate({ from, to, enter });
  return Decoration.set(found, true);
}

/** Whether an address is already part of a link that is drawn as a whole. */
function hasOwnMarks({ parent }: SyntaxNode): boolean {
  return parent !== null && ["Link", "Image", "Autolink", "LinkReference"].includes(parent.name);
}

function gapAfter(state: EditorState, at: number): number {
  const rest = state.sliceDoc(at, state.doc.lineAt(at).to);
  return rest.length - rest.trimStart().length;
}

function gapBefore(state: EditorState, at: number): number {
  const start = state.sliceDoc(state.doc.lineAt(at).from, at);
  return start.length - start.trimEnd().length;
}

/** Marks the empty transaction that draws anew what had to wait. */
const waited = Annotation.define<true>();
/** The editor takes in the last of a composition within this. Milliseconds. */
const COMPOSED_MS = 60;
/** What tells that the mouse button is up: a drag ends without `mouseup`, and some clicks outside the page with nothing. */
const LET_GO = ["mouseup", "dragend", "mousemove"] as const;

/**
 * Draws Markdown in place as one types. Only for what is on screen, so that long notes stay smooth.
 *
 * 1. While a mouse button is down nothing changes its place: a selection would jump under the pointer.
 * 2. While text is being composed, drawing only moves along: it would end the composition.
 */
class RenderedMarkdown implements PluginValue {
  decorations: DecorationSet = Decoration.none;
  readonly #view: EditorView;
  #isPressed = false;
  #columns = NARROW;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(view: EditorView) {
    this.#view = view;
    this.#draw();
  }

  update(update: ViewUpdate): void {
    const { view, state } = update;
    const hasWaited = update.transactions.some((transaction) => transaction.annotation(waited));
    const isNews =
      hasWaited ||
      update.docChanged ||
      update.viewportChanged ||
      update.selectionSet ||
      update.focusChanged ||
      update.geometryChanged ||
      syntaxTree(update.startState) !== syntaxTree(state) ||
      update.startState.readOnly !== state.readOnly;
    if (!isNews) return;
    if (view.composing || view.compositionStarted || this.#isPressed) {
      if (update.docChanged) this.decorations = movedAlong(this.decorations, update);
    } else {
      if (update.geometryChanged && !update.docChanged) this.#measure();
      this.#draw();
    }
  }

  destroy(): void {
    clearTimeout(this.#soon);
    for (const type of LET_GO) removeEventListener(type, this.release);
  }

  press(): void {
    this.#isPressed = true;
    for (const type of LET_GO) addEventListener(type, this.release);
  }

  readonly release = (event: MouseEvent) => {
    if (event.type === "mousemove" && (event.buttons & 1) === 1) return;
    this.#isPressed = false;
    for (const type of LET_GO) removeEventListener(type, this.release);
    // The click that follows belongs to what is there now.
    this.drawSoon(0);
  };

  drawSoon(ms: number): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#view.dispatch({ annotations: waited.of(true) }), ms);
  }

  #measure(): void {
    const { contentDOM } = this.#view;
    const size = Number.parseFloat(getComputedStyle(contentDOM).fontSize);
    const width = contentDOM.clientWidth - PADDING_PX;
    if (size > 0 && width > 0) this.#columns = Math.floor(width / (size * MONO));
  }

  #draw(): void {
    const { state, visibleRanges, hasFocus } = this.#view;
    const touched = hasFocus && !state.readOnly ? state.selection.ranges : [];
    this.decorations = renderedMarks(state, visibleRanges, touched, this.#columns);
  }
}

/** Marks as they are after an edit; a line break that came into a hidden part shows it again. */
function movedAlong(before: DecorationSet, { changes, state }: ViewUpdate): DecorationSet {
  return before.map(changes).update({ filter: (from, to) => !state.sliceDoc(from, to).includes("\n") });
}

/** Draws Markdown in place, see `renderedMarks`. */
export const renderedMarkdown = ViewPlugin.fromClass(RenderedMarkdown, {
  decorations: (plugin) => plugin.decorations,
  eventHandlers: {
    mousedown(event) {
      if (event.button === 0) this.press();
    },
    compositionend() {
      this.drawSoon(COMPOSED_MS);
    },
  },
});
