import { z } from "zod";
import { LIMITS } from "../../limits.ts";
import { line } from "../../text-rules.ts";

/** An instant, ISO 8601 with offset. A year like 0026 was mistyped. */
export const instant = z.iso
  .datetime({ offset: true, error: "Must be an ISO 8601 instant with offset" })
  .refine((text) => !text.startsWith("0"), "Must be in the year 1000 or later");

/** Who someone is: an id that the server has made. */
export const personId = z.string().regex(/^[\w-]{1,40}$/u, "Must be the id of a person");

/** How many people fit. */
export const capacityOf = ({ min, max }: { min: number; max: number }) =>
  z.int("Must be a whole number").min(min, `At least ${min}`).max(max, `At most ${max}`);

/** What a topic or session is called. */
export const topicTitle = line(LIMITS.topicTitle.min, LIMITS.topicTitle.max);

/** What a side group is called, where it meets, how many fit. */
export const sideGroupTitle = line(LIMITS.sideGroupTitle.min, LIMITS.sideGroupTitle.max);
export const sideGroupPlace = line(0, LIMITS.sideGroupPlace.max);
export const sideGroupCapacity = capacityOf(LIMITS.sideGroupCapacity);

/** What came out, in a line. */
export const outcome = line(0, LIMITS.outcome.max);

/** Refuses an end that is not after the start. */
export function endsAfterStart(
  times: { startsAt?: string | null | undefined; endsAt?: string | null | undefined },
  context: z.core.$RefinementCtx,
): void {
  if (times.startsAt && times.endsAt && Date.parse(times.endsAt) <= Date.parse(times.startsAt))
    context.addIssue({ code: "custom", path: ["endsAt"], message: "Must be later than startsAt" });
}
