import { z } from "zod";
import { clientId, SLUG } from "../../ids.ts";
import { LIMITS } from "../../limits.ts";
import { line, paragraphs } from "../../text-rules.ts";
import { day, endsOnOrAfterStart, previousMeetup, timeZone } from "./meetup-fields.ts";

/** The body of `POST /api/meetups`. */
export const newMeetupSchema = z
  .strictObject({
    id: clientId.optional(),
    title: line(LIMITS.meetupTitle.min, LIMITS.meetupTitle.max),
    slug: z.string().regex(SLUG, "Must be 3 to 60 lower-case letters, digits and single dashes").optional(),
    startsOn: day.optional(),
    endsOn: day.optional(),
    timezone: timeZone.default("UTC"),
    place: line(0, LIMITS.meetupPlace.max).default(""),
    description: paragraphs(0, LIMITS.description.max).default(""),
    listed: z.boolean("Must be true or false").default(false),
    previous: previousMeetup.optional(),
  })
  .superRefine((meetup, context) => {
    if (meetup.endsOn !== undefined && meetup.startsOn === undefined)
      context.addIssue({ code: "custom", path: ["startsOn"], message: "Needed when endsOn is given" });
    endsOnOrAfterStart(meetup, context);
  });

export type NewMeetup = z.output<typeof newMeetupSchema>;

/** An address made from a title: `Ops Mid-Cycle, Porto` → `ops-mid-cycle-porto`; at most 48 characters. */
export function slugFrom(title: string): string {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/gu, "")
    .split(/[^a-z0-9]+/u)
    .filter(Boolean);
  const slug = words.join("-").slice(0, 48).replace(/-+$/u, "");
  return slug.length >= 3 ? slug : "meetup";
}
