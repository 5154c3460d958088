import { assertNever } from "../../assert-never.ts";
import type { Fact } from "../entries.ts";
import { remember } from "./made.ts";
import type { MeetupState } from "../meetup-state.ts";
import type { Touch } from "../touch.ts";

/** What happens to pads besides being written in. */
export type PadFact = Extract<Fact, { type: `pad.${string}` }>;

/** Whether a fact is about a pad. */
export function isPadFact(fact: Fact): fact is PadFact {
  return fact.type.startsWith("pad.");
}

/** Folds a fact about a pad into the state. */
export function evolvePad(
  state: MeetupState,
  fact: PadFact,
  { by, at }: { by: string; at: string },
  touched: Set<Touch>,
): void {
  switch (fact.type) {
    case "pad.locked":
      state.lockedPads.set(fact.padId, by);
      touched.add("names");
      touchPad(state, fact.padId, touched);
      return;
    case "pad.unlocked":
      state.lockedPads.delete(fact.padId);
      touchPad(state, fact.padId, touched);
      return;
    case "pad.versionNamed":
      state.versions.set(fact.version.id, { ...fact.version, by, at });
      remember(state, by, { type: "pad.nameVersion", ...fact.version });
      touched.add("names");
      return;
    case "pad.versionRemoved": {
      const version = state.versions.get(fact.versionId);
      state.versions.delete(fact.versionId);
      if (version) state.removedVersions.set(fact.versionId, version.by);
      touched.add("names");
      return;
    }
    default:
      assertNever(fact);
  }
}

/** Everything that works in this pad. */
function touchPad(state: MeetupState, padId: string, touched: Set<Touch>): void {
  touched.add(`pad:${padId}`);
  for (const { id, padId: its } of state.topics.values()) if (its === padId) touched.add(`topic:${id}`);
  for (const { id, padId: its } of state.sessions.values()) if (its === padId) touched.add(`session:${id}`);
  for (const { id, padId: its } of state.sideGroups.values()) if (its === padId) touched.add(`sideGroup:${id}`);
}
