import { assertNever } from "../assert-never.ts";
import type { InParts } from "../in-parts.ts";
import type { MeetupPhase, VolunteerAs } from "./commands.ts";
import type { SessionState } from "./commands/commands-day.ts";
import type { Role } from "./commands/commands-organize.ts";
import type { EditableFacts, Fact, MeetupEntry } from "./entries.ts";
import { endOfInterval } from "./five-minutes.ts";

/**
 * How the agenda came about: the part of a meetup's log that is public, as a fold of its own beside
 * the state. Rooms and times are kept as they were then; titles and names are looked up when it is
 * read, so that what was corrected or erased is gone here too.
 *
 * Votes, picks, what was shown, proposals that wait or were declined, profiles, plans, what people take home, shows of hands, organizer links, changed names, who wrote notes, what
 * was done with notes, who came to a table, who took it over and when a room was full never enter it.
 */
export interface History {
  seq: number;
  rows: HistoryRow[];
  /** What rows need to know of earlier ones. */
  numbers: Map<string, number>;
  rooms: Map<string, string>;
  slots: Map<string, { startsAt: string; endsAt: string }>;
  sessions: Map<string, string[]>;
}

export type HistoryRow = HistoryFact & { seq: number; at: string; by: string | null };

interface OfTopic {
  topicId: string;
  number: number;
}
interface OfSession {
  sessionId: string;
  topicIds: string[];
}
interface Placed {
  room: string;
  startsAt: string;
  endsAt: string;
}

/** A public fact; only ids, numbers, places and times. */
export type HistoryFact =
  | { type: "meetup.created" | "organizer.joined" | "proposals.closed" | "voting.closed" }
  | { type: "phase.set"; phase: MeetupPhase }
  | { type: "meetup.edited"; fields: string[]; proposals?: { open: boolean }; voting?: { open: boolean } }
  /** `letInBy`: the organizer who did, where they looked at proposals first; `by` is who proposed it. */
  | ({ type: "topic.proposed"; letInBy?: string | null; by?: string | null } & OfTopic)
  | ({ type: "topic.withdrawn" | "topic.parked" | "topic.restored" | "topic.unmerged" } & OfTopic)
  | ({ type: "topic.edited"; fields: string[] } & OfTopic)
  | ({ type: "topic.merged"; into: string; intoNumber: number } & OfTopic)
  | ({ type: "comment.added" | "comment.edited" | "comment.removed"; commentId: string } & OfTopic)
  | ({ type: "volunteer.offered" | "volunteer.withdrawn"; as: VolunteerAs } & OfTopic)
  | { type: "room.added" | "room.edited" | "room.removed"; roomId: string; room: string }
  | ({ type: "slot.added" | "slot.edited" | "slot.removed"; slotId: string } & Omit<Placed, "room">)
  | ({ type: "session.scheduled" | "session.moved" } & OfSession & Placed)
  | ({ type: "session.cancelled" | "session.restored" } & OfSession)
  | { type: "sideGroup.started"; sideGroupId: string; topicId: string | null; sessionId: string | null }
  | {
      type: "sideGroup.ended" | "sideGroup.handedOver" | "sideGroup.outcomeSet" | "sideGroup.unmerged";
      sideGroupId: string;
    }
  | { type: "sideGroup.edited"; sideGroupId: string; fields: string[] }
  | { type: "sideGroup.merged"; sideGroupId: string; intoGroup: string }
  | ({ type: "session.edited"; fields: string[] } & OfSession)
  | ({ type: "session.stateSet"; state: SessionState } & OfSession)
  | ({ type: "session.extended"; endsAt: string } & OfSession)
  | ({ type: "session.outcomeSet" } & OfSession)
  | { type: "person.roleSet"; personId: string | null; role: Role }
  | {
      type: "person.removed" | "person.restored" | "person.putAside" | "person.broughtBack";
      personId: string | null;
    }
  | { type: "ballots.voided" | "ballots.counted"; from: string; to: string; people: number }
  | { type: "schedule.published"; note?: string }
  | { type: "schedule.shifted"; from: string; minutes: number }
  | { type: "announcement.added" | "announcement.removed"; announcementId: string };

/** The history before any entry. */
export function emptyHistory(): History {
  return { seq: 0, rows: [], numbers: new Map(), rooms: new Map(), slots: new Map(), sessions: new Map() };
}

