import { assertNever } from "../assert-never.ts";
import type { Fact } from "./entries.ts";
import { touchAnswers } from "./evolve-hands.ts";
import { noteInCrowd, noteVote } from "./evolve-lens.ts";
import type { Ballot, MeetupState, Topic } from "./meetup-state.ts";
import type { Touch } from "./touch.ts";

const PEOPLE_FACTS = [
  "person.roleSet",
  "person.removed",
  "person.restored",
  "plan.added",
  "plan.removed",
] as const satisfies Fact["type"][];

/** What happens to people: their roles, whether they may take part, and the day each has planned. */
export type PeopleFact = Extract<Fact, { type: (typeof PEOPLE_FACTS)[number] }>;

/** Whether a fact is about people. */
export function isPeopleFact(fact: Fact): fact is PeopleFact {
  return (PEOPLE_FACTS as readonly string[]).includes(fact.type);
}

/** Folds a fact about people into the state. */
export function evolvePeople(state: MeetupState, fact: PeopleFact, by: string, touched: Set<Touch>): void {
  switch (fact.type) {
    case "person.roleSet":
      // Whoever organizes takes part, whether or not they have done anything here yet.
      if (fact.role === "organizer") {
        state.organizers.add(fact.personId);
        state.people.add(fact.personId);
      } else state.organizers.delete(fact.personId);
      touched.add("people").add("names").add("mine");
      return;
    case "person.removed":
      remove(state, fact.personId, touched);
      return;
    case "person.restored":
      restore(state, fact.personId, touched);
      return;
    case "plan.added":
      state.plans.set(by, (state.plans.get(by) ?? new Set()).add(fact.id));
      return;
    case "plan.removed":
      state.plans.get(by)?.delete(fact.id);
      return;
    default:
      assertNever(fact);
  }
}

/** Puts their votes aside, so that nothing that counts has to know of it, and takes them out of side groups. */
function remove(state: MeetupState, personId: string, touched: Set<Touch>): void {
  const ballots = new Map<string, Ballot>();
  for (const topic of state.topics.values()) {
    const ballot = takeBallot(topic, personId);
    if (ballot === undefined) continue;
    ballots.set(topic.id, ballot);
    touchVotes(state, topic, personId, touched);
  }
  state.removed.set(personId, {
    ballots,
    isOrganizer: state.organizers.delete(personId),
    tookPart: state.people.delete(personId),
  });
  leaveSideGroups(state, personId, touched);
  touchPerson(state, personId, touched);
}

/** Frees their seats; who joined next hosts what they hosted, and what has nobody left ends. */
function leaveSideGroups(state: MeetupState, personId: string, touched: Set<Touch>): void {
  for (const group of state.sideGroups.values()) {
    if (group.ended || !group.members.delete(personId)) continue;
    touched.add(`sideGroup:${group.id}`);
    const [next] = group.members;
    if (next === undefined) group.ended = true;
    else if (group.host === personId) group.host = next;
  }
}

function restore(state: MeetupState, personId: string, touched: Set<Touch>): void {
  const before = state.removed.get(personId);
  if (!before) throw new Error(`The log brings back someone who was not removed, ${personId}`);
  state.removed.delete(personId);
  if (before.isOrganizer) state.organizers.add(personId);
  if (before.tookPart) state.people.add(personId);
  for (const [topicId, { isVoter, isPick, wasShown }] of before.ballots) {
    const topic = state.topics.get(topicId);
    if (!topic) throw new Error(`The log speaks of an unknown topic, ${topicId}`);
    if (isVoter) topic.voters.add(personId);
    if (isPick) topic.picks.add(personId);
    if (wasShown) topic.shown.add(personId);
    touchVotes(state, topic, personId, touched);
  }
  touchPerson(state, personId, touched);
}

function takeBallot(topic: Topic, personId: string): Ballot | undefined {
  const ballot = {
    isVoter: topic.voters.delete(personId),
    isPick: topic.picks.delete(personId),
    wasShown: topic.shown.delete(personId),
  };
  return ballot.isVoter || ballot.isPick || ballot.wasShown ? ballot : undefined;
}

/** The topic itself, and all that it was merged into. */
function touchVotes(state: MeetupState, topic: Topic, personId: string, touched: Set<Touch>): void {
  for (let at: Topic | undefined = topic; at; at = at.mergedInto === null ? undefined : state.topics.get(at.mergedInto))
    touched.add(`tallies:${at.id}`);
  noteVote(state, topic.id, personId, touched);
}

function touchPerson(state: MeetupState, personId: string, touched: Set<Touch>): void {
  noteInCrowd(state, personId, touched);
  touchAnswers(state, personId, touched);
  touched.add("people").add("names").add("mine").add("rights");
}
