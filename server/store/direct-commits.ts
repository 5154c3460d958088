/**
 * Commits small batches right where they are, in the event loop, on a second connection to the data file, while
 * the disk is fast (disk-speed.ts). Handing a commit to the store's thread and waking up for its answer costs more than the
 * commit. Whatever is unusual is left to the thread, which also keeps the write-ahead log short; a commit that fails here
 * leaves nothing behind, and the thread does it again and finds out why.
 *
 * Its owner sees to it that only one of the two commits at a time.
 */
import { performance } from "node:perf_hooks";
import { connect, dataFileIn } from "./sqlite-data-folder.ts";
import { SqliteCommitter } from "./sqlite-committer.ts";
import type { Job, Outcome, WorkerStart } from "./sqlite-log-messages.ts";

/** Batches of more jobs or bytes are the thread's: they take longer than one may be held for. */
const MOST_JOBS = 500;
const MOST_BYTES = 64 * 1024;
/** After so many in a row the thread has one, and cuts the write-ahead log back if that is due. */
const IN_A_ROW = 64;

/** What it has to know of the disk; see DiskSpeed. */
export interface Disk {
  isFast(now: number): boolean;
  took(ms: number): void;
  held(ms: number, now: number): void;
  rest(now: number): void;
}

export class DirectCommits {
  readonly #start: WorkerStart;
  readonly #disk: Disk;
  #committer: SqliteCommitter | undefined;
  #inARow = 0;

  constructor(start: WorkerStart, disk: Disk) {
    this.#start = start;
    this.#disk = disk;
  }

  /** Stores all `jobs`, durable when this returns; undefined: nothing was stored, it is for the thread. Never throws. */
  commit(jobs: readonly Job[], { buffer, size }: { buffer: ArrayBuffer; size: number }): Outcome[] | undefined {
    const start = performance.now();
    if (this.#inARow >= IN_A_ROW || size > MOST_BYTES || jobs.length > MOST_JOBS) return undefined;
    if (!jobs.every(isPlain) || !this.#disk.isFast(start)) return undefined;
    try {
      const { maxPages, folder } = this.#start;
      this.#committer ??= new SqliteCommitter(() => connect(dataFileIn(folder), { maxPages, isSecond: true }));
      const outcomes = this.#committer.commitTogether(jobs, buffer);
      if (outcomes === undefined) return undefined;
      this.#inARow += 1;
      this.#disk.held(performance.now() - start, start);
      return outcomes;
    } catch {
      // The thread is told the same, and says so if that lasts.
      this.close();
      this.#disk.rest(start);
      return undefined;
    }
  }

  /** The thread has committed, which took it `ms`: what is known of the streams may have changed. */
  threadCommitted(ms: number): void {
    this.#inARow = 0;
    this.#committer?.log.forget();
    this.#disk.took(ms);
  }

  /** Lets go of the data file, until the next commit. */
  close(): void {
    this.#committer?.close();
    this.#committer = undefined;
  }
}

/** Adds to the ends of logs, or writes records. */
function isPlain(job: Job): boolean {
  return job.job === "write" && job.rewrites.length === 0 && job.drops.length === 0;
}
