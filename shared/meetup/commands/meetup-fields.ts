import { z } from "zod";
import { SLUG } from "../../ids.ts";
import { LIMITS } from "../../limits.ts";
import { line, paragraphs } from "../../text-rules.ts";

/** A day, YYYY-MM-DD. A year like 0026 was mistyped. */
export const day = z.iso
  .date("Must be a day, YYYY-MM-DD")
  .refine((text) => !text.startsWith("0"), "Must be in the year 1000 or later");

/**
 * An IANA time zone, in its own capital and small letters however it was written, as programs that read our files may tell
 * them apart. Of a zone of several names only the one that this runtime prefers: another one stays as it was written.
 */
export const timeZone = z
  .string()
  .refine((name) => canonicalZone(name) !== undefined, "Must be an IANA time zone, like Europe/Lisbon")
  .transform((name) => {
    const known = canonicalZone(name);
    return known?.toLowerCase() === name.toLowerCase() ? known : name;
  });

/** The slug of the meetup before this one. */
export const previousMeetup = z.string().regex(SLUG, "Must be the slug of a meetup");

const practicalText = paragraphs(0, LIMITS.practicalText.max).optional();

/** The parts of the practical information that `meetup.edit` changes. */
export const practicalSchema = z.strictObject({
  wifiName: line(0, LIMITS.wifiName.max).optional(),
  wifiPassword: line(0, LIMITS.wifiPassword.max).optional(),
  address: practicalText,
  food: practicalText,
  contact: practicalText,
  other: practicalText,
});

/** Refuses a last day before the first. */
export function endsOnOrAfterStart(
  { startsOn, endsOn }: { startsOn?: string | null | undefined; endsOn?: string | null | undefined },
  context: z.core.$RefinementCtx,
): void {
  if (startsOn && endsOn && endsOn < startsOn)
    context.addIssue({ code: "custom", path: ["endsOn"], message: "Must not be before startsOn" });
}

/** What the runtime calls a time zone; undefined when there is none of this name. */
function canonicalZone(name: string): string | undefined {
  // Offsets, whatever their sign, are zones to some runtimes, and none to others.
  if (!/^[A-Za-z]/u.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
