import type { MeetupPhase } from "../../shared/meetup/commands.ts";

/** The phases of a meetup in their order, and what each says to people. */
export const PHASES: { phase: MeetupPhase; name: string; says: string }[] = [
  { phase: "gathering", name: "Gathering", says: "Proposals and voting are open." },
  { phase: "voting", name: "Voting", says: "Proposals are closed, voting is open." },
  { phase: "running", name: "Running", says: "Proposals and voting are closed." },
  { phase: "closed", name: "Closed", says: "The agenda is fixed. Notes stay open for two weeks." },
];
