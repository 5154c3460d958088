import { notesOpen } from "../../shared/meetup/notes-open.ts";
import type { MeetupFacts } from "../../shared/meetup/view.ts";

/** Why one can't write, as far as the page knows beforehand. */
export type ReadOnlyReason = "no-name" | "notes-closed" | "locked";

/** Why one may only read these notes; undefined when one may write. */
export function readOnlyReason(
  hasName: boolean,
  meetup: MeetupFacts | undefined,
  isLocked: boolean,
  at: string,
): ReadOnlyReason | undefined {
  if (meetup && !notesOpen(meetup, at)) return "notes-closed";
  if (isLocked) return "locked";
  return hasName ? undefined : "no-name";
}
