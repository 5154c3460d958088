import { settleBallots } from "./evolve-ballots.ts";
import { touchAnswers } from "./evolve-hands.ts";
import { noteInCrowd } from "./evolve-lens.ts";
import { bringBack } from "./evolve-put-aside.ts";
import { takeWaiting } from "./evolve-queue.ts";
import { noteOwnWords } from "./evolve-take-home.ts";
import type { MeetupState } from "../meetup-state.ts";
import type { Touch } from "../touch.ts";

/** Their votes don't count any more, what they have waiting is put aside, and they are in no side group. */
export function removePerson(state: MeetupState, personId: string, touched: Set<Touch>): void {
  state.removed.set(personId, {
    isOrganizer: state.organizers.delete(personId),
    tookPart: state.people.delete(personId),
    waiting: takeWaiting(state, personId),
  });
  settleBallots(state, personId, touched);
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
  for (const waiting of before.waiting) state.queue.set(waiting.id, waiting);
  bringBack(state, personId, touched);
  settleBallots(state, personId, touched);
  touchPerson(state, personId, touched);
}

/** They count otherwise now, and may do other things. */
export function touchPerson(state: MeetupState, personId: string, touched: Set<Touch>): void {
  noteInCrowd(state, personId, touched);
  touchAnswers(state, personId, touched);
  noteOwnWords(state, personId, touched);
  touched.add("people").add("names").add("mine").add("rights");
}
