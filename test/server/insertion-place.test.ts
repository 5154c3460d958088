import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { integrateSingle, readSingle } from "../../server/notes/text/insertion.ts";

/** Whose it is, behind and before which of those there are, and of which kind: also places that no editor would name. */
const insertions = fc.array(
  fc.record({
    client: fc.integer({ min: 1, max: 6 }),
    origin: fc.option(fc.nat(), { freq: 3 }),
    rightOrigin: fc.option(fc.nat(), { freq: 2 }),
    length: fc.integer({ min: 1, max: 2 }),
    isDeleted: fc.boolean(),
  }),
  { minLength: 20, maxLength: 60 },
);

test("[N40] what is inserted where much has been is found a place in one pass, the one that Yjs finds", () => {
  let passed = 0;
  fc.assert(
    fc.property(insertions, (wishes) => {
      const [ours, plain] = [new Y.Doc(), new Y.Doc()];
      const text = ours.getText("markdown");
      const there: [client: number, clock: number][] = [];
      for (const { client, origin, rightOrigin, length, isDeleted } of wishes) {
        const clock = Y.getState(plain.store, client);
        const idOf = (wish: number | null) => (wish === null || there.length === 0 ? [] : there[wish % there.length]!);
        const [left, right] = [idOf(origin), idOf(rightOrigin)];
        const info = (isDeleted ? 1 : 4) | (left.length > 0 ? 0x80 : 0) | (right.length > 0 ? 0x40 : 0);
        const parent = left.length + right.length === 0 ? [1, 8, ...Buffer.from("markdown")] : [];
        const content = isDeleted ? [length] : [length, ...Buffer.from("x".repeat(length))];
        // No number in it takes more than a byte.
        const update = Uint8Array.of(1, 1, client, clock, info, ...left, ...right, ...parent, ...content, 0);
        Y.applyUpdate(plain, update);
        integrateSingle(text, readSingle(update)!);
        for (let at = clock; at < clock + length; at += 1) there.push([client, at]);
        passed += 1;
      }
      expect(orderOf(ours)).toEqual(orderOf(plain));
      expect(Y.encodeStateAsUpdate(ours)).toEqual(Y.encodeStateAsUpdate(plain));
    }),
    { numRuns: 200 },
  );
  expect(passed).toBeGreaterThan(5000);
});

function orderOf(doc: Y.Doc): string[] {
  const order: string[] = [];
  for (let item = doc.getText("markdown")._start; item !== null; item = item.right)
    order.push(`${item.id.client}:${item.id.clock}+${item.length}`);
  return order;
}
