import { expect, test } from "vitest";
import { FlushTurns } from "../../server/notes/batches/flush-turns.ts";
import type { PadConnection } from "../../server/notes/pad-connection.ts";
import { PadLanes } from "../../server/notes/queue/pad-lanes.ts";
import { PadSchedule } from "../../server/notes/batches/pad-schedule.ts";
import { ToldTimers } from "../helpers/told-timers.ts";

test("[N43] whoever writes while the next part of what is brought back rests doesn't wait for it", () => {
  const timers = new ToldTimers();
  const lanes = new PadLanes();
  const ana = lanes.join({ person: { id: "ana", name: "Ana", color: "#bc4945" } } as PadConnection);
  const flushes: number[] = [];
  const schedule = new PadSchedule({
    timers,
    turns: new FlushTurns(timers, () => 0),
    lanes,
    rewrites: { restMs: 100 },
    onFlush: () => flushes.push(timers.now),
    onRested: () => undefined,
  });
  schedule.flushSoon(2);
  timers.pass(10);
  expect(flushes).toEqual([]);
  const piece = { bytes: Uint8Array.of(0, 0), begins: [], units: 1, size: 2, structs: 1 };
  lanes.enqueue(ana, { type: "edit", piece, personId: "ana" });
  schedule.flushSoon(2);
  timers.pass(1);
  expect(flushes).toEqual([10]);
  lanes.clear();
  schedule.flushSoon(2);
  timers.pass(98);
  expect(flushes).toEqual([10]);
  timers.pass(3);
  expect(flushes).toEqual([10, 111]);
});

test("[N30] what comes soon after a batch waits for company, by how many read; after a pause it leaves at once", () => {
  const timers = new ToldTimers();
  const flushes: number[] = [];
  const schedule = new PadSchedule({
    timers,
    turns: new FlushTurns(timers, () => 0),
    lanes: new PadLanes(),
    rewrites: { restMs: 0 },
    onFlush: () => flushes.push(timers.now),
    onRested: () => undefined,
  });
  const soon = (readers: number, ms: number) => {
    schedule.flushSoon(readers);
    timers.pass(ms);
  };
  soon(100, 1);
  soon(100, 20);
  // Once planned it stays so, however many come to read.
  soon(1000, 16);
  expect(flushes).toEqual([0, 36]);
  soon(1000, 60);
  expect(flushes).toEqual([0, 36, 91]);
  soon(100, 0);
  expect(flushes).toEqual([0, 36, 91]);
  timers.pass(40);
  soon(100, 0);
  schedule.end();
  timers.pass(100);
  expect(flushes).toEqual([0, 36, 91, 132]);
});
