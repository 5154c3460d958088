import type { Timers } from "../../clock.ts";
import type { FlushTurns } from "./flush-turns.ts";
import { windowMs } from "./flush-window.ts";
import type { PadLanes } from "../queue/pad-lanes.ts";
import type { PadRewrites } from "../past/pad-rewrites.ts";

/** When a pad's next batch leaves, and when those who rest go on. */
export class PadSchedule {
  readonly #timers: Timers;
  readonly #turns: FlushTurns;
  readonly #lanes: PadLanes;
  readonly #rewrites: Pick<PadRewrites, "restMs">;
  readonly #onRested: () => void;
  readonly #onTurn: () => void;
  #lastFlush = -Infinity;
  #callOff: (() => void) | undefined;
  /** It is put off for a rewrite alone, which rests. */
  #isPutOff = false;
  /** Somebody rests until then. */
  #resting: { until: number; callOff: () => void } | undefined;

  /** `onFlush` is called when a batch is due, `onRested` when somebody has rested. */
  constructor(tools: {
    timers: Timers;
    turns: FlushTurns;
    lanes: PadLanes;
    rewrites: Pick<PadRewrites, "restMs">;
    onFlush: () => void;
    onRested: () => void;
  }) {
    this.#timers = tools.timers;
    this.#turns = tools.turns;
    this.#lanes = tools.lanes;
    this.#rewrites = tools.rewrites;
    this.#onRested = tools.onRested;
    this.#onTurn = () => {
      this.#callOff = undefined;
      this.#lastFlush = this.#timers.elapsed();
      tools.onFlush();
    };
  }

  /** Something waits to leave, for so many readers. */
  flushSoon(readers: number): void {
    if (this.#callOff !== undefined) {
      if (!this.#isPutOff || this.#lanes.isEmpty) return;
      // Nobody's edits wait for that.
      this.#callOff();
    }
    const wait = windowMs(readers, this.#timers.elapsed() - this.#lastFlush);
    const rest = this.#lanes.isEmpty ? this.#rewrites.restMs : 0;
    this.#isPutOff = rest > wait;
    this.#callOff = this.#turns.plan(Math.max(wait, rest), this.#onTurn);
  }

  /** Those who rest go on when they have. */
  awaitRest(): void {
    const until = this.#lanes.restsUntil;
    if (until === this.#resting?.until) return;
    this.#resting?.callOff();
    this.#resting = undefined;
    if (until === undefined) return;
    const callOff = this.#timers.after(Math.max(0, until - this.#timers.elapsed()), () => {
      this.#resting = undefined;
      this.#lanes.wake(until);
      this.#onRested();
    });
    this.#resting = { until, callOff };
  }

  /** Nothing leaves any more. */
  end(): void {
    this.#callOff?.();
    this.#resting?.callOff();
  }
}
