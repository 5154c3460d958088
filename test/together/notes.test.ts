/** Live notes over real sockets: unmodified providers, and clients that don't behave. */
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { applyAwarenessUpdate, Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { decodePadEntry } from "../../server/notes/text/pad-entry.ts";
import { padStream } from "../../server/notes/text/pad-seed.ts";
import { StoreUnavailableError } from "../../server/store/log-store.ts";
import { bytesOf, insertedAfter } from "../faults/support/pad-bytes.ts";
import { Editor, encode, insertion, PAD, presence, RawClient, SEED, updateOf } from "../server/notes-story.ts";
import { freshNotes } from "./support/fresh-notes.ts";

const notes = freshNotes();
const { editor, raw } = notes;

const STEP1 = encode(0, 0, Uint8Array.of(0));
const isUpdate = (message: Uint8Array) => message[0] === 0 && message[1] === 2;
const isDenied = (message: Uint8Array) => message[0] === 2;

describe("writing together", () => {
  it("[N3] unmodified providers get the seeded text and then each other's edits", async () => {
    const [ana, bo] = await Promise.all([editor("ana"), editor("bo")]);
    expect([ana.text.toJSON(), bo.text.toJSON()]).toEqual([SEED, SEED]);
    ana.text.insert(SEED.length, "from Ana. ");
    await bo.reads(`${SEED}from Ana. `);
    bo.text.insert(bo.text.length, "From Bo.");
    bo.text.delete(0, 2);
    await ana.reads("Title\nfrom Ana. From Bo.");
    await bo.saved();
    expect(await notes.server.pads.contents.textOf(PAD)).toBe("Title\nfrom Ana. From Bo.");
    expect((await notes.server.pads.contents.contentOf(PAD)).authors).toEqual(["ana", "bo"]);
    expect(notes.server.firstEdits).toEqual([`${PAD} ana`, `${PAD} bo`]);
  });

  it("[N3] someone who comes late, or with an older copy, has everything once synced", async () => {
    const ana = await editor("ana");
    const old = await editor("old");
    old.provider.disconnect();
    for (let index = 0; index < 50; index += 1) ana.text.insert(ana.text.length, `line ${index}\n`);
    await ana.saved();
    const first = await editor("first");
    expect(first.text.toJSON()).toBe(ana.text.toJSON());
    ana.text.insert(0, "x");
    await ana.saved();
    const second = await editor("second");
    expect(second.text.toJSON()).toBe(ana.text.toJSON());
    old.text.insert(0, "offline ");
    old.provider.connect();
    await old.synced();
    expect(old.text.toJSON()).toContain("line 49");
    await ana.until(() => ana.text.toJSON().includes("offline "));
    await old.saved();
    expect(await notes.server.pads.contents.textOf(PAD)).toBe(ana.text.toJSON());
  });

  it("[N1] nothing is seen, answered or exported before it is durable", async () => {
    const [ana, bo] = await Promise.all([editor("ana"), editor("bo")]);
    notes.server.store.hold();
    ana.text.insert(0, "held ");
    let isSaved = false;
    const saved = ana.saved().then(() => (isSaved = true));
    const late = new Editor(notes.server.url, "late");
    notes.closedLater(late);
    // Presence doesn't wait: when it is there, so is the edit that was sent before it.
    ana.provider.awareness.setLocalStateField("cursor", 1);
    await seen(bo, (states) => states.get(ana.doc.clientID)?.["cursor"]);
    const text = notes.server.pads.contents.textOf(PAD);
    expect([isSaved, bo.text.toJSON(), late.text.toJSON(), late.provider.synced]).toEqual([false, SEED, "", false]);
    notes.server.store.release();
    await Promise.all([saved, bo.reads(`held ${SEED}`), late.synced()]);
    expect(late.text.toJSON()).toBe(`held ${SEED}`);
    expect(await text).toBe(`held ${SEED}`);
  });

  it("[N2] a fence comes back, the same bytes, once what was sent before it is durable; deletions too", async () => {
    const [ana, bo] = [await raw("ana"), await editor("bo")];
    await ana.fence(0);
    await ana.fence(300);
    notes.server.store.hold();
    ana.send(updateOf(encode(0, 1, 1, 1, 0, 2)), encode(4, 7), presence(9, 1, {}));
    await seen(bo, (states) => states.has(9));
    expect(await notes.server.store.lastSeq(padStream(PAD))).toBe(1);
    expect(ana.received.filter(([type]) => type === 4).length).toBe(2);
    notes.server.store.release();
    await ana.gets((message) => Buffer.from(message).equals(encode(4, 7)));
    expect(await notes.server.store.lastSeq(padStream(PAD))).toBe(2);
    expect(await notes.server.pads.contents.textOf(PAD)).toBe("Title\n");
  });

  it("[N2] fences behind several edits are answered in their order", async () => {
    const ana = await raw("ana");
    ana.send(updateOf(insertion(50, "a")), encode(4, 1), updateOf(encode(0, 1, 50, 1, 0, 1)), encode(4, 2));
    await ana.gets((message) => message[0] === 4 && message[1] === 2);
    expect(ana.received.filter(([type]) => type === 4).map(([, k]) => k)).toEqual([1, 2]);
  });

  it("[N2] a fence on a new connection waits for what the lost one had sent, and builds on it", async () => {
    const doc = new Y.Doc();
    doc.clientID = 4242;
    const sent: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => sent.push(updateOf(update)));
    for (const word of ["one ", "two ", "three "]) doc.getText("markdown").insert(0, word);
    const [lost, bo] = [await raw("ana"), await editor("bo")];
    notes.server.store.hold();
    lost.send(sent[0]!, presence(9, 1, { cursor: 1 }));
    await seen(bo, (states) => states.has(9));
    lost.send(sent[1]!, presence(9, 2, { cursor: 2 }));
    await seen(bo, (states) => states.get(9)?.["cursor"] === 2);
    lost.close();
    await seen(bo, (states) => !states.has(9));
    const back = RawClient.knock(notes.server.url, "ana");
    notes.closedLater(back);
    await once(back.ws, "open");
    // All that it has, as after a reconnect: two edits that are on their way already, and one that isn't.
    back.send(encode(0, 1, Y.encodeStateAsUpdate(doc)), encode(4, 1));
    notes.server.store.release();
    await back.gets((message) => message[0] === 4);
    expect((await foldOfLog()).getText("markdown").toJSON()).toContain("three two one ");
    expect(notes.server.faults).toEqual([]);
  });

  it("[N4] after a restart the pad has the same text, authors and owners of client ids", async () => {
    const ana = await editor("ana");
    ana.text.insert(0, "kept 👩‍🚀 ");
    ana.text.delete(2, 1);
    await ana.saved();
    const mallory = insertion(ana.doc.clientID, "forged, and longer than what Ana wrote before");
    const expected = ana.text.toJSON();
    ana.provider.disconnect();
    await notes.startAnew();
    expect(await notes.server.pads.contents.textOf(PAD)).toBe(expected);
    expect((await notes.server.pads.contents.contentOf(PAD)).authors).toEqual(["ana"]);
    expect((await editor("bo")).text.toJSON()).toBe(expected);
    const forger = await raw("mallory");
    forger.send(updateOf(mallory));
    expect(await forger.closed).toBe(1008);
    expect(notes.server.pads.size).toBe(1);
  });

  it("[N13] an unused pad leaves memory once all is written, and comes back whole", async () => {
    await notes.startAnew({ idleMs: 1 });
    const ana = await editor("ana");
    ana.text.insert(0, "last words ");
    ana.provider.disconnect();
    await expect.poll(() => notes.server.pads.size).toBe(0);
    expect(await notes.server.pads.contents.textOf(PAD)).toBe(`last words ${SEED}`);
    expect(notes.server.pads.size).toBe(0);
    expect((await editor("bo")).text.toJSON()).toBe(`last words ${SEED}`);
  });
});

