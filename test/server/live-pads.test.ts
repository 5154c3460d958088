import { afterEach, beforeEach, expect, test } from "vitest";
import { LivePads } from "../../server/notes/live-pads.ts";
import type { PadAccess, PadRight } from "../../server/notes/pad-access.ts";
import type { PadConnection } from "../../server/notes/pad-connection.ts";
import { ToldTime } from "../faults/simulation/told-time.ts";
import { bytesOf, inserted, insertedAfter, insertion, updateOf } from "../faults/support/pad-bytes.ts";
import { Line } from "../faults/simulation/line.ts";
import { PAD_CLOSE } from "../../shared/notes/pad-frames.ts";
import { readPadMessage } from "../../server/notes/pad-messages.ts";
import { seededChance } from "../together/support/seeded-chance.ts";
import { PAD, RawClient, SEED, startNotes, type NotesServer } from "./notes-story.ts";

let server: NotesServer;

beforeEach(async () => {
  server = await startNotes();
});

afterEach(async () => {
  await server.close();
  await server.store.close();
});

/** Holds the next reading of a log: resolves when it has begun. */
function holdReading(): { begun: Promise<void>; release: () => void } {
  const { store } = server;
  const read = store.read.bind(store);
  const begun = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  store.read = async (stream, options) => {
    store.read = read;
    const entries = await read(stream, options);
    begun.resolve();
    await held.promise;
    return entries;
  };
  return { begun: begun.promise, release: held.resolve };
}

test("[N8] a pad that is deleted while it is being opened ends like one that is open", async () => {
  const reading = holdReading();
  const early = RawClient.knock(server.url, "ana");
  await reading.begun;
  server.rights.set("ana", "unknown");
  server.pads.drop([PAD]);
  reading.release();
  expect(await early.closed).toBe(4404);
  expect(server.pads.size).toBe(0);
});

test("an export of a pad that ends meanwhile gets an answer", async () => {
  const reading = holdReading();
  const early = RawClient.knock(server.url, "ana");
  await reading.begun;
  server.rights.set("ana", "unknown");
  server.pads.drop([PAD]);
  const text = server.pads.contents.textOf(PAD);
  reading.release();
  expect(await text).toBe(SEED);
  expect(await early.closed).toBe(4404);
});

test("[N13] a pad that has failed is not forgotten twice: the one opened in its place stays the only one", async () => {
  const time = new ToldTime(seededChance(1));
  const idleMs = 30_000;
  const pads = new LivePads({
    store: server.store,
    clock: time,
    timers: time,
    idleMs,
    access: { check: async () => "write", endsOf: async () => [] },
    report: () => undefined,
    onFirstEdit: () => undefined,
  });
  const joins = async () => {
    const closed = Promise.withResolvers<number>();
    const person = { id: "ana", name: "Ana", color: "#bc4945" };
    const calls = Object.fromEntries(
      ["send", "hold", "release", "pause", "resume"].map((name) => [name, () => undefined]),
    );
    const connection = {
      person,
      mayWrite: true,
      unread: 0,
      ...calls,
      close: closed.resolve,
    } as unknown as PadConnection;
    const pad = await pads.join(PAD, connection);
    if ("code" in pad) throw new Error(pad.reason);
    return { pad, connection, closed: closed.promise };
  };
  const first = await joins();
  server.store.failWrites("disk full");
  const edit = readPadMessage(insertion(7, "lost"));
  if (edit.type !== "update") throw new Error("not an update");
  first.pad.receive(edit, first.connection);
  time.passes(100);
  expect(await first.closed).toBe(1013);
  server.store.failWrites(undefined);
  await server.store.probe();
  const second = await joins();
  time.passes(idleMs);
  expect((await joins()).pad).toBe(second.pad);
  await pads.close();
});

