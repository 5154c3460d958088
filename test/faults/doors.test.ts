/** A little of `npm run faults`: every route and every command with what may be wrong, and where secrets turn up. */
import { test, vi } from "vitest";
import * as badRequests from "./bad-requests.ts";
import * as commands from "./commands.ts";
import { expectMet } from "./support/expect-met.ts";
import * as tokens from "./tokens.ts";

// Of these seconds most are for a machine that is busy with other things.
vi.setConfig({ testTimeout: 150_000 });

test("[C3] [C4] [C5] whatever is wrong about a request, at every route and command, is answered as it should be", () =>
  expectMet(badRequests));
test("[C11] every command, alone and as a batch, and every address is answered, and the log reads back the same", () =>
  expectMet(commands));
test("[C6] tokens are in no answer but the one that made them, no output and no file", () => expectMet(tokens));
