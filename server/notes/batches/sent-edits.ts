import { EditFrames } from "./edit-frames.ts";
import type { Edit } from "./pad-batch.ts";
import type { Member } from "../queue/pad-member.ts";

/** Edits that leave together, as everyone is sent what the others wrote: those who wrote nothing share one buffer. */
export class SentEdits {
  readonly #edits: readonly Edit[];
  readonly #frames: EditFrames;
  /** Undefined for a single edit, as most are in a small pad: one comparison costs less than a set. */
  readonly #writers: ReadonlySet<Member | undefined> | undefined;

  constructor(edits: readonly Edit[]) {
    this.#edits = edits;
    this.#frames = new EditFrames(edits.map(({ piece }) => piece.bytes));
    this.#writers = edits.length === 1 ? undefined : new Set(edits.map(({ member }) => member));
  }

  /** Every edit. */
  get all(): Buffer {
    return this.#frames.all;
  }

  /** What others than this one wrote; undefined when nobody did. */
  of(reader: Member): Buffer | undefined {
    if (this.#writers === undefined) return this.#edits[0]?.member === reader ? undefined : this.all;
    if (!this.#writers.has(reader)) return this.all;
    if (this.#writers.size === 1) return undefined;
    return this.#frames.some((index) => this.#edits[index]?.member !== reader);
  }
}
