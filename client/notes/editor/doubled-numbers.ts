import type { Text } from "@codemirror/state";
import * as Y from "yjs";

/** Digits that somebody put to a number without knowing of those before them. */
export interface Doubled {
  from: number;
  to: number;
  /** The Yjs clients that wrote the number's digits, these and those before them. */
  clients: ReadonlySet<number>;
}

const NUMBER = /^[\s>]*\d{1,40}[.)]\s/u;

/**
 * What numbers of lists have too much, where several people have counted on at once: each has put new digits right before the old
 * ones and taken those away, so that one number's digits stand behind another's. The first stay. `doc` is the text as the editor has it.
 */
export function doubledNumbers(text: Y.Text, doc: Text): Doubled[] {
  const doubled: Doubled[] = [];
  let clients = new Set<number>();
  let at = 0;
  let before: Y.Item | undefined;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const written = wordsOf(item);
    if (!before || !isDigit(wordsOf(before).at(-1)) || !isDigit(written[0])) clients = new Set();
    else if (/^\d+$/u.test(written) && isReplacement(text, item) && areAtOnce(before, item) && isOfNumber(doc, at))
      doubled.push({ from: at, to: at + item.length, clients });
    clients.add(item.id.client);
    at += item.length;
    before = item;
  }
  return doubled;
}

function wordsOf({ content }: Y.Item): string {
  return content instanceof Y.ContentString ? content.str : "";
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= "0" && character <= "9";
}

/** Whether it was put right before something that is gone, as a new number is. */
function isReplacement({ doc }: Y.Text, { rightOrigin }: Y.Item): boolean {
  return doc !== null && rightOrigin !== null && Y.getItem(doc.store, rightOrigin).deleted;
}

function isOfNumber(doc: Text, at: number): boolean {
  const { from, text } = doc.lineAt(at);
  const number = NUMBER.exec(text);
  return number !== null && at - from < number[0].length;
}

/** Whether neither of two neighbours was written by someone who knew of the other. */
function areAtOnce(left: Y.Item, right: Y.Item): boolean {
  let next = left.rightOrigin;
  for (let item = left.right; item !== null && item !== right; item = item.right)
    if (isIn(next, item)) next = item.rightOrigin;
  let last = right.origin;
  for (let item = right.left; item !== null && item !== left; item = item.left)
    if (isIn(last, item)) last = item.origin;
  return !isIn(next, right) && !isIn(last, left);
}

function isIn(id: Y.ID | null, { id: { client, clock }, length }: Y.Item): boolean {
  return id !== null && id.client === client && id.clock >= clock && id.clock < clock + length;
}
