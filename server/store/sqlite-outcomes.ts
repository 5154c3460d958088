/** What becomes of writes, as those who asked for them are told. */
import { ConflictError, StoreUnavailableError } from "./log-store.ts";
import type { Outcome } from "./sqlite-log-messages.ts";

/** Conflicts and faults of single writes say nothing about the store. */
export function isWritableAfter(outcomes: readonly Outcome[], before: boolean): boolean {
  if (outcomes.some(({ outcome }) => outcome === "unavailable")) return false;
  return before || outcomes.some(({ outcome }) => outcome === "stored");
}

/** Why a write was not stored. */
export function errorOf(outcome: Exclude<Outcome, { outcome: "stored" }> | undefined): Error {
  switch (outcome?.outcome) {
    case "conflict":
      return new ConflictError(outcome.message);
    case "unavailable":
      return new StoreUnavailableError(outcome.message);
    case "fault":
      return new Error(outcome.message);
    case undefined:
      return new StoreUnavailableError("The store gave no answer.");
  }
}
