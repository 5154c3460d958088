import { afterAll, beforeEach, expect, test } from "vitest";
import * as Y from "yjs";
import { systemTimers, type Timers } from "../../server/clock.ts";
import type { PadConnection } from "../../server/notes/pad-connection.ts";
import { decodePadEntry, encodePadEntry } from "../../server/notes/text/pad-entry.ts";
import { PadPast } from "../../server/notes/past/pad-past.ts";
import { PadPastThread } from "../../server/notes/past/pad-past-thread.ts";
import { padStream, restoreKind, seedEntry } from "../../server/notes/text/pad-seed.ts";
import { PadState } from "../../server/notes/text/pad-state.ts";
import { PIECE_STRUCTS } from "../../server/notes/intake/update-pieces.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import type { Write } from "../../server/store/log-store.ts";
import { insertion, PAD, startNotes, type NotesServer } from "./notes-story.ts";

/** How many pieces are integrated in a turn of the loop, where each takes a millisecond. */
const PIECES_A_TURN = 8;
const LINES = Array.from({ length: 600 }, (_, line) => `What was said in minute ${line}.\n`);
const THEN = LINES.join("");
const WISH = { id: "restore-1", seq: 1, by: "dee" };

const thread = new PadPastThread();
afterAll(() => thread.close());

let store: NotedStore;
/** What the pad says before something is brought back. */
let before: string;

/** Calls `onWrite` before each write of the pad. */
class NotedStore extends InMemoryLogStore {
  onWrite: (write: Write) => void = () => undefined;

  override async write(write: Write): Promise<number[]> {
    this.onWrite(write);
    return super.write(write);
  }
}

beforeEach(async () => {
  store = new NotedStore();
  const seed = seedEntry(THEN, 0);
  const { updates } = decodePadEntry(seed, PAD);
  const doc = new Y.Doc();
  for (const { update } of updates) Y.applyUpdate(doc, update);
  const known = Y.encodeStateVector(doc);
  const text = doc.getText("markdown");
  doc.transact(() => {
    for (let at = text.length - LINES.at(-1)!.length; at > 0; at -= 30) {
      text.delete(at, 9);
      text.insert(at, "?");
    }
  });
  before = text.toJSON();
  const edit = { author: 1, update: Y.encodeStateAsUpdate(doc, known) };
  await store.write({
    appends: [
      { stream: padStream(PAD), entries: [seed, encodePadEntry({ at: 1, newAuthors: ["ana"], updates: [edit] })] },
    ],
  });
});

/** Timers of a machine that needs a millisecond for everything. */
function slowTimers(): Timers {
  let now = 0;
  const after: Timers["after"] = (ms, then) =>
    systemTimers.after(0, () => {
      now += ms;
      then();
    });
  return { elapsed: () => (now += 1), after, soon: systemTimers.soon };
}

async function opened(): Promise<NotesServer<NotedStore> & { past: PadPast }> {
  const server = await startNotes({ store, timers: slowTimers() });
  return { ...server, past: new PadPast({ store, pads: server.pads, thread }) };
}

/** Who made each edit of the log's entries behind the first two. */
async function writers(): Promise<string[][]> {
  const authors: string[] = [];
  const entries = await store.read(padStream(PAD));
  const all = entries.map(({ bytes }) => {
    const { newAuthors, updates } = decodePadEntry(bytes, PAD);
    authors.push(...newAuthors);
    return updates.map(({ author }) => authors[author - 1] ?? "");
  });
  return all.slice(2);
}

test("[N43] an earlier text comes back a few pieces a turn, and what others write meanwhile is durable before the rest", async () => {
  const server = await opened();
  const bo = { person: { id: "bo", name: "Bo", color: "#bc4945" }, mayWrite: true, unread: 0 };
  const nothing = () => undefined;
  const deaf = { send: nothing, hold: nothing, release: nothing, close: nothing, pause: nothing, resume: nothing };
  const connection: PadConnection = { ...bo, ...deaf };
  const pad = await server.pads.join(PAD, connection);
  if ("code" in pad) throw new Error(pad.reason);
  // While the first part is being committed.
  store.onWrite = () => {
    store.onWrite = () => undefined;
    pad.receive({ type: "update", update: insertion(5, "Bo was here. ") }, connection);
  };
  const restored = await server.past.restore(PAD, WISH);
  expect(await server.pads.contents.textOf(PAD)).toBe(`${THEN}Bo was here. `);
  expect((await PadState.read(store, PAD)).text).toBe(`${THEN}Bo was here. `);
  const all = await writers();
  for (const some of all) expect(some.filter((by) => by === "dee").length).toBeLessThanOrEqual(PIECES_A_TURN);
  expect(all.length).toBeGreaterThan(LINES.length / PIECE_STRUCTS / PIECES_A_TURN);
  expect(all.findIndex((some) => some.includes("bo"))).toBe(1);
  expect(restored).toEqual({ seq: 2 + all.flat().length });
  expect(server.faults).toEqual([]);
  pad.leave(connection);
  await server.close();
});

test("[N43] killed at any moment, what came back is there up to some place, and asking again does the rest, once", async () => {
  const entries = async () => (await store.read(padStream(PAD))).map(({ bytes }) => bytes);
  const log = await entries();
  let parts = 0;
  for (let kill = 1, isWhole = false; !isWhole; kill += 1) {
    store = new NotedStore();
    await store.write({ appends: [{ stream: padStream(PAD), entries: log }] });
    let writes = 0;
    store.onWrite = () => {
      writes += 1;
      if (writes === kill) store.failWrites("killed");
    };
    const killed = await opened();
    const outcome = await killed.past.restore(PAD, WISH).catch((error: Error) => error.message);
    isWhole = typeof outcome === "object";
    await killed.close();
    store.failWrites(undefined);
    await store.probe();
    const server = await opened();
    const text = await server.pads.contents.textOf(PAD);
    if (!isWhole) expect(commonStart(text, THEN) + commonEnd(text, before)).toBeGreaterThanOrEqual(text.length);
    expect(await store.record(restoreKind(PAD), WISH.id)).toEqual(isWhole ? expect.any(String) : undefined);
    expect(await server.past.restore(PAD, WISH)).toEqual({ seq: expect.any(Number) });
    const whole = await entries();
    expect(await server.past.restore(PAD, WISH)).toEqual({ seq: expect.any(Number) });
    expect(await entries()).toEqual(whole);
    expect((await PadState.read(store, PAD)).text).toBe(THEN);
    expect(await store.records(restoreKind(PAD))).toHaveLength(1);
    await server.close();
    parts = kill - 1;
  }
  expect(parts).toBeGreaterThan(LINES.length / PIECE_STRUCTS / PIECES_A_TURN);
});

test("[N21] who may not write any more brings nothing more back, and the rest when they may", async () => {
  const server = await opened();
  store.onWrite = () => {
    store.onWrite = () => undefined;
    server.rights.set("dee", "read");
    void server.pads.recheck();
  };
  expect(await server.past.restore(PAD, WISH)).toBe("refused");
  const text = await server.pads.contents.textOf(PAD);
  expect([before, THEN]).not.toContain(text);
  expect((await writers()).length).toBe(1);
  server.rights.delete("dee");
  expect(await server.past.restore(PAD, WISH)).toEqual({ seq: expect.any(Number) });
  expect(await server.pads.contents.textOf(PAD)).toBe(THEN);
  expect(server.faults).toEqual([]);
  await server.close();
});

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

function commonEnd(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one.at(-1 - length) === other.at(-1 - length)) length += 1;
  return length;
}
