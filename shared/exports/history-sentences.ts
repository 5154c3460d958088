import { assertNever } from "../assert-never.ts";
import type { PublicLogEntry } from "../meetup/public-log.ts";
import { clockTime, dayOf } from "../time.ts";

const PHASE_WORDS = {
  gathering: "opened proposals and voting",
  voting: "closed proposals, voting goes on",
  running: "closed proposals and voting",
  closed: "closed the meetup",
} as const;
const OFFERS = { moderator: "to moderate", speaker: "to speak on", notes: "to take notes for" } as const;
const FIELD_WORDS: Record<string, string> = {
  startsAt: "start",
  endsAt: "end",
  capacity: "how many fit",
  places: "places for side groups",
  practical: "practical information",
  startsOn: "first day",
  endsOn: "last day",
  timezone: "time zone",
  listed: "whether it is listed",
  previous: "previous meetup",
  notesUntil: "last day of notes",
  "proposals.open": "proposals",
  "proposals.closesAt": "when proposals close",
  "proposals.moderated": "whether organizers look at proposals first",
  "voting.open": "voting",
  "voting.closesAt": "when voting closes",
  "voting.picks": "number of top picks",
  "voting.tallies": "whether votes are shown while voting is open",
  "voting.roomCode": "whether only who is in the room votes",
};

/** A row of the public log as people read it: `Ana proposed 7. Puppet`. Plain text; the name comes first. */
export function historySentence(
  entry: PublicLogEntry,
  { nameOf, timezone }: { nameOf: (personId: string) => string | undefined; timezone: string },
): string {
  // What the clock did has nobody to name.
  if (entry.by === null && entry.type === "proposals.closed") return "Proposals closed at their time";
  if (entry.by === null && entry.type === "voting.closed") return "Voting closed at its time";
  const who = entry.by === null ? undefined : nameOf(entry.by);
  if ("personId" in entry) {
    const whom = entry.personId === null ? undefined : nameOf(entry.personId);
    return `${who ?? "Someone"} ${deedTo(entry, whom ?? "someone")}`;
  }
  const letIn =
    "letInBy" in entry ? `, let in by ${(entry.letInBy ? nameOf(entry.letInBy) : undefined) ?? "an organizer"}` : "";
  return `${who ?? "Someone"} ${deed(entry, timezone)}${letIn}`;
}

type Personal = Extract<PublicLogEntry, { personId: string | null }>;

function deedTo(entry: Personal, whom: string): string {
  switch (entry.type) {
    case "person.roleSet":
      return entry.role === "organizer" ? `made ${whom} an organizer` : `made ${whom} a participant again`;
    case "person.removed":
      return `removed ${whom} from the meetup`;
    case "person.restored":
      return `let ${whom} back in`;
    case "person.putAside":
      return `put aside what ${whom} had left`;
    case "person.broughtBack":
      return `brought back what ${whom} had left`;
    default:
      return assertNever(entry);
  }
}

