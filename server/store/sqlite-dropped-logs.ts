/** Deletes logs bit by bit: large ones would hold everyone's writes. */
import { DROPPED } from "./sqlite-log-messages.ts";
import type { Statements } from "./sqlite-statements.ts";
import { number } from "./sqlite-values.ts";

/**
 * At most this many entries of a dropped log, and this many bytes of them or a single one, are deleted in one transaction:
 * a few milliseconds, in which nothing else can be written.
 */
const DROPPED_AT_ONCE = 400;
const DROPPED_BYTES = 1_048_576;

/** Where a stream ends, and under which id its entries are stored. */
export interface Stream {
  id: number;
  lastSeq: number;
  lastId: number;
}

export class DroppedLogs {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** Whether any are left, beside the draft that is being written: sweep. */
  isLittered(draft: string | undefined): boolean {
    return this.#statements.dropped.get(DROPPED, draft ?? null) !== undefined;
  }

  /** A stream is gone, under its name. What it holds, when that is little, is too. */
  drop(stream: Stream): void {
    if (this.#isSmall(stream)) this.#deleteBit(stream);
    else this.#statements.rename.run(`${DROPPED}${stream.id}`, stream.id);
  }

  /** Deletes a bit of a dropped log, if there is one that isn't the draft that is being written. */
  sweep(draft: string | undefined): void {
    const row = this.#statements.dropped.get(DROPPED, draft ?? null);
    if (row === undefined) return;
    const id = number(row["id"]);
    // A large snapshot is a bit of its own.
    if (this.#snapshotSize(id) > DROPPED_BYTES) this.#statements.dropSnapshot.run(id);
    else this.#deleteBit({ id, lastSeq: number(row["last_seq"]), lastId: number(row["last_id"]) });
  }

  /** Deletes a stream's snapshot and its last entries; all of it when none is left. */
  #deleteBit({ id, lastSeq, lastId }: Stream): void {
    const bit = [lastId, id, Math.max(0, lastSeq - DROPPED_AT_ONCE), DROPPED_BYTES] as const;
    const first = this.#statements.firstOf.get(...bit);
    this.#statements.dropEntries.run(...bit);
    this.#statements.dropSnapshot.run(id);
    const left = first === undefined ? 0 : number(first["seq"]) - 1;
    if (left === 0) this.#statements.dropStream.run(id);
    else this.#statements.moveStream.run(left, number(first?.["id"]) - number(first?.["back"]), id);
  }

  #isSmall({ id, lastSeq, lastId }: Stream): boolean {
    if (lastSeq > DROPPED_AT_ONCE || this.#snapshotSize(id) > DROPPED_BYTES) return false;
    return this.#statements.firstOf.get(lastId, id, 0, DROPPED_BYTES)?.["seq"] === 1;
  }

  #snapshotSize(id: number): number {
    return number(this.#statements.snapshotSize.get(id)?.["size"] ?? 0);
  }
}
