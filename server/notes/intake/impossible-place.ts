/**
 * Insertions that say to belong before something that is not behind what they were inserted behind, but part of the same
 * stretch of text. No editor makes them, and Yjs puts them elsewhere when it has that stretch in one piece than when it has
 * it in two: everyone would have another text.
 */
import * as Y from "yjs";
import type { StructId } from "./scanned-struct.ts";
import { StructReader, type UpdateScan } from "./update-scanner.ts";

/** Whoever has text in more pieces than this has the same pieces as everybody. */
const MOST_STEPS = 4096;

/** What an insertion was made between. */
export interface Between {
  origin: StructId | undefined;
  rightOrigin: StructId | undefined;
}

/** A stretch of text: its first clock, and what it was inserted behind. */
interface Stretch {
  clock: number;
  origin: StructId | null | undefined;
}

/** Whether what it is to stand before is part of what it stands behind; both are in the document. */
export function isImpossible(between: Between, store: Y.Doc["store"]): boolean {
  return isWithin(between, (id) => stretchIn(store, id));
}

/** Whether an update that follows the document has such an insertion. */
export function hasImpossible(update: Uint8Array, { groups }: UpdateScan, store: Y.Doc["store"]): boolean {
  const fresh = new Map<number, (Stretch & { end: number })[]>();
  const odd: Between[] = [];
  for (const group of groups) {
    const { client } = group;
    const state = Y.getState(store, client);
    const stretches: (Stretch & { end: number })[] = [];
    fresh.set(client, stretches);
    for (const reader = new StructReader(update, group); reader.current !== undefined; reader.next()) {
      const { clock, end, origin, rightOrigin } = reader.current;
      if (end <= state) continue;
      stretches.push({ clock, end, origin });
      // Of what is there in part the rest is inserted behind that part.
      const between = { origin: clock < state ? { client, clock: state - 1 } : origin, rightOrigin };
      if (isOdd(between)) odd.push(between);
    }
  }
  const stretchOf = (id: StructId) => {
    if (id.clock < Y.getState(store, id.client)) return stretchIn(store, id);
    return fresh.get(id.client)?.find(({ end }) => id.clock < end);
  };
  return odd.some((between) => isWithin(between, stretchOf));
}

/** So it must be looked at: somebody who types before what they wrote earlier says the same. */
function isOdd({ origin, rightOrigin }: Between): boolean {
  return origin !== undefined && origin.client === rightOrigin?.client && rightOrigin.clock <= origin.clock;
}

function isWithin(between: Between, stretchOf: (id: StructId) => Stretch | undefined): boolean {
  const { origin, rightOrigin } = between;
  if (!isOdd(between) || origin === undefined || rightOrigin === undefined) return false;
  let { clock } = origin;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const stretch = stretchOf({ client: origin.client, clock });
    if (stretch === undefined) return false;
    if (stretch.clock <= rightOrigin.clock) return true;
    // It goes on with what was typed right before it, or not.
    if (stretch.origin?.client !== origin.client || stretch.origin.clock !== stretch.clock - 1) return false;
    clock = stretch.origin.clock;
  }
  return false;
}

function stretchIn(store: Y.Doc["store"], { client, clock }: StructId): Stretch {
  const { id, origin } = Y.getItem(store, Y.createID(client, clock));
  return { clock: id.clock, origin };
}
