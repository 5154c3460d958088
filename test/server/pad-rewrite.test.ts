import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { checkpointPieces } from "../../server/notes/pad-checkpoint-pieces.ts";
import { encodePadEntry } from "../../server/notes/pad-entry.ts";
import { MAX_CLIENTS } from "../../server/notes/pad-admission.ts";
import { PadState } from "../../server/notes/pad-state.ts";
import { padStream } from "../../server/notes/pad-seed.ts";
import { InMemoryLogStore } from "../../server/store/in-memory-log-store.ts";
import { diffTexts } from "../../shared/notes/text-diff.ts";
import { Editor, PAD, SEED, startNotes } from "./notes-story.ts";
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
      const pieces = state.rewrite(target, "dee", 99)!;
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
  for (const piece of state.rewrite("something else", "dee", 1)!) state.integrate(piece);
  expect(state.text).toBe("something else");
  expect(unitsOf(state).some((unit) => unit.startsWith("2:"))).toBe(true);
});

test("[N18] a text of more structs than one update may bring is made another one, too, and has a checkpoint", async () => {
  const doc = new Y.Doc();
  const text = doc.getText("markdown");
  // Backwards, so that no two of them become one.
  doc.transact(() => {
    for (let count = 0; count < 132_000; count += 1) text.insert(0, "x");
  });
  const update = Y.encodeStateAsUpdate(doc);
  const state = await stateOf([encodePadEntry({ at: 1, newAuthors: ["ana"], updates: [{ author: 1, update }] })]);
  const structs = state.rewrite("short", "bo", 9)!.map((piece) => piece.structs);
  expect(structs.reduce((sum, count) => sum + count)).toBeGreaterThan(131_072);
  expect(checkpointPieces(state.doc, "pad").length).toBe(132);
});

test("[N18] who has as many client ids in a pad as one may is told so, and nobody else notices", async () => {
  const server = await startNotes();
  const updates = Array.from({ length: MAX_CLIENTS }, (_, index) => {
    const doc = new Y.Doc();
    doc.clientID = 1000 + index;
    doc.getText("markdown").insert(0, "x");
    return { author: 1, update: Y.encodeStateAsUpdate(doc) };
  });
  const entry = encodePadEntry({ at: 1, newAuthors: ["ana"], updates });
  await server.store.write({ appends: [{ stream: padStream(PAD), entries: [entry] }] });
  const reader = await new Editor(server.url, "bo").synced();
  const wish = (target: string, key: string, personId = "ana") => {
    const record = { op: "put" as const, kind: "restore", key, value: "{}" };
    return server.pads.rewrite(PAD, { personId, target, client: 7, record });
  };
  const results = await Promise.all([wish("mine", "one"), wish(`${SEED}theirs`, "two", "bo")]);
  expect(results).toEqual(["too-many-clients", expect.any(Number)]);
  await reader.reads(`${SEED}theirs`);
  // That takes no client id.
  expect(await wish(SEED, "three")).toEqual(expect.any(Number));
  expect((await server.store.records("restore")).map(({ key }) => key)).toEqual(["three", "two"]);
  expect(server.faults).toEqual([]);
  reader.close();
  await server.close();
});
