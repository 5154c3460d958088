/**
 * How long a commit waits for company. Without a floor many small pads degenerate to one disk sync
 * per keystroke. After a pause (16 ms or more) a commit starts at once; otherwise commits start at
 * least 5 ms apart, and 27 ms apart once there were 34 of them within the last second. Measured
 * from start to start, across all streams. 27 ms apart, and a little late, they are more than 34 a second, so that what is
 * busy stays busy: else the pace would go back and forth, and the latest edits wait twice as long.
 */
export const CALM_FLOOR_MS = 5;
export const BUSY_FLOOR_MS = 27;
const BUSY_COMMITS = 34;
const BUSY_SPAN_MS = 1000;
/** Timers are no more exact than this. */
const TIMER_MS = 1;

export class CommitPace {
  /** Starts of the latest commits, oldest first, at most BUSY_COMMITS. */
  readonly #starts: number[] = [];

  /** Milliseconds to wait from `now` before the next commit may start; 0 when it may start at once. */
  wait(now: number): number {
    const last = this.#starts.at(-1);
    if (last === undefined) return 0;
    const oldest = this.#starts[0] ?? last;
    const busy = this.#starts.length === BUSY_COMMITS && now - oldest < BUSY_SPAN_MS;
    const wait = last + (busy ? BUSY_FLOOR_MS : CALM_FLOOR_MS) - now;
    return wait < TIMER_MS ? 0 : wait;
  }

  /** Notes that a commit starts at `now` (ms of a clock that only moves forward). */
  started(now: number): void {
    this.#starts.push(now);
    if (this.#starts.length > BUSY_COMMITS) this.#starts.shift();
  }
}
