/** Reading one connection, without a network: what comes at once is all there when the server looks. */
import type { IncomingMessage } from "node:http";
import { duplexPair, type Duplex } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { systemClock, systemTimers } from "../../server/clock.ts";
import { LivePad } from "../../server/notes/live-pad.ts";
import { LivePads } from "../../server/notes/live-pads.ts";
import { padStream, seedEntry } from "../../server/notes/text/pad-seed.ts";
import { createPadDoor, type PadDoor } from "../../server/notes/door/pad-door.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { SharedBudget, type BudgetUser } from "../../server/connections/shared-budget.ts";
import { clientFrame } from "../faults/support/raw-pad.ts";
import { encode, insertion, PAD, presence, SEED, updateOf } from "./notes-story.ts";
import { careful } from "./support/careful.ts";

let pads: LivePads;
let door: PadDoor;
/** All connections, in the order in which they came. */
let senders: BudgetUser[];
/** The server's ends, by whose they are. */
let ends: Map<string, Duplex>;

class Watched extends SharedBudget {
  override enter(sender: BudgetUser): () => void {
    senders.push(sender);
    return super.enter(sender);
  }
}

beforeEach(async () => {
  senders = [];
  ends = new Map();
  const store = new InMemoryLogStore();
  await store.write({ appends: [{ stream: padStream(PAD), entries: [seedEntry(SEED, 0)], after: 0 }] });
  const report = (where: string, error: unknown) => {
    throw new Error(where, { cause: error });
  };
  pads = new LivePads({
    store,
    clock: systemClock,
    timers: systemTimers,
    access: { endsOf: async () => [], check: async () => "write" },
    onFirstEdit: () => undefined,
    report,
    idleMs: 30_000,
  });
  // It looks when it is told to.
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  door = createPadDoor({ pads, report, careful: { ...careful(), unfinished: new Watched() } });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await pads.close();
  vi.useRealTimers();
});

it("[N40] however much one connection has sent, others have their turn after each message", async () => {
  const mallory = await connected("mallory");
  mallory.write(clientFrame(presence(7, 1, {})));
  for (let count = 0; count < 4; count += 1)
    mallory.write(Buffer.concat(Array.from({ length: 1500 }, () => clientFrame(encode(3)))));
  mallory.write(clientFrame(encode(4, 1)));
  let [answers, isOver] = [0, false];
  let most = 0;
  mallory.on("data", (data: Buffer) => {
    const text = data.toString("latin1");
    answers += text.split('"name"').length - 1;
    isOver ||= text.includes("\u0082\u0002\u0004\u0001");
  });
  while (!isOver) {
    answers = 0;
    await turn();
    most = Math.max(most, answers);
  }
  expect(most).toBe(1);
});

it("[N40] of all large messages that come at once, one is dealt with in each turn of the loop, and small ones meanwhile", async () => {
  const people = await Promise.all(TEN.map((name) => connected(name)));
  const heard = hearing();
  for (const [index, far] of people.entries()) far.write(clientFrame(large(index)));
  const late = await connected("late");
  expect(heard.length).toBeLessThan(TEN.length);
  late.write(clientFrame(encode(4, 1)));
  let most = 0;
  for (let before = heard.length; heard.length < TEN.length + 1; before = heard.length) {
    await turn();
    most = Math.max(most, heard.slice(before).filter((what) => what.endsWith("update")).length);
  }
  expect(most).toBe(1);
  expect(heard.indexOf("late fence")).toBeLessThan(TEN.length);
});

it("[N40] what one connection sends stays in its order, also behind a large message that waits", async () => {
  const people = await Promise.all(TEN.map((name) => connected(name)));
  const heard = hearing();
  const sent = (index: number) => [large(index), encode(4, 1), large(index + 100), encode(3)];
  for (const [index, far] of people.entries()) far.write(Buffer.concat(sent(index).map((each) => clientFrame(each))));
  while (heard.length < TEN.length * 4) await turn();
  for (const name of TEN)
    expect(heard.filter((what) => what.startsWith(`${name} `))).toEqual(
      ["update", "fence", "update", "queryAwareness"].map((type) => `${name} ${type}`),
    );
});

it("[N40] a large message that waits is kept when its connection ends, and when the server does", async () => {
  const people = await Promise.all(TEN.map((name) => connected(name)));
  const heard = hearing();
  for (const [index, far] of people.entries()) {
    far.write(Buffer.concat([clientFrame(large(index)), clientFrame(Uint8Array.of(3, 232), { opcode: 8 })]));
    if (index % 2 === 0) far.end();
  }
  await turn();
  expect(heard.length).toBeLessThan(TEN.length);
  for (const far of people) far.end();
  await door.close(1012);
  expect(await pads.contents.textOf(PAD)).toHaveLength(SEED.length + TEN.length * LARGE);
});

