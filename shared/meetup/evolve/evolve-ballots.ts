import { atOnce, type InParts } from "../../in-parts.ts";
import { areBallotsVoid, newcomersOf } from "../bursts.ts";
import type { Fact } from "../entries.ts";
import { noteVotes } from "./evolve-lens.ts";
import { intervalOf } from "../five-minutes.ts";
import type { Ballot, MeetupState, Topic } from "../meetup-state.ts";
import type { Touch } from "../touch.ts";

/** What happens to ballots by when their people came. */
export type BallotsFact = Extract<Fact, { type: `ballots.${string}` }>;

/** Whether a fact is about ballots by when their people came. */
export function isBallotsFact(fact: Fact): fact is BallotsFact {
  return fact.type.startsWith("ballots.");
}

/** Folds a fact about ballots into the state, topic by topic. */
export function* evolvingBallots(state: MeetupState, { type, from }: BallotsFact, touched: Set<Touch>): InParts<void> {
  if (type === "ballots.voided") state.voidIntervals.add(from);
  else state.voidIntervals.delete(from);
  yield* settlingBallots(state, newcomersOf(state, from), touched);
  touched.add("people").add("mine");
}

/** Somebody does something: from the first time on it is known when they came. */
export function noteArrival({ arrivals }: MeetupState, personId: string, at: string): void {
  if (!arrivals.has(personId)) arrivals.set(personId, intervalOf(at));
}

/** Two are one, and came when the first of them did. */
export function joinArrivals({ arrivals }: MeetupState, from: string, into: string): void {
  const [one, other] = [arrivals.get(from), arrivals.get(into)];
  if (one !== undefined && (other === undefined || one < other)) arrivals.set(into, one);
  arrivals.delete(from);
}

/** This person may count otherwise now, see `settlingBallots`. */
export function settleBallots(state: MeetupState, personId: string, touched: Set<Touch>): void {
  atOnce(settlingBallots(state, [personId], touched));
}

/** Gives back what was put aside, whether or not it counts. */
export function giveBallotsBack(state: MeetupState, personId: string, touched: Set<Touch>): void {
  if (state.ballotsAside.has(personId)) atOnce(movingBallots(state, { aside: [], back: [personId] }, touched));
}

/**
 * Puts the ballots aside of those of these people whose don't count, so that nothing that counts has to know of it, and
 * gives all others theirs back.
 */
function* settlingBallots(state: MeetupState, people: readonly string[], touched: Set<Touch>): InParts<void> {
  const [aside, back]: [string[], string[]] = [[], []];
  for (const personId of people) {
    const count = !state.removed.has(personId) && !areBallotsVoid(state, personId);
    if (count === state.ballotsAside.has(personId)) (count ? back : aside).push(personId);
  }
  if (aside.length > 0 || back.length > 0) yield* movingBallots(state, { aside, back }, touched);
}

function* movingBallots(
  state: MeetupState,
  { aside, back }: { aside: readonly string[]; back: readonly string[] },
  touched: Set<Touch>,
): InParts<void> {
  const changed = new Map<Topic, string[]>();
  for (const personId of aside) state.ballotsAside.set(personId, new Map());
  const all = [...aside, ...back].map((personId) => ({ personId, ballots: state.ballotsAside.get(personId)! }));
  const isAside = new Set(aside);
  for (const topic of state.topics.values()) {
    const people: string[] = [];
    for (const { personId, ballots } of all) {
      const ballot = isAside.has(personId) ? takeBallot(topic, personId) : ballots.get(topic.id);
      if (!ballot) continue;
      if (isAside.has(personId)) ballots.set(topic.id, ballot);
      else putBallot(topic, personId, ballot);
      people.push(personId);
    }
    if (people.length > 0) changed.set(topic, people);
    yield;
  }
  for (const personId of back) state.ballotsAside.delete(personId);
  yield* touchingVotes(state, changed, touched);
  if (changed.size > 0) touched.add("people").add("mine");
}

/** Takes what they have done to a topic; undefined: nothing. */
export function takeBallot(topic: Topic, personId: string): Ballot | undefined {
  const isVoter = topic.voters.delete(personId);
  const ballot = {
    isVoter,
    // Picks are votes, and most topics have neither of theirs.
    isPick: isVoter && topic.picks.delete(personId),
    wasShown: topic.shown.delete(personId),
  };
  return ballot.isVoter || ballot.isPick || ballot.wasShown ? ballot : undefined;
}

function putBallot(topic: Topic, personId: string, { isVoter, isPick, wasShown }: Ballot): void {
  if (isVoter) topic.voters.add(personId);
  if (isPick) topic.picks.add(personId);
  if (wasShown) topic.shown.add(personId);
}

/** One person's votes on these topics have changed, see `touchingVotes`. */
export function touchVotes(state: MeetupState, topics: readonly Topic[], personId: string, touched: Set<Touch>): void {
  atOnce(touchingVotes(state, new Map(topics.map((topic) => [topic, [personId]])), touched));
}

/** These people's votes on these topics have changed, and on all that they were merged into, each of which counts them once. */
function* touchingVotes(
  state: MeetupState,
  changed: ReadonlyMap<Topic, readonly string[]>,
  touched: Set<Touch>,
): InParts<void> {
  const counting = new Map<string, Set<string>>();
  for (const [topic, people] of changed) {
    let at = topic;
    touched.add(`tallies:${at.id}`);
    while (at.mergedInto !== null) {
      at = state.topics.get(at.mergedInto)!;
      touched.add(`tallies:${at.id}`);
    }
    const known = counting.get(at.id) ?? new Set();
    for (const personId of people) known.add(personId);
    counting.set(at.id, known);
    yield;
  }
  for (const [id, people] of counting) {
    noteVotes(state, id, people, touched);
    yield;
  }
}
