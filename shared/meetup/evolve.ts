import { assertNever } from "../assert-never.ts";
import { atOnce, type InParts } from "../in-parts.ts";
import type { Fact, MeetupCreated, MeetupEntry } from "./entries.ts";
import {
  evolvingBallots,
  isBallotsFact,
  noteArrival,
  settleBallots,
  type BallotsFact,
} from "./evolve/evolve-ballots.ts";
import { evolveHands, isHandsFact, type HandsFact } from "./evolve/evolve-hands.ts";
import { evolveDay, isDayFact, type DayFact } from "./evolve/evolve-day.ts";
import { noteInCrowd, noteProfile, releasingAll } from "./evolve/evolve-lens.ts";
import { evolvePad, isPadFact, type PadFact } from "./evolve/evolve-pads.ts";
import { evolvePeople, isPeopleFact, type PeopleFact } from "./evolve/evolve-people.ts";
import { evolvePlace, isPlaceFact, type PlaceFact } from "./evolve/evolve-places.ts";
import { evolveQueue, isQueueFact, touchQueue, type QueueFact } from "./evolve/evolve-queue.ts";
import { evolveRoomCode, isRoomCodeFact, type RoomCodeFact } from "./evolve/evolve-room-code.ts";
import { evolveSchedule, isScheduleFact, noteScheduleChange, type ScheduleFact } from "./evolve/evolve-schedule.ts";
import { evolveTakeHome, forgetLastTime, isTakeHomeFact, type TakeHomeFact } from "./evolve/evolve-take-home.ts";
import { evolveTopic, isTopicFact, type TopicFact } from "./evolve/evolve-topics.ts";
import type { MeetupState } from "./meetup-state.ts";
import { opensIn } from "./phase-switches.ts";
import { talliesWithheld } from "./tallies-withheld.ts";
import type { Touch } from "./touch.ts";

/**
 * Folds one entry into the state, in place, and returns what it touched. Deterministic: the same
 * entries in the same order give the same state. It trusts the log: `decide` has checked.
 */
export function evolve(state: MeetupState, entry: MeetupEntry): Set<Touch> {
  return atOnce(evolving(state, entry));
}

/** The same, fact by fact; nobody may look at the state in between. */
export function* evolving(state: MeetupState, entry: MeetupEntry): InParts<Set<Touch>> {
  const touched = new Set<Touch>();
  state.seq += 1;
  if (state.seq === 1) state.createdAt = entry.at;
  noteTime(state, entry.at, touched);
  const { by } = entry;
  if (by !== null && !state.people.has(by)) {
    state.people.add(by);
    touched.add("people");
  }
  if (by !== null) noteArrival(state, by, entry.at);
  const withheld = talliesWithheld(state);
  const wasOpen = state.facts.votingOpen;
  for (const fact of entry.facts) {
    if (isBallotsFact(fact)) yield* evolvingBallots(state, fact, touched);
    else apply(state, fact, { by: by ?? "", at: entry.at }, touched);
    yield;
  }
  if (wasOpen && !state.facts.votingOpen) yield* releasingAll(state, touched);
  if (by !== null) noteInCrowd(state, by, touched);
  if (withheld !== talliesWithheld(state)) {
    touched.add("crowd");
    for (const id of state.topics.keys()) touched.add(`counts:${id}`);
  }
  return touched;
}

/** What time it is, by the log: where a time has come meanwhile, a place may have gone by unused. */
function noteTime(state: MeetupState, at: string, touched: Set<Touch>): void {
  const before = state.lastMinute;
  const now = Math.floor(Date.parse(at) / 60_000);
  if (now <= before) return;
  state.lastMinute = now;
  for (const { startsAt } of state.slots.values()) {
    const start = Date.parse(startsAt) / 60_000;
    if (start > before && start <= now) touched.add("cut");
  }
}

function apply(
  state: MeetupState,
  fact: Exclude<Fact, BallotsFact>,
  when: { by: string; at: string },
  touched: Set<Touch>,
): void {
  noteScheduleChange(state, fact);
  if (isQueueFact(fact)) evolveQueue(state, fact, when, touched);
  else if (isTopicFact(fact)) evolveTopic(state, fact, when, touched);
  else if (isPadFact(fact)) evolvePad(state, fact, when, touched);
  else if (isDayFact(fact)) evolveDay(state, fact, when, touched);
  else if (isPlaceFact(fact)) evolvePlace(state, fact, when.by, touched);
  else if (isHandsFact(fact)) evolveHands(state, fact, when.by, touched);
  else if (isPeopleFact(fact)) evolvePeople(state, fact, when.by, touched);
  else if (isRoomCodeFact(fact)) evolveRoomCode(state, fact, when.by, touched);
  else if (isScheduleFact(fact)) evolveSchedule(state, fact, when, touched);
  else if (isTakeHomeFact(fact)) evolveTakeHome(state, fact, when.by, touched);
  else evolveMeetup(state, fact, when.by, touched);
}

function evolveMeetup(
  state: MeetupState,
  fact: Exclude<
    Fact,
    | QueueFact
    | TopicFact
    | PlaceFact
    | DayFact
    | HandsFact
    | BallotsFact
    | PadFact
    | PeopleFact
    | RoomCodeFact
    | ScheduleFact
    | TakeHomeFact
  >,
  by: string,
  touched: Set<Touch>,
): void {
  switch (fact.type) {
    case "meetup.created":
      create(state, fact, by);
      touched.add("meetup").add("names");
      return;
    case "phase.set": {
      const { proposals, voting } = opensIn(fact.phase);
      Object.assign(state.facts, { phase: fact.phase, proposalsOpen: proposals, votingOpen: voting });
      touched.add("meetup");
      return;
    }
    case "meetup.edited":
      Object.assign(state.facts, fact.set);
      touched.add("meetup");
      // Picks that they have left, for organizers the room code, what they told of a meetup before: nothing else is in people's own part.
      if (fact.set.picks !== undefined || fact.set.needsRoomCode !== undefined) touched.add("mine");
      if (fact.set.previous !== undefined) forgetLastTime(state, touched);
      return;
    case "proposals.closed":
      state.facts.proposalsOpen = false;
      state.facts.proposalsCloseAt = null;
      touched.add("meetup");
      return;
    case "voting.closed":
      state.facts.votingOpen = false;
      state.facts.votingClosesAt = null;
      touched.add("meetup");
      return;
    case "profile.set":
      state.profiles.set(by, { ...state.profiles.get(by), ...fact.set });
      noteProfile(state, by, touched);
      return;
    case "organizer.joined":
      state.organizers.add(by);
      settleBallots(state, by, touched);
      touched.add("names");
      return;
    case "organizerLink.renewed":
      state.organizerTokenHashes = new Set([fact.tokenHash]);
      return;
    case "organizerLink.added":
      state.organizerTokenHashes.add(fact.tokenHash);
      return;
    case "person.renamed":
      touched.add("names");
      touchQueue(state, by, touched);
      return;
    case "notes.written": {
      const writers = state.writers.get(fact.padId) ?? new Set();
      state.writers.set(fact.padId, writers.add(by));
      touched.add("names");
      return;
    }
    default:
      assertNever(fact);
  }
}

function create(state: MeetupState, fact: MeetupCreated, by: string): void {
  const { type: _, organizerTokenHash, ...facts } = fact;
  Object.assign(state.facts, facts);
  state.organizerTokenHashes.add(organizerTokenHash);
  state.organizers.add(by);
}
