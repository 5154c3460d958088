/** A little of `npm run faults`: what ends, kills or fills up. `kill` and `sigterm` are in test/together/restart-*.test.ts. */
import { test, vi } from "vitest";
import * as diskFull from "./disk-full.ts";
import * as offline from "./offline.ts";
import { expectMet } from "./support/expect-met.ts";
import { whyNoSmallDisk } from "./support/small-disk.ts";
import * as store from "./store.ts";
import * as synced from "./synced.ts";

// Of these seconds most are for a machine that is busy with other things.
vi.setConfig({ testTimeout: 150_000 });

test("[C2] forced to disk before saved: each lone edit is", () => expectMet(synced));
test("[N5] disk full: nothing acknowledged is lost, also killed while it is, and everything resumes by itself", async ({
  skip,
}) => {
  const why = await whyNoSmallDisk();
  if (why !== undefined) skip(why);
  await expectMet(diskFull);
});
test("[L1] [L2] [L3] [L5] [L9] under locks, full disks, dying threads and restarts, the store has what one in memory has", () =>
  expectMet(store));
test("[N15] edits made offline across a kill are there once", () => expectMet(offline));
