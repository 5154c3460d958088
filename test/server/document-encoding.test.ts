import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { DocumentEncoding } from "../../server/notes/answers/document-encoding.ts";
import { decodePadEntry } from "../../server/notes/text/pad-entry.ts";
import { charactersOf, editing, logOf, type Editing } from "./pad-log-story.ts";

const versions = {
  V1: { encode: Y.encodeStateAsUpdate, apply: Y.applyUpdate },
  V2: { encode: Y.encodeStateAsUpdateV2, apply: Y.applyUpdateV2 },
};
const version = fc.constantFrom("V1" as const, "V2" as const);

function updatesOf(steps: Editing): Uint8Array[] {
  return logOf(steps).flatMap((bytes) => decodePadEntry(bytes, "pad").updates.map(({ update }) => update));
}

function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

function vectorOf(doc: Y.Doc): Map<number, number> {
  return Y.decodeStateVector(Y.encodeStateVector(doc));
}

const isWhole = ({ store }: Y.Doc) => store.pendingStructs === null && store.pendingDs === null;

test("[N42] a document in parts is the same bytes as Yjs's own, whatever is known of it", () => {
  const clocks = fc.dictionary(fc.constantFrom("0", "1", "2", "3"), fc.nat(40));
  fc.assert(
    fc.property(editing, version, clocks, fc.integer({ min: 1, max: 9 }), (steps, which, some, most) => {
      const doc = docOf(updatesOf(steps));
      const clients = [...doc.store.clients.keys()];
      const known = new Map(Object.entries(some).map(([index, clock]) => [clients[Number(index)] ?? 5, clock]));
      const made = new DocumentEncoding(doc, known, which);
      while (!made.advance(most));
      const whole = versions[which].encode(doc, Y.encodeStateVector(known));
      expect(Buffer.from(made.finish()).equals(whole)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test("[N42] changed between its parts, it is complete by itself, and with the edits since it is what everyone has", () => {
  const pauses = fc.array(fc.nat(4), { maxLength: 60 });
  fc.assert(
    fc.property(editing, version, fc.nat(), fc.nat(), pauses, (steps, which, begun, had, edits) => {
      const updates = updatesOf(steps);
      let at = begun % (updates.length + 1);
      const doc = docOf(updates.slice(0, at));
      const asker = docOf(updates.slice(0, had % (at + 1)));
      const before = vectorOf(doc);
      const made = new DocumentEncoding(doc, vectorOf(asker), which);
      const since: Uint8Array[] = [];
      for (let part = 0; !made.advance(2); part += 1) {
        for (const update of updates.slice(at, at + (edits[part] ?? 0))) {
          Y.applyUpdate(doc, update);
          since.push(update);
          at += 1;
        }
      }
      versions[which].apply(asker, made.finish());
      expect(isWhole(asker)).toBe(true);
      for (const [client, clock] of before) expect(Y.getState(asker.store, client)).toBeGreaterThanOrEqual(clock);
      for (const update of since) {
        Y.applyUpdate(asker, update);
        expect(isWhole(asker)).toBe(true);
      }
      expect(charactersOf(asker)).toEqual(charactersOf(doc));
      expect(Y.encodeStateVector(asker)).toEqual(Y.encodeStateVector(doc));
    }),
    { numRuns: 60 },
  );
});

test("[N42] what was typed and deleted behind its end, and joined with what is in it, isn't in it", () => {
  const doc = new Y.Doc();
  doc.clientID = 1;
  const text = doc.getText("markdown");
  text.insert(0, "ab");
  doc.clientID = 2;
  text.insert(0, "first");
  const asker = docOf([Y.encodeStateAsUpdate(doc)]);
  const made = new DocumentEncoding(doc, vectorOf(asker));
  expect(made.advance(1)).toBe(false);
  doc.clientID = 1;
  text.insert(7, "cd");
  text.delete(5, 4);
  while (!made.advance(1));
  Y.applyUpdate(asker, made.finish());
  expect(isWhole(asker)).toBe(true);
  expect(asker.getText("markdown").toJSON()).toBe("first");
});

test("[N42] what is large costs by its structs and its text, and a part of it no more than was asked for", () => {
  const doc = new Y.Doc();
  doc.getText("markdown").insert(0, "x".repeat(102_400));
  for (let n = 0; n < 50; n += 1) doc.getText("markdown").insert(0, "y");
  const made = new DocumentEncoding(doc, new Map());
  expect(made.size).toBeCloseTo(51 + 100, 0);
  let parts = 1;
  while (!made.advance(10)) parts += 1;
  expect(parts).toBeGreaterThan(5);
});
