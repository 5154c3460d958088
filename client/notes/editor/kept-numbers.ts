import { Transaction, type EditorState } from "@codemirror/state";
import * as Y from "yjs";
import { isCountingAt, numbersAfter, numbersAsBefore, numbersAt, type NumberChange } from "./renumber-list.ts";

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
 * stand beside what others have written there since. Where two people had a list count on at once, each number
 * is there twice: whose stands behind takes theirs away again.
 */
export class KeptNumbers {
  /** Takes back what is typed here, but for numbers that followed. */
  readonly undo: Y.UndoManager;
  readonly #text: Y.Text;
  #view: NumberedView | undefined;
  #written: Written[] = [];
  /** Those that stand wrong since others' edits came. */
  #wrong = new Map<Written, { isLeft: boolean; wasCounting: boolean }>();
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
    view.update(transactions);
    for (const transaction of transactions) if (transaction.docChanged) this.#follow(transaction);
    const [only, ...more] = transactions;
    if (!only?.docChanged || more.length > 0 || this.#isNumbering) return;
    if (this.undo.undoing || this.undo.redoing) this.#undone = only;
    else if (only.annotation(Transaction.userEvent) !== undefined) this.#number(numbersAfter(only));
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
    const digits = digitEnds(transaction);
    const left = dotlessEnds(transaction);
    const wrong = this.#written.filter(({ from, to }) => digits.has(from) || left.has(to));
    if (wrong.length === 0) return;
    // Not while others still read what has come.
    if (this.#wrong.size === 0) queueMicrotask(() => this.#part());
    const wasCounting = wasCountingAt(transaction, wrong[0]!.from);
    for (const number of wrong) this.#wrong.set(number, { isLeft: left.has(number.to), wasCounting });
  }

  /** Takes one's own numbers away where they stand behind others' of the same item, or for none. */
  #part(): void {
    const wrong = [...this.#wrong].filter(([number]) => this.#written.includes(number));
    this.#wrong.clear();
    if (this.#view?.state.readOnly) return;
    const own = wrong.filter(([{ from }, { isLeft }]) => isLeft || areAtOnce(this.#text, from));
    const [first] = own;
    if (!first) return;
    this.#countOn(
      first[1].wasCounting,
      own.map(([{ from, to }]) => ({ from, to, insert: "" })),
    );
  }

  #followUndone(): void {
    const undone = this.#undone;
    this.#undone = undefined;
    if (!undone) return;
    const wrong = [...leftNumbers(undone), ...missingNumbers(undone)];
    if (wrong.length > 0) this.#countOn(wasCountingAt(undone, wrong[0]!.from), wrong);
    else this.#number(numbersAsBefore(undone));
  }

  /** Puts right what an edit has left of numbers, and has what counted before it count on. */
  #countOn(wasCounting: boolean, wrong: readonly NumberChange[]): void {
    this.#number(wrong);
    if (!this.#view || !wasCounting) return;
    const { state } = this.#view;
    const { number } = state.doc.lineAt(Math.min(wrong[0]!.from, state.doc.length));
    this.#number(numbersAt(state, number, wrong.some(({ insert }) => insert !== "") ? [number] : []));
  }

  #number(changes: readonly NumberChange[]): void {
    const view = this.#view;
    if (!view || changes.length === 0) return;
    this.#isNumbering = true;
    try {
      this.dispatch([view.state.update({ changes })], view);
    } finally {
      this.#isNumbering = false;
    }
  }
}

/** Whether the list counted before an edit that is at a place now. */
function wasCountingAt({ startState, changes }: Transaction, at: number): boolean {
  return isCountingAt(startState, startState.doc.lineAt(changes.invertedDesc.mapPos(at)).number);
}

/** Where digits end that came in at the beginning of a line's words. */
function digitEnds({ changes, newDoc }: Transaction): Set<number> {
  const ends = new Set<number>();
  changes.iterChanges((_fromA, _toA, _fromB, to, inserted) => {
    if (inserted.length > 0 && inserted.length < 10 && /^\d+$/u.test(inserted.toString()) && to < newDoc.length)
      ends.add(to);
  });
  return ends;
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

/** Whether what ends at a place was written without knowing of what begins there. */
function areAtOnce(text: Y.Text, at: number): boolean {
  let passed = 0;
  let before: Y.Item | undefined;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    if (passed === at) {
      const known = before?.rightOrigin;
      return before !== undefined && !(known?.client === item.id.client && known.clock === item.id.clock);
    }
    passed += item.length;
    if (passed > at) return false;
    before = item;
  }
  return false;
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
