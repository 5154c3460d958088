import { systemTimers, type Timers } from "../clock.ts";

/** What takes no longer than this holds nobody: the next one comes in the next turn. */
const SHORT_MS = 2;

/** Lets what comes at once pass one after the other, each in a turn of the event loop of its own, so that others have theirs. */
export class OneATurn {
  readonly #others: number;
  readonly #timers: Timers;
  readonly #waiting: (() => void)[] = [];
  #isBusy = false;

  /**
   * Behind what takes long, others have `others` times as long (not at all: one turn): reading, writing to disk and
   * sending on are turns of their own.
   */
  constructor({ others = 0, timers = systemTimers }: { others?: number; timers?: Timers } = {}) {
    this.#others = others;
    this.#timers = timers;
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Calls `pass` when it is its turn: at once, if nothing has passed in this one. */
  take(pass: () => void): void {
    if (this.#isBusy) {
      this.#waiting.push(pass);
      return;
    }
    this.#isBusy = true;
    const begun = this.#timers.elapsed();
    try {
      pass();
    } finally {
      const ms = this.#timers.elapsed() - begun;
      const next = () => this.#next();
      if (ms < SHORT_MS || this.#others === 0) this.#timers.soon(next);
      else this.#timers.after(ms * this.#others, next);
    }
  }

  #next(): void {
    this.#isBusy = false;
    const next = this.#waiting.shift();
    if (next !== undefined) this.take(next);
  }
}
