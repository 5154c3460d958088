import { Transaction, type EditorState } from "@codemirror/state";
import * as Y from "yjs";
import { doubledNumbers, type Doubled } from "./doubled-numbers.ts";
import {
  isCountingAt,
  movedBy,
  movesItems,
  numbersAfter,
  numbersAsBefore,
  numbersAt,
  type NumberChange,
} from "./renumber-list.ts";

/** Of so many numbers it is known that this page wrote them. */
const MOST = 1000;

/** As much of an editor as numbers need. */
export interface NumberedView {
  readonly state: EditorState;
  update(transactions: readonly Transaction[]): void;
}

/** A number that this page wrote. */
interface Written {
  from: number;
  to: number;
}

/**
 * The numbers of lists in one editor. They follow one's own edits as edits that undo leaves alone: taken back, they would
 * stand beside what others have written there since. Where people had a list count on at once, each number
 * is there several times: those who wrote one of them leave the first. See decision 0156.
 */
export class KeptNumbers {
  /** Takes back what is typed here, but for numbers that followed. */
  readonly undo: Y.UndoManager;
  readonly #text: Y.Text;
  #view: NumberedView | undefined;
  #written: Written[] = [];
  /** Those whose item others have taken away. */
  #left = new Set<Written>();
  #isPartingPlanned = false;
  /** Whether the list counted before what is to be parted came. */
  #wasCounting = false;
  #undone: Transaction | undefined;
  #isNumbering = false;

