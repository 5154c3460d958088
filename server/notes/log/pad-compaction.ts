import type { ReportFault } from "../../report-fault.ts";
import { ConflictError, StoreUnavailableError, type LogStore } from "../../store/log-store.ts";
import { packedLog, unpacked } from "../past/packed-log.ts";
import { MAX_CHECKPOINT_BYTES } from "./pad-checkpoint.ts";
import type { PadLogQueue } from "../past/pad-log-queue.ts";
import type { PackedCompression } from "../past/pad-past-jobs.ts";
import type { PadPastThread } from "../past/pad-past-thread.ts";
import { padStream } from "../text/pad-seed.ts";

/** Fewer entries than this are left as they came. */
const WORTH_ENTRIES = 50;
/** And so are fewer than this part of those that were drawn together before. */
const WORTH_PART = 0.25;

/** Where a log stands, and how many entries of it were drawn together before. */
export interface LogLength {
  seq: number;
  drawn: number;
}

interface Job {
  callOff: AbortController;
  writing: Promise<void> | undefined;
}

/**
 * Draws the logs of pads together that nobody uses. A pad that somebody opens, reads or edits meanwhile
 * wins: its log is left as it is until it is unused again.
 */
export class PadCompaction {
  readonly #store: LogStore;
  readonly #report: ReportFault;
  readonly #endsOf: (padId: string) => Promise<number[]>;
  readonly #isFree: (padId: string) => boolean;
  readonly #onRewritten: (padId: string) => void;
  readonly #queue: PadLogQueue;
  readonly #jobs = new Map<string, Job>();

  /**
   * `endsOf` says at which of a pad's seqs moments must end; `isFree`, whether nobody uses a pad; `onRewritten` hears of
   * each whose log has been rewritten.
   */
  constructor(tools: {
    store: LogStore;
    queue: PadLogQueue;
    report: ReportFault;
    endsOf: (padId: string) => Promise<number[]>;
    isFree: (padId: string) => boolean;
    onRewritten: (padId: string) => void;
  }) {
    this.#store = tools.store;
    this.#queue = tools.queue;
    this.#report = tools.report;
    this.#endsOf = tools.endsOf;
    this.#isFree = tools.isFree;
    this.#onRewritten = tools.onRewritten;
  }

  /** A pad has become unused: its log is drawn together, when that is worth it and its turn has come. */
  consider(padId: string, { seq, drawn }: LogLength): void {
    const fresh = seq - drawn;
    if (fresh < WORTH_ENTRIES || fresh < drawn * WORTH_PART || this.#jobs.get(padId)?.callOff.signal.aborted === false)
      return;
    const job: Job = { callOff: new AbortController(), writing: undefined };
    this.#jobs.set(padId, job);
    this.#queue
      .add((thread) => this.#compact(padId, job, thread))
      .catch((error: unknown) => {
        // Another's edit was quicker, or nothing can be written now: it is drawn together another time.
        if (error instanceof ConflictError || error instanceof StoreUnavailableError) return;
        if (error === job.callOff.signal.reason) return;
        this.#report(`drawing the log of pad ${padId} together`, error);
      })
      .finally(() => {
        // One that was called off may have been followed by another.
        if (this.#jobs.get(padId) === job) this.#jobs.delete(padId);
      });
  }

  /** Somebody needs this pad. Resolves when its log is left alone. */
  async makeWay(padId: string): Promise<void> {
    const job = this.#jobs.get(padId);
    if (job === undefined) return;
    job.callOff.abort();
    await job.writing?.catch(() => "it is told where it was begun");
  }

  /** Calls everything off. */
  callOff(): void {
    for (const job of this.#jobs.values()) job.callOff.abort();
  }

  async #compact(padId: string, job: Job, thread: PadPastThread): Promise<void> {
    const { signal } = job.callOff;
    if (signal.aborted) return;
    const log = await packedLog(this.#store, padId);
    const at = log.lengths.length;
    const ends = await this.#endsOf(padId);
    if (signal.aborted) return;
    const compressed = await thread.run({ job: "compress", ends }, log);
    // A moment that was named meanwhile might not have one of its own.
    const isStillSo = (await this.#endsOf(padId)).every((end) => ends.includes(end));
    if (!isStillSo || signal.aborted || !this.#isFree(padId)) return;
    job.writing = this.#rewrite(padId, { at, signal }, compressed);
    await job.writing;
    this.#onRewritten(padId);
  }

  async #rewrite(
    padId: string,
    { at, signal }: { at: number; signal: AbortSignal },
    { lengths, bytes, checkpoint }: PackedCompression,
  ): Promise<void> {
    const rewrite = { stream: padStream(padId), at, entries: [...unpacked({ lengths, bytes })] };
    const isKept = checkpoint.byteLength <= MAX_CHECKPOINT_BYTES;
    const rewrites = [isKept ? { ...rewrite, snapshot: new Uint8Array(checkpoint) } : rewrite];
    await this.#store.write({ rewrites }, { signal });
  }
}
