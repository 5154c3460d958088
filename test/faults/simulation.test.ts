/** A little of `npm run faults -- --only simulation`; a seed that fails is played again with `--seed`. */
import { expect, test } from "vitest";
import type { LogStore, Write } from "../../server/store/log-store.ts";
import * as simulation from "./simulation.ts";
import { World } from "./simulation/world.ts";
import { expectMet } from "./support/expect-met.ts";

const SEEDS = [1, 2, 3, 4, 5];

test("[C2] [N15] 100 seeds of disk, clock and network faults break no invariant of notes and agenda", () =>
  expectMet(simulation));

test.each([
  ["notes are kept before they are", "pad:", /was sent up to \d+, not on disk/u],
  ["steps of a meetup are kept before they are", "meetup:", /told of seq \d+, the disk is at \d+/u],
])("a store that says that %s is found, by the same sign whenever its seed is played", async (_, prefix, sign) => {
  const hasty = (store: LogStore): LogStore => ({
    ...store,
    get writable() {
      return store.writable;
    },
    write(write) {
      const written = store.write(write);
      if (!write.appends?.every(({ stream }) => stream.startsWith(prefix))) return written;
      written.catch(() => "too late: it has been called kept");
      return Promise.resolve(seqsAfter(write));
    },
  });
  for (const seed of SEEDS) {
    const broken = await World.play(seed, hasty);
    expect(broken[0]).toMatch(sign);
    expect(await World.play(seed, hasty)).toEqual(broken);
  }
});

test("a rejection that nobody handles is what its seed is said to have broken, and doesn't end the run", async () => {
  const careless = (store: LogStore): LogStore => ({
    ...store,
    get writable() {
      return store.writable;
    },
    write(write) {
      const written = store.write(write);
      void written.then(() => undefined);
      return written;
    },
  });
  const broken: string[] = [];
  for (const seed of SEEDS) broken.push(...(await World.play(seed, careless)));
  expect(broken).toContainEqual(expect.stringMatching(/^a rejection that nobody handles: .*disk is full/u));
});

function seqsAfter({ appends = [] }: Write): number[] {
  return appends.map(({ after, entries }) => (after ?? 0) + entries.length);
}
