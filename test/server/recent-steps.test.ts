import { expect, test } from "vitest";
import { RecentSteps } from "../../server/meetups/recent-steps.ts";
import type { Touch } from "../../shared/meetup/touch.ts";

function step(seq: number, touches: number) {
  const touched = new Set(Array.from({ length: touches }, (_, at): Touch => `topic:${seq}-${at}`));
  return { seq, touched };
}

test("[A16] who missed little is told what was touched since, who missed much looks anew", () => {
  const recent = new RecentSteps();
  for (let seq = 1; seq <= 5000; seq += 1) recent.add([step(seq, 1)]);
  expect(recent.touchedAfter(4998, 5000)).toEqual(new Set(["topic:4999-0", "topic:5000-0"]));
  expect(recent.touchedAfter(5000, 5000)).toEqual(new Set());
  expect(recent.touchedAfter(1, 5000)).toBeUndefined();
  expect(recent.touchedAfter(5001, 5000)).toBeUndefined();
});

test("[C11] steps that touched very much are kept for fewer to catch up by", () => {
  const recent = new RecentSteps();
  for (let seq = 1; seq <= 100; seq += 1) recent.add([step(seq, 4000)]);
  expect(recent.touchedAfter(99, 100)?.size).toBe(4000);
  expect(recent.touchedAfter(60, 100)).toBeUndefined();
  recent.add([step(101, 100_000)]);
  expect(recent.touchedAfter(100, 101)).toBeUndefined();
  expect(recent.touchedAfter(101, 101)).toEqual(new Set());
});
