import type { CommandOf } from "../commands.ts";
import { fact, make, mayChange, NOTHING, refuse, type Asker, type Decision } from "./decisions.ts";
import { LIMITS } from "../../limits.ts";
import type { MeetupState } from "../meetup-state.ts";
import { leadsPad } from "../moderators.ts";
import { notesOpen } from "../notes-open.ts";

/** Who leads what works in a pad makes it read-only for all, or takes that back. */
export function lockPad(
  state: MeetupState,
  { type, padId }: CommandOf<"pad.lock" | "pad.unlock">,
  asker: Asker,
): Decision {
  if (!state.pads.has(padId)) return refuse("unknown-pad", "padId");
  if (!leadsPad(state, padId, asker.personId)) return refuse("leaders-only", "padId");
  const isWish = type === "pad.lock";
  if (state.lockedPads.has(padId) === isWish) return NOTHING;
  if (!notesOpen(state.facts, asker.at)) return refuse("meetup-closed");
  return fact({ type: isWish ? "pad.locked" : "pad.unlocked", padId });
}

/** Anyone with a name gives a moment of a pad a name, for as long as its notes are open. */
export function nameVersion(state: MeetupState, command: CommandOf<"pad.nameVersion">, asker: Asker): Decision {
  const { type: _, ...version } = command;
  if (!state.pads.has(version.padId)) return refuse("unknown-pad", "padId");
  return make(state, version, () => {
    if (!notesOpen(state.facts, asker.at)) return refuse("meetup-closed");
    const count = [...state.versions.values()].filter(({ padId }) => padId === version.padId).length;
    return count < LIMITS.versions ? fact({ type: "pad.versionNamed", version }) : refuse("too-many-versions");
  });
}

/** Who named it, or an organizer, takes a version's name back; the text of that moment stays in the history. */
export function removeVersion(
  state: MeetupState,
  { versionId }: CommandOf<"pad.removeVersion">,
  asker: Asker,
): Decision {
  const by = state.versions.get(versionId)?.by ?? state.removedVersions.get(versionId);
  if (by === undefined) return refuse("unknown-version", "versionId");
  if (!mayChange(state, by, asker)) return refuse("not-yours", "versionId");
  if (!state.versions.has(versionId)) return NOTHING;
  return notesOpen(state.facts, asker.at) ? fact({ type: "pad.versionRemoved", versionId }) : refuse("meetup-closed");
}
