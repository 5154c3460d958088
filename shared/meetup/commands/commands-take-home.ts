import { z } from "zod";
import { LIMITS } from "../../limits.ts";
import { line, lineOrNothing } from "../../text-rules.ts";

const became = z.enum(["done", "partly", "not-yet"], 'Must be "done", "partly" or "not-yet"');
/** What has become of something that somebody took home. */
export type Became = z.infer<typeof became>;

/** What one takes home, and what became of what one took home last time: each says so for themselves alone. */
export const takeHomeCommands = [
  z.strictObject({
    type: z.literal("takeHome.set"),
    number: z
      .int("Must be a whole number")
      .min(1, "At least 1")
      .max(LIMITS.takeHomeThings, `At most ${LIMITS.takeHomeThings}`),
    /** Empty: nothing any more. */
    text: lineOrNothing(LIMITS.takeHome.max),
  }),
  z.strictObject({
    type: z.literal("lastTime.tell"),
    /** The thing, in the words in which it was taken home. */
    text: line(1, LIMITS.takeHome.max),
    /** Null: not said any more. */
    became: became.nullable(),
  }),
] as const;
