import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { FewAtATime } from "../../server/turns/few-at-a-time.ts";

it("[C9] has a few done at a time, in order, the next in a later turn of the loop, also when one fails", async () => {
  const few = new FewAtATime(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const runs = [0, 1, 2, 3, 4].map((n) =>
    few.run(() => {
      begun.push(n);
      return new Promise<number>((resolve, reject) =>
        ends.push(() => (n === 1 ? reject(new Error("no")) : resolve(n))),
      );
    }),
  );
  const all = Promise.allSettled(runs);
  expect(begun).toEqual([0, 1]);
  ends[0]!();
  await runs[0];
  expect(begun).toEqual([0, 1]);
  await turn();
  expect(begun).toEqual([0, 1, 2]);
  ends[1]!();
  ends[2]!();
  await turn();
  await turn();
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  for (const end of ends) end();
  expect((await all).map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "fulfilled",
    "fulfilled",
  ]);
  await turn();
  void few.run(async () => void begun.push(5));
  expect(begun).toContain(5);
});
