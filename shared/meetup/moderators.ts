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

/** From when to when. */
interface Times {
  startsAt: string;
  endsAt: string;
}

/** When a session is: at its own times, else its slot's. Own ones that would end it before it starts count no more: its slot was changed since. */
export function timesOf(
  state: Pick<MeetupState, "slots">,
  session: Pick<Session, "slotId" | "startsAt" | "endsAt">,
): Times {
  const own = ownTimesOf(state, session);
  return endsLater(own) ? own : ownTimesOf(state, { slotId: session.slotId, startsAt: null, endsAt: null });
}

/** A session's own times, else its slot's, whether they fit each other or not. */
export function ownTimesOf(
  { slots }: Pick<MeetupState, "slots">,
  { slotId, startsAt, endsAt }: Pick<Session, "slotId" | "startsAt" | "endsAt">,
): Times {
  const slot = slots.get(slotId);
  return { startsAt: startsAt ?? slot?.startsAt ?? "", endsAt: endsAt ?? slot?.endsAt ?? "" };
}

/** Whether these times end after they start. */
export function endsLater({ startsAt, endsAt }: Times): boolean {
  return Date.parse(endsAt) > Date.parse(startsAt);
}

/**
 * Which of a session's moderators, by place in its list, moderates another of these sessions at an overlapping time;
 * undefined: nobody.
 */
export function moderatorElsewhere(
  state: Pick<MeetupState, "slots" | "sessions">,
  session: Session,
  others: Iterable<Session> = state.sessions.values(),
): number | undefined {
  const people = session.moderators.flatMap((each) => ("personId" in each ? each.personId : []));
  if (people.length === 0) return undefined;
  const mine = timesOf(state, session);
  const busy = new Set<string>();
  for (const each of others) {
    if (each.id === session.id) continue;
    // Times are read only where somebody moderates both.
    const both = people.filter((id) => isModeratorOf(each, id));
    if (both.length > 0 && overlap(timesOf(state, each), mine)) for (const id of both) busy.add(id);
  }
  const index = session.moderators.findIndex((each) => "personId" in each && busy.has(each.personId));
  return index < 0 ? undefined : index;
}

/** Whether there is an instant that is in both; one may begin when the other ends. */
export function overlap(a: Times, b: Times): boolean {
  return Date.parse(a.startsAt) < Date.parse(b.endsAt) && Date.parse(b.startsAt) < Date.parse(a.endsAt);
}
