/** What one commit of a pad takes: edits of many people, and what was asked behind them. */
import type { Timers } from "../clock.ts";
import type { CostAllowances } from "./cost-allowance.ts";
import { encodePadEntry } from "./pad-entry.ts";
import type { Member, PadLanes, Question } from "./pad-lanes.ts";
import type { PadState } from "./pad-state.ts";

/** Integrating takes so long at most before others have their turn. */
const INTEGRATE_MS = 8;

/** An edit that is in the document, and will be durable with its batch. */
export interface Edit {
  member: Member;
  piece: Uint8Array;
  personId: string;
}

export interface PadBatch {
  edits: Edit[];
  /** Asked behind edits of this batch. */
  answers: [Member, Question][];
  /** People whose further edits are not taken. */
  tooCostly: Set<string>;
}

/**
 * Takes from the lanes and puts into the document, turn by turn, until nothing is left or the time is
 * up. Throws when an edit can't be integrated.
 */
export function integrateBatch(
  lanes: PadLanes,
  state: PadState,
  { allowances, timers }: { allowances: CostAllowances; timers: Timers },
): PadBatch {
  const batch: PadBatch = { edits: [], answers: [], tooCostly: new Set() };
  let now = timers.elapsed();
  const until = now + INTEGRATE_MS;
  const taker = {
    question: (member: Member, question: Question) => void batch.answers.push([member, question]),
    edit: (member: Member, { piece, personId }: { piece: Uint8Array; personId: string }) => {
      state.integrate(piece);
      batch.edits.push({ member, piece, personId });
      const before = now;
      now = timers.elapsed();
      if (allowances.spend(personId, now - before, now)) return true;
      // What was too costly is stored no further, nor is what builds on it.
      batch.tooCostly.add(personId);
      return false;
    },
  };
  state.doc.transact(() => {
    while (!lanes.isEmpty && now < until) lanes.takeTurn(taker);
  });
  return batch;
}

/** The entry that a batch adds to the pad's log; `at` in ms since 1970. */
export function entryOf({ edits }: PadBatch, state: PadState, at: number): Uint8Array {
  const newAuthors: string[] = [];
  const updates = edits.map(({ piece, personId }) => {
    const { author, isNew } = state.numberOf(personId);
    if (isNew) newAuthors.push(personId);
    return { author, update: piece };
  });
  return encodePadEntry({ at, newAuthors, updates });
}