/**
 * Folds one entry in, in place: one row for each public fact, all of them with the entry's seq. It goes fact by fact; nobody
 * may look at the history in between.
 */
export function* notingInHistory(history: History, { at, by, facts }: MeetupEntry): InParts<void> {
  history.seq += 1;
  for (const fact of facts) {
    if (fact.type === "person.joined") renameIn(history, fact.personId, fact.into);
    const row = publicPart(history, fact, by);
    if (row) history.rows.push({ seq: history.seq, at, by, ...row });
    yield;
  }
}

function renameIn({ rows }: History, from: string, into: string): void {
  for (const row of rows) {
    if (row.by === from) row.by = into;
    if ("letInBy" in row && row.letInBy === from) row.letInBy = into;
    if ("personId" in row && row.personId === from) row.personId = into;
  }
}

function publicPart(history: History, fact: Fact, actor: string | null): HistoryFact | undefined {
  switch (fact.type) {
    case "vote.cast":
    case "vote.retracted":
    case "topics.shown":
    case "profile.set":
    case "person.renamed":
    case "person.joined":
    case "person.erased":
    case "notes.written":
    case "pad.locked":
    case "pad.unlocked":
    case "pad.versionNamed":
    case "pad.versionRemoved":
    case "organizerLink.added":
    case "organizerLink.renewed":
    case "hands.asked":
    case "hands.answered":
    case "hands.ended":
    case "plan.added":
    case "plan.removed":
    case "takeHome.set":
    case "lastTime.told":
    case "roomCode.set":
    case "roomCode.entered":
    case "sideGroup.joined":
    case "sideGroup.left":
    case "session.fullSet":
    case "topic.queued":
    case "topic.declined":
      return undefined;
    case "meetup.created":
    case "organizer.joined":
    case "proposals.closed":
    case "voting.closed":
      return { type: fact.type };
    case "person.roleSet":
      return { type: fact.type, personId: fact.personId, role: fact.role };
    case "person.removed":
    case "person.restored":
    case "person.putAside":
    case "person.broughtBack":
      return { type: fact.type, personId: fact.personId };
    case "ballots.voided":
    case "ballots.counted":
      return { type: fact.type, from: fact.from, to: endOfInterval(fact.from), people: fact.people };
    case "schedule.published":
      return { type: fact.type, ...(fact.note !== "" && { note: fact.note }) };
    case "schedule.shifted": {
      const { from, minutes } = fact;
      for (const [id, { startsAt, endsAt }] of history.slots)
        if (Date.parse(startsAt) >= Date.parse(from))
          history.slots.set(id, { startsAt: later(startsAt, minutes), endsAt: later(endsAt, minutes) });
      return { type: fact.type, from, minutes };
    }
    case "phase.set":
      return { type: fact.type, phase: fact.phase };
    case "meetup.edited":
      return editOf(fact.set);
    case "topic.proposed":
      history.numbers.set(fact.topic.id, history.numbers.size + 1);
      return { type: fact.type, ...topic(history, fact.topic.id) };
    case "topic.approved":
      history.numbers.set(fact.topic.id, history.numbers.size + 1);
      return { type: "topic.proposed", ...topic(history, fact.topic.id), letInBy: actor, by: fact.by };
    case "topic.edited":
      return { type: fact.type, ...topic(history, fact.topicId), fields: Object.keys(fact.set) };
    case "topic.withdrawn":
    case "topic.parked":
    case "topic.restored":
    case "topic.unmerged":
      return { type: fact.type, ...topic(history, fact.topicId) };
    case "topic.merged": {
      const into = topic(history, fact.into);
      return { type: fact.type, ...topic(history, fact.from), into: into.topicId, intoNumber: into.number };
    }
    case "comment.added":
      return { type: fact.type, ...topic(history, fact.comment.topicId), commentId: fact.comment.id };
    case "comment.edited":
    case "comment.removed":
      return { type: fact.type, ...topic(history, fact.topicId), commentId: fact.commentId };
    case "volunteer.offered":
    case "volunteer.withdrawn":
      return { type: fact.type, ...topic(history, fact.topicId), as: fact.as };
    case "room.added":
      history.rooms.set(fact.room.id, fact.room.name);
      return { type: fact.type, roomId: fact.room.id, room: fact.room.name };
    case "room.edited":
      if (fact.set.name !== undefined) history.rooms.set(fact.roomId, fact.set.name);
      return { type: fact.type, roomId: fact.roomId, room: history.rooms.get(fact.roomId) ?? "" };
    case "room.removed":
      return { type: fact.type, roomId: fact.roomId, room: history.rooms.get(fact.roomId) ?? "" };
    case "slot.added": {
      const { id, startsAt, endsAt } = fact.slot;
      history.slots.set(id, { startsAt, endsAt });
      return { type: fact.type, slotId: id, startsAt, endsAt };
    }
    case "slot.edited": {
      const { startsAt, endsAt } = { ...slot(history, fact.slotId), ...fact.set };
      history.slots.set(fact.slotId, { startsAt, endsAt });
      return { type: fact.type, slotId: fact.slotId, startsAt, endsAt };
    }
    case "slot.removed":
      return { type: fact.type, slotId: fact.slotId, ...slot(history, fact.slotId) };
    case "session.scheduled": {
      const { id, topicIds, roomId, slotId, startsAt, endsAt } = fact.session;
      history.sessions.set(id, topicIds);
      const times = { ...slot(history, slotId), ...(startsAt && { startsAt }), ...(endsAt && { endsAt }) };
      return { type: fact.type, sessionId: id, topicIds, room: history.rooms.get(roomId) ?? "", ...times };
    }
    case "session.moved":
      return {
        type: fact.type,
        ...session(history, fact.sessionId),
        room: history.rooms.get(fact.roomId) ?? "",
        ...slot(history, fact.slotId),
      };
    case "session.cancelled":
    case "session.restored":
      return { type: fact.type, ...session(history, fact.sessionId) };
    case "sideGroup.started": {
      const { id, topicId = null, sessionId = null } = fact.sideGroup;
      return { type: fact.type, sideGroupId: id, topicId, sessionId };
    }
    case "sideGroup.ended":
    case "sideGroup.handedOver":
    case "sideGroup.outcomeSet":
    case "sideGroup.unmerged":
      return { type: fact.type, sideGroupId: fact.sideGroupId };
    case "sideGroup.edited":
      return { type: fact.type, sideGroupId: fact.sideGroupId, fields: Object.keys(fact.set) };
    case "sideGroup.merged":
      return { type: fact.type, sideGroupId: fact.from, intoGroup: fact.into };
    case "session.edited":
      return { type: fact.type, ...session(history, fact.sessionId), fields: Object.keys(fact.set) };
    case "session.stateSet":
      return { type: fact.type, ...session(history, fact.sessionId), state: fact.state };
    case "session.extended":
      return { type: fact.type, ...session(history, fact.sessionId), endsAt: fact.endsAt };
    case "session.outcomeSet":
      return { type: fact.type, ...session(history, fact.sessionId) };
    case "announcement.added":
      return { type: fact.type, announcementId: fact.announcement.id };
    case "announcement.removed":
      return { type: fact.type, announcementId: fact.announcementId };
    default:
      return assertNever(fact);
  }
}

