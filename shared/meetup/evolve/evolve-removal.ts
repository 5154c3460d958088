import { touchAnswers } from "./evolve-hands.ts";
import { noteInCrowd, noteVote } from "./evolve-lens.ts";
import { loggedTopic } from "./logged-things.ts";
import type { Ballot, MeetupState, Topic } from "../meetup-state.ts";
import type { Touch } from "../touch.ts";

/** Puts their votes aside, so that nothing that counts has to know of it, and takes them out of side groups. */
export function removePerson(state: MeetupState, personId: string, touched: Set<Touch>): void {
  const ballots = new Map<Topic, Ballot>();
  for (const topic of state.topics.values()) {
    const ballot = takeBallot(topic, personId);
    if (ballot) ballots.set(topic, ballot);
  }
  touchVotes(state, [...ballots.keys()], personId, touched);
  state.removed.set(personId, {
    ballots: new Map([...ballots].map(([{ id }, ballot]) => [id, ballot])),
    isOrganizer: state.organizers.delete(personId),
    tookPart: state.people.delete(personId),
  });
  leaveSideGroups(state, personId, touched);
  touchPerson(state, personId, touched);
}

/** Frees their seats; who joined next hosts what they hosted, and what has nobody left ends. */
export function leaveSideGroups(state: MeetupState, personId: string, touched: Set<Touch>): void {
  for (const group of state.sideGroups.values()) {
    if (group.ended || !group.members.delete(personId)) continue;
    touched.add(`sideGroup:${group.id}`);
    const [next] = group.members;
    if (next === undefined) group.ended = true;
    else if (group.host === personId) group.host = next;
  }
}

/** Gives them back what was put aside. */
export function restorePerson(state: MeetupState, personId: string, touched: Set<Touch>): void {
  const before = state.removed.get(personId);
  if (!before) throw new Error(`The log brings back someone who was not removed, ${personId}`);
  state.removed.delete(personId);
  if (before.isOrganizer) state.organizers.add(personId);
  if (before.tookPart) state.people.add(personId);
  const topics: Topic[] = [];
  for (const [topicId, { isVoter, isPick, wasShown }] of before.ballots) {
    const topic = loggedTopic(state, topicId);
    if (isVoter) topic.voters.add(personId);
    if (isPick) topic.picks.add(personId);
    if (wasShown) topic.shown.add(personId);
    topics.push(topic);
  }
  touchVotes(state, topics, personId, touched);
  touchPerson(state, personId, touched);
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

/** Their votes on topics have changed: these, and all that they were merged into, each of which counts them once. */
export function touchVotes(state: MeetupState, topics: readonly Topic[], personId: string, touched: Set<Touch>): void {
  const counting = new Set<string>();
  for (const topic of topics) {
    let at = topic;
    touched.add(`tallies:${at.id}`);
    while (at.mergedInto !== null) {
      at = state.topics.get(at.mergedInto)!;
      touched.add(`tallies:${at.id}`);
    }
    counting.add(at.id);
  }
  for (const id of counting) noteVote(state, id, personId, touched);
}

/** They count otherwise now, and may do other things. */
export function touchPerson(state: MeetupState, personId: string, touched: Set<Touch>): void {
  noteInCrowd(state, personId, touched);
  touchAnswers(state, personId, touched);
  touched.add("people").add("names").add("mine").add("rights");
}
