/** A little of `npm run faults`: what ends, kills or fills up. `kill` has a story of its own in test/together/restart-under-load.test.ts. */
import { test } from "vitest";
import * as diskFull from "./disk-full.ts";
import * as offline from "./offline.ts";
import * as sigterm from "./sigterm.ts";
import { expectMet } from "./support/expect-met.ts";
import * as synced from "./synced.ts";

test("[C2] forced to disk before saved: each lone edit is", () => expectMet(synced));
test("[N5] disk full: nothing acknowledged is lost, also killed while it is, and everything resumes by itself", () =>
  expectMet(diskFull));
test("[N15] edits made offline across a kill are there once", () => expectMet(offline));
test("[C7] SIGTERM under load loses nothing, and everyone comes back by themselves", () => expectMet(sigterm));
