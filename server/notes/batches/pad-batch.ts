/** What one commit of a pad takes: edits of many people, and what was asked behind them. */
import type { Timers } from "../../clock.ts";
import type { RecordWrite } from "../../store/log-store.ts";
import type { CostAllowances, Weight } from "../intake/cost-allowance.ts";
import { encodePadEntry } from "../text/pad-entry.ts";
import type { PadLanes, Taken, Taker } from "../queue/pad-lanes.ts";
import type { Member } from "../queue/pad-member.ts";
import type { PadRewrites } from "../past/pad-rewrites.ts";
import type { PadState } from "../text/pad-state.ts";
import type { Question, QueuedEdit } from "../queue/queued.ts";
import type { Removal, RemovalWatch } from "../removal-watch.ts";
import type { Piece } from "../intake/update-pieces.ts";

/** Integrating takes so long at most before others have their turn; tidying up behind it takes Yjs twice as long again. */
const INTEGRATE_MS = 4;
/** And so many bytes at most, beside a last edit: all who wait for the disk wait for them to be written. */
const BATCH_BYTES = 262_144;
/** One key changes no more than so many structs and ranges, and weighs so much when it isn't typed text: nobody presses 10,000 a second. */
const KEY_STRUCTS = 2;
const KEY_WEIGHT = 0.25;

/** An edit that is in the document, and will be durable with its batch. */
export interface Edit {
  /** Undefined: the server wrote it for the person. */
  member: Member | undefined;
  piece: Piece;
  personId: string;
}

/** A list that is undefined is empty, as nearly all are in nearly every batch. */
export interface PadBatch {
  edits: Edit[];
  /** Asked behind edits of this batch. */
  answers: [Member, Question][] | undefined;
  /** People whose further edits are not taken: they take too long, or belong nowhere. */
  tooCostly: string[] | undefined;
  impossible: string[] | undefined;
  /** Of who wanted the text to be another one, which it is with this batch. */
  rewritten: RecordWrite | undefined;
  /** Who has removed most of the text with it. */
  removals: (Removal & { personId: string })[] | undefined;
}

/** What batches work with. */
export interface BatchTools {
  allowances: CostAllowances;
  removals: RemovalWatch;
  timers: Timers;
}

/**
 * Takes from the lanes and puts into the document, turn by turn, until nothing is left or the time is
 * up; then does a part of what is to make the text another one. Throws when an edit can't be integrated.
 */
export function integrateBatch(
  { lanes, rewrites }: { lanes: PadLanes; rewrites: Pick<PadRewrites, "isReady" | "takePart"> },
  state: PadState,
  tools: BatchTools,
): PadBatch {
  const integration = new Integration(state, tools);
  // Typed text isn't put into the document yet.
  if (lanes.isTypingOnly) integration.takeFrom(lanes);
  else state.together(() => integration.takeFrom(lanes));
  // Each piece in a transaction of its own, or nobody would know how long Yjs will tidy up behind them.
  if (rewrites.isReady) integration.batch.rewritten = rewrites.takePart((...part) => integration.put(...part));
  return integration.batch;
}

/**
 * What becomes one batch. A class, because V8 makes a hidden class of every object that is written down with a getter of
 * its own, and everything that this one can reach would stay in memory until the next full collection (decision 0133).
 */
class Integration implements Taker {
  readonly batch: PadBatch = {
    edits: [],
    answers: undefined,
    tooCostly: undefined,
    impossible: undefined,
    rewritten: undefined,
    removals: undefined,
  };
  readonly #state: PadState;
  readonly #tools: BatchTools;
  #now = 0;
  #until = 0;
  #bytes = 0;

  constructor(state: PadState, tools: BatchTools) {
    this.#state = state;
    this.#tools = tools;
  }

  /**
   * Takes what there is time for, which begins now: what came before, as Yjs looking at every client there is, is nobody's
   * doing, least of all of who is first.
   */
  takeFrom(lanes: PadLanes): void {
    this.#now = this.#tools.timers.elapsed();
    this.#until = this.#now + INTEGRATE_MS;
    while (!lanes.isEmpty && this.hasTime) lanes.takeTurn(this);
  }

  get hasTime(): boolean {
    return this.#now < this.#until && this.#bytes < BATCH_BYTES;
  }

  question(member: Member, question: Question): void {
    (this.batch.answers ??= []).push([member, question]);
  }

  edit(member: Member, { piece, personId }: QueuedEdit): Taken {
    const { allowances } = this.#tools;
    // What is new of it is weighed, the rest weighs nothing.
    if (piece.parts !== undefined) return this.#insteadOf(piece.parts((range) => this.#state.isDeleted(range)));
    const weight = weightOf(piece);
    const waitMs = allowances.waitMs(personId, weight, this.#now);
    if (waitMs > 0 && member.lane.members > 0) return { restsUntil: this.#now + waitMs };
    if (waitMs > 0) {
      // They have left, so it doesn't wait for them: they still have it, and bring it when they are back.
      this.#state.forgetAdmitted(personId);
      return { ms: 0, drop: true };
    }
    const singles = this.#state.singlesOf(piece);
    if (singles === "impossible") {
      (this.batch.impossible ??= []).push(personId);
      return { ms: 0, drop: true };
    }
    if (singles !== undefined) return this.#insteadOf(singles);
    this.#integrate({ member, piece, personId });
    const ms = this.#lookAtClock();
    // What was too costly is stored no further, nor is what builds on it.
    const isTooMuch = !allowances.spend(personId, { ms, weight }, this.#now);
    if (isTooMuch) (this.batch.tooCostly ??= []).push(personId);
    return { ms, drop: isTooMuch };
  }

  #insteadOf(instead: Piece[]): Taken {
    return { instead, ms: this.#lookAtClock() };
  }

  /** How many ms have passed since it was looked at before. */
  #lookAtClock(): number {
    const before = this.#now;
    this.#now = this.#tools.timers.elapsed();
    return this.#now - before;
  }

  /** Puts in what the server writes for somebody. */
  put(piece: Piece, personId: string): void {
    this.#integrate({ member: undefined, piece, personId });
  }

  #integrate(edit: Edit): void {
    const { edits } = this.batch;
    const seqBefore = this.#state.edits + edits.length;
    const others = this.#state.othersIn(edit.piece, edit.personId);
    const { removed, lengthBefore } = this.#state.integrate(edit.piece);
    // An array that something is pushed into makes room for sixteen more, and most batches of a small pad are of one edit.
    if (edits.length === 0) this.batch.edits = [edit];
    else edits.push(edit);
    this.#bytes += edit.piece.size;
    const removal = this.#tools.removals.note(edit.personId, { removed, others, lengthBefore, seqBefore }, this.#now);
    if (removal) (this.batch.removals ??= []).push({ ...removal, personId: edit.personId });
  }
}

/** What it leaves in memory. Yjs joins typed text with what is before it, and mostly what one key deletes. */
function weightOf({ insertion, structs, units }: Piece): Weight {
  if (insertion !== undefined) return { structs: 0, units };
  return { structs: structs <= KEY_STRUCTS ? KEY_WEIGHT : structs, units };
}

/** The entry that a batch adds to the pad's log; `at` in ms since 1970. */
export function entryOf({ edits }: PadBatch, state: PadState, at: number): Uint8Array {
  const known = state.authors.length;
  const updates = edits.map(({ piece, personId }) => ({ author: state.numberOf(personId), update: piece.bytes }));
  return encodePadEntry({ at, newAuthors: state.authors.slice(known), updates });
}
