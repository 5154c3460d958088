import { z } from "zod";
import { isIntervalStart } from "../five-minutes.ts";
import { instant } from "./command-fields.ts";

const from = instant.refine(isIntervalStart, "Must be the start of five minutes, as told");

/** What organizers do about votes that came in bursts: set them aside by when their people came, and count them again. */
export const ballotsCommands = [
  z.strictObject({ type: z.literal("ballots.void"), from }),
  z.strictObject({ type: z.literal("ballots.count"), from }),
] as const;
