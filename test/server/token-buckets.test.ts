import { expect, test } from "vitest";
import { TokenBuckets } from "../../server/token-buckets.ts";

function standingClock() {
  const clock = { at: 1_000_000, now: () => clock.at, after: () => () => undefined };
  return clock;
}

test("so many at once, then so many a second", () => {
  const clock = standingClock();
  const buckets = new TokenBuckets({ burst: 2, perSecond: 1, clock });
  expect([buckets.take("a"), buckets.take("a"), buckets.take("a"), buckets.take("b")]).toEqual([0, 0, 1, 0]);
  clock.at += 1000;
  expect([buckets.take("a"), buckets.take("a")]).toEqual([0, 1]);
});

test("a token that was not needed is given back, and no more than there were", () => {
  const buckets = new TokenBuckets({ burst: 1, perSecond: 0, clock: standingClock() });
  expect(buckets.take("a")).toBe(0);
  buckets.giveBack("a");
  buckets.giveBack("a");
  expect([buckets.take("a"), buckets.take("a")]).toEqual([0, 3600]);
});

test("a clock that is set back locks nobody out", () => {
  const clock = standingClock();
  const buckets = new TokenBuckets({ burst: 2, perSecond: 1, clock });
  buckets.take("a");
  clock.at -= 600_000;
  expect(buckets.take("a")).toBe(0);
});
