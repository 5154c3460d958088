import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import {
  EditorSelection,
  type ChangeSet,
  type ChangeSpec,
  type EditorState,
  type SelectionRange,
  type StateCommand,
} from "@codemirror/state";
import { isInCode } from "./is-in-code.ts";
import { leadOf } from "./line-lead.ts";
import { changesOnly, isAllMarked, marked, nodeAsFarAsCan, unmarked } from "./mark-edits.ts";
import {
  contentOf,
  grown,
  hasWords,
  nodeAround,
  nodesIn,
  partsOf,
  trim,
  type Mark,
  type Piece,
  type Span,
} from "./mark-spans.ts";

/** The tree is waited for so long; what is on screen has it already. Milliseconds. */
const PARSE_MS = 100;
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
    const changes = state.changes(unmarked(state, node, contentOf(node)) ?? []);
    return { changes, range: range.map(changes) };
  }
  const word = state.wordAt(head);
  if (word && word.from < head && word.to > head && !isInCode(state, head)) {
    const changes = state.changes(marked(state, grown(state, word, mark), mark) ?? []);
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
  const parts = apart(wordsIn(state, range).flatMap((part) => partsOf(state, part, mark)));
  const around = parts.map((part) => ({ part, pieces: piecesAround(state, part, range, mark) }));
  const pieces = around.flatMap((each) => each.pieces ?? []);
  const isOn = parts.length > 0 && around.every((each) => each.pieces !== undefined);
  const literal = isOn || parts.length !== 1 ? undefined : literalMarks(state, parts[0]!, mark);
  const off = around.filter((each) => each.pieces === undefined).map(({ part }) => part);
  if (literal) return mapped(state, range, literal);
  const edit = mapped(
    state,
    range,
    isOn ? unmarkedPieces(state, pieces) : off.flatMap((part) => marked(state, part, mark) ?? []),
  );
  return Math.max(parts.length, pieces.length) < 2 || changesOnly(mark, state, edit.changes, range) ? edit : { range };
}

/** What of a part each node has that marks it; undefined where some of what is chosen has no mark, or can't be rid of it alone. */
function piecesAround(state: EditorState, part: Span, chosen: Span, mark: Mark): Piece[] | undefined {
  const node = nodeAsFarAsCan(state, part, mark);
  if (node) return [{ part, node }];
  const within = { from: Math.max(part.from, chosen.from), to: Math.min(part.to, chosen.to) };
  if (!isAllMarked(state, within, mark)) return undefined;
  const pieces = nodesIn(state, within, mark);
  return pieces.every((piece) => unmarked(state, piece.node, piece.part)) ? pieces : undefined;
}

function mapped(state: EditorState, range: SelectionRange, specs: ChangeSpec[]): Edit & { changes: ChangeSet } {
  const changes = state.changes(specs);
  return { changes, range: range.map(changes) };
}

/** Marks that stand around a part and mark nothing: pressing again takes them away. */
function literalMarks(state: EditorState, { from, to }: Span, { text }: Mark): Span[] | undefined {
  const around = [
    { from: from - text.length, to: from },
    { from: to, to: to + text.length },
  ];
  const isLiteral = (span: Span) =>
    state.sliceDoc(span.from, span.to) === text && !syntaxTree(state).resolveInner(span.from, 1).name.endsWith("Mark");
  return around.every(isLiteral) ? around : undefined;
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
    const lead = leadOf(line.text).length;
    const part = { from: Math.max(from, line.from + lead), to: Math.min(to, line.to) };
    at = line.to + 1;
    if (isInCode(state, line.to)) continue;
    for (const span of cellsIn(state, part) ?? [part]) {
      const trimmed = trim(state, span);
      if (trimmed.from < trimmed.to && hasWords(state, trimmed)) spans.push(trimmed);
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

function unmarkedPieces(state: EditorState, pieces: readonly Piece[]): ChangeSpec[] {
  const byNode = new Map<number, Piece>();
  for (const { part, node } of pieces) {
    // Marks may go over several lines.
    const from = byNode.get(node.from)?.part.from ?? part.from;
    byNode.set(node.from, { node, part: { from, to: part.to } });
  }
  return [...byNode.values()].flatMap(({ node, part }) => unmarked(state, node, part) ?? []);
}
