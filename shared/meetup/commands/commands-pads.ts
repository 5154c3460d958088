import { z } from "zod";
import { clientId, PAD_ID } from "../../ids.ts";
import { LIMITS } from "../../limits.ts";
import { line } from "../../text-rules.ts";

/** Pad ids are the server's; what can't be one is refused like any other wrong field. */
const padId = z.string().regex(PAD_ID, "Must be the id of notes");

/** What people ask of a pad besides writing in it: spread into the schema of all commands. */
export const padCommands = [
  z.strictObject({ type: z.literal("pad.lock"), padId }),
  z.strictObject({ type: z.literal("pad.unlock"), padId }),
  z.strictObject({
    type: z.literal("pad.nameVersion"),
    padId,
    id: clientId,
    name: line(LIMITS.versionName.min, LIMITS.versionName.max),
    seq: z.int("Must be a whole number").min(1, "At least 1"),
  }),
  z.strictObject({ type: z.literal("pad.removeVersion"), versionId: clientId }),
] as const;
