import {
  Annotation,
  type ChangeDesc,
  type EditorState,
  type StateCommand,
  type Text,
  type Transaction,
  type TransactionSpec,
} from "@codemirror/state";
import { ensureSyntaxTree } from "@codemirror/language";
import { isInCode } from "./is-in-code.ts";

/** Longer lists keep the numbers they have. */
const MAX_LINES = 400;
/** Of what is undone in more places at once, numbers stay as they come. */
const MAX_EDITS = 20;
/** An edit waits at most this long until it is known what is code. Milliseconds. */
const PARSE_MS = 50;
const NUMBERED = /^(?:\s*>)*\s*(?<number>\d{1,9})[.)]\s/u;
const BULLET = /^(?:\s*>)*\s*[-*+]\s/u;
const INDENT = /^(?:\s*>)*\s*/u;
/** How text comes from elsewhere. */
const COMES = ["input.paste", "input.drop", "move.drop"];

/** Lines an edit has put where they are, counted from 1, and whether one that begins a list begins it at 1. */
interface Moved {
  lines: ReadonlySet<number>;
  restart: boolean;
  /** What such a list begins at otherwise, where that is known. */
  start?: number | undefined;
  /** Whether lists of nothing but such lines stay as they are. */
  keepsWhole?: boolean;
}

/** Another number in place of one. */
export interface NumberChange {
  from: number;
  to: number;
  insert: string;
}

/** Lines of a text, and which of them are code. */
interface Lines {
  doc: Text;
  isCode: (line: { from: number; to: number }) => boolean;
}

interface Item {
  from: number;
  written: string;
  isMoved: boolean;
}

/**
 * The changes that make the numbered lists around a line count up: each item is one more than the
 * one before it at its depth. A list that had one number for all items, as some write them, keeps that; code is no list.
 */
function renumbering(lines: Lines, around: number, moved: Moved): NumberChange[] {
  return numberedLists(lines, around, moved.lines).flatMap((items) => {
    const others = items.filter(({ isMoved }) => !isMoved).map(({ written }) => written);
    if (moved.keepsWhole && others.length === 0) return [];
    const isOneNumber = others.length > 1 && new Set(others).size === 1;
    const start = startOf(items, moved);
    return items.flatMap(({ from, written }, at) => {
      const insert = isOneNumber ? (others[0] ?? written) : String(start + at);
      return insert === written ? [] : [{ from, to: from + written.length, insert }];
    });
  });
}

/** Where a list begins to count; what stands first only since now says nothing. */
function startOf(items: readonly Item[], { restart, start }: Moved): number {
  if (!items[0]?.isMoved) return Number(items[0]?.written);
  return restart ? 1 : (start ?? Math.min(...items.map(({ written }) => Number(written))));
}

/** The numbered lists in the lines around one, each with its items in order. */
function numberedLists({ doc, isCode }: Lines, around: number, moved: ReadonlySet<number>): Item[][] {
  const isPart = (line: number) => line >= 1 && line <= doc.lines && isOfList(doc.line(line).text);
  let first = around;
  while (around - first < MAX_LINES && isPart(first - 1)) first -= 1;
  const lists: Item[][] = [];
  /** The lists that go on, outermost first. */
  const open: { depth: number; items: Item[] }[] = [];
  for (let number = first; number - first < 2 * MAX_LINES && isPart(number); number++) {
    const line = doc.line(number);
    if (isCode(line)) continue;
    const { from, text } = line;
    const indent = INDENT.exec(text)?.[0] ?? "";
    while ((open.at(-1)?.depth ?? 0) > indent.length) open.pop();
    const isSibling = open.at(-1)?.depth === indent.length;
    const written = NUMBERED.exec(text)?.groups?.["number"];
    if (written === undefined) {
      // A bullet at the same depth ends the numbered list there.
      if (isSibling && BULLET.test(text)) open.pop();
      continue;
    }
    if (!isSibling) {
      open.push({ depth: indent.length, items: [] });
      lists.push(open.at(-1)!.items);
    }
    open.at(-1)!.items.push({ from: from + indent.length, written, isMoved: moved.has(number) });
  }
  return lists;
}

/** Said by an edit that has put lines of a list where they are. */
const movedLines = Annotation.define<Moved>();

/** An edit that puts lines of the list around the cursor where they are; `numbersAfter` puts its numbers right. */
export function withNumbers(state: EditorState, edit: TransactionSpec, moved: Moved): Transaction {
  return state.update({ ...edit, annotations: movedLines.of(moved) });
}

/**
 * What makes the numbers of a list right again after one's own edit. It is an edit of its own, which undo doesn't take back:
 * others may have changed the same numbers since.
 */
export function numbersAfter(transaction: Transaction): NumberChange[] {
  const moved = transaction.annotation(movedLines);
  if (moved === undefined) return movesItems(transaction) ? numbersAsBefore(transaction) : [];
  const { startState, newDoc, newSelection } = transaction;
  if (!isCountingAt(startState, startState.doc.lineAt(startState.selection.main.head).number)) return [];
  const line = newDoc.lineAt(newSelection.main.head).number;
  return renumbering(linesAfter(linesOf(startState, line), transaction), line, moved);
}

/** Whether an edit may have numbers follow. */
export function movesItems(transaction: Transaction): boolean {
  return transaction.annotation(movedLines) !== undefined || isShorter(transaction) || hasNewLines(transaction);
}

/** The lines that an edit has put where they are, counted from 1. */
export function movedBy(transaction: Transaction): number[] {
  return [...(transaction.annotation(movedLines)?.lines ?? [])];
}

