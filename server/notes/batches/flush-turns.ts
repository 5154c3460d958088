/**
 * When pads hand their edits to the store: one timer for all of them, so that those which are due
 * leave for the disk together, and none before the store takes a commit. What comes in until then
 * goes along, where edits that had been handed over early would make later ones wait for another turn.
 */
import type { Timers } from "../../clock.ts";

/** Who is due so soon leaves with the others. */
const SLACK_MS = 1;

interface Turn {
  due: number;
  /** Undefined: it was called off, or has had its turn. */
  flush: (() => void) | undefined;
}

export class FlushTurns {
  readonly #timers: Timers;
  readonly #readyIn: () => number;
  #turns: Turn[] = [];
  #next: { due: number; callOff: () => void } | undefined;

  /** `readyIn` says how many milliseconds it is until the store begins another commit. */
  constructor(timers: Timers, readyIn: () => number) {
    this.#timers = timers;
    this.#readyIn = readyIn;
  }

  /** Calls `flush` once, after `ms` milliseconds or a little later. Returns how to call it off. */
  plan(ms: number, flush: () => void): () => void {
    const turn: Turn = { due: this.#timers.elapsed() + Math.max(ms, this.#readyIn()), flush };
    this.#turns.push(turn);
    this.#await(turn.due);
    return () => (turn.flush = undefined);
  }

  #await(due: number): void {
    if (this.#next !== undefined && this.#next.due <= due) return;
    this.#next?.callOff();
    const wait = due - this.#timers.elapsed();
    const run = () => this.#run();
    // After this turn of the loop at the earliest, so that what came in together goes out together.
    this.#next = { due, callOff: wait > 0 ? this.#timers.after(wait, run) : this.#timers.soon(run) };
  }

  #run(): void {
    this.#next = undefined;
    const until = this.#timers.elapsed() + SLACK_MS;
    const turns = this.#turns;
    this.#turns = turns.filter(({ due }) => due > until);
    for (const turn of turns) {
      if (turn.due > until) continue;
      const { flush } = turn;
      turn.flush = undefined;
      flush?.();
    }
    let next = Infinity;
    for (const turn of this.#turns) if (turn.flush !== undefined) next = Math.min(next, turn.due);
    if (next < Infinity) this.#await(next);
  }
}
