/**
 * Encodes a pad's document for whoever needs all of it, or much. A large one takes many turns of the loop, so one is encoded
 * behind the other. What comes out may hold deletions that weren't durable yet when they were passed, so that it is handed
 * out when all is.
 */
import type { Timers } from "../../clock.ts";
import type { OneATurn } from "../../turns/one-a-turn.ts";
import { StoreUnavailableError } from "../../store/log-store.ts";
import { DocumentEncoding, type KnownClocks } from "./document-encoding.ts";
import type { PadState } from "../text/pad-state.ts";

/** Structs that are encoded in one turn: a few milliseconds. A paper of 260,000 keystrokes has 11,000. */
export const TURN_STRUCTS = 16_000;

/** What somebody needs of a document. */
export interface EncodingWish {
  /** How far they know each client's structs. */
  known: KnownClocks;
  version: "V1" | "V2";
  /** Aborted when nobody waits for it any more. */
  signal?: AbortSignal;
}

export interface Encoded {
  update: Uint8Array;
  /** How long it took. */
  ms: number;
}

interface Making {
  encoding: DocumentEncoding;
  signal: AbortSignal | undefined;
  /** All of it has been passed. */
  isPassed: boolean;
  ms: number;
  resolve: (encoded: Encoded) => void;
  reject: (error: unknown) => void;
}

export class PadEncodings {
  readonly #state: PadState;
  readonly #timers: Timers;
  readonly #turns: OneATurn;
  readonly #turnStructs: number;
  readonly #onReady: () => void;
  /** The first is being made, the others wait. */
  #making: Making[] = [];
  #ready: (Encoded & Pick<Making, "resolve" | "reject">)[] = [];
  #callOff: (() => void) | undefined;

  /** `turns` are those of all pads; `onReady` is called when there is something to be handed out. */
  constructor(tools: { state: PadState; timers: Timers; turns: OneATurn; turnStructs: number; onReady: () => void }) {
    this.#state = tools.state;
    this.#timers = tools.timers;
    this.#turns = tools.turns;
    this.#turnStructs = tools.turnStructs;
    this.#onReady = tools.onReady;
  }

  /** Nobody waits for anything. */
  get isIdle(): boolean {
    return this.#ready.length === 0 && this.#making.every(({ signal }) => signal?.aborted);
  }

  /**
   * All of the document that isn't known, at once when that is quickly done; the document must be durable as it is. A promise
   * rejects with StoreUnavailableError when the pad is over, and never settles when it has been aborted.
   */
  encode({ known, version, signal }: EncodingWish): Uint8Array | Promise<Encoded> {
    const encoding = new DocumentEncoding(this.#state.doc, known, version);
    if (encoding.size <= this.#turnStructs) {
      encoding.advance(Infinity);
      return encoding.finish();
    }
    return new Promise((resolve, reject) => {
      this.#making.push({ encoding, signal, isPassed: false, ms: 0, resolve, reject });
      if (this.#making.length === 1) this.#plan();
    });
  }

  /** All of the document is durable now: whoever waits for what is ready gets it. */
  handOut(): void {
    for (const { update, ms, resolve } of this.#ready.splice(0)) resolve({ update, ms });
  }

  /** The pad is over. */
  end(): void {
    this.#callOff?.();
    const waiting = [...this.#making.splice(0), ...this.#ready.splice(0)];
    for (const { reject } of waiting) reject(new StoreUnavailableError("The notes have been closed."));
  }

  #plan(): void {
    this.#callOff = this.#timers.soon(() => this.#turns.take(() => this.#goOn()));
  }

  #goOn(): void {
    this.#making = this.#making.filter(({ signal }) => signal?.aborted !== true);
    const [first] = this.#making;
    if (first === undefined) return;
    try {
      this.#pass(first);
    } catch (error) {
      this.#making.shift();
      first.reject(error);
    }
    if (this.#making.length > 0) this.#plan();
    if (this.#ready.length > 0) this.#onReady();
  }

  #pass(making: Making): void {
    const { encoding, isPassed, resolve, reject } = making;
    const begun = this.#timers.elapsed();
    // Putting it together is a turn's work too.
    const update = isPassed ? encoding.finish() : undefined;
    making.isPassed ||= encoding.advance(this.#turnStructs);
    making.ms += this.#timers.elapsed() - begun;
    if (update === undefined) return;
    this.#making.shift();
    this.#ready.push({ update, ms: making.ms, resolve, reject });
  }
}
