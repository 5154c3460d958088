import { z } from "zod";
import { clientId } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { ballotsCommands } from "./commands/commands-ballots.ts";
import { handsCommands } from "./commands/commands-hands.ts";
import {
  capacityOf,
  endsAfterStart,
  instant,
  outcome,
  sideGroupCapacity,
  sideGroupPlace,
  sideGroupTitle,
  topicTitle,
} from "./commands/command-fields.ts";
import { dayCommands } from "./commands/commands-day.ts";
import { organizeCommands } from "./commands/commands-organize.ts";
import { padCommands } from "./commands/commands-pads.ts";
import { roomCodeCommands } from "./commands/commands-room-code.ts";
import { takeHomeCommands } from "./commands/commands-take-home.ts";
import { SERVICES } from "./lens.ts";
import { day, endsOnOrAfterStart, practicalSchema, previousMeetup, timeZone } from "./commands/meetup-fields.ts";
import { line, paragraphs } from "../text-rules.ts";

/**
 * What a person may ask of a meetup. Unknown fields are refused; text comes out trimmed. Commands
 * are safe to send twice by their shape: ids are the client's, votes set a state.
 */

const tag = line(1, LIMITS.tag.max);
const tags = z
  .array(tag)
  .max(LIMITS.tags, `At most ${LIMITS.tags} tags`)
  .transform((all) => [...new Set(all)]);

const description = paragraphs(0, LIMITS.description.max);
const commentBody = paragraphs(LIMITS.comment.min, LIMITS.comment.max);
const roomName = line(LIMITS.roomName.min, LIMITS.roomName.max);
const roomCapacity = capacityOf(LIMITS.roomCapacity);
const roomWhere = line(0, LIMITS.roomWhere.max);
const roomLink = z
  .url({ protocol: /^https?$/u, error: "Must be a web address (http or https)" })
  .max(500, "At most 500 characters");
const slotLabel = line(0, LIMITS.slotLabel.max);
const voteAs = z.enum(["come", "pick"], 'Must be "come" or "pick"');

const volunteerAs = z.enum(["moderator", "speaker", "notes"], 'Must be "moderator", "speaker" or "notes"');
export type VolunteerAs = z.infer<typeof volunteerAs>;
const meetupPhase = z.enum(["gathering", "voting", "running", "closed"]);
export type MeetupPhase = z.infer<typeof meetupPhase>;
const slotKind = z.enum(["sessions", "everyone", "break"]);
export type SlotKind = z.infer<typeof slotKind>;

const onTopic = <T extends string>(type: T) => z.strictObject({ type: z.literal(type), topicId: clientId });