/** The lines of a state, to be looked at around one of them; what isn't known yet may be code. */
function linesOf(state: EditorState, around: number): Lines {
  const { doc } = state;
  const tree = ensureSyntaxTree(state, doc.line(Math.min(doc.lines, around + MAX_LINES)).to, PARSE_MS);
  return { doc, isCode: ({ to }) => tree === null || isInCode(state, to, tree) };
}

/** The same lines after an edit: what was code still is. */
function linesAfter({ isCode }: Lines, { newDoc, changes }: { newDoc: Text; changes: ChangeDesc }): Lines {
  const back = changes.invertedDesc;
  return { doc: newDoc, isCode: ({ from, to }) => isCode({ from: back.mapPos(from), to: back.mapPos(to) }) };
}

/** A command that sets lines in or out, with the numbers of lists put right; set in, a list begins at 1. */
export function thenRenumber(command: StateCommand, { restart }: { restart: boolean }): StateCommand {
  return ({ state, dispatch }) =>
    command({
      state,
      dispatch: ({ changes, newDoc, newSelection }) => {
        const lines = new Set(linesIn(newDoc, newSelection.main));
        const edit = { changes, selection: newSelection, scrollIntoView: true, userEvent: "input.indent" };
        dispatch(withNumbers(state, edit, { lines, restart }));
      },
    });
}

/** A command that changes the order of whole lines, or doubles them: a list that counted counts from where it began. */
export function thenCountOn(command: StateCommand): StateCommand {
  return ({ state, dispatch }) =>
    command({
      state,
      dispatch: ({ changes, newSelection, newDoc }) => {
        const lines = new Set(linesIn(newDoc, newSelection.main));
        changes.iterChangedRanges((_fromA, _toA, from, to) => {
          for (const line of linesIn(newDoc, { from, to })) lines.add(line);
        });
        const edit = { changes, selection: newSelection, scrollIntoView: true, userEvent: "move.line" };
        dispatch(withNumbers(state, edit, { lines, restart: false }));
      },
    });
}

function linesIn(doc: Text, { from, to }: { from: number; to: number }): number[] {
  const first = doc.lineAt(from).number;
  return Array.from({ length: doc.lineAt(to).number - first + 1 }, (_, at) => first + at);
}

/** Whether lines have come as they are from elsewhere. */
function hasNewLines(transaction: Transaction): boolean {
  if (!COMES.some((event) => transaction.isUserEvent(event))) return false;
  let hasLines = false;
  transaction.changes.iterChanges((_fromA, _toA, _fromB, _toB, inserted) => (hasLines ||= inserted.lines > 1));
  return hasLines;
}

function isShorter(transaction: Transaction): boolean {
  return transaction.isUserEvent("delete") && transaction.newDoc.lines < transaction.startState.doc.lines;
}

/** Whether the numbered lists around a line count up, if with a number twice, as two people at once leave them. */
export function isCountingAt(state: EditorState, line: number): boolean {
  return isCounting(linesOf(state, line), line);
}

function isCounting(lines: Lines, line: number): boolean {
  return numberedLists(lines, line, new Set()).every((items) =>
    items.every(({ written }, at) => at === 0 || [0, 1].includes(Number(written) - Number(items[at - 1]?.written))),
  );
}

/** What makes the numbered lists around a line count up; `moved` are lines whose own numbers say nothing, `start` what one of them begins at. */
export function numbersAt(
  state: EditorState,
  line: number,
  moved: readonly number[] = [],
  start?: number,
): NumberChange[] {
  return renumbering(linesOf(state, line), line, { lines: new Set(moved), restart: false, start });
}

/** What has a list count on that did so before lines of it went, or came; one that didn't count stays, and so does one that came whole. */
export function numbersAsBefore(transaction: Transaction): NumberChange[] {
  const { startState, newDoc, changes } = transaction;
  const edits: { fromA: number; toA: number; fromB: number; toB: number }[] = [];
  changes.iterChanges((fromA, toA, fromB, toB) => edits.push({ fromA, toA, fromB, toB }));
  const [first, last] = [edits[0], edits.at(-1)];
  if (!first || !last || edits.length > MAX_EDITS) return [];
  const none = new Set<number>();
  const before = startState.doc.lineAt(first.fromA);
  const counted = linesOf(startState, before.number);
  const behind = startState.doc.lineAt(last.toA);
  if (!isCounting(counted, before.number) || !isCounting(counted, behind.number)) return [];
  const { number } = newDoc.lineAt(first.fromB);
  const lines = new Set<number>();
  const end = newDoc.lineAt(last.toB);
  const isUpToLine = last.toB > last.fromB && end.from === last.toB;
  for (let line = number + 1; line <= end.number - Number(isUpToLine); line++) lines.add(line);
  // Where the first item is gone the next one begins.
  const isFirst = numberedLists(counted, before.number, none).some(
    ([item]) => item?.written === "1" && startState.doc.lineAt(item.from).number === before.number,
  );
  const isNext =
    isFirst && before.from === first.fromA && NUMBERED.exec(newDoc.line(number).text)?.groups?.["number"] !== "1";
  const isBack = last.toB > last.fromB && newDoc.line(number).from === first.fromB;
  if (isNext || isBack) lines.add(number);
  return renumbering(linesAfter(counted, transaction), number, { lines, restart: isNext, keepsWhole: !isNext });
}

/** Items, and lines set in that go on with one. */
function isOfList(text: string): boolean {
  return NUMBERED.test(text) || BULLET.test(text) || /^\s{2,}\S/u.test(text);
}
