import type { MeetupState } from "./meetup-state.ts";
import type { PersonView, WaitingView } from "./view.ts";

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

/** How many topics a person has proposed, whatever has become of them. */
export function proposalsBy({ topics, queue, declined }: MeetupState, personId: string): number {
  const isTheirs = ({ proposedBy }: { proposedBy: string }) => proposedBy === personId;
  const refused = [...declined.values()].filter((by) => by === personId);
  return [...topics.values()].filter(isTheirs).length + [...queue.values()].filter(isTheirs).length + refused.length;
}
