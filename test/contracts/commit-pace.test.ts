import { expect, test } from "vitest";
import { BUSY_FLOOR_MS, CALM_FLOOR_MS, CommitPace } from "../../server/store/commit-pace.ts";

test("the first commit, and one after a pause, may start at once", () => {
  const pace = new CommitPace();
  expect(pace.wait(1000)).toBe(0);
  pace.started(1000);
  expect(pace.wait(1020)).toBe(0);
});

test("commits start at least 5 ms apart while there are few", () => {
  const pace = new CommitPace();
  pace.started(1000);
  expect(pace.wait(1001)).toBe(CALM_FLOOR_MS - 1);
  expect(pace.wait(1005)).toBe(0);
});

test("commits start further apart once there were many in the last second, and no longer when there weren't", () => {
  const pace = new CommitPace();
  for (let n = 0; n < 40; n++) pace.started(1000 + n * 5);
  expect(pace.wait(1196)).toBe(BUSY_FLOOR_MS - 1);
  expect(pace.wait(2000)).toBe(0);
  pace.started(2200);
  expect(pace.wait(2201)).toBe(CALM_FLOOR_MS - 1);
});

test("less than a timer can tell apart is not waited for", () => {
  const pace = new CommitPace();
  pace.started(1000);
  expect(pace.wait(1000 + CALM_FLOOR_MS - 0.5)).toBe(0);
});