describe("who may", () => {
  it("[N7] without a name a pad can be read; an edit is refused, reaches nobody, and no fence is answered after it", async () => {
    const ana = await editor("ana");
    const reader = await raw("");
    reader.send(STEP1);
    await reader.gets((message) => message[0] === 0 && message[1] === 1);
    // What a provider says it has is no edit, nor is an empty update.
    reader.send(encode(0, 1, Y.encodeStateAsUpdate(ana.doc)), encode(0, 1, Uint8Array.of(0, 0)));
    await reader.fence(1);
    expect(reader.received.some(isDenied)).toBe(false);
    reader.send(updateOf(insertion(77, "no")), encode(4, 2), encode(3));
    expect(await reader.gets(isDenied)).toEqual(encode(2, 0, "permission denied"));
    ana.text.insert(0, "yes ");
    await reader.gets(isUpdate);
    await ana.saved();
    expect(reader.received.some((message) => message[0] === 4 && message[1] === 2)).toBe(false);
    expect(await notes.server.pads.contents.textOf(PAD)).toBe(`yes ${SEED}`);
  });

  it("[N7] a right that is taken away, or given, holds from the recheck on", async () => {
    const ana = await raw("ana");
    notes.server.rights.set("ana", "read");
    await notes.server.pads.recheck([PAD]);
    ana.send(updateOf(insertion(5, "late")));
    await ana.gets(isDenied);
    notes.server.rights.set("bo", "read");
    const bo = await editor("bo");
    notes.server.rights.set("bo", "write");
    await notes.server.pads.recheck();
    bo.text.insert(0, "mine ");
    await bo.saved();
    expect(await notes.server.pads.contents.textOf(PAD)).toBe(`mine ${SEED}`);
  });

  it("[N8] on an unknown pad, and for someone removed, an unmodified provider stops by itself", async () => {
    notes.server.rights.set("gone", "removed");
    for (const [as, pad, code] of [
      ["ana", "nonsense", 4404],
      ["ana", "%00", 4404],
      ["gone", PAD, 4403],
    ] as const) {
      const someone = new Editor(notes.server.url, as, pad);
      notes.closedLater(someone);
      const closed = await new Promise<{ code: number }>((resolve) => someone.provider.once("closed", resolve));
      expect([pad, closed.code, someone.provider.shouldConnect]).toEqual([pad, code, false]);
    }
    expect(notes.server.pads.size).toBe(0);
  });

  it("[W7] a page that takes its device for somebody else's is sent away before it can write", async () => {
    const stranger = RawClient.knock(notes.server.url, "ana&cookie=bo");
    notes.closedLater(stranger);
    expect(await stranger.closed).toBe(4009);
    expect(stranger.received).toEqual([]);
    expect(notes.server.pads.size).toBe(0);
  });

  it("[N8] a pad that is dropped ends its connections with 4404, a removed person's with 4403", async () => {
    const [ana, bo] = [await raw("ana"), await raw("bo")];
    notes.server.rights.set("ana", "removed");
    await notes.server.pads.recheck();
    expect(await ana.closed).toBe(4403);
    notes.server.pads.drop([PAD]);
    expect(await bo.closed).toBe(4404);
    expect(notes.server.faults).toEqual([]);
  });

  it("[N9] a client id goes on with its own person, on any connection, and with nobody else", async () => {
    const doc = new Y.Doc();
    doc.clientID = 4242;
    const sent: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => sent.push(updateOf(update)));
    for (const word of ["one ", "two ", "three "]) doc.getText("markdown").insert(0, word);
    const [phone, laptop, mallory] = [await raw("ana"), await raw("ana"), await raw("mallory")];
    phone.send(sent[0]!);
    await phone.fence(1);
    laptop.send(sent[1]!);
    await laptop.fence(1);
    mallory.send(sent[2]!);
    expect(await mallory.closed).toBe(1008);
    const seeder = await raw("mallory");
    seeder.send(updateOf(bytesOf(1, 1, 1, SEED.length, insertedAfter(1, 0, "as the server"), 0)));
    expect(await seeder.closed).toBe(1008);
    laptop.send(sent[2]!);
    await laptop.fence(2);
    expect(await notes.server.pads.contents.textOf(PAD)).toContain("three two one ");
  });

  it("[N9] a gap in the clocks closes its connection only", async () => {
    const [ana, mallory] = [await editor("ana"), await raw("mallory")];
    mallory.send(updateOf(encode(1, 1, 9, 3, 4, 1, "markdown", "x", 0)));
    expect(await mallory.closed).toBe(1008);
    ana.text.insert(0, "on ");
    await ana.saved();
    expect(await notes.server.pads.contents.textOf(PAD)).toBe(`on ${SEED}`);
  });
});

