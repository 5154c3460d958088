import { expect, test } from "vitest";
import { inTurns } from "../../server/in-turns.ts";

/** Longer than a turn. */
const LONG_MS = 12;

test("[C11] what takes long goes on in later turns of the loop, between which others have theirs", async () => {
  const told: string[] = [];
  function* work() {
    for (const part of ["first", "second", "third"]) {
      const begun = performance.now();
      while (performance.now() - begun < LONG_MS);
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

test("[C11] what fails, fails", async () => {
  const failing = inTurns(
    // oxlint-disable-next-line require-yield -- it fails before
    (function* (): Generator<undefined, void> {
      throw new Error("no");
    })(),
  );
  await expect(failing).rejects.toThrow("no");
});