function later(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}

function topic({ numbers }: History, topicId: string): OfTopic {
  return { topicId, number: numbers.get(topicId) ?? 0 };
}

function session({ sessions }: History, sessionId: string): OfSession {
  return { sessionId, topicIds: sessions.get(sessionId) ?? [] };
}

function slot({ slots }: History, slotId: string): Omit<Placed, "room"> {
  return slots.get(slotId) ?? { startsAt: "", endsAt: "" };
}

/** The fields of the meetup as the view spells them. */
const FIELDS: Partial<Record<keyof EditableFacts, string>> = {
  proposalsOpen: "proposals.open",
  proposalsCloseAt: "proposals.closesAt",
  proposalsModerated: "proposals.moderated",
  votingOpen: "voting.open",
  votingClosesAt: "voting.closesAt",
  picks: "voting.picks",
  tallies: "voting.tallies",
  needsRoomCode: "voting.roomCode",
};

function editOf(set: Partial<EditableFacts>): HistoryFact {
  return {
    type: "meetup.edited",
    fields: (Object.keys(set) as (keyof EditableFacts)[]).map((key) => FIELDS[key] ?? key),
    ...(set.proposalsOpen !== undefined && { proposals: { open: set.proposalsOpen } }),
    ...(set.votingOpen !== undefined && { voting: { open: set.votingOpen } }),
  };
}
