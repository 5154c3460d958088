/** A little of `npm run faults`: what somebody hostile sends. */
import { test } from "vitest";
import * as malformed from "./malformed.ts";
import { expectMet } from "./support/expect-met.ts";

test("[N11] every kind of malformed frame closes its sender, and the pad opens afterwards", () => expectMet(malformed));
