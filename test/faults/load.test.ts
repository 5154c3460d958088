/** A little of `npm run faults`: many at work, and what stays of it. */
import { test, vi } from "vitest";
import * as back from "./back.ts";
import * as saved from "./saved.ts";
import * as soak from "./soak.ts";
import { expectMet } from "./support/expect-met.ts";

// Of these seconds most are for a machine that is busy with other things.
vi.setConfig({ testTimeout: 150_000 });

test("[N2] what ten people type at once is called saved, and is there once", () => expectMet(saved));
test("[C2] after each kill -9 a server with meetups stored is back with all that it had answered", () =>
  expectMet(back));
test("[N13] after people came and went all their words are there once, and no pad or connection stays in memory", () =>
  expectMet(soak));
