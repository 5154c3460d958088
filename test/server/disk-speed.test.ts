/** When the event loop may wait for the disk. */
import { expect, test } from "vitest";
import { DiskSpeed } from "../../server/store/disk-speed.ts";

function known(...ms: number[]): DiskSpeed {
  const disk = new DiskSpeed();
  for (const each of ms) disk.took(each);
  return disk;
}

const times = (count: number, ms: number) => Array<number>(count).fill(ms);

test("[L8] a disk of which too little is known isn't waited for", () => {
  expect(known().isFast(0)).toBe(false);
  expect(known(...times(14, 0.5)).isFast(0)).toBe(false);
  expect(known(...times(15, 0.5)).isFast(0)).toBe(true);
});

test("[L8] half of the latest commits must have been fast: a few slow ones, as when the log is cut back, say nothing", () => {
  expect(known(...times(8, 0.5), ...times(7, 200)).isFast(0)).toBe(true);
  expect(known(...times(7, 0.5), ...times(8, 200)).isFast(0)).toBe(false);
  expect(known(...times(100, 4)).isFast(0)).toBe(false);
  expect(known(...times(100, 200), ...times(15, 1)).isFast(0)).toBe(true);
});

test("[L8] after everyone was held by one, none is waited for until ten seconds have passed", () => {
  const disk = known(...times(15, 0.5));
  disk.held(29, 1000);
  expect(disk.isFast(1000)).toBe(true);
  disk.held(31, 1000);
  expect(disk.isFast(1000)).toBe(false);
  expect(disk.isFast(10_999)).toBe(false);
  expect(disk.isFast(11_000)).toBe(true);
  disk.rest(11_000);
  expect(disk.isFast(20_999)).toBe(false);
});
