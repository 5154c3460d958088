import type { Clock, Timers } from "../../../server/clock.ts";
import type { Chance } from "../../together/support/seeded-chance.ts";

/** Time that passes when it is told to, and a little each time that somebody looks at it: work takes time too. */
export class ToldTime implements Clock, Timers {
  readonly #chance: Chance;
  readonly #waiting = new Set<{ due: number; call: () => void }>();
  #now = Date.UTC(2026, 8, 1);

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  now(): number {
    return Math.floor(this.#now);
  }

  elapsed(): number {
    this.#now += this.#chance.below(20) / 10;
    return this.#now;
  }

  after(ms: number, then: () => void): () => void {
    const waiting = { due: this.#now + ms, call: then };
    this.#waiting.add(waiting);
    return () => void this.#waiting.delete(waiting);
  }

  soon(then: () => void): () => void {
    return this.after(0, then);
  }

  /** Lets so many milliseconds pass: whoever waits for one of them is called, in order. */
  passes(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const [next] = [...this.#waiting].filter(({ due }) => due <= until).toSorted((a, b) => a.due - b.due);
      if (next === undefined) break;
      this.#waiting.delete(next);
      this.#now = Math.max(this.#now, next.due);
      next.call();
    }
    this.#now = Math.max(this.#now, until);
  }

  /** The process is gone, and with it all that it waited for. */
  forgets(): void {
    this.#waiting.clear();
  }
}