test("[N13] a pad is in use while something of it is being written, whoever has left", async () => {
  const time = new ToldTime(seededChance(1));
  const idleMs = 30_000;
  const wrote: string[] = [];
  const pads = new LivePads({
    store: server.store,
    clock: time,
    timers: time,
    idleMs,
    access: { check: async () => "write", endsOf: async () => [] },
    report: () => undefined,
    onFirstEdit: (_padId, personId) => void wrote.push(personId),
  });
  const calls = ["send", "hold", "release", "pause", "resume", "close"].map((name) => [name, () => undefined]);
  const person = { id: "ana", name: "Ana", color: "#bc4945" };
  const connection = { person, mayWrite: true, unread: 0, ...Object.fromEntries(calls) } as unknown as PadConnection;
  const pad = await pads.join(PAD, connection);
  if ("code" in pad) throw new Error(pad.reason);
  time.passes(idleMs - 500);
  server.store.hold();
  const edit = readPadMessage(insertion(7, "last words"));
  if (edit.type !== "update") throw new Error("not an update");
  pad.receive(edit, connection);
  time.passes(100);
  pad.leave(connection);
  // Had nobody been there since it was opened, it would be let go of now.
  time.passes(500);
  server.store.release();
  expect(pads.size).toBe(1);
  time.passes(100);
  await pad.settled();
  expect(wrote).toEqual(["ana"]);
  time.passes(idleMs);
  expect(pads.size).toBe(0);
  expect(await pads.contents.textOf(PAD)).toBe(`${SEED}last words`);
  await pads.close();
});

test("[N13] a pad is let go of also when somebody was coming in and is turned away", async () => {
  const time = new ToldTime(seededChance(1));
  const idleMs = 30_000;
  const rights: PadRight[] = ["write", "removed"];
  const pads: LivePads = new LivePads({
    store: server.store,
    clock: time,
    timers: time,
    idleMs,
    access: {
      check: async () => {
        // Who may do what changes, so that it is asked again once the pad is there.
        void pads.recheck([]);
        return rights.shift() ?? "removed";
      },
      endsOf: async () => [],
    },
    report: () => undefined,
    onFirstEdit: () => undefined,
  });
  await pads.snapshotOf(PAD);
  time.passes(idleMs - 500);
  expect(pads.size).toBe(1);
  const person = { id: "ana", name: "Ana", color: "#bc4945" };
  expect(await pads.join(PAD, { person, mayWrite: true } as unknown as PadConnection)).toMatchObject({ code: 4403 });
  time.passes(idleMs);
  expect(pads.size).toBe(0);
  await pads.close();
});

test("whoever asks for all of a pad that is over is told so", async () => {
  const line = new Line({ id: "ana", name: "Ana", color: "#bc4945" }, () => undefined);
  const pad = await server.pads.join(PAD, line);
  if ("code" in pad) throw new Error(pad.reason);
  server.pads.drop([PAD]);
  await expect(pad.snapshot()).rejects.toThrow("The notes have been closed.");
});

test("[N21] a pad that is locked while somebody is coming in is read-only for them too", async () => {
  const reading = holdReading();
  const early = RawClient.knock(server.url, "ana");
  await reading.begun;
  server.rights.set("ana", "read");
  await server.pads.recheck([PAD]);
  reading.release();
  await early.gets((message) => message[0] === 0 && message[1] === 0);
  early.send(insertion(50, "too late"));
  await early.gets((message) => message[0] === 2);
  expect(await server.pads.contents.textOf(PAD)).toBe(SEED);
  early.close();
});

