import { EditorState, Transaction, type Extension, type Text } from "@codemirror/state";
import { isFirstHalf, isSecondHalf } from "../../../shared/surrogates.ts";

/**
 * Keeps one's own edits from going through a character of two halves. CodeMirror puts only the second half of an emoji in place of another's,
 * as input methods and phones' keyboards change one for the next; in the pad's text neither would be left of that, and everyone read two
 * broken ones.
 */
export const wholeCharacters: Extension = EditorState.transactionFilter.of((transaction) => {
  const { docChanged, changes, startState, newSelection: selection, effects, scrollIntoView } = transaction;
  const userEvent = transaction.annotation(Transaction.userEvent);
  // Others' edits have none.
  if (!docChanged || userEvent === undefined) return transaction;
  const { doc } = startState;
  const whole: { from: number; to: number; insert: string }[] = [];
  let isCut = false;
  changes.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
    const [from, to] = [fromA - Number(isWithin(doc, fromA)), toA + Number(isWithin(doc, toA))];
    isCut ||= from < fromA || to > toA;
    const insert = doc.sliceString(from, fromA) + inserted.toString() + doc.sliceString(toA, to);
    whole.push({ from, to, insert });
  });
  return isCut ? { changes: whole, selection, effects, scrollIntoView, userEvent } : transaction;
});

function isWithin(doc: Text, at: number): boolean {
  const [before, behind] = [doc.sliceString(Math.max(0, at - 1), at), doc.sliceString(at, at + 1)];
  return isFirstHalf(before.charCodeAt(0)) && isSecondHalf(behind.charCodeAt(0));
}
