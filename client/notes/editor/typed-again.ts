import {
  EditorSelection,
  StateEffect,
  StateField,
  Transaction,
  type EditorState,
  type Extension,
  type TransactionSpec,
} from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { isInCode } from "./is-in-code.ts";
import { MARKER } from "./list-marker.ts";

/** Enter has begun an item; its words begin here. */
export const itemBegun = StateEffect.define<number>();

/** What one may type who doesn't expect the marker to be there: one of an item, or a box. */
const TYPED = /^(?:(?<bullet>[-*+])|(?<number>\d{1,9}[.)])|(?<box>\[ ?\])) $/u;

/** Where the words of the item begin that Enter has begun, while the cursor is in it; undefined in all others. */
const begun = StateField.define<number | undefined>({
  create: () => undefined,
  update(before, transaction) {
    const { changes, docChanged, effects, newDoc, newSelection, startState } = transaction;
    const effect = effects.findLast((each) => each.is(itemBegun));
    if (effect) return effect.value;
    if (before === undefined || newSelection.ranges.length > 1) return undefined;
    const isOthers = docChanged && transaction.annotation(Transaction.userEvent) === undefined;
    // What undo has brought back is meant.
    if (isOthers && changes.touchesRange(before, startState.doc.lineAt(before).to)) return undefined;
    const at = changes.mapPos(before, -1);
    return newDoc.lineAt(at).number === newDoc.lineAt(newSelection.main.head).number ? at : undefined;
  },
});

/**
 * A marker that one types where Enter has put one already takes its place: whoever types `- ` or `- [ ] ` before each item, or wants another
 * kind of item there, gets what they typed, once. Undo brings it back as it was typed.
 */
export const typedAgain: Extension = [
  begun,
  EditorView.inputHandler.of((view, from, to, text) => {
    const edit = text.endsWith(" ") && from === to ? markerInstead(view.state, from, text) : undefined;
    if (edit) view.dispatch(edit);
    return edit !== undefined;
  }),
];

/** Where the words of the item begin that Enter has begun, while the cursor is in it; undefined where it is in no such one. */
export function begunItem(state: EditorState): number | undefined {
  return state.field(begun, false);
}

/** What typing `text` at `at` comes to where it makes a marker behind one that is there already. */
export function markerInstead(state: EditorState, at: number, text: string): TransactionSpec | undefined {
  const start = begunItem(state);
  if (start === undefined || start > at || state.readOnly || isInCode(state, at)) return undefined;
  const { from, text: line } = state.doc.lineAt(at);
  const marker = MARKER.exec(line)?.groups;
  const typed = TYPED.exec(state.sliceDoc(start, at) + text)?.groups;
  if (!marker || !typed) return undefined;
  // A box behind a plain marker makes an action of the item.
  if (typed["box"] !== undefined && marker["task"] === undefined) return undefined;
  const isSame = typed["box"] !== undefined || (typed["number"] !== undefined && marker["number"] !== undefined);
  const lead = from + (marker["quote"]?.length ?? 0);
  const insert = isSame ? "" : `${typed["bullet"] ?? typed["number"]} `;
  const words = isSame ? start : lead + insert.length;
  return {
    changes: { from: isSame ? start : lead, to: at, insert },
    selection: EditorSelection.cursor(words),
    effects: itemBegun.of(words),
    scrollIntoView: true,
    userEvent: "input.marker",
  };
}