it("[C10] a large message that waits for its turn counts as kept until it has had it, and isn't dealt with for who is cut off", async () => {
  const people = await Promise.all(TEN.map((name) => connected(name)));
  const heard = hearing();
  for (const [index, far] of people.entries())
    far.write(Buffer.concat([large(index), large(index + 100)].map((each) => clientFrame(each))));
  await turn();
  await turn();
  const waiting = senders.filter(({ keptBytes }) => keptBytes > LARGE);
  expect(waiting.length).toBeGreaterThan(TEN.length / 2);
  const cut = waiting.slice(-3).map((sender) => TEN[senders.indexOf(sender)]);
  expect(heard.filter((what) => cut.some((name) => what.startsWith(`${name} `)))).toEqual([]);
  for (const sender of waiting.slice(-3)) sender.cut();
  while (heard.length < 2 * (TEN.length - cut.length)) await turn();
  for (let turns = 0; turns < 50; turns += 1) await turn();
  expect(heard).toHaveLength(2 * (TEN.length - cut.length));
  expect(senders.map(({ keptBytes }) => keptBytes)).toEqual(senders.map(() => 0));
});

it("[N14] who reads nothing of much for 20 s is cut off, who has little unread isn't; and who is told nothing hears something", async () => {
  const [deaf, reader, writer] = [await connected("deaf"), await connected("reader"), await connected("writer")];
  for (const far of [deaf, reader]) far.write(clientFrame(encode(0, 0, Uint8Array.of(0))));
  deaf.pause();
  let heard = 0;
  reader.on("data", (data: Buffer) => (heard += data.length));
  writer.resume();
  const words = "x".repeat(700_000);
  // Patience counts from here, however long it takes until all of them have come.
  const begun = performance.now();
  door.look(begun);
  for (const client of [1000, 1001]) writer.write(clientFrame(updateOf(insertion(client, words))));
  while (heard < 2 * words.length) await turn();
  const isCutAt = (seconds: number) => {
    door.look(begun + seconds * 1000);
    return ["deaf", "reader", "writer"].map((name) => ends.get(name)!.destroyed);
  };
  expect(isCutAt(0)).toEqual([false, false, false]);
  for (const [seconds, isToldSomething] of [
    [9, false],
    [11, true],
  ] as const) {
    heard = 0;
    expect(isCutAt(seconds)).toEqual([false, false, false]);
    for (let turns = 0; turns < 5; turns += 1) await turn();
    expect(heard > 0).toBe(isToldSomething);
  }
  expect(isCutAt(19)).toEqual([false, false, false]);
  expect(isCutAt(21)).toEqual([true, false, false]);
});

const TEN = Array.from({ length: 10 }, (_, index) => `person-${index}`);
const LARGE = 10_000;

/** Somebody's edit that takes its turn among others. */
function large(client: number): Uint8Array {
  return updateOf(insertion(1000 + client, "x".repeat(LARGE)));
}

/** Who has sent what, in the order in which pads get it. */
function hearing(): string[] {
  const heard: string[] = [];
  const { receive } = LivePad.prototype;
  vi.spyOn(LivePad.prototype, "receive").mockImplementation(function (this: LivePad, message, connection) {
    heard.push(`${connection.person?.id} ${message.type}`);
    receive.call(this, message, connection);
  });
  return heard;
}

/** The far end of a connection that the server has let in and greeted. */
async function connected(as: string): Promise<Duplex> {
  const [near, far] = duplexPair();
  ends.set(as, near);
  const headers = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  const request = { method: "GET", url: `/notes/${PAD}`, headers } as unknown as IncomingMessage;
  const person = { id: as, name: `The ${as}`, color: "#bc4945" };
  const greeted = new Promise<void>((resolve) => {
    let heard = "";
    const hear = (data: Buffer) => {
      heard += data.toString("latin1");
      // Behind the answer to the upgrade comes what the server asks first.
      if (!/\r\n\r\n[^]+/u.test(heard)) return;
      far.off("data", hear);
      resolve();
    };
    far.on("data", hear);
  });
  door.handleUpgrade(request, near, Buffer.alloc(0), PAD, person);
  await greeted;
  return far;
}
