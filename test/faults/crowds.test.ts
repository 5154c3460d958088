/** A little of `npm run faults`: what a crowd costs, and who never reads. */
import { test, vi } from "vitest";
import * as deaf from "./deaf.ts";
import * as hall from "./hall.ts";
import * as idle from "./idle.ts";
import * as strangers from "./strangers.ts";
import { expectMet } from "./support/expect-met.ts";

// Those who never read may take two minutes to be dropped, on a machine that is busy with other things.
vi.setConfig({ testTimeout: 150_000 });

test("[N14] clients that never read are dropped, all of them, and who reads has it all", () => expectMet(deaf));
test("[N8] [N10] made-up pads are not opened, nor presence claimed for others", () => expectMet(strangers));
test("[C3] many who only have a page open are let be", () => expectMet(idle));
test("[C3] a hall of phones behind one address gets in, votes and writes, refused nothing", () => expectMet(hall));
