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
    setImmediate(() => this.#next());
    pass();
  }

  #next(): void {
    this.#isBusy = false;
    const next = this.#waiting.shift();
    if (next !== undefined) this.take(next);
  }
}
