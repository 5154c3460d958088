import type { CommandInput } from "../../../shared/meetup/commands.ts";
import { commandSchema } from "../../../shared/meetup/commands.ts";
import { decide, type LoggedCommand } from "../../../shared/meetup/decide.ts";
import type { Fact, MeetupEntry } from "../../../shared/meetup/entries.ts";
import { evolve } from "../../../shared/meetup/evolve.ts";
import type { MeetupState } from "../../../shared/meetup/meetup-state.ts";
import { seededChance } from "../../together/support/seeded-chance.ts";

/** How much there is of everything. */
export interface MeetupSize {
  topics: number;
  /** Topics that each person would come to; they were shown as many others. */
  votes: number;
  comments: number;
  rooms: number;
  slots: number;
  sessions: number;
  sideGroups: number;
  members: number;
  planned: number;
  announcements: number;
  /** Proposals that wait for an organizer. */
  waiting: number;
}

/** Rooms and slots leave a few to be added. */
export const LARGEST: MeetupSize = {
  topics: 1500,
  votes: 300,
  comments: 12_000,
  rooms: 85,
  slots: 450,
  sessions: 1000,
  sideGroups: 500,
  members: 30,
  planned: 50,
  announcements: 100,
  waiting: 200,
};

/** As few as every command can still be asked for. */
export const SMALL: MeetupSize = {
  topics: 120,
  votes: 5,
  comments: 66,
  rooms: 14,
  slots: 60,
  sessions: 50,
  sideGroups: 12,
  members: 3,
  planned: 2,
  announcements: 2,
  waiting: 24,
};

/** Facts of one person that become one entry, as those of a batch do. */
const FACTS_AN_ENTRY = 200;
/** What people take home, many of them the same. */
const THINGS = Array.from({ length: 40 }, (_, n) => n);
const SLOT_MS = 45 * 60_000;
const FIRST_DAY = Date.UTC(2027, 2, 9, 8);
/** When the first few hundred people come, within five minutes. */
export const FIRST_ARRIVALS = new Date(Date.UTC(2027, 0, 1)).toISOString();

/** The time of a slot, one after the other. */
export function timesOfSlot(at: number): { startsAt: string; endsAt: string } {
  const start = FIRST_DAY + at * SLOT_MS;
  return { startsAt: new Date(start).toISOString(), endsAt: new Date(start + SLOT_MS).toISOString() };
}

/** What an id of the large meetup looks like. */
export function idOf(kind: string, at: number): string {
  return `${kind}-${String(at).padStart(6, "0")}`;
}

/**
 * What happened in a meetup until it was as large as this, by these people, the first of whom organizes it; folds it
 * into `state`, which knows of its creation. Topics past the first third are in no session.
 */