describe("faults", () => {
  it("[N5] a failed write shows nothing, closes with 1013, and everything resumes by itself", async () => {
    const [ana, bo] = await Promise.all([editor("ana"), editor("bo")]);
    const witness = await raw("witness");
    witness.send(STEP1);
    const codes: number[] = [];
    ana.provider.on("connection-close", (event) => void (event && codes.push(event.code)));
    notes.server.store.failWrites("disk full");
    ana.text.insert(0, "survives ");
    expect(await witness.closed).toBe(1013);
    expect(witness.received.some(isUpdate)).toBe(false);
    expect(bo.text.toJSON()).toBe(SEED);
    await expect.poll(() => codes).toContain(1013);
    expect(await notes.server.pads.contents.textOf(PAD)).toBe(SEED);
    notes.server.store.failWrites(undefined);
    await notes.server.store.probe();
    await bo.reads(`survives ${SEED}`);
    expect(await notes.server.pads.contents.textOf(PAD)).toBe(`survives ${SEED}`);
    expect(notes.server.faults.length).toBeGreaterThan(0);
  });

  it("[N6] a pad whose log is missing or can't be read is refused, never empty", async () => {
    const missing = RawClient.knock(notes.server.url, "ana", "pad-missing0");
    expect(await missing.closed).toBe(1011);
    await expect(notes.server.pads.contents.textOf("pad-missing0")).rejects.toThrow(/pad-missing0/u);
    await notes.server.store.write({
      appends: [{ stream: padStream("pad-damaged0"), entries: [Uint8Array.of(1, 2, 3)] }],
    });
    expect(await RawClient.knock(notes.server.url, "ana", "pad-damaged0").closed).toBe(1011);
    const read = notes.server.store.read.bind(notes.server.store);
    notes.server.store.read = () => Promise.reject(new StoreUnavailableError("the disk is away"));
    expect(await RawClient.knock(notes.server.url, "ana").closed).toBe(1013);
    notes.server.store.read = read;
    expect((await editor("ana")).text.toJSON()).toBe(SEED);
    expect(missing.received).toEqual([]);
  });

  it.each<[string, (ws: WebSocket) => void, number[]]>([
    ["a text frame", (ws) => ws.send("hello"), [1007]],
    ["an empty frame", (ws) => ws.send(new Uint8Array()), [1007]],
    ["an unknown type", (ws) => ws.send(encode(9, 1)), [1002]],
    ["an unknown sync message", (ws) => ws.send(encode(0, 9)), [1002]],
    ["an update cut short", (ws) => ws.send(encode(0, 2, 200)), [1007]],
    ["a hostile length", (ws) => ws.send(encode(0, 2, 2 ** 52)), [1007]],
    ["a state vector that claims the world", (ws) => ws.send(encode(0, 0, encode(2 ** 50))), [1007]],
    ["seven hostile bytes", (ws) => ws.send(updateOf(encode(1, 2 ** 31, 9, 0))), [1008]],
    ["an unknown root", (ws) => ws.send(updateOf(encode(1, 1, 9, 0, 4, 1, "other", "x", 0))), [1008]],
    ["presence that isn't JSON", (ws) => ws.send(encode(1, encode(1, 9, 0, "{"))), [1007]],
    ["presence that is huge", (ws) => ws.send(presence(9, 1, { x: "x".repeat(5000) })), [1008]],
    ["presence cut short", (ws) => ws.send(encode(1, encode(5, 9))), [1007]],
    ["a fence with more behind it", (ws) => ws.send(encode(4, 1, 1)), [1007]],
    ["more than 1 MiB", (ws) => ws.send(new Uint8Array(1_048_577)), [1009]],
    // Six bytes that kill a server without an error listener: a reserved bit is set.
    [
      "a bad frame",
      (ws) =>
        (ws as unknown as { _socket: NodeJS.WritableStream })._socket.write(Buffer.from([0xf2, 0x80, 0, 0, 0, 0])),
      [1002, 1006],
    ],
  ])("[N11] %s ends its connection and nobody else notices", async (_what, misbehave, codes) => {
    const ana = await editor("ana");
    const mallory = await raw("mallory");
    misbehave(mallory.ws);
    // What comes behind the bad message counts for nothing.
    if (mallory.ws.readyState === WebSocket.OPEN) mallory.ws.send(updateOf(insertion(66, "behind it")));
    expect(codes).toContain(await mallory.closed);
    ana.text.insert(0, "on ");
    await ana.saved();
    expect(await notes.server.pads.contents.textOf(PAD)).toBe(`on ${SEED}`);
    expect(notes.server.faults).toEqual([]);
  });

  it("[N14] someone who doesn't read is cut off, and holds nobody", async () => {
    const [ana, lazy] = [await editor("ana"), await raw("lazy")];
    lazy.send(STEP1);
    await lazy.fence(1);
    lazy.ws.pause();
    const chunk = "x".repeat(200_000);
    const gone = once(lazy.ws, "close");
    for (let index = 0; index < 100; index += 1) {
      ana.text.insert(0, chunk);
      ana.text.delete(0, chunk.length);
      await ana.saved();
    }
    lazy.ws.resume();
    expect((await gone)[0]).toBe(1006);
    expect(await notes.server.pads.contents.textOf(PAD)).toBe(SEED);
  });
});

