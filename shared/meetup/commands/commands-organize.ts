import { z } from "zod";
import { clientId } from "../../ids.ts";
import { LIMITS } from "../../limits.ts";
import { line } from "../../text-rules.ts";
import { instant, personId } from "./command-fields.ts";

/** What organizers ask of people and of the schedule as a whole, and what everyone puts into a day of their own. */

const role = z.enum(["participant", "organizer"], 'Must be "participant" or "organizer"');
/** What someone may do in a meetup. */
export type Role = z.infer<typeof role>;

export const organizeCommands = [
  z.strictObject({ type: z.literal("person.setRole"), personId, role }),
  z.strictObject({ type: z.literal("person.remove"), personId }),
  z.strictObject({ type: z.literal("person.restore"), personId }),
  z.strictObject({ type: z.literal("person.putAside"), personId }),
  z.strictObject({ type: z.literal("person.bringBack"), personId }),
  z.strictObject({ type: z.literal("schedule.publish"), note: line(0, LIMITS.scheduleNote.max).optional() }),
  z.strictObject({
    type: z.literal("schedule.shift"),
    from: instant,
    minutes: z
      .int("Must be a whole number")
      .min(-LIMITS.shift, `At least −${LIMITS.shift}`)
      .max(LIMITS.shift, `At most ${LIMITS.shift}`)
      .refine((minutes) => minutes !== 0, "Must not be 0"),
  }),
  z.strictObject({
    type: z.literal("schedule.arrange"),
    sessions: z
      .array(z.strictObject({ sessionId: clientId, roomId: clientId, slotId: clientId }))
      .min(1, "Names no session")
      .max(200, "At most 200 sessions")
      .superRefine((all, context) => {
        const ids = all.map(({ sessionId }) => sessionId);
        const twice = ids.findIndex((id, at) => ids.indexOf(id) < at);
        if (twice >= 0)
          context.addIssue({ code: "custom", path: [twice, "sessionId"], message: "Names a session twice" });
      }),
  }),
  planned("plan.add"),
  planned("plan.remove"),
] as const;

function planned<T extends string>(type: T) {
  return z
    .strictObject({ type: z.literal(type), sessionId: clientId.optional(), sideGroupId: clientId.optional() })
    .superRefine(({ sessionId, sideGroupId }, context) => {
      if ((sessionId === undefined) === (sideGroupId === undefined))
        context.addIssue({ code: "custom", path: ["sessionId"], message: "Name a session or a side group" });
    });
}
