/** How often an address may be wrong about a code or a link. */
import { beforeEach, expect, test } from "vitest";
import { Guesses } from "../../server/guesses.ts";
import { TokenBuckets } from "../../server/token-buckets.ts";
import { MovableClock } from "../helpers/movable-clock.ts";

const BURST = 5;
const HALL = "192.0.2.1";

let clock: MovableClock;
let guesses: Guesses;
/** What is looked up, in the order in which it was begun. */
let begun: { name: string; finds: (found: string | undefined) => Promise<void>; fails: () => Promise<void> }[];

beforeEach(() => {
  clock = new MovableClock("2026-03-09T12:00:00Z");
  guesses = new Guesses(new TokenBuckets({ burst: BURST, perSecond: BURST / 60, clock }));
  begun = [];
});

/** What comes of it comes in a later turn. */
const turn = () => new Promise((later) => setImmediate(later));

function asks(name: string, address = HALL): Promise<unknown> {
  return guesses.look(address, () => {
    const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
    const finds = async (found: string | undefined) => (resolve(found), void (await turn()));
    const fails = async () => (reject(new Error("the disk is slow")), void (await turn()));
    begun.push({ name, finds, fails });
    return promise;
  });
}

test("[C3] a hall behind one address whose codes are all right is let in, however many ask at once", async () => {
  const all = Promise.all(Array.from({ length: 500 }, (_, n) => asks(`phone ${n}`)));
  await turn();
  expect(begun).toHaveLength(BURST);
  // Nobody knows yet whether these are right.
  expect(guesses.wait(HALL)).toBe(0);
  for (let n = 0; n < 500; n++) await begun[n]!.finds(`meetup ${n}`);
  expect(await all).toEqual(Array.from({ length: 500 }, (_, n) => ({ found: `meetup ${n}` })));
  expect(begun.map(({ name }) => name)).toEqual(Array.from({ length: 500 }, (_, n) => `phone ${n}`));
  expect(guesses.wait(HALL)).toBe(0);
});

test("[C3] wrong ones are limited at once as one by one, and hold up no other address", async () => {
  const all = Promise.all(Array.from({ length: 20 }, (_, n) => asks(`guess ${n}`)));
  const other = asks("elsewhere", "192.0.2.2");
  await turn();
  expect(begun).toHaveLength(BURST + 1);
  // One is right, so that one more may; asked for behind all of them, another waits with them.
  await begun[1]!.finds("meetup");
  await begun[0]!.finds(undefined);
  const failing = expect(asks("fails")).resolves.toEqual({ wait: 12 });
  for (const n of [2, 3, 4]) await begun[n]!.finds(undefined);
  expect(begun.slice(BURST).map(({ name }) => name)).toEqual(["elsewhere", `guess ${BURST}`]);
  await begun[BURST + 1]!.finds(undefined);
  await begun[BURST]!.finds("meetup");
  expect(await other).toEqual({ found: "meetup" });
  const answers = await all;
  expect(answers.slice(0, BURST + 1)).toEqual([
    { found: undefined },
    { found: "meetup" },
    ...Array.from({ length: BURST - 1 }, () => ({ found: undefined })),
  ]);
  expect(answers.slice(BURST + 1)).toEqual(Array.from({ length: 14 }, () => ({ wait: 12 })));
  await failing;
  expect(guesses.wait(HALL)).toBe(12);
  clock.moves(12_000);
  expect(guesses.wait(HALL)).toBe(0);
});

test("[C3] what can't be looked up counts for nothing", async () => {
  for (let n = 0; n < 2 * BURST; n++) {
    const asked = expect(asks("code")).rejects.toThrow("the disk is slow");
    await turn();
    await begun[n]!.fails();
    await asked;
  }
  expect(guesses.wait(HALL)).toBe(0);
});
