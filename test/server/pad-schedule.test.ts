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
