import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { PadState } from "../../server/notes/pad-state.ts";
import { padStream } from "../../server/notes/pad-seed.ts";
import { InMemoryLogStore } from "../../server/store/in-memory-log-store.ts";
import { diffTexts } from "../../shared/notes/text-diff.ts";
import { editing, logOf } from "./pad-log-story.ts";

async function stateOf(entries: readonly Uint8Array[]): Promise<PadState> {
  const store = new InMemoryLogStore();
  await store.write({ appends: [{ stream: padStream("pad"), entries }] });
  return PadState.read(store, "pad");
}

/** Each visible unit of the text: which client wrote it, and at which clock. */
function unitsOf({ doc }: PadState): string[] {
  const units: string[] = [];
  for (let item = doc.getText("markdown")._start; item !== null; item = item.right)
    if (!item.deleted)
      for (let at = 0; at < item.length; at += 1) units.push(`${item.id.client}:${item.id.clock + at}`);
  return units;
}

test("[N18] a text is made any other one, in pieces that everyone can apply, and what stays is the same characters", async () => {
  const targets = fc.array(fc.constantFrom("# Notes\n", "one ", "😀", "x", "\r\n", "é"), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(editing, targets, fc.nat(), async (steps, words, cut) => {
      const log = logOf(steps);
      const state = await stateOf(log);
      // What it was at some time, with something else in it or not.
      const target = (await stateOf(log.slice(0, 1 + (cut % log.length)))).text + words.join("");
      const before = { text: state.text, units: unitsOf(state) };
      const reader = new Y.Doc();
      Y.applyUpdate(reader, Y.encodeStateAsUpdate(state.doc));
      const pieces = state.rewrite(target, "dee", 99);
      for (const piece of pieces) {
        state.integrate(piece);
        Y.applyUpdate(reader, piece.bytes);
        expect(reader.store.pendingStructs).toBeNull();
      }
      expect(state.text).toBe(target);
      expect(reader.getText("markdown").toJSON()).toBe(target);
      expect(state.rewrite(target, "dee", 99)).toEqual([]);
      const kept = before.units.filter((unit) => unitsOf(state).includes(unit)).length;
      const removed = diffTexts(before.text, target).reduce<number>(
        (sum, op) => sum + (typeof op === "number" && op < 0 ? -op : 0),
        0,
      );
      expect(kept).toBe(before.text.length - removed);
      expect(
        unitsOf(state)
          .filter((unit) => !before.units.includes(unit))
          .every((unit) => unit.startsWith("99:")),
      ).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test("[N18] a client id that is taken is left to who has it", async () => {
  const state = await stateOf(logOf([]));
  for (const piece of state.rewrite("something else", "dee", 1)) state.integrate(piece);
  expect(state.text).toBe("something else");
  expect(unitsOf(state).some((unit) => unit.startsWith("2:"))).toBe(true);
});
