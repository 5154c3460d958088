import type { TokenBuckets } from "./token-buckets.ts";

/** What is being looked up for one of them, and who waits for what that comes to. */
interface Looks {
  underWay: number;
  readonly waiting: (() => void)[];
}

/**
 * Limits how often an address (or a person, or all of a meetup) may be wrong about a code or a link. Many at once are limited as one by one, and a hall of
 * phones that are all right is not: where as many are looked up as may be wrong, the next one waits for what they come to.
 */
export class Guesses {
  readonly #failures: TokenBuckets;
  readonly #looks = new Map<string, Looks>();

  constructor(failures: TokenBuckets) {
    this.#failures = failures;
  }

  /** The seconds until an address may guess again, 0 when it may, or when nobody knows yet. */
  wait(address: string): number {
    return this.#looks.has(address) ? 0 : this.#failures.wait(address);
  }

  /** What `look` finds, undefined when that was wrong; or the seconds to wait, when too many were. Rejects as `look` does. */
  async look<T>(
    address: string,
    look: () => Promise<T | undefined>,
  ): Promise<{ found: T | undefined } | { wait: number }> {
    // Taken before it is known whether it fails.
    for (let wait = this.#failures.take(address); wait > 0; wait = this.#failures.take(address)) {
      const others = this.#looks.get(address);
      if (!others) return { wait };
      await new Promise<void>((again) => others.waiting.push(again));
    }
    const looks = this.#looks.get(address) ?? { underWay: 0, waiting: [] };
    this.#looks.set(address, looks);
    looks.underWay += 1;
    let isWrong = false;
    try {
      const found = await look();
      isWrong = found === undefined;
      return { found };
    } finally {
      if (!isWrong) this.#failures.giveBack(address);
      looks.underWay -= 1;
      if (looks.underWay === 0) {
        this.#looks.delete(address);
        for (const again of looks.waiting) again();
      } else if (!isWrong) looks.waiting.shift()?.();
    }
  }
}
