import { expect, it } from "vitest";
import { waitFor } from "../../client/replica/wait-for.ts";

/** Something that tells its listeners of news, and a clock that moves when told. */
function world() {
  const listeners = new Set<() => void>();
  const timers = new Set<() => void>();
  return {
    replica: { subscribe: (listener: () => void) => (listeners.add(listener), () => listeners.delete(listener)) },
    clock: { after: (_ms: number, run: () => void) => (timers.add(run), () => void timers.delete(run)) },
    news: () => [...listeners].forEach((hear) => hear()),
    timeIsUp: () => [...timers].forEach((run) => run()),
    isQuiet: () => listeners.size + timers.size === 0,
  };
}

it("what was answered is so at once, by news that come after, or not within its time", async () => {
  const { replica, clock, news, timeIsUp, isQuiet } = world();
  const tools = { clock, withinMs: 2000 };
  let version = 1;
  expect(await waitFor(replica, tools, () => version === 1)).toBe(true);
  const published = waitFor(replica, tools, () => version === 2);
  news();
  version = 2;
  news();
  expect(await published).toBe(true);
  const never = waitFor(replica, tools, () => version === 3);
  timeIsUp();
  expect(await never).toBe(false);
  expect(isQuiet()).toBe(true);
});
