import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { splitUpdate } from "../../client/notes/replica/split-update.ts";

const NAME = "markdown";

test("[W2] the pieces of a long insertion are small, come in order, and make the same text", () => {
  const doc = new Y.Doc();
  doc.getText(NAME).insert(0, "👩‍💻 notes, ünïcode\n".repeat(20_000));
  const update = Y.encodeStateAsUpdate(doc);
  const pieces = splitUpdate(update, 64 * 1024);
  expect(pieces.length).toBeGreaterThan(4);
  for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(64 * 1024);
  const copy = new Y.Doc();
  for (const piece of pieces) {
    Y.applyUpdate(copy, piece);
    // Nothing waits for what comes later: the server would take that for a gap.
    expect(copy.store.pendingStructs).toBeNull();
  }
  expect(copy.getText(NAME).toString()).toBe(doc.getText(NAME).toString());
  expect(Y.encodeStateAsUpdate(copy)).toEqual(update);
});

test("[W2] whatever was edited, the pieces come to the same document", () => {
  const edit = fc.record({ at: fc.nat(), remove: fc.nat(6), insert: fc.string({ unit: "grapheme", maxLength: 60 }) });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), fc.integer({ min: 40, max: 400 }), (edits, maxBytes) => {
      const doc = new Y.Doc();
      const text = doc.getText(NAME);
      for (const { at, remove, insert } of edits) {
        const from = at % (text.length + 1);
        text.delete(from, Math.min(remove, text.length - from));
        text.insert(from, insert);
      }
      const update = Y.encodeStateAsUpdate(doc);
      const copy = new Y.Doc();
      for (const piece of splitUpdate(update, maxBytes)) Y.applyUpdate(copy, piece);
      expect(copy.getText(NAME).toString()).toBe(text.toString());
      expect(Y.encodeStateVector(copy)).toEqual(Y.encodeStateVector(doc));
    }),
    { numRuns: 100 },
  );
});
