/**
 * A pad as our page fetches it before it connects: all of it in the denser of Yjs's encodings,
 * gzipped, made once for a hall that opens the pad together and again when it is old. And what came
 * since, as the frames in which it was sent on: a page that has a snapshot gets just these, where
 * Yjs's own answer would repeat all that was ever deleted.
 */
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import * as Y from "yjs";
import type { Timers } from "../clock.ts";
import type { PadState } from "./pad-state.ts";

/** An older snapshot does as long as this; what it lacks comes over the connection. */
const FRESH_MS = 5000;
/** So much of what came since is kept. */
const TAIL_BYTES = 1_048_576;

/** All of a pad up to an edit. */
export interface PadSnapshot {
  /** How many edits are in it. */
  edits: number;
  /** A Yjs update, V2, gzipped. */
  bytes: Buffer;
}

export class PadSnapshots {
  readonly #state: PadState;
  readonly #timers: Timers;
  #latest: { at: number; edits: number; made: Promise<PadSnapshot> } | undefined;
  /** Frames that were sent on, and how many edits were in the pad before them. Empty until there is a snapshot. */
  #tail: { edits: number; frames: Buffer }[] = [];
  #tailBytes = 0;

  constructor(state: PadState, timers: Timers) {
    this.#state = state;
    this.#timers = timers;
  }

  /** A snapshot that is right for whoever gets `since` it. The document must be durable as it is. */
  take(): Promise<PadSnapshot> {
    const { doc, edits } = this.#state;
    const now = this.#timers.elapsed();
    const isFresh = this.#latest !== undefined && (this.#latest.edits === edits || now - this.#latest.at < FRESH_MS);
    if (this.#latest === undefined || !isFresh) {
      const made = compress(Y.encodeStateAsUpdateV2(doc)).then((bytes) => ({ edits, bytes }));
      this.#latest = { at: now, edits, made };
    }
    return this.#latest.made;
  }

  /** Edits were sent on in these frames; before them, `edits` were in the pad. */
  sentOn(frames: Buffer, edits: number): void {
    if (this.#latest === undefined) return;
    this.#tail.push({ edits, frames });
    this.#tailBytes += frames.length;
    while (this.#tailBytes > TAIL_BYTES) this.#tailBytes -= this.#tail.shift()?.frames.length ?? 0;
  }

  /** The frames of all that came after the first `edits`; undefined when it isn't known any more. */
  since(edits: number): Buffer | undefined {
    if (edits === this.#state.edits) return Buffer.alloc(0);
    const from = this.#tail.findIndex((each) => each.edits === edits);
    return from < 0 ? undefined : Buffer.concat(this.#tail.slice(from).map(({ frames }) => frames));
  }
}

const compress: (bytes: Uint8Array) => Promise<Buffer> = promisify(gzip);
