/**
 * The LogStore on a folder, as a queue in front of a worker thread that owns a SQLite file, and of commits that needn't
 * go there (direct-commits.ts).
 *
 * Group commit: whatever is asked for while one commit runs (or waits for its turn, see
 * commit-pace.ts) goes into the next one, whichever streams it concerns, as one transaction with one
 * disk sync. A write resolves when that transaction is durable. Reads don't wait for writes that
 * are still queued; they see every write that has resolved.
 */
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { ByteParcel } from "./byte-parcel.ts";
import { CommitPace } from "./commit-pace.ts";
import { DirectCommits, type Disk } from "./direct-commits.ts";
import { DiskSpeed } from "./disk-speed.ts";
import { StoreUnavailableError } from "./log-store.ts";
import type { KeyedRecord, LogStore, Snapshot, StoredEntry, Write } from "./log-store.ts";
import { LogSweeper } from "./log-sweeper.ts";
import { errorOf, isWritableAfter } from "./sqlite-outcomes.ts";
import { readFirst, readToEnd } from "./sqlite-log-pages.ts";
import {
  writeJob,
  type Answers,
  type Job,
  type Outcome,
  type Request,
  type WorkerStart,
} from "./sqlite-log-messages.ts";
import { SqliteLogThread } from "./sqlite-log-thread.ts";
import { SqliteThreadSupervisor } from "./sqlite-thread-supervisor.ts";
import { largeRewrite, StagedRewrites } from "./staged-rewrites.ts";

export interface SqliteLogStoreOptions {
  /** Called with the new value whenever `writable` changes, close included. Must not throw. */
  onWritableChange?: (writable: boolean) => void;
  /** Most pages (of 4 KiB) the data file may grow to; past it writes fail as on a full disk. For tests. */
  maxPages?: number;
  /** Says whether the disk is fast enough to be waited for. For tests. */
  disk?: Disk;
}

/**
 * Opens the store in `folder`, which is created when missing. Rejects with StoreRefusedError when
 * the folder is in use, or what is in it is torn, foreign or from a later version.
 */
export async function openSqliteLogStore(folder: string, options: SqliteLogStoreOptions = {}): Promise<SqliteLogStore> {
  const start: WorkerStart = { folder, maxPages: options.maxPages };
  return new SqliteLogStore(start, await SqliteLogThread.start(start), options);
}

interface Queued {
  job: Job;
  resolve(seqs: number[]): void;
  reject(error: Error): void;
}

/** Jobs that go into one commit, with their bytes. */
class Batch {
  readonly queued: Queued[] = [];
  readonly parcel = new ByteParcel();
}

