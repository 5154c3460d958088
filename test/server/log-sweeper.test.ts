import { expect, test } from "vitest";
import { LogSweeper } from "../../server/store/log-sweeper.ts";

test("[L9] between two deletions others have their time, and much more of it while they fail", async () => {
  const outcomes = ["done", "done", "full", "full", "done", "done"];
  const pauses: number[] = [];
  let paused = (): void => undefined;
  const over = new Promise<void>((resolve) => (paused = resolve));
  const sweeper = new LogSweeper({
    pause: async (ms) => {
      pauses.push(ms);
      if (outcomes.length > 0) return;
      paused();
      throw new Error("closing");
    },
    sweep: async () => {
      if (outcomes.shift() === "full") throw new Error("the disk is full");
    },
    draft: () => undefined,
  });
  sweeper.found(true);
  await over;
  const [short] = pauses as [number];
  const long = pauses[3]!;
  expect(pauses).toEqual([short, short, short, long, long, short, short]);
  expect([short > 0, long > 10 * short]).toEqual([true, true]);
});
