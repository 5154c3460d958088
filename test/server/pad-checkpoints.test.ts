/** Pads that are in use for long get checkpoints meanwhile: opened from one, a pad is what its whole log makes. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { decodeCheckpoint, encodeCheckpoint } from "../../server/notes/log/pad-checkpoint.ts";
import { compressLog } from "../../server/notes/log/pad-compression.ts";
import type { ClientWriting } from "../../server/notes/text/pad-authorship.ts";
import { encodePadEntry } from "../../server/notes/text/pad-entry.ts";
import { historyOf } from "../../server/notes/past/pad-history.ts";
import { laterCheckpoint } from "../../server/notes/log/pad-later-checkpoint.ts";
import { padStream, seedEntry } from "../../server/notes/text/pad-seed.ts";
import { MAX_CLIENTS } from "../../server/notes/intake/pad-admission.ts";
import { PadState } from "../../server/notes/text/pad-state.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import type { Snapshot } from "../../server/store/log-store.ts";
import { Editor, encode, insertion, PAD, startNotes, type NotesServer } from "./notes-story.ts";
import { editing, logOf } from "./pad-log-story.ts";

const STREAM = padStream(PAD);
let servers: NotesServer[] = [];

afterEach(async () => {
  for (const server of servers) await server.close();
  servers = [];
});

async function stateOf(entries: readonly Uint8Array[], checkpoint?: Snapshot): Promise<PadState> {
  const store = new InMemoryLogStore();
  await store.write({ appends: [{ stream: padStream("pad"), entries }] });
  if (checkpoint) await store.saveSnapshot(padStream("pad"), checkpoint.seq, checkpoint.bytes);
  return PadState.read(store, "pad");
}

async function checkpointAt(log: readonly Uint8Array[], seq: number, before?: Snapshot): Promise<Snapshot> {
  return { seq, bytes: await laterCheckpoint("pad", before, log.slice(before?.seq ?? 0, seq)) };
}

async function notes(options: { checkpointEntries: number; idleMs?: number }): Promise<NotesServer> {
  const server = await startNotes(options);
  servers.push(server);
  return server;
}

function whatIsIn(state: PadState) {
  const { seq, edits, text, authors, writings, moment, doc } = state;
  return { seq, edits, text, authors, writings, moment, vector: Y.encodeStateVector(doc) };
}

test("[N25] a pad opened from checkpoints made one out of the other is the pad that the whole log makes", async () => {
  await fc.assert(
    fc.asyncProperty(editing, fc.nat(), fc.nat(), fc.boolean(), async (steps, one, other, isDrawn) => {
      const log = logOf(steps);
      const cuts = [1 + (one % log.length), 1 + (other % log.length)];
      const [first, second] = [Math.min(...cuts), Math.max(...cuts)];
      let before: Snapshot | undefined;
      let whole = log;
      if (isDrawn) {
        const { entries, checkpoint } = compressLog(log.slice(0, first), "pad", new Set());
        before = { seq: entries.length, bytes: checkpoint };
        whole = [...entries, ...log.slice(first)];
      } else before = await checkpointAt(log, first);
      const later = await checkpointAt(whole, second + whole.length - log.length, before);
      const [slow, quick] = [await stateOf(whole), await stateOf(whole, later)];
      expect(whatIsIn(quick)).toEqual(whatIsIn(slow));
      expect([quick.drawn, quick.checkpointSeq]).toEqual([isDrawn ? before.seq : 0, later.seq]);
      const all = Y.encodeStateAsUpdate(slow.doc);
      expect(quick.admit(all, "ana")).toEqual({ outcome: "nothing-new" });
    }),
    { numRuns: 30 },
  );
});

test("[N25] what is written while a checkpoint is made is kept, and the log is drawn together later as without it", async () => {
  const server = await notes({ checkpointEntries: 20, idleMs: 1 });
  const ana = await new Editor(server.url, "ana").synced();
  const types = async (count: number) => {
    for (let index = 0; index < count; index += 1) {
      ana.text.insert(ana.text.length, `word ${index} `);
      await ana.saved();
    }
  };
  await types(30);
  server.pads.tend();
  await types(30);
  await server.pads.logsSettled();
  const made = (await server.store.snapshot(STREAM))?.seq ?? 0;
  expect(made).toBeGreaterThanOrEqual(31);
  server.pads.tend();
  await server.pads.logsSettled();
  await types(5);

  // As it would be found after a crash.
  const log = (await server.store.read(STREAM)).map(({ bytes }) => bytes);
  expect(log).toHaveLength(66);
  const found = await PadState.read(server.store, PAD);
  expect(found.checkpointSeq).toBeGreaterThanOrEqual(made);
  expect([found.drawn, found.seq, found.text]).toEqual([0, 66, ana.text.toJSON()]);
  expect(found.writings).toEqual((await server.pads.contents.writingsOf(PAD)).writings);
  const history = historyOf(log, PAD, new Set());
  const rewritten = new Promise((resolve) => server.pads.onReplaced(resolve));
  ana.close();
  await rewritten;
  const drawn = (await server.store.read(STREAM)).map(({ bytes }) => bytes);
  expect(drawn.length).toBeLessThan(10);
  expect(historyOf(drawn, PAD, new Set())).toEqual(history);
  expect((await PadState.read(server.store, PAD)).text).toBe(found.text);
  expect(server.faults).toEqual([]);
});

test("[N25] a checkpoint that can't be stored, or whose pad is deleted meanwhile, harms nothing", async () => {
  const server = await notes({ checkpointEntries: 5 });
  const ana = await new Editor(server.url, "ana").synced();
  for (let index = 0; index < 10; index += 1) {
    ana.text.insert(0, "word ");
    await ana.saved();
  }
  server.store.failWrites("the disk is full");
  server.pads.tend();
  await server.pads.logsSettled();
  server.store.failWrites(undefined);
  expect(await server.store.snapshot(STREAM)).toBeUndefined();
  for (let index = 0; index < 10; index += 1) {
    ana.text.insert(0, "more ");
    await ana.saved();
  }
  server.store.hold();
  server.pads.tend();
  const dropped = server.store.write({ drops: [STREAM] });
  server.pads.drop([PAD]);
  server.store.release();
  await dropped;
  await server.pads.logsSettled();
  ana.close();
  expect(await server.store.snapshot(STREAM)).toBeUndefined();
  expect(server.faults).toEqual([]);
});

test("[N25] a checkpoint of the version before is read", async () => {
  const update = insertion(7, "hello");
  const log = [seedEntry("", 0), encodePadEntry({ at: 5, newAuthors: ["ana"], updates: [{ author: 1, update }] })];
  const bytes = encode(1, 2, 1, "ana", 1, 7, 1, 1, 0, 10, update);
  expect(decodeCheckpoint(bytes)).toMatchObject({ edits: 2, loose: 0, authors: ["ana"] });
  const state = await stateOf(log, { seq: 2, bytes });
  expect([state.seq, state.drawn, state.edits, state.text]).toEqual([2, 2, 2, "hello"]);
  expect(state.writings).toEqual([{ client: 7, personId: "ana", runs: [[0, 5]] }]);
});

test("[N40] client ids that a person has are counted in a pad that was opened from a checkpoint too", async () => {
  const writings = Array.from({ length: MAX_CLIENTS }, (_, index): ClientWriting => {
    return { client: 1000 + index, personId: "ana", runs: [] };
  });
  const bytes = encodeCheckpoint({ edits: 1, loose: 0, moment: undefined, authors: ["ana"], writings, pieces: [] });
  const state = await stateOf([seedEntry("", 0)], { seq: 1, bytes });
  expect(state.admit(insertion(9, "one more"), "ana")).toMatchObject({ outcome: "refused" });
  expect(state.admit(insertion(9, "one more"), "bo")).toMatchObject({ outcome: "edit" });
});
