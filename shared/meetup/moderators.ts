import type { MeetupState, Session } from "./meetup-state.ts";

/** Whether a person moderates a session. Only organizers name moderators; an offer gives no rights. */
export function isModeratorOf({ moderators }: Pick<Session, "moderators">, personId: string): boolean {
  return moderators.some((each) => "personId" in each && each.personId === personId);
}

/**
 * Whether someone leads what works in a pad: organizers, who moderates its session, who hosts its side group. A pad's
 * maker is not meant: anyone proposes.
 */
export function leadsPad(state: MeetupState, padId: string, personId: string): boolean {
  if (state.organizers.has(personId)) return true;
  for (const session of state.sessions.values())
    if (session.padId === padId && isModeratorOf(session, personId)) return true;
  for (const group of state.sideGroups.values()) if (group.padId === padId && group.host === personId) return true;
  return false;
}

/** A session's own times, else its slot's. */
export function timesOf(
  { slots }: MeetupState,
  session: Pick<Session, "slotId" | "startsAt" | "endsAt">,
): { startsAt: string; endsAt: string } {
  const slot = slots.get(session.slotId);
  return { startsAt: session.startsAt ?? slot?.startsAt ?? "", endsAt: session.endsAt ?? slot?.endsAt ?? "" };
}

/** Which of a session's moderators, by place in its list, moderates another at an overlapping time; undefined: nobody. */
export function moderatorElsewhere(state: MeetupState, session: Session): number | undefined {
  const mine = timesOf(state, session);
  const others = [...state.sessions.values()].filter((each) => {
    if (each.id === session.id) return false;
    const times = timesOf(state, each);
    return Date.parse(times.startsAt) < Date.parse(mine.endsAt) && Date.parse(mine.startsAt) < Date.parse(times.endsAt);
  });
  const index = session.moderators.findIndex(
    (each) => "personId" in each && others.some((other) => isModeratorOf(other, each.personId)),
  );
  return index < 0 ? undefined : index;
}
