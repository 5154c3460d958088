import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { compressLog } from "../../server/notes/log/pad-compression.ts";
import { decodeCheckpoint } from "../../server/notes/log/pad-checkpoint.ts";
import { decodePadEntry, encodePadEntry } from "../../server/notes/text/pad-entry.ts";
import { historyOf } from "../../server/notes/past/pad-history.ts";
import { stretchOf } from "../../server/notes/past/pad-moment.ts";
import { PadState } from "../../server/notes/text/pad-state.ts";
import { padStream } from "../../server/notes/text/pad-seed.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { charactersOf, editing, logOf } from "./pad-log-story.ts";

async function stateOf(entries: readonly Uint8Array[], checkpoint?: Uint8Array, more: readonly Uint8Array[] = []) {
  const store = new InMemoryLogStore();
  const stream = padStream("pad");
  await store.write({ appends: [{ stream, entries }] });
  if (checkpoint) await store.saveSnapshot(stream, entries.length, checkpoint);
  await store.write({ appends: [{ stream, entries: more }] });
  return PadState.read(store, "pad");
}

/** The document that a log makes, with everything that was deleted. */
function documentOf(entries: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc({ gc: false });
  for (const bytes of entries)
    for (const { update } of decodePadEntry(bytes, "pad").updates) Y.applyUpdate(doc, update);
  return doc;
}

/** Who wrote what, and in which ten seconds. */
function whoIn({ writings }: PadState) {
  return writings.map(({ runs, ...whose }) => ({ ...whose, runs: runs.map(([clock, at]) => [clock, stretchOf(at)]) }));
}

const ends = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }).map((all) => new Set(all));

describe("a log drawn together", () => {
  it("[N22] holds the same structs, deletions, authors, times and history, and drawing it together again changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(editing, ends, async (steps, at) => {
        const log = logOf(steps);
        const { entries } = compressLog(log, "pad", at);
        expect(charactersOf(documentOf(entries))).toEqual(charactersOf(documentOf(log)));
        expect(historyOf(entries, "pad", at)).toEqual(historyOf(log, "pad", at));
        expect(compressLog(entries, "pad", at).entries).toEqual(entries);
        const [before, after] = [await stateOf(log), await stateOf(entries)];
        expect([after.edits, after.authors, after.text]).toEqual([before.edits, before.authors, before.text]);
        expect(after.writings).toEqual(before.writings);
        expect(Y.encodeStateVector(after.doc)).toEqual(Y.encodeStateVector(before.doc));
      }),
      { numRuns: 30 },
    );
  });

  it("[N22] opened from its checkpoint and what came later it is the pad that the whole log makes", async () => {
    await fc.assert(
      fc.asyncProperty(editing, fc.nat(), async (steps, cut) => {
        const log = logOf(steps);
        const drawn = 1 + (cut % log.length);
        const { entries, checkpoint } = compressLog(log.slice(0, drawn), "pad", new Set());
        const [whole, quick] = [await stateOf(log), await stateOf(entries, checkpoint, log.slice(drawn))];
        expect(quick.drawn).toBe(entries.length);
        expect([quick.edits, quick.authors, quick.text]).toEqual([whole.edits, whole.authors, whole.text]);
        expect(whoIn(quick)).toEqual(whoIn(whole));
        expect(Y.encodeStateVector(quick.doc)).toEqual(Y.encodeStateVector(whole.doc));
        // Somebody who has all of it has nothing to send, and nobody can go on with another's client id.
        const all = Y.encodeStateAsUpdate(documentOf(log));
        expect(quick.admit(all, "ana")).toEqual({ outcome: "nothing-new" });
      }),
      { numRuns: 30 },
    );
  });

  it("[N22] has several entries for a moment that brought much, which are one moment still, and says itself that it is drawn together", async () => {
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => updates.push(update));
    for (let n = 0; n < 6; n += 1) doc.getText("markdown").insert(0, String(n).repeat(100_000));
    const loose = updates.map((update, n) =>
      encodePadEntry({
        at: 1_700_000_000_000 + n,
        newAuthors: n === 0 ? ["ana"] : [],
        updates: [{ author: 1, update }],
      }),
    );
    const log = [...logOf([]), ...loose];
    const { entries, checkpoint } = compressLog(log, "pad", new Set());
    expect(entries.map(({ length }) => Math.round(length / 100_000))).toEqual([0, 2, 2, 2]);
    const history = historyOf(log, "pad", new Set());
    expect(historyOf(entries, "pad", new Set())).toEqual(history);
    expect(history).toHaveLength(2);
    expect(compressLog(entries, "pad", new Set()).entries).toEqual(entries);
    const [before, after, quick] = [await stateOf(log), await stateOf(entries), await stateOf(entries, checkpoint)];
    for (const state of [after, quick]) {
      expect([state.edits, state.authors, state.text]).toEqual([before.edits, before.authors, before.text]);
      expect([state.writings, state.moment, state.drawn]).toEqual([before.writings, before.moment, 4]);
    }
    expect((await stateOf(entries, undefined, loose.slice(0, 1))).drawn).toBe(4);
  });

  it("[N22] a checkpoint that can't be read is done without", async () => {
    const log = logOf([]);
    const { entries, checkpoint } = compressLog(log, "pad", new Set());
    for (const spoilt of [Uint8Array.of(9, 9), checkpoint.slice(0, -1), new Uint8Array()]) {
      expect(decodeCheckpoint(spoilt)).toBeUndefined();
      const state = await stateOf(entries, spoilt);
      expect([state.drawn, state.text]).toEqual([0, "# Notes\n"]);
    }
  });
});
