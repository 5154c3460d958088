/**
 * Where in a text an insertion belongs. Yjs passes everything that others have inserted in the same place, and puts each of
 * it into two sets: a second for a million. Here it is passed without being remembered, as long as what it was inserted
 * behind stands right before it, as it mostly does. The place is the same.
 */
import * as Y from "yjs";
import type { StructId } from "../intake/scanned-struct.ts";

/**
 * Finds the place of an item that isn't in `text` yet, whose left and right are what it was inserted between. Afterwards
 * they are the neighbours that it has there, so that Yjs need not look for them.
 */
export function findPlace(item: Y.Item, text: Y.Text, store: Y.Doc["store"]): void {
  if (behind(item.left, text) === item.right) return;
  const left = leftOf(item, text, store, Infinity);
  // Infinitely many are not passed.
  if (left === undefined) return;
  item.left = left;
  item.right = behind(item.left, text);
}

/** Whether more than so many items are passed on the way to its place. */
export function isFar(item: Y.Item, text: Y.Text, store: Y.Doc["store"], many: number): boolean {
  return leftOf(item, text, store, many) === undefined;
}

/** What it goes behind, the same as Y.Item's `integrate` finds; undefined when it must pass more than `most`. */
function leftOf(item: Y.Item, text: Y.Text, store: Y.Doc["store"], most: number): Y.Item | null | undefined {
  const first = behind(item.left, text);
  let { left } = item;
  let passed: Passed | undefined;
  let count = 0;
  for (let other = first; other !== null && other !== item.right; other = other.right) {
    count += 1;
    if (count > most) return undefined;
    const { origin } = other;
    if (isSame(item.origin, origin)) {
      // Inserted in the same place: the client id says who comes first.
      if (other.id.client < item.id.client) left = other;
      else if (isSame(item.rightOrigin, other.rightOrigin)) break;
    } else if (origin === null) {
      break;
    } else if (item.origin === null && left === other.left && !mayBeAhead(other)) {
      // Inserted behind something that has been passed, as has everything, and stays before the item.
      left = other;
    } else if (other !== first && isIn(origin, other.left)) {
      // Inserted behind the one before it, and goes where that goes.
      if (left === other.left) left = other;
    } else {
      passed ??= new Passed(first);
      const at = passed.placeOf(Y.getItem(store, origin), other);
      if (at === undefined) break;
      if (left !== item.left && at <= passed.placeOf(left!, other)!) left = other;
    }
  }
  return left;
}

/** What has been passed, once that must be known. */
class Passed {
  readonly #places = new Map<Y.Item, number>();
  #next: Y.Item | null;

  constructor(first: Y.Item | null) {
    this.#next = first;
  }

  /** The how manieth this one is of those before `end`; undefined when it is none of them. */
  placeOf(item: Y.Item, end: Y.Item): number | undefined {
    for (; this.#next !== null && this.#next !== end; this.#next = this.#next.right)
      this.#places.set(this.#next, this.#places.size);
    return this.#places.get(item);
  }
}

function behind(left: Y.Item | null, text: Y.Text): Y.Item | null {
  return left === null ? text._start : left.right;
}

/** Whether it may stand before what it was inserted behind: no editor says so, but it can be said. */
function mayBeAhead({ origin, rightOrigin }: Y.Item): boolean {
  return rightOrigin !== null && origin?.client === rightOrigin.client && rightOrigin.clock <= origin.clock;
}

function isIn(id: StructId | undefined, item: Y.Item | null): boolean {
  return (
    id !== undefined &&
    item !== null &&
    item.id.client === id.client &&
    item.id.clock <= id.clock &&
    id.clock < item.id.clock + item.length
  );
}

function isSame(one: Y.ID | null, other: Y.ID | null): boolean {
  return one === other || (one !== null && other !== null && one.client === other.client && one.clock === other.clock);
}
