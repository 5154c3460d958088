import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { OneATurn } from "../../server/one-a-turn.ts";

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

test("[N40] behind what takes long, others have as many turns as fit into so many times as long", async () => {
  const turns = new OneATurn({ others: 2 });
  const passed: number[] = [];
  const takes = (ms: number) => () => {
    for (const end = performance.now() + ms; performance.now() < end;);
    passed.push(performance.now());
  };
  turns.take(takes(20));
  turns.take(takes(0));
  turns.take(takes(0));
  while (passed.length < 3) await turn();
  // A timer may be a millisecond early.
  expect(passed[1]! - passed[0]!).toBeGreaterThan(38);
});