export const commandSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("topic.propose"),
    id: clientId,
    title: topicTitle,
    description: description.default(""),
    tags: tags.default([]),
    forName: line(LIMITS.personName.min, LIMITS.personName.max).optional(),
  }),
  z.strictObject({
    type: z.literal("topic.edit"),
    topicId: clientId,
    title: topicTitle.optional(),
    description: description.optional(),
    tags: tags.optional(),
  }),
  onTopic("topic.withdraw"),
  onTopic("topic.park"),
  onTopic("topic.restore"),
  onTopic("topic.unmerge"),
  onTopic("topic.approve"),
  onTopic("topic.decline"),
  z
    .strictObject({ type: z.literal("topic.merge"), from: clientId, into: clientId })
    .superRefine(({ from, into }, context) => {
      if (from === into) context.addIssue({ code: "custom", path: ["into"], message: "Must be another topic" });
    }),
  z.strictObject({
    type: z.literal("topic.markShown"),
    topicIds: z.array(clientId).min(1, "Names no topic").max(200, "At most 200 topics"),
  }),
  z.strictObject({ type: z.literal("vote.cast"), topicId: clientId, as: voteAs.default("come") }),
  z.strictObject({
    type: z.literal("vote.retract"),
    topicId: clientId,
    as: voteAs.default("come"),
  }),
  z.strictObject({
    type: z.literal("comment.add"),
    topicId: clientId,
    id: clientId,
    body: commentBody,
    replyTo: clientId.optional(),
  }),
  z.strictObject({ type: z.literal("comment.edit"), commentId: clientId, body: commentBody }),
  z.strictObject({ type: z.literal("comment.remove"), commentId: clientId }),
  z.strictObject({ type: z.literal("volunteer.offer"), topicId: clientId, as: volunteerAs }),
  z.strictObject({ type: z.literal("volunteer.withdraw"), topicId: clientId, as: volunteerAs }),
  z.strictObject({
    type: z.literal("room.add"),
    id: clientId,
    name: roomName,
    capacity: roomCapacity.optional(),
    where: roomWhere.optional(),
    link: roomLink.optional(),
  }),
  z.strictObject({
    type: z.literal("room.edit"),
    roomId: clientId,
    name: roomName.optional(),
    capacity: roomCapacity.nullable().optional(),
    where: roomWhere.optional(),
    link: roomLink.nullable().optional(),
  }),
  z.strictObject({ type: z.literal("room.remove"), roomId: clientId }),
  z
    .strictObject({
      type: z.literal("slot.add"),
      id: clientId,
      startsAt: instant,
      endsAt: instant,
      label: slotLabel.default(""),
      kind: slotKind.default("sessions"),
    })
    .superRefine(endsAfterStart),
  z
    .strictObject({
      type: z.literal("slot.edit"),
      slotId: clientId,
      startsAt: instant.optional(),
      endsAt: instant.optional(),
      label: slotLabel.optional(),
      kind: slotKind.optional(),
    })
    .superRefine(endsAfterStart),
  z.strictObject({ type: z.literal("slot.remove"), slotId: clientId }),
  z
    .strictObject({
      type: z.literal("session.schedule"),
      id: clientId,
      topicIds: z.array(clientId).max(20, "At most 20 topics"),
      roomId: clientId,
      slotId: clientId,
      title: topicTitle.optional(),
      startsAt: instant.optional(),
      endsAt: instant.optional(),
    })
    .superRefine((command, context) => {
      if (command.topicIds.length === 0 && command.title === undefined)
        context.addIssue({
          code: "custom",
          path: ["title"],
          message: "Needed for a session without a topic",
        });
      if (new Set(command.topicIds).size < command.topicIds.length)
        context.addIssue({ code: "custom", path: ["topicIds"], message: "Names a topic twice" });
      endsAfterStart(command, context);
    }),
  z.strictObject({
    type: z.literal("session.move"),
    sessionId: clientId,
    roomId: clientId,
    slotId: clientId,
  }),
  z.strictObject({ type: z.literal("session.cancel"), sessionId: clientId }),
  z.strictObject({ type: z.literal("session.restore"), sessionId: clientId }),
  z
    .strictObject({
      type: z.literal("sideGroup.start"),
      id: clientId,
      topicId: clientId.optional(),
      sessionId: clientId.optional(),
      title: sideGroupTitle.optional(),
      place: sideGroupPlace.optional(),
      startsAt: instant.nullable().optional(),
      capacity: sideGroupCapacity.optional(),
    })
    .superRefine((command, context) => {
      if (command.topicId && command.sessionId)
        context.addIssue({
          code: "custom",
          path: ["sessionId"],
          message: "Name a topic or a session, not both",
        });
      if (!command.topicId && !command.sessionId && command.title === undefined)
        context.addIssue({
          code: "custom",
          path: ["title"],
          message: "Needed when there is no topic and no session",
        });
    }),
  z.strictObject({ type: z.literal("sideGroup.join"), sideGroupId: clientId }),
  z.strictObject({ type: z.literal("sideGroup.leave"), sideGroupId: clientId }),
  z.strictObject({
    type: z.literal("sideGroup.end"),
    sideGroupId: clientId,
    outcome: outcome.optional(),
  }),
  z.strictObject({ type: z.literal("meetup.setPhase"), phase: meetupPhase }),
  z
    .strictObject({
      type: z.literal("meetup.edit"),
      title: line(LIMITS.meetupTitle.min, LIMITS.meetupTitle.max).optional(),
      description: description.optional(),
      startsOn: day.nullable().optional(),
      endsOn: day.nullable().optional(),
      timezone: timeZone.optional(),
      place: line(0, LIMITS.meetupPlace.max).optional(),
      places: z
        .array(line(1, LIMITS.sideGroupPlace.max))
        .max(LIMITS.places, `At most ${LIMITS.places} places`)
        .transform((all) => [...new Set(all)])
        .optional(),
      practical: practicalSchema.optional(),
      listed: z.boolean("Must be true or false").optional(),
      previous: previousMeetup.nullable().optional(),
      notesUntil: day.nullable().optional(),
      proposals: z
        .strictObject({
          open: z.boolean().optional(),
          closesAt: instant.nullable().optional(),
          moderated: z.boolean("Must be true or false").optional(),
        })
        .optional(),
      voting: z
        .strictObject({
          open: z.boolean().optional(),
          closesAt: instant.nullable().optional(),
          picks: z.int("Must be a whole number").min(0, "At least 0").max(20, "At most 20").optional(),
          tallies: z.enum(["live", "closed"], 'Must be "live" or "closed"').optional(),
          roomCode: z.boolean("Must be true or false").optional(),
        })
        .optional(),
    })
    .superRefine(endsOnOrAfterStart),
  z.strictObject({
    type: z.literal("profile.set"),
    people: z.enum(["1-4", "5-15", "over-15"]).optional(),
    services: z
      .array(z.enum(SERVICES))
      .max(SERVICES.length)
      .transform((all) => [...new Set(all)].toSorted())
      .optional(),
    deployment: z.enum(["by-hand", "scripted", "automated", "continuous"]).optional(),
    automation: z.enum(["little", "some", "most"]).optional(),
    fixes: z.enum(["file", "some", "patches", "upstream"]).optional(),
  }),
  ...handsCommands,
  ...ballotsCommands,
  z.strictObject({ type: z.literal("meetup.delete") }),
  ...dayCommands,
  ...padCommands,
  ...organizeCommands,
  ...roomCodeCommands,
  ...takeHomeCommands,
]);

/** A command as it comes out of the schema: trimmed, defaults filled in. */
export type Command = z.output<typeof commandSchema>;
/** A command as a client may send it. */
export type CommandInput = z.input<typeof commandSchema>;
/** The command of one type. */
export type CommandOf<T extends Command["type"]> = Extract<Command, { type: T }>;

/** All of these or none, as one step. */
export const batchSchema = z.strictObject({
  type: z.literal("batch"),
  commands: z.array(commandSchema).min(1, "Holds no command").max(200, "At most 200 commands"),
});

export type Batch = z.output<typeof batchSchema>;

/** Whatever may be asked for at the door: a command, or several as one. */
export const askedSchema = z.discriminatedUnion("type", [commandSchema, batchSchema]);
