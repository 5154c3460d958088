/** A little of `npm run faults -- --only simulation`; a seed that fails is played again with `--seed`. */
import { test } from "vitest";
import * as simulation from "./simulation.ts";
import { expectMet } from "./support/expect-met.ts";

test("[C2] [N15] 200 seeds of disk, clock and network faults break no invariant of notes and agenda", () =>
  expectMet(simulation));
