import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "../../server/clock.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

let rung: number;
const ring = () => void (rung += 1);

beforeEach(() => {
  rung = 0;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
});
afterEach(() => void vi.useRealTimers());

test.each([1, 10, MINUTE_MS, MINUTE_MS + 1, HOUR_MS, 60 * DAY_MS])("what is due in %i ms is done then, once", (ms) => {
  systemClock.after(ms, ring);
  vi.advanceTimersByTime(ms - 1);
  expect(rung).toBe(0);
  vi.advanceTimersByTime(1);
  expect(rung).toBe(1);
  vi.advanceTimersByTime(DAY_MS);
  expect([rung, vi.getTimerCount()]).toEqual([1, 0]);
});

test("what has come due while the machine slept is done within a minute", () => {
  systemClock.after(3 * HOUR_MS, ring);
  vi.advanceTimersByTime(MINUTE_MS / 2);
  // The machine's timers stand still meanwhile.
  vi.setSystemTime(Date.now() + 8 * HOUR_MS);
  vi.advanceTimersByTime(MINUTE_MS);
  expect(rung).toBe(1);
});

test("a clock that is set back makes nothing wait for longer", () => {
  systemClock.after(HOUR_MS, ring);
  vi.setSystemTime(Date.now() - DAY_MS);
  vi.advanceTimersByTime(HOUR_MS);
  expect(rung).toBe(1);
});

test("what was called off is never done", () => {
  const callOff = systemClock.after(HOUR_MS, ring);
  vi.advanceTimersByTime(2 * MINUTE_MS);
  callOff();
  vi.advanceTimersByTime(DAY_MS);
  expect([rung, vi.getTimerCount()]).toEqual([0, 0]);
});