export function grow(
  state: MeetupState,
  people: readonly string[],
  organizers: number,
  size: MeetupSize,
): MeetupEntry[] {
  const chance = seededChance(1);
  const olga = people[0]!;
  const entries: MeetupEntry[] = [];
  let pads = 0;
  let at = Date.parse(FIRST_ARRIVALS);
  const does = (by: string, commands: Iterable<CommandInput>) => {
    let facts: Fact[] = [];
    const close = () => {
      if (facts.length > 0) entries.push({ at: new Date(at).toISOString(), by, facts });
      facts = [];
    };
    for (const input of commands) {
      at += 1000;
      const when = new Date(at).toISOString();
      const newPadId = () => `pad-of-large-meetup-${(pads += 1)}`;
      const decision = decide(state, commandSchema.parse(input) as LoggedCommand, {
        personId: by,
        at: when,
        newPadId,
        newRoomCode: () => "ROOM-01",
      });
      if (decision.kind === "refusal") throw new Error(`${JSON.stringify(input)}: ${JSON.stringify(decision.problem)}`);
      if (decision.kind === "nothing") continue;
      evolve(state, { at: when, by, facts: decision.facts });
      facts.push(...decision.facts);
      if (facts.length >= FACTS_AN_ENTRY) close();
    }
    close();
  };
  const range = (count: number) => Array.from({ length: count }, (_, index) => index);
  const description = "What we run, what broke, what we would like to hear from others. ".repeat(16);
  const body = "We have seen the same with the release before, and went back. ".repeat(8);

  for (const personId of people)
    does(personId, [
      {
        type: "profile.set",
        people: chance.oneOf(["1-4", "5-15", "over-15"]),
        automation: chance.oneOf(["little", "most"]),
      },
      ...[1, 2, 3].map((number) => ({
        type: "takeHome.set" as const,
        number,
        text: `Thing ${chance.oneOf(THINGS)} that many take home`,
      })),
    ]);
  does(
    olga,
    people.slice(1, organizers).map((personId) => ({ type: "person.setRole", personId, role: "organizer" })),
  );
  does(
    olga,
    range(size.topics).map((n) => ({
      type: "topic.propose",
      id: idOf("topic", n),
      title: `Topic ${n} about upgrades without downtime`,
      description,
      tags: ["nova", `tag ${n % 40}`],
    })),
  );
  does(
    olga,
    range(size.rooms).map((n) => ({ type: "room.add", id: idOf("room", n), name: `Room ${n}`, capacity: 10 + n })),
  );
  does(
    olga,
    range(size.slots).map((n) => ({ type: "slot.add", id: idOf("slot", n), ...timesOfSlot(n), label: `Slot ${n}` })),
  );
  does(
    olga,
    range(size.sessions).map((n) => ({
      type: "session.schedule",
      id: idOf("session", n),
      title: `Session ${n}`,
      topicIds: n < size.topics / 3 ? [idOf("topic", n)] : [],
      roomId: idOf("room", n % size.rooms),
      slotId: idOf("slot", Math.floor(n / size.rooms)),
    })),
  );
  for (const [who, personId] of people.entries()) {
    const liked = range(size.votes).map((n) => idOf("topic", (who * 7 + n * 3 + chance.below(3)) % size.topics));
    does(personId, [
      ...liked.map((topicId): CommandInput => ({ type: "vote.cast", topicId })),
      { type: "vote.cast", topicId: liked[0]!, as: "pick" },
      {
        type: "topic.markShown",
        topicIds: range(Math.min(200, size.votes)).map((n) => idOf("topic", (who + n) % size.topics)),
      },
      ...range(size.planned).map((n): CommandInput => ({
        type: "plan.add",
        sessionId: idOf("session", (who + n * 11) % size.sessions),
      })),
    ]);
  }
  for (const [who, personId] of people.entries())
    does(
      personId,
      range(Math.floor(size.comments / people.length)).map((n) => ({
        type: "comment.add",
        id: idOf(`comment-${who}`, n),
        // An eighth of all on one topic.
        topicId: idOf("topic", n % 8 === 0 ? 0 : (who * 13 + n * 17) % size.topics),
        body,
      })),
    );
  for (const n of range(size.sideGroups)) {
    const members = range(size.members).map((m) => people[(n + m * 7) % people.length]!);
    const of =
      n % 2 === 0 ? { topicId: idOf("topic", n % size.topics) } : { sessionId: idOf("session", n % size.sessions) };
    does(members[0]!, [{ type: "sideGroup.start", id: idOf("group", n), ...of, place: `Table ${n}` }]);
    for (const member of members.slice(1)) does(member, [{ type: "sideGroup.join", sideGroupId: idOf("group", n) }]);
  }
  does(
    olga,
    range(size.announcements).map((n) => ({
      type: "announcement.add",
      id: idOf("announcement", n),
      text: `Lunch of day ${n} is served`,
      until: timesOfSlot(n + 400).endsAt,
    })),
  );
  does(olga, [{ type: "meetup.edit", proposals: { moderated: true } }]);
  const others = people.slice(organizers);
  for (const n of range(size.waiting))
    does(others[n % others.length]!, [
      { type: "topic.propose", id: idOf("waiting", n), title: `Proposal ${n}, not looked at yet`, description },
    ]);
  does(olga, [{ type: "meetup.edit", proposals: { moderated: false } }]);
  return entries;
}
