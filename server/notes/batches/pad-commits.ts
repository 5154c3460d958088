import type { Clock, Timers } from "../../clock.ts";
import type { LogStore, Write } from "../../store/log-store.ts";
import { CostAllowances } from "../intake/cost-allowance.ts";
import { entryOf, integrateBatch, type BatchTools, type PadBatch } from "./pad-batch.ts";
import type { PadLanes } from "../queue/pad-lanes.ts";
import type { PadRewrites } from "../past/pad-rewrites.ts";
import { padStream } from "../text/pad-seed.ts";
import type { NewClient, PadState } from "../text/pad-state.ts";
import { RemovalWatch } from "../removal-watch.ts";

/** A batch that is durable. */
export interface Committed {
  batch: PadBatch;
  /** When, in ms since 1970. */
  at: number;
  /** Client ids that are in the text for the first time. */
  clients: readonly NewClient[];
}

/** Puts what waits in a pad into its text and its log, one batch after the other. */
export class PadCommits {
  readonly #stream: string;
  readonly #state: PadState;
  readonly #store: LogStore;
  readonly #clock: Clock;
  readonly #sources: { lanes: PadLanes; rewrites: PadRewrites };
  readonly #tools: BatchTools;

  constructor(tools: {
    id: string;
    state: PadState;
    store: LogStore;
    clock: Clock;
    timers: Timers;
    lanes: PadLanes;
    rewrites: PadRewrites;
  }) {
    const { lanes, rewrites, timers } = tools;
    this.#stream = padStream(tools.id);
    this.#state = tools.state;
    this.#store = tools.store;
    this.#clock = tools.clock;
    this.#sources = { lanes, rewrites };
    this.#tools = { allowances: new CostAllowances(), removals: new RemovalWatch(), timers };
  }

  /**
   * Takes a batch and writes it; `onCommitted` is called when it is durable. Rejects when that can't be done, or that fails: the
   * text is of no use then, and is to be read again. Of small pads some thousand batches are written in a second, so there is
   * no more of promises here than it takes.
   */
  commit(onCommitted: (committed: Committed) => void): Promise<void> {
    try {
      const at = this.#clock.now();
      const batch = integrateBatch(this.#sources, this.#state, this.#tools);
      return this.#store.write(this.#writeOf(batch, at)).then(() => onCommitted(this.#committed(batch, at)));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #writeOf(batch: PadBatch, at: number): Write {
    const entries = batch.edits.length === 0 ? [] : [entryOf(batch, this.#state, at)];
    const appends = [{ stream: this.#stream, entries, after: this.#state.seq }];
    return batch.rewritten ? { appends, records: [batch.rewritten] } : { appends };
  }

  #committed(batch: PadBatch, at: number): Committed {
    const clients = batch.edits.length === 0 ? [] : this.#state.stored(batch.edits, at);
    if (batch.rewritten) this.#sources.rewrites.finish(this.#state.edits);
    return { batch, at, clients };
  }
}
