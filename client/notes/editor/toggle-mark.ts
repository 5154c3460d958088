import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import {
  EditorSelection,
  type ChangeSpec,
  type EditorState,
  type SelectionRange,
  type StateCommand,
} from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import { isInCode } from "./continue-list.ts";

/** What marks words in a line: how the parser names it, and what stands around it. */
export type Mark = { name: "StrongEmphasis" | "Emphasis" | "InlineCode"; text: string };

interface Span {
  from: number;
  to: number;
}

/** The tree is waited for so long; what is on screen has it already. Milliseconds. */
const PARSE_MS = 100;
/** What stands before a line's words. */
const LEAD = /^(?:\s*>)*\s*(?:#{1,6}\s+|(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX-]\]\s+)?)?/u;
/** What a mark goes around as a whole, or not at all. */
const WHOLE = new Set(["InlineCode", "Autolink", "URL", "Image", "Escape"]);
const NESTS = new Set(["StrongEmphasis", "Emphasis", "Strikethrough", "InlineCode", "Link"]);

/**
 * Puts marks around the chosen words of each line, or takes them away where all have them. Marks nest: they stand
 * around others, never across them. Without a selection the word around the cursor is meant; elsewhere the cursor ends
 * up between two marks, and behind the closing one when the same is done again.
 */
export function toggleMark(mark: Mark): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false;
    ensureSyntaxTree(state, state.selection.main.to, PARSE_MS);
    const update = state.changeByRange((range) => (range.empty ? atCursor : inRange)(state, range, mark));
    dispatch(state.update(update, { scrollIntoView: true, userEvent: "input.format" }));
    return true;
  };
}

interface Edit {
  changes?: ChangeSpec;
  range: SelectionRange;
}

function atCursor(state: EditorState, range: SelectionRange, mark: Mark): Edit {
  const { head } = range;
  const size = mark.text.length;
  const isBetween = state.sliceDoc(head - size, head) === mark.text && state.sliceDoc(head, head + size) === mark.text;
  if (isBetween && !isPartOfLongerMark(state, head, mark))
    return { changes: { from: head - size, to: head + size }, range: EditorSelection.cursor(head - size) };
  const node = nodeAround(state, { from: head, to: head }, mark);
  if (node) {
    const { to } = contentOf(node);
    // At the end of what is marked one wants to write on without.
    if (head === to) return { range: EditorSelection.cursor(node.to) };
    const changes = state.changes(unmarked(node));
    return { changes, range: range.map(changes) };
  }
  const word = state.wordAt(head);
  if (word && word.from < head && word.to > head && !isInCode(state, head)) {
    const changes = state.changes(marked(state, [grown(state, word)], mark));
    return { changes, range: EditorSelection.cursor(changes.mapPos(head, 1)) };
  }
  return {
    changes: [{ from: head, insert: mark.text + mark.text }],
    range: EditorSelection.cursor(head + size),
  };
}

/** Of `**|**`, `*` alone is no mark. */
function isPartOfLongerMark(state: EditorState, at: number, { text }: Mark): boolean {
  const size = text.length;
  return state.sliceDoc(at - 2 * size, at - size) === text && state.sliceDoc(at + size, at + 2 * size) === text;
}

function inRange(state: EditorState, range: SelectionRange, mark: Mark): Edit {
  const parts = apart(wordsIn(state, range).map((part) => grown(state, part, mark)));
  const around = parts.map((part) => ({ part, node: nodeAround(state, part, mark) }));
  const isOn = parts.length > 0 && around.every(({ node }) => node !== undefined);
  const off = around.filter(({ node }) => node === undefined).map(({ part }) => part);
  const changes = state.changes(isOn ? unmarkedParts(state, around) : marked(state, off, mark));
  return { changes, range: range.map(changes) };
}

/** Spans that overlap are one. */
function apart(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans) {
    const last = all.at(-1);
    if (last && span.from < last.to) last.to = Math.max(last.to, span.to);
    else all.push({ ...span });
  }
  return all;
}

/** The chosen words, line by line and cell by cell, without what stands before a line's words. */
function wordsIn(state: EditorState, { from, to }: Span): Span[] {
  const spans: Span[] = [];
  for (let at = from; at <= to;) {
    const line = state.doc.lineAt(at);
    const lead = LEAD.exec(line.text)?.[0].length ?? 0;
    const part = { from: Math.max(from, line.from + lead), to: Math.min(to, line.to) };
    at = line.to + 1;
    if (isInCode(state, line.to)) continue;
    for (const span of cellsIn(state, part) ?? [part]) {
      const trimmed = trim(state, span);
      if (trimmed.from < trimmed.to) spans.push(trimmed);
    }
  }
  return spans;
}

/** The parts of the cells of a table's row; undefined where there is no table. */
function cellsIn(state: EditorState, { from, to }: Span): Span[] | undefined {
  const cells: Span[] = [];
  let isTable = false;
  syntaxTree(state).iterate({
    from,
    to,
    enter: (node) => {
      isTable ||= node.name === "Table";
      if (node.name === "TableCell") cells.push({ from: Math.max(from, node.from), to: Math.min(to, node.to) });
    },
  });
  return isTable ? cells : undefined;
}

