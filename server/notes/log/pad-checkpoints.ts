import type { ReportFault } from "../../report-fault.ts";
import { ConflictError, StoreUnavailableError, type LogStore } from "../../store/log-store.ts";
import { packedLog } from "../past/packed-log.ts";
import { decodeCheckpoint, MAX_CHECKPOINT_BYTES } from "./pad-checkpoint.ts";
import type { LivePad } from "../live-pad.ts";
import type { PadLogQueue } from "../past/pad-log-queue.ts";
import { padStream } from "../text/pad-seed.ts";

/** Reading so many entries takes a twentieth of a second. */
export const CHECKPOINT_ENTRIES = 5000;

/**
 * Gives the logs of pads that are in use for long checkpoints meanwhile, each out of the one before and what came since,
 * so that opening such a pad after a crash takes no longer than opening another. The log stays as it is: it is drawn
 * together once the pad is unused.
 */
export class PadCheckpoints {
  readonly #store: LogStore;
  readonly #queue: PadLogQueue;
  readonly #report: ReportFault;
  readonly #worthEntries: number;

  /** `worthEntries` is how many entries are worth a checkpoint. */
  constructor(tools: { store: LogStore; queue: PadLogQueue; report: ReportFault; worthEntries: number }) {
    this.#store = tools.store;
    this.#queue = tools.queue;
    this.#report = tools.report;
    this.#worthEntries = tools.worthEntries;
  }

  /** Has a pad's log given a checkpoint, if it is worth one. */
  consider(pad: LivePad): void {
    const { id, state } = pad;
    if (state.seq - state.checkpointSeq < this.#worthEntries) return;
    // Whatever comes of this one, the next is tried after as many more.
    state.checkpointSeq = state.seq;
    this.#queue
      .add(async (thread) => {
        if (pad.isOver) return;
        const stream = padStream(id);
        const found = await this.#store.snapshot(stream);
        const before = found && decodeCheckpoint(found.bytes) ? found : undefined;
        const log = await packedLog(this.#store, id, before?.seq);
        const { seq, checkpoint } = await thread.run({ job: "checkpoint", before }, log);
        if (checkpoint.byteLength > MAX_CHECKPOINT_BYTES) {
          // Nor would the next one be kept.
          state.checkpointSeq = Infinity;
          return;
        }
        await this.#store.saveSnapshot(stream, seq, new Uint8Array(checkpoint));
      })
      .catch((error: unknown) => {
        // Nothing can be written now, or the pad was deleted meanwhile.
        if (error instanceof StoreUnavailableError || error instanceof ConflictError || pad.isOver) return;
        this.#report(`a checkpoint of pad ${id}`, error);
      });
  }
}
