/**
 * Whether the disk is fast enough to be waited for. While it is, a commit costs less where its writes are than in
 * another thread; a slow one must never be waited for by everyone.
 */

/** How many of the latest commits are looked at. */
const SAMPLE = 15;
/** Half of them took no longer than this. */
const FAST_MS = 3;
/** One that holds everyone for longer … */
const STALL_MS = 30;
/** … is the last one to be waited for, for so long. */
const REST_MS = 10_000;

export class DiskSpeed {
  /** How long the latest commits took, in ms, oldest first. */
  readonly #latest: number[] = [];
  #restsUntil = -Infinity;

  /** Notes that a commit took `ms`, in a thread that nobody waits for. */
  took(ms: number): void {
    this.#latest.push(ms);
    if (this.#latest.length > SAMPLE) this.#latest.shift();
  }

  /** Notes that everyone waited `ms` for a commit; `now` in ms of a clock that only moves forward. */
  held(ms: number, now: number): void {
    this.took(ms);
    if (ms > STALL_MS) this.rest(now);
  }

  /** Nothing waits for the disk for a while. */
  rest(now: number): void {
    this.#restsUntil = now + REST_MS;
  }

  /** Whether a commit may be waited for now. */
  isFast(now: number): boolean {
    if (now < this.#restsUntil || this.#latest.length < SAMPLE) return false;
    const median = this.#latest.toSorted((a, b) => a - b)[SAMPLE >> 1];
    return median !== undefined && median <= FAST_MS;
  }
}
