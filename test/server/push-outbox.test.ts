import { beforeEach, expect, test } from "vitest";
import { PushOutbox } from "../../server/outward/push-outbox.ts";
import type { Pushed } from "../../server/outward/push-post.ts";
import { MovableClock } from "../helpers/movable-clock.ts";

const MINUTE_MS = 60_000;
/** How many are under way at once, and wait, at most. */
const AT_ONCE = 8;
const MOST_WAITING = 10_000;

let clock: MovableClock;
let outbox: PushOutbox;
/** What was sent, or given up. */
let over: string[];
/** What is under way, in the order in which it was begun: how each is answered. */
let begun: { name: string; answer: (pushed: Pushed) => Promise<void> }[];

beforeEach(() => {
  clock = new MovableClock("2026-03-09T12:00:00Z");
  outbox = new PushOutbox(clock);
  begun = [];
  over = [];
});

function adds(name: string, until = Infinity): void {
  const send = () => {
    const { promise, resolve } = Promise.withResolvers<Pushed>();
    begun.push({
      name,
      answer: async (pushed) => {
        resolve(pushed);
        // What comes of it comes behind it.
        await new Promise((after) => setImmediate(after));
      },
    });
    return promise;
  };
  void outbox.add(send, until).then(() => over.push(name));
}

const names = () => begun.map(({ name }) => name);

test("[P1] a few are sent at once, the rest in their order, and one that hangs holds only its own place", async () => {
  const all = Array.from({ length: AT_ONCE + 3 }, (_, n) => `push ${n}`);
  for (const name of all) adds(name);
  expect(names()).toEqual(all.slice(0, AT_ONCE));
  for (const [n, pushed] of (["taken", "gone", "refused"] as const).entries()) {
    await begun[n + 1]!.answer(pushed);
    expect(names()).toEqual(all.slice(0, AT_ONCE + n + 1));
  }
  // All places are free again.
  for (const { answer } of begun.slice()) await answer("taken");
  for (const name of all.slice(0, AT_ONCE)) adds(name);
  expect(names()).toEqual([...all, ...all.slice(0, AT_ONCE)]);
});

test("[P1] what failed is tried again after five seconds and after a minute, and no more", async () => {
  adds("push");
  await begun[0]!.answer("failed");
  expect(await clock.movesToNext()).toBe(5000);
  expect(names()).toHaveLength(2);
  await begun[1]!.answer("failed");
  expect(await clock.movesToNext()).toBe(MINUTE_MS);
  expect([names().length, over]).toEqual([3, []]);
  await begun[2]!.answer("failed");
  expect(over).toEqual(["push"]);
  clock.moves(60 * MINUTE_MS);
  expect(names()).toHaveLength(3);
  for (const pushed of ["gone", "refused", "taken"] as const) {
    adds(pushed);
    await begun.at(-1)!.answer(pushed);
  }
  clock.moves(60 * MINUTE_MS);
  expect(names()).toHaveLength(6);
  expect(over).toEqual(["push", "gone", "refused", "taken"]);
});

test("[P1] what isn't worth telling any more isn't sent, also when its turn comes late", async () => {
  const soon = clock.now() + 1000;
  adds("over", clock.now());
  expect(names()).toEqual([]);
  for (let n = 0; n < AT_ONCE; n++) adds("long");
  adds("late", soon);
  adds("later", soon + 1);
  clock.moves(1000);
  await begun[0]!.answer("taken");
  expect(names().slice(AT_ONCE)).toEqual(["later"]);
  expect(over).toEqual(["over", "long", "late"]);
});

test("[P1] beyond ten thousand that wait, those to be tried again included, the newest are left out", async () => {
  for (let n = 0; n < AT_ONCE; n++) adds("first");
  for (const { answer } of begun.slice()) await answer("failed");
  clock.moves(5000);
  for (const { answer } of begun.slice(AT_ONCE)) await answer("failed");
  for (let n = 0; n < AT_ONCE; n++) adds("under way");
  for (let n = 0; n < MOST_WAITING - AT_ONCE - 1; n++) adds("waits");
  expect(outbox.isFull).toBe(false);
  adds("the last one");
  expect(outbox.isFull).toBe(true);
  adds("left out");
  await begun.at(-1)!.answer("taken");
  expect(outbox.isFull).toBe(false);
});
