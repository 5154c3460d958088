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
