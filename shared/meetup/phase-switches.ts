import type { MeetupPhase } from "./commands.ts";

/** What a phase opens; all else it closes. An organizer may do otherwise in any but the last. */
export function opensIn(phase: MeetupPhase): { proposals: boolean; voting: boolean } {
  return { proposals: phase === "gathering", voting: phase === "gathering" || phase === "voting" };
}
