import type { CommandOf } from "../commands.ts";
import { fact, isClosed, isOrganizer, NOTHING, refuse, type Asker, type Decision } from "./decisions.ts";
import { leftBehindBy } from "../left-behind.ts";
import type { MeetupState } from "../meetup-state.ts";

/** An organizer makes someone an organizer, or unmakes one; one is always left. Works in every phase. */
export function setRole(state: MeetupState, command: CommandOf<"person.setRole">, asker: Asker): Decision {
  const { personId, role } = command;
  const isSo = state.organizers.has(personId) === (role === "organizer");
  // Who stops being an organizer can repeat that.
  if (isSo && personId === asker.personId) return NOTHING;
  if (!isOrganizer(state, asker)) return refuse("organizers-only");
  if (isSo) return NOTHING;
  if (state.removed.has(personId)) return refuse("is-removed", "personId");
  return role === "participant" && isLastOrganizer(state, personId)
    ? refuse("last-organizer", "personId")
    : fact({ type: "person.roleSet", personId, role });
}

/** An organizer removes someone: they do nothing here any more, and their votes don't count. */
export function removePerson(state: MeetupState, command: CommandOf<"person.remove">, asker: Asker): Decision {
  const { personId } = command;
  if (!isOrganizer(state, asker)) return refuse("organizers-only");
  if (state.removed.has(personId)) return NOTHING;
  if (isLastOrganizer(state, personId)) return refuse("last-organizer", "personId");
  // Who was removed could not repeat it, nor take it back.
  if (personId === asker.personId) return refuse("remove-yourself", "personId");
  return fact({ type: "person.removed", personId });
}

/** Takes a removal back, votes and role included. */
export function restorePerson(state: MeetupState, command: CommandOf<"person.restore">, asker: Asker): Decision {
  const { personId } = command;
  if (!isOrganizer(state, asker)) return refuse("organizers-only");
  return state.removed.has(personId) ? fact({ type: "person.restored", personId }) : NOTHING;
}

/** Puts aside all comments and side groups that somebody who was removed has left, as one step. Works in every phase. */
export function putPersonAside(state: MeetupState, command: CommandOf<"person.putAside">, asker: Asker): Decision {
  const { personId } = command;
  if (!isOrganizer(state, asker)) return refuse("organizers-only");
  if (!state.removed.has(personId)) return refuse("not-removed", "personId");
  const { comments, sideGroups } = leftBehindBy(state, personId);
  return comments.length + sideGroups.length === 0 ? NOTHING : fact({ type: "person.putAside", personId });
}

/** Brings all of it back. */
export function bringPersonBack(state: MeetupState, command: CommandOf<"person.bringBack">, asker: Asker): Decision {
  const { personId } = command;
  if (!isOrganizer(state, asker)) return refuse("organizers-only");
  // Of whoever was erased nobody brings anything back.
  return state.removed.has(personId) && state.putAside.has(personId)
    ? fact({ type: "person.broughtBack", personId })
    : NOTHING;
}

/** Puts a session or side group into one's own day, or takes it out; that is no vote, and nobody else sees it. */
export function plan(
  state: MeetupState,
  command: CommandOf<"plan.add"> | CommandOf<"plan.remove">,
  { personId }: Asker,
): Decision {
  const { type, sessionId, sideGroupId } = command;
  const id = sessionId ?? sideGroupId ?? "";
  if (sessionId !== undefined && !state.sessions.has(id) && !state.cancelled.has(id))
    return refuse("unknown-session", "sessionId");
  if (sideGroupId !== undefined && !state.sideGroups.has(id)) return refuse("unknown-side-group", "sideGroupId");
  const isWished = type === "plan.add";
  if ((state.plans.get(personId)?.has(id) ?? false) === isWished) return NOTHING;
  if (isClosed(state)) return refuse("meetup-closed");
  return fact({ type: isWished ? "plan.added" : "plan.removed", id });
}

function isLastOrganizer({ organizers }: MeetupState, personId: string): boolean {
  return organizers.size === 1 && organizers.has(personId);
}