describe("presence", () => {
  it("[N10] others see the name that the server knows, whatever a client claims", async () => {
    const [ana, bo] = [await editor("ana"), await editor("bo")];
    ana.provider.awareness.setLocalState({ user: { name: "The Pope", color: "red", id: "bo" }, cursor: { anchor: 1 } });
    await seen(bo, (states) => states.get(ana.doc.clientID)?.["cursor"]);
    expect(bo.provider.awareness.getStates().get(ana.doc.clientID)).toEqual({
      user: { id: "ana", name: "The ana", color: "#bc4945" },
      cursor: { anchor: 1 },
    });
    const late = await editor("late");
    await seen(late, (states) => states.get(ana.doc.clientID));
    expect(late.provider.awareness.getStates().get(ana.doc.clientID)?.["user"]).toMatchObject({ name: "The ana" });
    ana.provider.disconnect();
    await seen(bo, (states) => !states.has(ana.doc.clientID));
  });

  it("[N10] nobody speaks for, or removes, a client that another connection introduced", async () => {
    const [ana, bo, mallory] = [await editor("ana"), await editor("bo"), await raw("mallory")];
    ana.provider.awareness.setLocalStateField("cursor", 1);
    await seen(bo, (states) => states.get(ana.doc.clientID)?.["cursor"] === 1);
    for (const tab of [mallory, await raw("ana")]) {
      tab.send(presence(ana.doc.clientID, 99, null), presence(ana.doc.clientID, 100, { cursor: 666 }));
      tab.send(presence(tab === mallory ? 31 : 32, 1, { cursor: 5 }));
    }
    await seen(bo, (states) => states.has(31) && states.has(32));
    expect(bo.provider.awareness.getStates().get(ana.doc.clientID)?.["cursor"]).toBe(1);
    expect(mallory.ws.readyState).toBe(WebSocket.OPEN);
  });

  it("[N10] a connection that introduces more than three ids is closed, and its ghosts are gone", async () => {
    const [bo, mallory] = [await editor("bo"), await raw("mallory")];
    mallory.send(presence(1001, 1, {}), presence(1002, 1, {}), presence(1003, 1, {}), presence(1003, 2, null));
    await seen(bo, (states) => states.has(1001) && states.has(1002));
    mallory.send(presence(1004, 1, {}));
    expect(await mallory.closed).toBe(1008);
    await seen(bo, (states) => !states.has(1001) && !states.has(1002));
  });

  it("[N10] one message about more than can be there, or again and again about oneself, ends its connection", async () => {
    const states = (count: number, client: (n: number) => number, json: string) =>
      encode(1, encode(count, ...Array.from({ length: count }, (_, n) => [client(n), n, json]).flat()));
    const bo = await editor("bo");
    // A hall of others is passed over: providers send back what they heard.
    const honest = await raw("honest");
    honest.send(
      states(5000, (n) => 1000 + n, "null"),
      states(5000, () => bo.doc.clientID, "{}"),
    );
    await honest.fence(1);
    const [many, eager] = [await raw("many"), await raw("eager")];
    many.send(states(20_000, (n) => 1000 + n, "null"));
    eager.send(states(4, () => 1000, "{}"));
    expect([await many.closed, await eager.closed]).toEqual([1008, 1008]);
    expect(honest.ws.readyState).toBe(WebSocket.OPEN);
  });

  it("[N10] echoes of someone who has gone are nobody new", async () => {
    const echo = await raw("echo");
    const ana = await editor("ana");
    ana.provider.awareness.setLocalStateField("cursor", 1);
    const state = await echo.gets((message) => message[0] === 1 && Buffer.from(message).includes("cursor"));
    ana.provider.disconnect();
    await echo.gets((message) => message[0] === 1 && Buffer.from(message).includes("null"));
    echo.send(state, presence(77, 1, { cursor: 7 }));
    const bo = await editor("bo");
    await seen(bo, (states) => states.has(77));
    expect(bo.provider.awareness.getStates().has(ana.doc.clientID)).toBe(false);
  });

  it("[N10] what somebody says while a commit holds up their greeting is heard", async () => {
    const [ana, bo] = [await editor("ana"), await editor("bo")];
    notes.server.store.hold();
    ana.text.insert(0, "held ");
    const early = RawClient.knock(notes.server.url, "early");
    await once(early.ws, "open");
    early.send(presence(57, 1, { cursor: 1 }));
    await seen(bo, (states) => states.has(57));
    notes.server.store.release();
    await bo.reads(`held ${SEED}`);
    early.close();
  });

  it("[N10] readers without a name have none", async () => {
    const [bo, reader, ana] = [await editor("bo"), await raw(""), await raw("ana")];
    reader.send(presence(55, 1, { cursor: 1 }));
    await reader.fence(1);
    ana.send(presence(56, 1, { cursor: 1 }));
    await seen(bo, (states) => states.has(56));
    expect(bo.provider.awareness.getStates().has(55)).toBe(false);
  });

  it("[N10] a query is answered with everyone who is there", async () => {
    const [ana, bo] = [await raw("ana"), await raw("bo")];
    ana.send(presence(56, 3, { cursor: 1 }));
    await ana.fence(1);
    bo.send(encode(3));
    const answer = await bo.gets((message) => message[0] === 1 && message.length > 10);
    const awareness = new Awareness(new Y.Doc());
    applyAwarenessUpdate(awareness, answer.subarray(answer[1]! < 128 ? 2 : 3), "test");
    expect(awareness.getStates().get(56)).toMatchObject({ cursor: 1, user: { id: "ana" } });
    awareness.destroy();
  });
});

