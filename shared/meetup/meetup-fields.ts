import { z } from "zod";
import { SLUG } from "../ids.ts";

/** A day, YYYY-MM-DD. */
export const day = z.iso.date("Must be a day, YYYY-MM-DD");

/** An IANA time zone. */
export const timeZone = z.string().refine(isTimeZone, "Must be an IANA time zone, like Europe/Lisbon");

/** The slug of the meetup before this one. */
export const previousMeetup = z.string().regex(SLUG, "Must be the slug of a meetup");

/** Refuses a last day before the first. */
export function endsOnOrAfterStart(
  { startsOn, endsOn }: { startsOn?: string | null | undefined; endsOn?: string | null | undefined },
  context: z.core.$RefinementCtx,
): void {
  if (startsOn && endsOn && endsOn < startsOn)
    context.addIssue({ code: "custom", path: ["endsOn"], message: "Must not be before startsOn" });
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
