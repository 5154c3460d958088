import { expect, test, vi } from "vitest";
import { inTurns } from "../../server/turns/in-turns.ts";
import { Turns } from "../helpers/turns.ts";

/** Longer than a turn. */
const LONG_MS = 12;

function takeLong(): void {
  const begun = performance.now();
  while (performance.now() - begun < LONG_MS);
}

test("[C11] what takes long goes on in later turns of the loop, between which others have theirs", async () => {
  const told: string[] = [];
  function* work() {
    for (const part of ["first", "second", "third"]) {
      takeLong();
      told.push(part);
      yield undefined;
    }
    return "done";
  }
  const others = async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      told.push("another");
    }
  };
  const [, result] = await Promise.all([others(), inTurns(work())]);
  expect(result).toBe("done");
  expect(told).toEqual(["first", "another", "second", "another", "third"]);
});

test("[C11] of what is short as much is done in one turn as takes 5 ms, and all of it at once when that is enough", async () => {
  const turns = new Turns();
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  function* work(parts: number) {
    for (let part = 0; part < parts; part += 1) {
      now += 1;
      turns.note();
      yield undefined;
    }
  }
  try {
    await inTurns(work(12));
    expect([...turns.seen.values()]).toEqual([5, 5, 2]);
    turns.seen.clear();
    await inTurns(work(4));
    expect([...turns.seen.values()]).toEqual([4]);
  } finally {
    turns.close();
    vi.restoreAllMocks();
  }
});

test("[C11] what rests lets others have many turns in a row", async () => {
  let [turns, most, isOver] = [0, 0, false];
  const others = async () => {
    for (; !isOver; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  function* work() {
    for (let part = 0; part < 5; part += 1) {
      takeLong();
      turns = 0;
      yield undefined;
      most = Math.max(most, turns);
    }
  }
  const going = others();
  await inTurns(work(), { rests: true });
  isOver = true;
  await going;
  expect(most).toBeGreaterThan(2);
});

test("[C11] what fails, fails", async () => {
  const failing = inTurns(
    // oxlint-disable-next-line require-yield -- it fails before
    (function* (): Generator<undefined, void> {
      throw new Error("no");
    })(),
  );
  await expect(failing).rejects.toThrow("no");
});
