import { dayOf } from "../time.ts";
import type { MeetupState } from "./meetup-state.ts";

type Facts = MeetupState["facts"];

/** The last day on which notes can be written once the meetup is closed: 14 days after its end unless it says. */
export function notesUntil({ notesUntil: chosen, endsOn }: Pick<Facts, "notesUntil" | "endsOn">): string | null {
  if (chosen !== null || endsOn === null) return chosen;
  const last = Math.min(Date.parse(`${endsOn}T00:00:00Z`) + 14 * 86_400_000, Date.UTC(9999, 11, 31));
  return new Date(last).toISOString().slice(0, 10);
}

/**
 * Whether notes and outcomes can be written: until the meetup closes, and then to the end of their last day where it was.
 * Of the meetup's own facts or of those in the view, which has the last day worked out.
 */
export function notesOpen(facts: Pick<Facts, "phase" | "notesUntil" | "endsOn" | "timezone">, at: string): boolean {
  const until = notesUntil(facts);
  return facts.phase !== "closed" || until === null || dayOf(at, facts.timezone) <= until;
}