function trim(state: EditorState, { from, to }: Span): Span {
  const text = state.sliceDoc(from, to);
  const start = from + text.length - text.trimStart().length;
  return { from: start, to: Math.max(start, from + text.trimEnd().length) };
}

/** A span with all of what it reaches into or is the whole content of; but for the kind that is looked for. */
function grown(state: EditorState, span: Span, mark?: Mark): Span {
  let { from, to } = span;
  const grow = (): boolean => {
    for (const side of [1, -1] as const) {
      for (let node: SyntaxNode | null = innermost(state, side === 1 ? from : to, side); node; node = node.parent) {
        const { name } = node;
        if (!NESTS.has(name) && !WHOLE.has(name)) continue;
        if (node.from >= from && node.to <= to) continue;
        const content = contentOf(node);
        const isAll = content.from === from && content.to === to;
        const isWithin = content.from <= from && content.to >= to;
        if (name === mark?.name && (isAll || isWithin)) continue;
        if (name === "Link" && isWithin) continue;
        if (isWithin && !isAll && !WHOLE.has(name)) continue;
        [from, to] = [Math.min(from, node.from), Math.max(to, node.to)];
        return true;
      }
    }
    return false;
  };
  while (grow());
  return { from, to };
}

function innermost(state: EditorState, at: number, side: 1 | -1): SyntaxNode {
  return syntaxTree(state).resolveInner(at, side);
}

/** What of this kind is around all of a span, be it exactly what is chosen. */
function nodeAround(state: EditorState, { from, to }: Span, { name }: Mark): SyntaxNode | undefined {
  for (const side of [1, -1] as const)
    for (let node: SyntaxNode | null = innermost(state, from, side); node; node = node.parent) {
      if (node.name !== name) continue;
      const content = contentOf(node);
      if (content.from <= from && content.to >= to) return node;
      if (from < to && node.from === from && node.to === to) return node;
    }
  return undefined;
}

/** What stands between a node's marks; all of it where it has none. */
function contentOf(node: SyntaxNode): Span {
  const [open, close] = [node.firstChild, node.name === "Link" ? node.getChildren("LinkMark")[1] : node.lastChild];
  return open && close && open.from === node.from && close.from > open.from && open.name.endsWith("Mark")
    ? { from: open.to, to: close.from }
    : { from: node.from, to: node.to };
}

function unmarked(node: SyntaxNode): { from: number; to: number }[] {
  const { from, to } = contentOf(node);
  return [
    { from: node.from, to: from },
    { from: to, to: node.to },
  ];
}

function unmarkedParts(
  state: EditorState,
  around: readonly { part: Span; node: SyntaxNode | undefined }[],
): ChangeSpec[] {
  const byNode = new Map<number, { node: SyntaxNode; part: Span }>();
  for (const { part, node } of around) {
    if (!node) continue;
    // Marks may go over several lines.
    const from = byNode.get(node.from)?.part.from ?? part.from;
    byNode.set(node.from, { node, part: { from, to: part.to } });
  }
  return [...byNode.values()].flatMap(({ node, part }) => unmarkedPart(state, node, part));
}

/** Takes a mark from part of what has it: what is before and behind keeps it. */
function unmarkedPart(state: EditorState, node: SyntaxNode, part: Span): ChangeSpec[] {
  const content = contentOf(node);
  const changes: ChangeSpec[] = [];
  const before = trim(state, { from: content.from, to: Math.max(part.from, content.from) });
  const behind = trim(state, { from: Math.min(part.to, content.to), to: content.to });
  const open = state.sliceDoc(node.from, content.from);
  const isCode = node.name === "InlineCode";
  if (isCode || before.from === before.to) changes.push({ from: node.from, to: content.from });
  else changes.push({ from: before.to, insert: open });
  if (isCode || behind.from === behind.to) changes.push({ from: content.to, to: node.to });
  else changes.push({ from: behind.from, insert: open });
  return changes;
}

/** Marks around spans; the same marks within them go. */
function marked(state: EditorState, spans: readonly Span[], mark: Mark): ChangeSpec[] {
  return spans.flatMap(({ from, to }) => {
    const gone: Span[] = [];
    syntaxTree(state).iterate({
      from,
      to,
      enter: (node) => {
        if (node.name === mark.name && node.from >= from && node.to <= to) gone.push(...unmarked(node.node));
      },
    });
    const text = markFor(state, { from, to }, gone, mark);
    return [{ from, insert: text }, ...gone, { from: to, insert: text }];
  });
}

/** Within a word only stars emphasize; around backticks it takes more of them. */
function markFor(state: EditorState, { from, to }: Span, gone: readonly Span[], { name, text }: Mark): string {
  const beside = state.sliceDoc(from - 1, from) + state.sliceDoc(to, to + 1);
  if (name === "Emphasis" && /[\p{L}\p{N}]/u.test(beside)) return "*";
  if (name !== "InlineCode") return text;
  let size = 1;
  for (const { index, 0: run } of state.sliceDoc(from, to).matchAll(/`+/gu))
    if (!gone.some((span) => span.from === from + index)) size = Math.max(size, run.length + 1);
  return text.repeat(size);
}