test("[N55] where it can't be found out who may write nobody does: what had come is kept, and whoever comes back is looked at anew", async () => {
  const time = new ToldTime(seededChance(1));
  const faults: string[] = [];
  let check: PadAccess["check"] = async () => "write";
  const pads = new LivePads({
    store: server.store,
    clock: time,
    timers: time,
    idleMs: 30_000,
    access: { check: (...asked) => check(...asked), endsOf: async () => [] },
    report: (where, error) => void faults.push(`${where}: ${String(error)}`),
    onFirstEdit: () => undefined,
  });
  const comes = async (id: string) => {
    const line = new Line({ id, name: id, color: "#bc4945" }, () => undefined);
    const pad = await pads.join(PAD, line);
    if ("code" in pad) throw new Error(pad.reason);
    line.joined(pad);
    return { line, pad };
  };
  const sends = ({ line }: { line: Line }, message: Uint8Array) => {
    line.toServer.push(message);
    line.deliver();
  };
  const [ana, bea] = [await comes("ana"), await comes("bea")];
  sends(ana, insertion(7, "before "));
  check = async () => {
    throw new Error("the log is damaged");
  };
  const rechecked = pads.recheck([PAD]);
  await turns();
  sends(bea, insertion(8, "after "));
  expect([ana.line.closed, bea.line.closed]).toEqual([PAD_CLOSE.cannotStore, PAD_CLOSE.cannotStore]);
  time.passes(100);
  await rechecked;
  expect([pads.size, faults]).toEqual([0, [`who may do what in pad ${PAD}: Error: the log is damaged`]]);
  check = async () => "read";
  expect((await comes("ana")).line.mayWrite).toBe(false);
  const text = await pads.contents.textOf(PAD);
  expect(text).toContain("before");
  expect(text).not.toContain("after");
  await pads.close();
});

test("[N2] [I2] who turns out to be somebody else while their edits wait is told saved once those are, and goes on", async () => {
  const time = new ToldTime(seededChance(1));
  const idOf = (id: string) => (id === "ana" && isJoined ? "ann" : id);
  let isJoined = false;
  const faults: string[] = [];
  const pads = new LivePads({
    store: server.store,
    clock: time,
    timers: time,
    idleMs: 30_000,
    access: {
      check: async (_, id) => (id !== undefined && idOf(id) !== id ? "former" : "write"),
      endsOf: async () => [],
    },
    idNow: idOf,
    report: (where, error) => void faults.push(`${where}: ${String(error)}`),
    onFirstEdit: () => undefined,
  });
  const lineOf = async (id: string) => {
    const line = new Line({ id, name: id, color: "#bc4945" }, () => undefined);
    const pad = await pads.join(PAD, line);
    if ("code" in pad) throw new Error(pad.reason);
    line.joined(pad);
    return line;
  };
  const sends = (line: Line, ...messages: Uint8Array[]) => {
    for (const message of messages) {
      line.toServer.push(message);
      line.deliver();
    }
  };
  const gets = (line: Line, message: Uint8Array) => line.toEditor.some((each) => Buffer.from(each).equals(message));
  const [one, other] = [await lineOf("ana"), await lineOf("bea")];
  server.store.hold();
  sends(one, insertion(7, "one "));
  time.passes(100);
  // Waits for the commit that is under way.
  sends(one, updateOf(1, 1, 7, 4, ...insertedAfter(7, 3, "two "), 0));
  isJoined = true;
  await pads.replace("ana");
  expect(one.closed).toBe(PAD_CLOSE.otherPerson);
  const back = await lineOf("ann");
  server.store.release();
  await turns();
  // What was sent on the lost connection comes again, which is nothing new, and goes on.
  sends(back, updateOf(1, 2, 7, 0, ...inserted("one "), ...insertedAfter(7, 3, "two "), 0), bytesOf(4, 99));
  sends(back, updateOf(1, 1, 7, 8, ...insertedAfter(7, 7, "three"), 0), bytesOf(4, 100));
  await turns();
  expect(gets(back, bytesOf(4, 99))).toBe(false);
  for (let round = 0; round < 5; round += 1) {
    time.passes(100);
    await turns();
  }
  expect([gets(back, bytesOf(4, 99)), gets(back, bytesOf(4, 100))]).toEqual([true, true]);
  expect(await pads.contents.textOf(PAD)).toContain("one two three");
  for (const line of [other, back]) expect(line.closed).toBeUndefined();
  expect(faults).toEqual([]);
  await pads.close();
});

/** Everything that can go on without more time has. */
async function turns(): Promise<void> {
  for (let count = 0; count < 5; count += 1) await new Promise((resolve) => setImmediate(resolve));
}