  constructor(text: Y.Text) {
    this.#text = text;
    // Only what is typed here can be undone here: the editor's plugin adds itself as the one origin.
    this.undo = new Y.UndoManager(text, { trackedOrigins: new Set(), captureTransaction: () => !this.#isNumbering });
    this.undo.on("stack-item-popped", () => this.#followUndone());
  }

  /** Does edits in the editor, and what follows from them. */
  readonly dispatch = (transactions: readonly Transaction[], view: NumberedView): void => {
    this.#view = view;
    const [only, ...more] = transactions;
    const isOne = only?.docChanged === true && more.length === 0 && !this.#isNumbering;
    const doubled = isOne && movesItems(only) ? doubledNumbers(this.#text, only.startState.doc) : [];
    view.update(transactions);
    for (const transaction of transactions) if (transaction.docChanged) this.#follow(transaction);
    if (!isOne) return;
    if (this.undo.undoing || this.undo.redoing) this.#undone = only;
    else if (only.annotation(Transaction.userEvent) === undefined) return;
    else if (doubled.length > 0) this.#numberAnew(only, doubled);
    else this.#number(numbersAfter(only));
  };

  /** Ends undo; nothing is numbered any more. */
  close(): void {
    this.#view = undefined;
    this.undo.destroy();
  }

  #follow(transaction: Transaction): void {
    const { changes } = transaction;
    this.#written = this.#written.filter((number) => {
      number.from = changes.mapPos(number.from, 1);
      number.to = changes.mapPos(number.to, -1);
      return number.from < number.to;
    });
    if (this.#isNumbering)
      changes.iterChanges((_fromA, _toA, from, to) => from < to && this.#written.push({ from, to }));
    this.#written.splice(0, this.#written.length - MOST);
    if (transaction.annotation(Transaction.userEvent) !== undefined || this.#isNumbering) return;
    const ends = dotlessEnds(transaction);
    const left = this.#written.filter(({ to }) => ends.has(to));
    for (const number of left) this.#left.add(number);
    const [first] = [...left, ...(joinsDigits(transaction) ? this.#ownDoubled(transaction.newDoc) : [])];
    if (!first) return;
    // Not while others still read what has come.
    if (!this.#isPartingPlanned) queueMicrotask(() => this.#part());
    this.#isPartingPlanned = true;
    this.#wasCounting ||= wasCountingAt(transaction, first.from);
  }

  /** Of numbers that this page has written to, what others have written to at once. */
  #ownDoubled(doc: EditorState["doc"]): Doubled[] {
    const client = this.#text.doc?.clientID ?? 0;
    return doubledNumbers(this.#text, doc).filter(({ clients }) => clients.has(client));
  }

  /** Leaves one number to an item that has several, and none where there is no item. */
  #part(): void {
    const wasCounting = this.#wasCounting;
    const left = this.#written.filter((number) => this.#left.has(number));
    this.#left.clear();
    this.#isPartingPlanned = this.#wasCounting = false;
    if (!this.#view || this.#view.state.readOnly) return;
    // Of what stands right behind one that goes, the first stays.
    const ends = new Set(left.map(({ to }) => to));
    const doubled = this.#ownDoubled(this.#view.state.doc).filter(({ from }) => !ends.has(from));
    const wrong = [...left, ...doubled].toSorted((one, other) => one.from - other.from);
    if (wrong.length === 0) return;
    this.#countOn(
      wasCounting,
      wrong.map(({ from, to }) => ({ from, to, insert: "" })),
    );
  }

  /** What follows one's own edit where nobody has parted yet what others have written at once. */
  #numberAnew(edit: Transaction, doubled: readonly Doubled[]): void {
    const { startState, newSelection, newDoc } = edit;
    const parted = startState.update({ changes: doubled.map(({ from, to }) => ({ from, to })) }).state;
    const wasCounting = isCountingAt(parted, startState.doc.lineAt(startState.selection.main.head).number);
    this.#number(doubledNumbers(this.#text, newDoc).map(({ from, to }) => ({ from, to, insert: "" })));
    if (!this.#view) return;
    const { state } = this.#view;
    const moved = movedBy(edit);
    const numbers = numbersAt(state, newDoc.lineAt(newSelection.main.head).number, moved);
    // An item that begins got one more than a doubled number, also in a list that doesn't count.
    this.#number(numbers.filter(({ from }) => wasCounting || moved.includes(state.doc.lineAt(from).number)));
  }

  #followUndone(): void {
    const undone = this.#undone;
    this.#undone = undefined;
    if (!undone) return;
    const dotless = this.#written.filter((number) => this.#left.delete(number));
    const wrong = [
      ...leftNumbers(undone),
      ...missingNumbers(undone),
      ...dotless.map(({ from, to }) => ({ from, to, insert: "" })),
    ]
      .toSorted((one, other) => one.from - other.from)
      .filter(({ from }, at, all) => from !== all[at - 1]?.from);
    if (wrong.length > 0) this.#countOn(wasCountingAt(undone, wrong[0]!.from), wrong);
    else this.#number(numbersAsBefore(undone));
  }

  /** Puts right what an edit has left of numbers, and has what counted before it count on. */
  #countOn(wasCounting: boolean, wrong: readonly NumberChange[]): void {
    const start = this.#view && wrong[0] && numberBefore(this.#view.state.doc, wrong[0]);
    this.#number(wrong);
    if (!this.#view || !wasCounting) return;
    const { state } = this.#view;
    const { number } = state.doc.lineAt(Math.min(wrong[0]!.from, state.doc.length));
    const isMoved = start !== undefined || wrong.some(({ insert }) => insert !== "");
    this.#number(numbersAt(state, number, isMoved ? [number] : [], start));
  }

  #number(changes: readonly NumberChange[]): void {
    this.#isNumbering = true;
    try {
      // What replaces a number comes to stand before it: see decision 0156.
      this.#change(changes.filter(({ insert }) => insert !== "").map(({ from, insert }) => ({ from, insert })));
      this.#change(shifted(changes).filter(({ from, to }) => from < to));
    } finally {
      this.#isNumbering = false;
    }
  }

  #change(changes: readonly { from: number; to?: number; insert?: string }[]): void {
    const view = this.#view;
    if (view && changes.length > 0) this.dispatch([view.state.update({ changes })], view);
  }
}

/** The number that goes where the next item stands right behind it: that takes its place, if it is the first one. */
function numberBefore(doc: EditorState["doc"], { from, to }: NumberChange): number | undefined {
  const isBeginning = /^[\s>]*$/u.test(doc.sliceString(doc.lineAt(from).from, from));
  return isBeginning && /^\d/u.test(doc.sliceString(to, to + 1)) ? Number(doc.sliceString(from, to)) : undefined;
}

/** Where that stands which changes replace, once all that they put in is there. */
function shifted(changes: readonly NumberChange[]): { from: number; to: number }[] {
  let by = 0;
  return changes.map(({ from, to, insert }) => {
    by += insert.length;
    return { from: from + by, to: to + by };
  });
}

/** Whether the list counted before an edit that is at a place now. */
function wasCountingAt({ startState, changes }: Transaction, at: number): boolean {
  return isCountingAt(startState, startState.doc.lineAt(changes.invertedDesc.mapPos(at)).number);
}

/** Whether an edit has digits stand beside each other that didn't. */
function joinsDigits({ changes, newDoc }: Transaction): boolean {
  let isJoined = false;
  changes.iterChangedRanges((_fromA, _toA, from, to) => {
    isJoined ||= /\d\d/u.test(newDoc.sliceString(Math.max(0, from - 1), to + 1));
  });
  return isJoined;
}

/** Where numbers of items end that an edit has taken their dot. */
function dotlessEnds({ startState: { doc }, newDoc, changes }: Transaction): Set<number> {
  const ends = new Set<number>();
  changes.iterChangedRanges((fromA, toA) => {
    const { from } = doc.lineAt(fromA);
    const isNumber = toA > fromA && /^[\s>]*\d{1,9}$/u.test(doc.sliceString(from, Math.min(fromA, from + 100)));
    const end = changes.mapPos(fromA, -1);
    if (isNumber && !/[.)]/u.test(newDoc.sliceString(end, end + 1))) ends.add(end);
  });
  return ends;
}

/** What takes numbers away that are left of items which an edit has taken away around them. */
function leftNumbers({ startState: { doc }, changes }: Transaction): NumberChange[] {
  const left: NumberChange[] = [];
  let end = -1;
  changes.iterChanges((fromA, toA, fromB, _toB, inserted) => {
    const number = end < 0 ? "" : doc.sliceString(end, fromA);
    const isNumber = /^\d{1,9}$/u.test(number) && /^[\s>]*$/u.test(doc.sliceString(doc.lineAt(end).from, end));
    if (isNumber && toA > fromA && inserted.length === 0)
      left.push({ from: fromB - number.length, to: fromB, insert: "" });
    end = toA;
  });
  return left;
}

/** What puts numbers to items that came back without: theirs had been changed since they were taken away. */
function missingNumbers({ newDoc, changes }: Transaction): NumberChange[] {
  const missing: NumberChange[] = [];
  changes.iterChangedRanges((_fromA, _toA, fromB, toB) => {
    for (let at = fromB; at <= toB;) {
      const line = newDoc.lineAt(at);
      const lead = /^(?:\s*>)*\s*(?=[.)] )/u.exec(line.text)?.[0].length;
      const isIn = lead !== undefined && line.from + lead >= fromB && line.from + lead < toB;
      if (isIn) missing.push({ from: line.from + lead, to: line.from + lead, insert: "1" });
      at = line.to + 1;
    }
  });
  return missing;
}
