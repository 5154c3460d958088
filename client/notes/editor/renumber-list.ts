import {
  EditorState,
  type ChangeDesc,
  type StateCommand,
  type Text,
  type Transaction,
  type TransactionSpec,
} from "@codemirror/state";
import { ensureSyntaxTree } from "@codemirror/language";
import { isInCode } from "./is-in-code.ts";

/** Longer lists keep the numbers they have. */
const MAX_LINES = 400;
/** So long an edit waits at most until it is known what is code. Milliseconds. */
const PARSE_MS = 50;
const NUMBERED = /^(?:\s*>)*\s*(?<number>\d{1,9})[.)]\s/u;
const BULLET = /^(?:\s*>)*\s*[-*+]\s/u;
const INDENT = /^(?:\s*>)*\s*/u;

/** Lines an edit has put where they are, counted from 1, and whether one that begins a list begins it at 1. */
interface Moved {
  lines: ReadonlySet<number>;
  restart: boolean;
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
function renumbering(lines: Lines, around: number, moved: Moved): { from: number; to: number; insert: string }[] {
  return numberedLists(lines, around, moved.lines).flatMap((items) => {
    const others = items.filter(({ isMoved }) => !isMoved).map(({ written }) => written);
    const isOneNumber = others.length > 1 && new Set(others).size === 1;
    const start = items[0]?.isMoved && moved.restart ? 1 : Number(items[0]?.written);
    return items.flatMap(({ from, written }, at) => {
      const insert = isOneNumber ? (others[0] ?? written) : String(start + at);
      return insert === written ? [] : [{ from, to: from + written.length, insert }];
    });
  });
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

/** An edit, with the numbers of the list around the cursor put right in the same step. */
export function withNumbers(state: EditorState, edit: TransactionSpec, moved: Moved): Transaction {
  const plain = state.update(edit);
  const line = plain.newDoc.lineAt(plain.newSelection.main.head).number;
  const changes = renumbering(linesAfter(linesOf(state, line), plain), line, moved);
  return changes.length === 0 ? plain : state.update(edit, { changes, sequential: true });
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
        const first = newDoc.lineAt(newSelection.main.from).number;
        const last = newDoc.lineAt(newSelection.main.to).number;
        const lines = new Set(Array.from({ length: last - first + 1 }, (_, at) => first + at));
        const edit = { changes, selection: newSelection, scrollIntoView: true, userEvent: "input.indent" };
        dispatch(withNumbers(state, edit, { lines, restart }));
      },
    });
}

/** What follows deleted lines of a numbered list goes on counting, in the same step; a list that didn't count stays. */
export const renumberAfterDelete = EditorState.transactionFilter.of((transaction) => {
  const { startState, newDoc, changes } = transaction;
  const isFewer = transaction.docChanged && newDoc.lines < startState.doc.lines;
  if (!isFewer || !transaction.isUserEvent("delete")) return transaction;
  const deleted: { fromA: number; fromB: number }[] = [];
  changes.iterChanges((fromA, _toA, fromB) => deleted.push({ fromA, fromB }));
  const [only, ...more] = deleted;
  if (!only || more.length > 0) return transaction;
  const none = new Set<number>();
  const before = startState.doc.lineAt(only.fromA);
  const counted = linesOf(startState, before.number);
  if (renumbering(counted, before.number, { lines: none, restart: false }).length > 0) return transaction;
  const { number } = newDoc.lineAt(only.fromB);
  // Where the first item is gone the next one begins.
  const isFirst = numberedLists(counted, before.number, none).some(
    ([first]) => first?.written === "1" && startState.doc.lineAt(first.from).number === before.number,
  );
  const isNext =
    isFirst && before.from === only.fromA && NUMBERED.exec(newDoc.line(number).text)?.groups?.["number"] !== "1";
  const moved = { lines: isNext ? new Set([number]) : none, restart: isNext };
  const renumbered = renumbering(linesAfter(counted, transaction), number, moved);
  return renumbered.length === 0 ? transaction : [transaction, { changes: renumbered, sequential: true }];
});

/** Items, and lines set in that go on with one. */
function isOfList(text: string): boolean {
  return NUMBERED.test(text) || BULLET.test(text) || /^\s{2,}\S/u.test(text);
}
