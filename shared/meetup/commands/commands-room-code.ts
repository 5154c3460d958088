import { z } from "zod";
import { LIMITS } from "../../limits.ts";
import { line } from "../../text-rules.ts";

const code = line(1, LIMITS.roomCode.max);

/** The code on the screen, with which people say that they are in the room. */
export const roomCodeCommands = [
  z.strictObject({ type: z.literal("roomCode.enter"), code }),
  z.strictObject({ type: z.literal("roomCode.renew"), was: code.optional() }),
] as const;
