import { z } from "zod";
import { clientId } from "../ids.ts";

/** What is asked for to bring a text back: that of when the pad stood at `seq`. The same id does it once. */
export const restoreSchema = z.strictObject({
  seq: z.int("Must be a whole number").min(1, "At least 1"),
  id: clientId,
});
