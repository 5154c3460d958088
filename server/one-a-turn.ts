/** What takes no longer than this holds nobody: the next one comes in the next turn. */
const SHORT_MS = 2;
/** Behind what takes longer, others have so many times as long: reading, writing to disk and sending on are turns of their own. */
const OTHERS = 2;

/** Lets what comes at once pass one after the other, each in a turn of the event loop of its own, so that others have theirs. */
export class OneATurn {
  readonly #waiting: (() => void)[] = [];
  #isBusy = false;

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
    const begun = performance.now();
    try {
      pass();
    } finally {
      const ms = performance.now() - begun;
      if (ms < SHORT_MS) setImmediate(() => this.#next());
      else setTimeout(() => this.#next(), ms * OTHERS);
    }
  }

  #next(): void {
    this.#isBusy = false;
    const next = this.#waiting.shift();
    if (next !== undefined) this.take(next);
  }
}
