/**
 * A pad as our page fetches it for a start: all of it in the denser of Yjs's encodings,
 * gzipped, made once for a hall that opens the pad together and again when it is old. And what came
 * since, as the frames in which it was sent on: a page that has a snapshot gets just these, where
 * Yjs's own answer would repeat all that was ever deleted.
 */
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Timers } from "../../clock.ts";
import type { PadEncodings } from "./pad-encodings.ts";
import type { PadState } from "../text/pad-state.ts";

/** An older snapshot does as long as this; what it lacks comes over the connection. */
const FRESH_MS = 5000;
/** At most this much of what came since is kept. */
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
  readonly #encodings: PadEncodings;
  readonly #timers: Timers;
  #latest: { edits: number; made: Promise<PadSnapshot> } | undefined;
  /** What is being made is newer than anything that could be begun now. */
  #isFreshUntil = Infinity;
  /** Frames that were sent on, and how many edits were in the pad before them. Empty until there is a snapshot. */
  #tail: { edits: number; frames: Buffer }[] = [];
  #tailBytes = 0;

  constructor({ state, encodings, timers }: { state: PadState; encodings: PadEncodings; timers: Timers }) {
    this.#state = state;
    this.#encodings = encodings;
    this.#timers = timers;
  }

  /** A snapshot that is right for whoever gets `since` it. The document must be durable as it is. */
  take(): Promise<PadSnapshot> {
    const { edits } = this.#state;
    const isFresh = this.#latest?.edits === edits || this.#timers.elapsed() < this.#isFreshUntil;
    if (this.#latest === undefined || !isFresh) {
      this.#isFreshUntil = Infinity;
      this.#latest = { edits, made: this.#make(edits) };
    }
    return this.#latest.made;
  }

  async #make(edits: number): Promise<PadSnapshot> {
    const encoded = this.#encodings.encode({ known: new Map(), version: "V2" });
    const update = encoded instanceof Promise ? (await encoded).update : encoded;
    this.#isFreshUntil = this.#timers.elapsed() + FRESH_MS;
    return { edits, bytes: await compress(update) };
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
