import type { MeetupState } from "./meetup-state.ts";

/** Whether counts are withheld: closed tallies, while people can still vote. */
export function talliesWithheld({ facts }: MeetupState): boolean {
  return facts.tallies === "closed" && facts.votingOpen;
}
