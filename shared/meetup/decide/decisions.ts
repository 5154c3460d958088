import { problem, type Problem, type Reason } from "../../problem.ts";
import { contentOf, typeOf, type MakingCommand } from "../evolve/made.ts";
import type { Fact } from "../entries.ts";
import type { MeetupState, Topic } from "../meetup-state.ts";

/** What follows from a command: facts for the log, nothing because it is already so, or a refusal. */
export type Decision = { kind: "facts"; facts: Fact[] } | { kind: "nothing" } | { kind: "refusal"; problem: Problem };

/** Who asks, and the ids that a pure function can't make. */
export interface Asker {
  personId: string;
  /** Now: ISO 8601, UTC. */
  at: string;
  /** A pad id that nobody can guess; asked for only when a new pad is needed. */
  newPadId: () => string;
  /** A room code like KITE-42; asked for only when there is to be a new one. */
  newRoomCode: () => string;
}

/** It is already so. */
export const NOTHING: Decision = { kind: "nothing" };

/** These facts go into the log. */
export function fact(...facts: Fact[]): Decision {
  return { kind: "facts", facts };
}

/** A no, with the field it is about where there is one, and other words than usual where they help. */
export function refuse(reason: Reason, path?: string, detail?: string): Decision {
  const refusal = problem(reason, detail === undefined ? {} : { detail });
  return {
    kind: "refusal",
    problem: path === undefined ? refusal : { ...refusal, errors: [{ path, message: refusal.title }] },
  };
}

/** A no to an end that isn't after its start. It is about what was given: the end, unless that is as it was or the slot’s. */
export function refuseTimes({ endsAt }: { endsAt?: string | null | undefined }): Decision {
  return refuse("ends-before-start", (endsAt ?? null) === null ? "startsAt" : "endsAt");
}

/** A no to a field of a value that can't be, with what it must be: the same answer as the schemas give. */
export function refuseField(path: string, message: string): Decision {
  return { kind: "refusal", problem: problem("invalid", { errors: [{ path, message }] }) };
}

/** Whether this person made exactly this under its id before. */
export function isRepeat(state: MeetupState, { personId }: Asker, command: MakingCommand): boolean {
  const known = state.made.get(command.id);
  return known?.by === personId && known.content === contentOf(command);
}

/** Makes something under an id that nothing else has, or had. */
export function make(state: MeetupState, { id }: { id: string }, decision: () => Decision): Decision {
  return state.made.has(id) ? refuse("id-taken", "id") : decision();
}

/** Whether a command of this type has made something under an id, whatever has become of it. */
export function wasMade(state: MeetupState, id: string, type: MakingCommand["type"]): boolean {
  const known = state.made.get(id);
  return known !== undefined && typeOf(known.content) === type;
}

/** Whom an organizer has removed is refused everything that there is. */
export function unlessRemoved(state: MeetupState, { personId }: Asker, decision: Decision): Decision {
  const comesFirst = decision.kind === "refusal" && [404, 422].includes(decision.problem.status);
  return state.removed.has(personId) && !comesFirst ? refuse("person-removed") : decision;
}

/** Only for organizers, and not once the meetup is closed. */
export function asOrganizer(state: MeetupState, asker: Asker, decision: () => Decision): Decision {
  if (!isOrganizer(state, asker)) return refuse("organizers-only");
  const decided = decision();
  return decided.kind === "facts" && isClosed(state) ? refuse("meetup-closed") : decided;
}

/** Whether the asker organizes this meetup. */
export function isOrganizer(state: MeetupState, { personId }: Asker): boolean {
  return state.organizers.has(personId);
}

/** What someone made is changed by them or by an organizer. */
export function mayChange(state: MeetupState, maker: string, asker: Asker): boolean {
  return maker === asker.personId || isOrganizer(state, asker);
}

/** Whether the agenda can change no more. */
export function isClosed(state: MeetupState): boolean {
  return state.facts.phase === "closed";
}

/** Whether new topics are taken at this moment. */
export function proposalsOpen({ facts }: MeetupState, { at }: Asker): boolean {
  return facts.proposalsOpen && !isPast(facts.proposalsCloseAt, at);
}

/** Whether votes count at this moment. */
export function votingOpen({ facts }: MeetupState, { at }: Asker): boolean {
  return facts.votingOpen && !isPast(facts.votingClosesAt, at);
}

/** Whether an instant, if there is one, has come. */
export function isPast(instant: string | null, at: string): boolean {
  return instant !== null && Date.parse(instant) <= Date.parse(at);
}

/** Why a topic takes nothing new any more, if so. */
export function goneFor(topic: Topic): "topic-withdrawn" | "topic-merged" | undefined {
  if (topic.withdrawnBy !== null) return "topic-withdrawn";
  return topic.mergedInto === null ? undefined : "topic-merged";
}