describe("as time goes by", () => {
  beforeEach(async () => {
    // Sockets, and what is due within milliseconds, keep real time.
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
    await notes.startAnew();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it("[N14] every connection hears something at least every 20 s, and unmodified providers take it", async () => {
    const reader = await raw("");
    reader.send(STEP1);
    await reader.gets((message) => message[0] === 0 && message[1] === 1);
    const signOfLife = Buffer.from(encode(1, Uint8Array.of(0)));
    for (let minute = 0; minute < 3; minute += 1) {
      const before = reader.received.length;
      vi.advanceTimersByTime(20_000);
      await expect.poll(() => reader.received.slice(before).some((message) => signOfLife.equals(message))).toBe(true);
    }
    const awareness = new Awareness(new Y.Doc());
    applyAwarenessUpdate(awareness, Uint8Array.of(0), "test");
    awareness.destroy();
  });

  it("[N10] presence that isn't renewed for 30 s is gone, and may come back", async () => {
    const [ana, bo] = [await raw("ana"), await raw("bo")];
    const about = (what: string) => (message: Uint8Array) => message[0] === 1 && Buffer.from(message).includes(what);
    ana.send(presence(56, 3, { cursor: 1 }));
    await bo.gets(about("cursor"));
    vi.advanceTimersByTime(40_000);
    await bo.gets(about("null"));
    ana.send(presence(56, 4, { back: true }));
    await bo.gets(about("back"));
  });
});

it("[N15] what many write through lost connections, restarts and held commits ends the same everywhere and in the log", async () => {
  const seed = Number(process.env["STORM_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  const random = mulberry(seed);
  const editors = await Promise.all(["ana", "bo", "cy"].map(editor));
  for (const { provider } of editors) provider.maxBackoffTime = 20;
  for (let index = 0; index < 250; index += 1) {
    const someone = editors[Math.floor(random() * 3)]!;
    const { text, provider } = someone;
    const at = Math.floor(random() * (text.length + 1));
    const dice = random();
    if (dice < 0.55) text.insert(at, `${index} `);
    else if (dice < 0.75) text.delete(at, Math.min(text.length - at, Math.floor(random() * 8)));
    else if (dice < 0.8) provider.disconnect();
    else if (dice < 0.88) provider.connect();
    else if (dice < 0.92) notes.server.store.hold();
    else if (dice < 0.98) notes.server.store.release();
    else provider.ws?.close();
    if (random() < 0.3) await new Promise((resolve) => setImmediate(resolve));
  }
  notes.server.store.release();
  for (const { provider } of editors) provider.connect();
  await Promise.all(editors.map((each) => each.synced()));
  await Promise.all(editors.map((each) => each.saved()));
  const text = await notes.server.pads.contents.textOf(PAD);
  await Promise.all(editors.map((each) => each.reads(text)));
  const folded = await foldOfLog();
  expect([seed, folded.getText("markdown").toJSON()]).toEqual([seed, text]);
  expect(notes.server.faults).toEqual([]);
});

/** What the log says now, folded by Yjs alone. */
async function foldOfLog(): Promise<Y.Doc> {
  const folded = new Y.Doc();
  for (const { bytes } of await notes.server.store.read(padStream(PAD)))
    for (const { update } of decodePadEntry(bytes, PAD).updates) Y.applyUpdate(folded, update);
  return folded;
}

/** Resolves when what this editor knows of others is so. */
function seen(editor: Editor, isSo: (states: Map<number, Record<string, unknown>>) => unknown): Promise<void> {
  const { awareness } = editor.provider;
  return new Promise((resolve) => {
    const look = () => {
      if (!isSo(awareness.getStates() as Map<number, Record<string, unknown>>)) return;
      awareness.off("change", look);
      resolve();
    };
    awareness.on("change", look);
    look();
  });
}

/** Numbers from 0 to 1 that follow from a seed. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