function deed(entry: Exclude<PublicLogEntry, Personal>, timezone: string): string {
  const title = entry.title ?? "";
  const topic = "number" in entry ? `${entry.number}. ${title}` : title;
  switch (entry.type) {
    case "meetup.created":
      return "created the meetup";
    case "organizer.joined":
      return "became an organizer";
    case "ballots.voided":
      return `set aside the votes of ${came(entry, timezone)}`;
    case "ballots.counted":
      return `has the votes counted again of ${came(entry, timezone)}`;
    case "schedule.published":
      return entry.note === undefined ? "published the schedule" : `published the schedule: ${entry.note}`;
    case "schedule.shifted":
      return `moved everything from ${start(entry.from, timezone)} on, ${shiftWords(entry.minutes)}`;
    case "proposals.closed":
      return "closed proposals";
    case "voting.closed":
      return "closed voting";
    case "phase.set":
      return PHASE_WORDS[entry.phase];
    case "meetup.edited":
      return edited(entry);
    case "topic.proposed":
      return entry.forName === undefined ? `proposed ${topic}` : `proposed ${topic}, for ${entry.forName}`;
    case "topic.edited":
      return `edited ${topic}`;
    case "topic.withdrawn":
      return `withdrew ${topic}`;
    case "topic.parked":
      return `put aside ${topic}, not this time`;
    case "topic.restored":
      return `brought back ${topic}`;
    case "topic.merged":
      return `merged ${topic} into ${entry.intoNumber}. ${entry.intoTitle ?? ""}`;
    case "topic.unmerged":
      return `took ${topic} apart again from what it was merged into`;
    case "comment.added":
      return `commented on ${topic}`;
    case "comment.edited":
      return `edited a comment on ${topic}`;
    case "comment.removed":
      return `removed a comment on ${topic}`;
    case "volunteer.offered":
      return `offered ${OFFERS[entry.as]} ${topic}`;
    case "volunteer.withdrawn":
      return `no longer offers ${OFFERS[entry.as]} ${topic}`;
    case "room.added":
      return `added the room ${entry.room}`;
    case "room.edited":
      return `edited the room ${entry.room}`;
    case "room.removed":
      return `removed the room ${entry.room}`;
    case "slot.added":
      return `added a slot, ${span(entry, timezone)}`;
    case "slot.edited":
      return `edited a slot, now ${span(entry, timezone)}`;
    case "slot.removed":
      return `removed a slot, ${span(entry, timezone)}`;
    case "session.scheduled":
      return `scheduled ${title}, ${entry.room}, ${start(entry.startsAt, timezone)}`;
    case "session.moved":
      return `moved ${title} to ${entry.room}, ${start(entry.startsAt, timezone)}`;
    case "session.cancelled":
      return `took ${title} off the schedule`;
    case "session.restored":
      return `put ${title} back where it was on the schedule`;
    case "sideGroup.started":
      return `started a side group, ${title}`;
    case "sideGroup.ended":
      return `ended the side group ${title}`;
    case "sideGroup.edited":
      return `changed the side group ${title}: ${inWords(entry.fields)}`;
    case "sideGroup.handedOver":
      return `handed over the side group ${title}`;
    case "sideGroup.merged":
      return `merged the side group ${title} into ${entry.intoTitle ?? ""}`;
    case "sideGroup.unmerged":
      return `undid merging the side group ${title}`;
    case "sideGroup.outcomeSet":
    case "session.outcomeSet":
      return `wrote what came out of ${title}`;
    case "session.edited":
      return `changed ${title}: ${inWords(entry.fields)}`;
    case "session.stateSet":
      if (entry.state === "planned") return `set ${title} back to not begun`;
      return `${entry.state === "running" ? "started" : "ended"} ${title}`;
    case "session.extended":
      return `has ${title} end at ${clockTime(entry.endsAt, timezone)}`;
    case "announcement.added":
      return entry.title === undefined ? "announced something" : `announced: ${title}`;
    case "announcement.removed":
      return "took back an announcement";
    default:
      return assertNever(entry);
  }
}

function edited({ fields, proposals, voting }: Extract<PublicLogEntry, { type: "meetup.edited" }>): string {
  const switched = [
    proposals && `${proposals.open ? "opened" : "closed"} proposals`,
    voting && `${voting.open ? "opened" : "closed"} voting`,
  ].filter(Boolean);
  const others = fields.filter((field) => field !== "proposals.open" && field !== "voting.open");
  if (others.length > 0) switched.push(`changed the meetup’s details: ${inWords(others)}`);
  return switched.join(" and ");
}

function inWords(fields: readonly string[]): string {
  return fields.map((field) => FIELD_WORDS[field] ?? field).join(", ");
}

function shiftWords(minutes: number): string {
  return `${Math.abs(minutes)} ${Math.abs(minutes) === 1 ? "minute" : "minutes"} ${minutes > 0 ? "later" : "earlier"}`;
}

function came({ people, from, to }: { people: number; from: string; to: string }, timezone: string): string {
  const who = people === 1 ? "one person" : `${people} people`;
  return `${who} who came between ${start(from, timezone)} and ${clockTime(to, timezone)}`;
}

/** `Monday 10:00`, in the meetup's time zone. */
function start(instant: string, timezone: string): string {
  if (instant === "") return "";
  const weekday = new Intl.DateTimeFormat("en-GB", { timeZone: timezone, weekday: "long" }).format(new Date(instant));
  return `${weekday} ${clockTime(instant, timezone)}`;
}

function span({ startsAt, endsAt }: { startsAt: string; endsAt: string }, timezone: string): string {
  if (startsAt === "" || endsAt === "") return "";
  const end = clockTime(endsAt, timezone);
  const isOneDay = dayOf(startsAt, timezone) === dayOf(endsAt, timezone);
  return `${start(startsAt, timezone)} to ${isOneDay ? end : start(endsAt, timezone)}`;
}
