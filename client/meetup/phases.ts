import type { MeetupPhase } from "../../shared/meetup/commands.ts";
import { notesOpen } from "../../shared/meetup/notes-open.ts";
import type { MeetupFacts } from "../../shared/meetup/view.ts";
import { dayName } from "./times.ts";

/** The phases of a meetup in their order. */
export const PHASES: { phase: MeetupPhase; name: string }[] = [
  { phase: "gathering", name: "Gathering" },
  { phase: "voting", name: "Voting" },
  { phase: "running", name: "Running" },
  { phase: "closed", name: "Closed" },
];

/** What can be done in a meetup at `at`, in ms since 1970: organizers open and close by hand too, whatever the phase. */
export function phaseWords(meetup: MeetupFacts, at: number): string {
  const { phase, proposals, voting, notesUntil } = meetup;
  if (phase === "closed") {
    if (!notesOpen(meetup, new Date(at).toISOString())) return "The agenda is fixed, and notes are closed.";
    return `The agenda is fixed. Notes stay open${notesUntil === null ? "" : ` until ${dayName(notesUntil)}`}.`;
  }
  if (proposals.open === voting.open) return `Proposals and voting are ${voting.open ? "open" : "closed"}.`;
  return `Proposals are ${proposals.open ? "open" : "closed"}, voting is ${voting.open ? "open" : "closed"}.`;
}