export class SqliteLogStore implements LogStore {
  readonly #onWritableChange: (writable: boolean) => void;
  readonly #pace = new CommitPace();
  readonly #direct: DirectCommits;
  readonly #threads: SqliteThreadSupervisor;
  readonly #rewrites = new StagedRewrites({
    store: (job, bytes) => this.#enqueue(job, bytes),
    pause: (ms) => this.#waitFor(ms),
    onLeft: () => this.#sweeper.found(true),
  });
  #next = new Batch();
  /** Runs until the queue is empty; undefined while there is nothing to commit. */
  #committing: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  readonly #hurry = new AbortController();
  readonly #sweeper = new LogSweeper({
    sweep: (draft) => this.#enqueue({ job: "sweep", draft }, []),
    draft: () => this.#rewrites.draft,
    pause: (ms) => delay(ms, undefined, { signal: this.#hurry.signal, ref: false }),
  });
  #writable = true;
  #commits = 0;

  /** Use openSqliteLogStore. */
  constructor(start: WorkerStart, thread: SqliteLogThread, options: SqliteLogStoreOptions) {
    this.#onWritableChange = options.onWritableChange ?? (() => {});
    this.#direct = new DirectCommits(start, options.disk ?? new DiskSpeed());
    this.#threads = new SqliteThreadSupervisor({
      start,
      first: thread,
      onStarted: ({ isLittered }) => this.#sweeper.found(isLittered),
      onEnded: () => this.#threadEnded(),
    });
  }

  get writable(): boolean {
    return this.#writable;
  }

  get readyIn(): number {
    return this.#pace.wait(performance.now());
  }

  /** Transactions committed since the store was opened. */
  stats(): { commits: number } {
    return { commits: this.#commits };
  }

  write(write: Write, { signal }: { signal?: AbortSignal } = {}): Promise<number[]> {
    const large = write.rewrites && largeRewrite(write);
    if (large) return this.#rewrites.rewrite(large, signal).then(() => []);
    const { job, bytes } = writeJob(write);
    return this.#enqueue(job, bytes);
  }

  async saveSnapshot(stream: string, seq: number, bytes: Uint8Array): Promise<void> {
    await this.#enqueue({ job: "snapshot", stream, seq, length: bytes.length }, [bytes]);
  }

  async read(stream: string, options: { after?: number; limit?: number } = {}): Promise<StoredEntry[]> {
    const after = Math.max(0, options.after ?? 0);
    const { limit } = options;
    if (limit === undefined)
      return readToEnd(stream, after, (upTo) => this.#ask({ type: "readPage", stream, after, upTo }));
    return readFirst(after, limit, (after, limit) => this.#ask({ type: "readSome", stream, after, limit }));
  }

  async lastSeq(stream: string): Promise<number> {
    return this.#ask({ type: "lastSeq", stream });
  }

  async snapshot(stream: string): Promise<Snapshot | undefined> {
    const found = await this.#ask({ type: "snapshot", stream });
    return found && { seq: found.seq, bytes: new Uint8Array(found.bytes) };
  }

  async record(kind: string, key: string): Promise<string | undefined> {
    return this.#ask({ type: "record", kind, key });
  }

  async records(kind: string, keys?: readonly string[]): Promise<KeyedRecord[]> {
    return this.#ask({ type: "records", kind, keys });
  }

  async probe(): Promise<void> {
    let reason: string | undefined;
    try {
      reason = (await this.#ask({ type: "probe" })).reason;
    } catch (error) {
      this.#setWritable(false);
      throw error;
    }
    this.#setWritable(reason === undefined && this.#closing === undefined);
    if (reason !== undefined) throw new StoreUnavailableError(`The store can't write: ${reason}.`);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Ends the worker thread as a crash would; the store starts another one by itself. For tests. */
  async crashThread(): Promise<void> {
    await this.#threads.open?.terminate();
  }

  async #close(): Promise<void> {
    this.#setWritable(false);
    this.#hurry.abort();
    await this.#committing;
    this.#direct.close();
    await this.#threads.close();
  }

  #enqueue(job: Job, bytes: readonly Uint8Array[]): Promise<number[]> {
    if (this.#closing !== undefined) return Promise.reject(closedError());
    for (const part of bytes) this.#next.parcel.add(part);
    return new Promise((resolve, reject) => {
      this.#next.queued.push({ job, resolve, reject });
      this.#committing ??= this.#commitAll();
    });
  }

  /** Commits one batch after the other until nothing waits. Never rejects: each write learns its own outcome. */
  async #commitAll(): Promise<void> {
    // A turn of the loop, so that writes asked for together are committed together.
    await Promise.resolve();
    while (this.#next.queued.length > 0) {
      const wait = this.#pace.wait(performance.now());
      if (wait > 0 && !this.#hurry.signal.aborted) await this.#waitFor(wait);
      const batch = this.#next;
      this.#next = new Batch();
      this.#pace.started(performance.now());
      await this.#commit(batch);
    }
    this.#committing = undefined;
  }

  async #waitFor(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#hurry.signal }).catch(() => "closing, so no more waiting");
  }

  async #commit({ queued, parcel }: Batch): Promise<void> {
    const jobs = queued.map(({ job }) => job);
    const outcomes = this.#commitHere(jobs, parcel) ?? (await this.#outcomesOf(jobs, parcel.buffer));
    if (outcomes.some(({ outcome }) => outcome === "stored")) this.#commits += 1;
    this.#setWritable(isWritableAfter(outcomes, this.#writable) && this.#closing === undefined);
    queued.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index];
      if (outcome?.outcome === "stored") resolve(outcome.seqs);
      else reject(errorOf(outcome));
    });
  }

  /** Undefined when it is for the thread. */
  #commitHere(jobs: Job[], parcel: ByteParcel): Outcome[] | undefined {
    const thread = this.#threads.open;
    if (!thread || !this.#writable) return undefined;
    const outcomes = this.#direct.commit(jobs, parcel);
    if (outcomes) thread.changed();
    return outcomes;
  }

  async #outcomesOf(jobs: Job[], bytes: ArrayBuffer): Promise<Outcome[]> {
    try {
      const thread = await this.#threads.ready();
      const answer = await thread.ask({ type: "commit", jobs: JSON.stringify(jobs), bytes }, [bytes]);
      this.#direct.threadCommitted(answer.ms);
      if (answer.isLittered !== undefined) this.#sweeper.found(answer.isLittered);
      return JSON.parse(answer.outcomes) as Outcome[];
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return jobs.map(() => ({ outcome: "unavailable", message }));
    }
  }

  async #ask<T extends Request["type"]>(request: Extract<Request, { type: T }>): Promise<Answers[T]> {
    if (this.#closing !== undefined) throw closedError();
    return this.#threads.ask(request);
  }

  #threadEnded(): void {
    // The next thread looks at the file first, without SQLite: a lock that somebody here has on it would be lost, and
    // another program could take itself for the last one that has it open, and remove the write-ahead log.
    this.#direct.close();
    if (this.#closing !== undefined) return;
    this.#setWritable(false);
    // If it can't be started again, whoever asks next tries, and is told why not.
    this.#threads.ready().catch(() => "unwritable until a later ask succeeds");
  }

  #setWritable(writable: boolean): void {
    if (writable === this.#writable) return;
    this.#writable = writable;
    this.#onWritableChange(writable);
  }
}

function closedError(): StoreUnavailableError {
  return new StoreUnavailableError("The store is closed.");
}
