import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LivePad } from "../../server/notes/live-pad.ts";
import { LivePads } from "../../server/notes/live-pads.ts";
import type { PadConnection } from "../../server/notes/pad-connection.ts";
import type { PadRight } from "../../server/notes/pad-access.ts";
import { readPadMessage } from "../../server/notes/pad-messages.ts";
import { padStream, seedEntry } from "../../server/notes/text/pad-seed.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { ToldTime } from "../faults/simulation/told-time.ts";
import { bytesOf, insertion, updateOf } from "../faults/support/pad-bytes.ts";
import { seededChance } from "../together/support/seeded-chance.ts";

const PAD = "pad-00000001";
const RANGES = 30_000;
/** How many of them are taken at once, and how many in each millisecond then. */
const [AT_ONCE, PER_MS] = [10_000, 2.5];

let time: ToldTime;
let store: InMemoryLogStore;
let pads: LivePads;
let right: PadRight;

beforeEach(async () => {
  time = new ToldTime(seededChance(1));
  store = new InMemoryLogStore();
  await store.write({ appends: [{ stream: padStream(PAD), entries: [seedEntry("", 0)], after: 0 }] });
  right = "write";
  const access = { check: async () => right, endsOf: async () => [] };
  const ignores = { report: () => undefined, onFirstEdit: () => undefined };
  pads = new LivePads({ store, clock: time, timers: time, idleMs: 30_000, access, ...ignores });
});

afterEach(async () => {
  // What was sent goes on being taken in, in time.
  await within(pads.close(), 120_000);
  await store.close();
});

/** Somebody in the pad, who counts the fences that are answered. */
class Writer implements PadConnection {
  readonly person;
  readonly unread = 0;
  mayWrite = true;
  pad!: LivePad;
  fences = 0;
  closed: number | undefined;

  constructor(id: string) {
    this.person = { id, name: id, color: "#bc4945" };
  }

  static async in(id: string): Promise<Writer> {
    const writer = new Writer(id);
    const pad = await pads.join(PAD, writer);
    if ("code" in pad) throw new Error(pad.reason);
    writer.pad = pad;
    return writer;
  }

  sends(...messages: Uint8Array[]): void {
    for (const bytes of messages) {
      const message = readPadMessage(bytes);
      if (message.type === "unknown" || message.type === "undecodable") throw new Error(message.type);
      this.pad.receive(message, this);
    }
  }

  send(frames: Uint8Array): void {
    if (Buffer.from(frames).equals(Buffer.from([0x82, 2, 4, 1]))) this.fences += 1;
  }

  close(code: number): void {
    this.closed = code;
  }

  leaves(): void {
    this.pad.leave(this);
  }

  hold(): void {}
  release(): void {}
  pause(): void {}
  resume(): void {}
}

const FENCE = bytesOf(4, 1);

/** Every other character of a long text is deleted, each by itself. */
function deletions(client: number): Uint8Array[] {
  const ranges = Array.from({ length: RANGES }, (_, n) => [n * 2, 1]);
  return [insertion(client, "x".repeat(RANGES * 2)), updateOf(0, 1, client, RANGES, ranges)];
}

/** Lets time pass in which the pad works, until it is so or so long has passed. */
async function until(isSo: () => boolean, ms: number): Promise<void> {
  const end = time.now() + ms;
  while (!isSo() && time.now() < end) {
    time.passes(5);
    await turn();
  }
}

/** What it comes to, time passing meanwhile. */
async function within<Value>(promised: Promise<Value>, ms: number): Promise<Value> {
  let isOver = false;
  const over = () => void (isOver = true);
  promised.then(over, over);
  await until(() => isOver, ms);
  expect(isOver).toBe(true);
  return promised;
}

const length = async () => (await within(pads.contents.textOf(PAD), 200)).length;

