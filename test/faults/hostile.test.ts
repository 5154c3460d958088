/** A little of `npm run faults`: what somebody hostile sends. */
import { test, vi } from "vitest";
import * as costly from "./costly.ts";
import * as malformed from "./malformed.ts";
import * as oversize from "./oversize.ts";
import * as unfinished from "./unfinished.ts";
import { expectMet } from "./support/expect-met.ts";

// Of these seconds most are for a machine that is busy with other things.
vi.setConfig({ testTimeout: 150_000 });

test("[N11] every kind of malformed frame closes its sender, and the pad opens afterwards", () => expectMet(malformed));
test("[N11] a frame over the limit is refused at its header, and what follows is not read", () => expectMet(oversize));
test("[C10] of messages that nobody finishes, at whichever door, little is kept, and honest people's arrive", () =>
  expectMet(unfinished));
test("[N40] costly updates are taken or refused, and the server lives", () => expectMet(costly));
