/** A little of `npm run faults`: what somebody hostile sends, and what a crowd costs. */
import { test, vi } from "vitest";
import * as costly from "./costly.ts";
import * as deaf from "./deaf.ts";
import * as hall from "./hall.ts";
import * as idle from "./idle.ts";
import * as malformed from "./malformed.ts";
import * as oversize from "./oversize.ts";
import * as strangers from "./strangers.ts";
import * as unfinished from "./unfinished.ts";
import { expectMet } from "./support/expect-met.ts";

vi.setConfig({ testTimeout: 60_000 });

test("[N11] every kind of malformed frame closes its sender, and the pad opens afterwards", () => expectMet(malformed));
test("[N11] a frame over the limit is refused at its header, and what follows is not read", () => expectMet(oversize));
test("[C10] of messages that nobody finishes, at whichever door, little is kept, and honest people's arrive", () =>
  expectMet(unfinished));
test("[N14] clients that never read are dropped, all of them, and who reads has it all", () => expectMet(deaf));
test("[N40] costly updates are taken or refused, and the server lives", () => expectMet(costly));
test("[N8] [N10] made-up pads are not opened, nor presence claimed for others", () => expectMet(strangers));
test("[C3] many who only have a page open are let be", () => expectMet(idle));
test("[C3] a hall of phones behind one address gets in, votes and writes, refused nothing", () => expectMet(hall));
