import type { Clock } from "../../server/clock.ts";

/** A clock that stands until it is moved, and rings what is due. */
export class MovableClock implements Clock {
  #now: number;
  readonly #timers = new Map<object, { at: number; ring: () => void }>();
  #planned: () => void = () => undefined;

  constructor(instant: string) {
    this.#now = Date.parse(instant);
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, then: () => void): () => void {
    const key = {};
    this.#timers.set(key, { at: this.#now + Math.max(0, ms), ring: then });
    this.#planned();
    return () => this.#timers.delete(key);
  }

  /** Moves on, ringing what comes due on the way. */
  moves(ms: number): void {
    const to = this.#now + ms;
    for (let next = this.#next(to); next; next = this.#next(to)) {
      this.#now = Math.max(this.#now, next[1].at);
      this.#timers.delete(next[0]);
      next[1].ring();
    }
    this.#now = to;
  }

  /** Waits until something is planned within so many milliseconds, then moves on to it. Resolves with how far that was. */
  async movesToNext(within = Infinity): Promise<number> {
    const next = () => Math.min(...[...this.#timers.values()].map(({ at }) => at - this.#now));
    while (this.#timers.size === 0 || next() > within) await new Promise<void>((resolve) => (this.#planned = resolve));
    const ms = next();
    this.moves(ms);
    return ms;
  }

  #next(to: number): [object, { at: number; ring: () => void }] | undefined {
    const due = [...this.#timers].filter(([, { at }]) => at <= to);
    return due.toSorted(([, a], [, b]) => a.at - b.at)[0];
  }
}