test("[N41] who sends more than their share waits, others meanwhile don't, and all of it comes", async () => {
  const [ana, mallory] = [await Writer.in("ana"), await Writer.in("mallory")];
  mallory.sends(...deletions(7), FENCE);
  await until(() => false, 1000);
  expect(mallory.fences).toBe(0);
  const deleted = 2 * RANGES - (await length());
  expect(deleted).toBeGreaterThanOrEqual(AT_ONCE);
  expect(deleted).toBeLessThan(AT_ONCE + 2000 * PER_MS);
  for (let clock = 0; clock < 5; clock += 1) {
    ana.sends(updateOf(1, 1, 50, clock, [4, 1, "markdown", "y"], 0), FENCE);
    await until(() => ana.fences > clock, 200);
    expect(ana.fences).toBe(clock + 1);
  }
  expect(mallory.fences).toBe(0);
  await until(() => mallory.fences > 0, (2 * RANGES) / PER_MS);
  expect(mallory.fences).toBe(1);
  expect(await length()).toBe(RANGES + 5);
  expect([ana.closed, mallory.closed]).toEqual([undefined, undefined]);
});

test("[N41] what waits so isn't kept for who has left; back again they bring it themselves", async () => {
  const mallory = await Writer.in("mallory");
  mallory.sends(...deletions(7), updateOf(1, 1, 8, 0, [4, 1, "markdown", "z"], 0));
  await until(() => false, 1000);
  mallory.leaves();
  await until(() => false, 200);
  expect(mallory.pad.isQuiet).toBe(true);
  const left = await length();
  await until(() => false, 10_000);
  expect(await length()).toBe(left);
  const again = await Writer.in("mallory");
  again.sends(...deletions(7), updateOf(1, 1, 8, 0, [4, 1, "markdown", "z"], 0), FENCE);
  await until(() => again.fences > 0, (2 * RANGES) / PER_MS);
  expect(await length()).toBe(RANGES + 1);
  expect(again.closed).toBe(undefined);
});

test("[N41] many who send much at once are taken one after the other, and who types goes first", async () => {
  const ana = await Writer.in("ana");
  const many = await Promise.all(Array.from({ length: 10 }, (_, index) => Writer.in(`m${index}`)));
  for (const [index, each] of many.entries()) each.sends(insertion(100 + index, "word ".repeat(200_000)), FENCE);
  ana.sends(insertion(50, "y"), FENCE);
  await until(() => ana.fences > 0, 1000);
  expect(many.filter(({ fences }) => fences > 0).length).toBeLessThanOrEqual(1);
  await until(() => many.every(({ fences }) => fences > 0), 60_000);
  expect(await length()).toBe(10 * 1_000_000 + 1);
});

test("[N41] whoever waits keeps nobody from reading or taking home what is there", async () => {
  const mallory = await Writer.in("mallory");
  mallory.sends(...deletions(7));
  await until(() => false, 1000);
  await within(mallory.pad.settled(), 200);
  const made = mallory.pad.snapshot();
  // It is passed in turns, and then compressed, which takes its own time.
  await until(() => false, 200);
  expect((await made).edits).toBeGreaterThan(AT_ONCE / 32);
});

test("[N54] notes are locked once what had come is in them; of what waits beyond a share nothing comes any more", async () => {
  const [ana, mallory] = [await Writer.in("ana"), await Writer.in("mallory")];
  mallory.sends(...deletions(7), FENCE);
  await until(() => false, 1000);
  ana.sends(insertion(50, "y"), FENCE);
  right = "read";
  await within(pads.recheck([PAD]), 1000);
  expect(ana.fences).toBe(1);
  const locked = await length();
  await until(() => false, 60_000);
  expect(await length()).toBe(locked);
  // Ana's page stays, Mallory's comes again and hears that nothing is taken.
  expect([ana.closed, mallory.closed, mallory.fences]).toEqual([undefined, 1013, 0]);
});

test("[N53] whoever takes a text home gets it, with all that had come by then, however much others go on typing", async () => {
  const [ana, ben] = [await Writer.in("ana"), await Writer.in("ben")];
  ana.sends(insertion(7, "first"));
  // Something has come by the end of each commit, so that there is always something that waits.
  const write = store.write.bind(store);
  let clock = 0;
  store.write = (...written) => {
    ben.sends(updateOf(1, 1, 50, clock, [4, 1, "markdown", "y"], 0));
    clock += 1;
    return write(...written);
  };
  expect(await within(pads.contents.textOf(PAD), 5000)).toContain("first");
  store.write = write;
});
