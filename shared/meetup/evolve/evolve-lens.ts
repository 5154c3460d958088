import type { InParts } from "../../in-parts.ts";
import type { Touch } from "../touch.ts";
import { renameInSteps } from "../in-steps.ts";
import { noteInLens, releaseLens } from "../lens.ts";
import type { MeetupState, Topic } from "../meetup-state.ts";
import { survivorOf, votersOf } from "../merged-topics.ts";
import { talliesWithheld } from "../tallies-withheld.ts";

/** A vote on this topic, or on one merged into it, was cast or taken back. */
export function noteVote(state: MeetupState, topicId: string, personId: string, touched: Set<Touch>): void {
  noteVotes(state, topicId, [personId], touched);
}

/** The same of several people at once. */
export function noteVotes(state: MeetupState, topicId: string, people: Iterable<string>, touched: Set<Touch>): void {
  const topic = state.topics.get(topicId);
  if (topic) note(state, survivorOf(state, topic), people, touched);
}

/** Someone answers otherwise: every topic they will come to may look different. */
export function noteProfile(state: MeetupState, personId: string, touched: Set<Touch>): void {
  for (const topic of state.topics.values())
    if (topic.mergedInto === null && votersOf(state, topic).has(personId)) note(state, topic, [personId], touched);
}

/** Someone came, or answers otherwise: the picture of who is here. */
export function noteInCrowd(state: MeetupState, personId: string, touched: Set<Touch>): void {
  const released = noteInLens(state.crowd, [personId], state.people, (id) => state.profiles.get(id));
  if (released && !talliesWithheld(state)) touched.add("crowd");
}

/** A topic was merged, or is on its own again: its voters count otherwise where it was merged into. */
export function noteMerge(
  state: MeetupState,
  { topic, survivor }: { topic: Topic; survivor: Topic },
  touched: Set<Touch>,
): void {
  const voters = [...votersOf(state, topic)];
  // While it was merged nobody kept count of it.
  if (topic.mergedInto === null)
    note(state, topic, [...topic.lens.counted.keys(), ...topic.lens.differing, ...voters], touched);
  note(state, survivor, voters, touched);
}

/** Two people are one from now on: what was counted of the first was the second's. */
export function noteJoin(state: MeetupState, from: string, into: string, touched: Set<Touch>): void {
  for (const topic of state.topics.values()) {
    renameInSteps(topic.lens, from, into);
    if (topic.mergedInto === null && votersOf(state, topic).has(into)) note(state, topic, [into], touched);
  }
  renameInSteps(state.crowd, from, into);
  noteInCrowd(state, into, touched);
}

/** Voting closed: what there is comes out, topic by topic. */
export function* releasingAll(state: MeetupState, touched: Set<Touch>): InParts<void> {
  for (const topic of state.topics.values()) {
    if (topic.lens.differing.size === 0 || topic.mergedInto !== null) continue;
    releaseLens(topic.lens, votersOf(state, topic), (id) => state.profiles.get(id));
    touched.add(`counts:${topic.id}`);
    yield;
  }
}

function note(state: MeetupState, topic: Topic, people: Iterable<string>, touched: Set<Touch>): void {
  const released = noteInLens(topic.lens, people, votersOf(state, topic), (id) => state.profiles.get(id));
  // While tallies are withheld, no change may name a topic because of a vote.
  if (released && !talliesWithheld(state)) touched.add(`counts:${topic.id}`);
}
