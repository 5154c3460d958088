import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { LogReplay } from "../../server/notes/text/log-replay.ts";
import { decodePadEntry } from "../../server/notes/text/pad-entry.ts";
import { charactersOf, editing, logOf, type Editing } from "./pad-log-story.ts";

/** The updates of a log; after each that `joins` says so, the next one is in the same update. */
function updatesOf(steps: Editing, joins: readonly boolean[]): Uint8Array[] {
  const updates: Uint8Array[] = [];
  logOf(steps)
    .flatMap((bytes) => decodePadEntry(bytes, "pad").updates)
    .forEach(({ update }, index) => {
      const before = joins[index] === true ? updates.pop() : undefined;
      updates.push(before === undefined ? update : Y.mergeUpdates([before, update]));
    });
  return updates;
}

/** Puts these in all at once. */
function replay(doc: Y.Doc, updates: readonly Uint8Array[]): void {
  doc.transact(() => {
    const all = new LogReplay(doc);
    for (const update of updates) all.add(update);
    all.finish();
  });
}

function oneByOne(updates: readonly Uint8Array[], gc = true): Y.Doc {
  const doc = new Y.Doc({ gc });
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

/** Every other letter of so many pairs is removed: an update for each, which is one range. */
function removals(pairs: number): { doc: Y.Doc; left: () => number; each: Uint8Array[] } {
  const [writer, doc] = [new Y.Doc(), new Y.Doc()];
  const text = writer.getText("markdown");
  text.insert(0, "ab".repeat(pairs));
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(writer));
  const each: Uint8Array[] = [];
  writer.on("update", (update: Uint8Array) => void each.push(update));
  for (let at = 0; at < pairs; at++) text.delete(at, 1);
  return { doc, left: () => doc.getText("markdown").length - pairs, each };
}

const joins = fc.array(fc.boolean(), { maxLength: 60 });
const isWhole = ({ store }: Y.Doc) => store.pendingStructs === null && store.pendingDs === null;

describe("a log put into a document at once", () => {
  it("[N4] is what its updates make one after the other, whatever is deleted and wherever it is cut", () => {
    fc.assert(
      fc.property(editing, joins, fc.boolean(), fc.integer({ min: 1, max: 40 }), (steps, joined, gc, together) => {
        const updates = updatesOf(steps, joined);
        const [slow, quick] = [oneByOne(updates, gc), new Y.Doc({ gc })];
        // What is there already changes nothing.
        for (let next = 0; next < updates.length; next += together)
          replay(quick, updates.slice(Math.max(0, next - 2), next + together));
        expect(charactersOf(quick)).toEqual(charactersOf(slow));
        expect(Y.encodeStateVector(quick)).toEqual(Y.encodeStateVector(slow));
        expect(isWhole(quick)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("has a thousand deletions put in together, more than that never", () => {
    const { doc, left, each } = removals(2500);
    const all = new LogReplay(doc);
    for (const update of each.slice(0, 1000)) all.add(update);
    expect(left()).toBe(2500);
    all.add(each[1000]!);
    expect(left()).toBe(1500);
    // As many in one update wait too, one more doesn't; what waits stays.
    all.add(Y.mergeUpdates(each.slice(1001, 2000)));
    expect(left()).toBe(1500);
    all.add(Y.mergeUpdates(each.slice(1001, 2002)));
    expect(left()).toBe(1500 - 1001);
    all.finish();
    expect(left()).toBe(2500 - 2002);
    all.add(each[2002]!);
    all.finish();
    all.finish();
    expect(left()).toBe(2500 - 2003);
  });

  it("[N6] has a gap where one of them is missing, as one after the other has", () => {
    fc.assert(
      fc.property(editing, joins, fc.nat(), (steps, joined, gap) => {
        const updates = updatesOf(steps, joined);
        updates.splice(gap % updates.length, 1);
        const [slow, quick] = [oneByOne(updates), new Y.Doc()];
        replay(quick, updates);
        expect(isWhole(quick)).toBe(isWhole(slow));
        if (isWhole(quick)) expect(charactersOf(quick)).toEqual(charactersOf(slow));
      }),
      { numRuns: 60 },
    );
  });
});
