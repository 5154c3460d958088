import { z } from "zod";
import { clientId } from "../../ids.ts";
import { LIMITS } from "../../limits.ts";
import { line } from "../../text-rules.ts";
import {
  endsAfterStart,
  instant,
  outcome,
  personId,
  sideGroupCapacity,
  sideGroupPlace,
  sideGroupTitle,
  topicTitle,
} from "./command-fields.ts";

/** What is asked while the meetup runs: of its sessions, its side groups, and to tell everyone something. */

const sessionState = z.enum(["planned", "running", "done"], 'Must be "planned", "running" or "done"');
export type SessionState = z.infer<typeof sessionState>;

const moderator = z.union(
  [z.strictObject({ personId }), z.strictObject({ name: line(LIMITS.personName.min, LIMITS.personName.max) })],
  "Must be a personId or a name",
);
/** Someone who moderates a session: a person here, or a plain name of someone who is not. */
export type Moderator = z.infer<typeof moderator>;

const sideGroupId = clientId;
const sessionId = clientId;

export const dayCommands = [
  z
    .strictObject({
      type: z.literal("session.edit"),
      sessionId,
      title: topicTitle.optional(),
      startsAt: instant.nullable().optional(),
      endsAt: instant.nullable().optional(),
      moderators: z
        .array(moderator)
        .max(LIMITS.moderators, `At most ${LIMITS.moderators} moderators`)
        .transform((all) => [...new Map(all.map((each) => [JSON.stringify(each), each])).values()])
        .optional(),
    })
    .superRefine(endsAfterStart),
  z.strictObject({ type: z.literal("session.setState"), sessionId, state: sessionState }),
  z.strictObject({
    type: z.literal("session.extend"),
    sessionId,
    minutes: z
      .int("Must be a whole number")
      .min(-LIMITS.extension, `At least −${LIMITS.extension}`)
      .max(LIMITS.extension, `At most ${LIMITS.extension}`)
      .refine((minutes) => minutes !== 0, "Must not be 0"),
    /** The end that it is extended from: a repeat is then recognised, and two who do the same do it once. */
    from: instant.optional(),
  }),
  z.strictObject({ type: z.literal("session.setFull"), sessionId, full: z.boolean("Must be true or false") }),
  z
    .strictObject({
      type: z.literal("outcome.set"),
      sessionId: sessionId.optional(),
      sideGroupId: sideGroupId.optional(),
      text: outcome,
    })
    .superRefine((command, context) => {
      if ((command.sessionId === undefined) === (command.sideGroupId === undefined))
        context.addIssue({ code: "custom", path: ["sessionId"], message: "Name a session or a side group" });
    }),
  z.strictObject({
    type: z.literal("announcement.add"),
    id: clientId,
    text: line(LIMITS.announcement.min, LIMITS.announcement.max),
    until: instant,
  }),
  z
    .strictObject({
      type: z.literal("announcement.remove"),
      /** By either name: as all else is taken back, or as it was made. */
      announcementId: clientId.optional(),
      id: clientId.optional(),
    })
    .superRefine(({ announcementId, id }, context) => {
      if ((announcementId === undefined) === (id === undefined))
        context.addIssue({ code: "custom", path: ["announcementId"], message: "Give announcementId or id" });
    }),
  z.strictObject({
    type: z.literal("sideGroup.edit"),
    sideGroupId,
    title: sideGroupTitle.optional(),
    place: sideGroupPlace.optional(),
    startsAt: instant.nullable().optional(),
    capacity: sideGroupCapacity.nullable().optional(),
  }),
  z.strictObject({ type: z.literal("sideGroup.handOver"), sideGroupId, personId }),
  z
    .strictObject({
      type: z.literal("sideGroup.merge"),
      /** The one that goes on in the other, by either name: as topics are merged, or as all else is done to side groups. */
      from: clientId.optional(),
      sideGroupId: sideGroupId.optional(),
      into: clientId,
    })
    .superRefine(({ from, sideGroupId: same, into }, context) => {
      if ((from === undefined) === (same === undefined))
        context.addIssue({ code: "custom", path: ["from"], message: "Give from or sideGroupId" });
      if ((from ?? same) === into)
        context.addIssue({ code: "custom", path: ["into"], message: "Must be another side group" });
    }),
  z.strictObject({ type: z.literal("sideGroup.unmerge"), sideGroupId }),
] as const;
