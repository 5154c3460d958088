import type { PadVersion } from "../notes/pad-version.ts";
import type { MeetupState } from "./meetup-state.ts";
import { notesOpen } from "./notes-open.ts";

/** Why someone with a name can't write in a pad of this meetup at this moment, if so. */
export function whyNotWrite(
  state: MeetupState,
  padId: string,
  { personId, at }: { personId: string; at: string },
): "person-removed" | "notes-locked" | "notes-closed" | undefined {
  if (state.removed.has(personId)) return "person-removed";
  if (state.lockedPads.has(padId)) return "notes-locked";
  return notesOpen(state.facts, at) ? undefined : "notes-closed";
}

/** The named moments of a pad, in the order of what they name. */
export function versionsOf(state: MeetupState, padId: string): PadVersion[] {
  return [...state.versions.values()]
    .filter((version) => version.padId === padId)
    .map(({ id, name, seq, at, by }) => ({ id, name, seq, at, by }))
    .toSorted((a, b) => a.seq - b.seq);
}
