import type { MeetupState } from "./meetup-state.ts";
import type { DeclinedView, PersonView, WaitingView } from "./view.ts";

/** What waits for an organizer, oldest first: all of it for organizers, for others their own. */
export function queueOf(
  { queue, organizers }: MeetupState,
  personId: string,
  nameOf: (personId: string) => PersonView | undefined,
): WaitingView[] {
  return [...queue.values()]
    .filter(({ proposedBy }) => proposedBy === personId || organizers.has(personId))
    .toSorted((a, b) => Date.parse(a.proposedAt) - Date.parse(b.proposedAt))
    .map(({ id, title, description, tags, proposedBy, proposedAt }) => {
      const proposer = nameOf(proposedBy) ?? null;
      return { id, title, description, tags, proposedBy, proposer, proposedAt };
    });
}

/** What somebody else declined of what this person proposed, as long as they have not put it away. */
export function declinedFor({ declined, removed }: MeetupState, personId: string): DeclinedView[] {
  // Who is removed can put nothing away.
  if (removed.has(personId)) return [];
  return [...declined.values()].flatMap(({ proposedBy, untold }) => (proposedBy === personId && untold) || []);
}
