/** In which turns of the loop something happens, and how often in each. To be closed. */
export class Turns {
  readonly seen = new Map<number, number>();
  #turn = 0;
  #ticking: NodeJS.Immediate = setImmediate(() => this.#tick());

  note(): void {
    this.seen.set(this.#turn, (this.seen.get(this.#turn) ?? 0) + 1);
  }

  /** How many there have been. */
  get passed(): number {
    return this.#turn;
  }

  /** The most that happened in one. */
  get most(): number {
    return Math.max(0, ...this.seen.values());
  }

  close(): void {
    clearImmediate(this.#ticking);
  }

  #tick(): void {
    this.#turn += 1;
    this.#ticking = setImmediate(() => this.#tick());
  }
}
