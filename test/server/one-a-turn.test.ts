import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { OneATurn } from "../../server/turns/one-a-turn.ts";
import { ToldTimers } from "../helpers/told-timers.ts";

test("[C8] what comes at once passes one a turn, in its order, the first at once", async () => {
  const turns = new OneATurn();
  const passed: number[] = [];
  for (const n of [1, 2, 3]) turns.take(() => passed.push(n));
  expect(passed).toEqual([1]);
  expect(turns.waiting).toBe(2);
  for (let left = 10; passed.length < 3 && left > 0; left -= 1) {
    const before = passed.length;
    await turn();
    expect(passed.length - before).toBeLessThanOrEqual(1);
  }
  expect(passed).toEqual([1, 2, 3]);
  await turn();
  turns.take(() => passed.push(4));
  expect(passed).toEqual([1, 2, 3, 4]);
});

test("[N40] behind what takes long, others have as many turns as fit into so many times as long", () => {
  const timers = new ToldTimers();
  const turns = new OneATurn({ others: 2, timers });
  const passed: number[] = [];
  const takes = (ms: number) => () => {
    timers.now += ms;
    passed.push(timers.now);
  };
  for (const ms of [20, 1, 0]) turns.take(takes(ms));
  timers.pass(39);
  expect(passed).toEqual([20]);
  // And behind what is short just the rest of a turn.
  timers.pass(2);
  expect(passed).toEqual([20, 61, 61]);
});
