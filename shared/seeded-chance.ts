/** Chance that comes out the same for the same seed (mulberry32). */
export class SeededChance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, but not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** One of `all`, each as likely as the others; `all` must not be empty. */
  oneOf<T>(all: readonly T[]): T {
    return all[Math.floor(this.next() * all.length)]!;
  }

  /** The same things in another order. */
  shuffled<T>(all: readonly T[]): T[] {
    return all
      .map((each) => ({ each, order: this.next() }))
      .toSorted((a, b) => a.order - b.order)
      .map(({ each }) => each);
  }
}
