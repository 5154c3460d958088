/**
 * Turns a list of jobs into one durable transaction, and knows whether the connection can be
 * trusted.
 *
 * All jobs run in one go, as nearly always all of them can be stored. If one can't, everything is undone
 * and done again with each job in a savepoint of its own, so that a conflict undoes that job and no other.
 * When the store itself fails (disk full, I/O error), nothing of the transaction is kept, and before
 * anything is called stored again the connection has to prove itself: one small commit on the *same*
 * connection, which also overwrites whatever the failed commit may have left behind in the
 * write-ahead log (another connection could take that for committed), then a reconnect.
 */
import type { DatabaseSync } from "node:sqlite";
import { ParcelReader } from "./byte-parcel.ts";
import { concernsStore, reasonOf } from "./sqlite-errors.ts";
import { Conflict, SqliteLogDatabase } from "./sqlite-log-database.ts";
import type { Job, Outcome } from "./sqlite-log-messages.ts";

/** What a probe stores and takes back: enough to need fresh pages. */
const PROBE_BYTES = 64 * 1024;

export class SqliteCommitter {
  readonly #connect: () => DatabaseSync;
  #db: DatabaseSync;
  #log: SqliteLogDatabase;
  #isSound = true;

  constructor(connect: () => DatabaseSync) {
    this.#connect = connect;
    this.#db = connect();
    this.#log = new SqliteLogDatabase(this.#db);
  }

  /** The same connection, for reading. */
  get log(): SqliteLogDatabase {
    return this.#log;
  }

  /** Stores `jobs` in one transaction; what was stored is durable when this returns. Never throws. */
  commit(jobs: readonly Job[], buffer: ArrayBuffer): Outcome[] {
    const outcomes: Outcome[] = [];
    try {
      this.#proveSound();
      return this.commitTogether(jobs, buffer) ?? this.#commitEach(jobs, buffer, outcomes);
    } catch (error) {
      const unavailable: Outcome = {
        outcome: "unavailable",
        message: `The store can't write: ${reasonOf(error)}.`,
      };
      return jobs.map((_job, index) => {
        const outcome = outcomes[index];
        return outcome === undefined || outcome.outcome === "stored" ? unavailable : outcome;
      });
    }
  }

  /** Writes something that needs room, and takes it back; returns why that failed. Never throws. */
  probe(): string | undefined {
    try {
      this.#proveSound();
      this.#transact(() => this.#log.fill(PROBE_BYTES));
      this.#transact(() => this.#log.fill(0));
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }

  /** Lets go of the data file. */
  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }

  /**
   * Stores all `jobs`, durable when this returns, or nothing: undefined when one of them can't be stored. Throws when it is
   * the store that failed, and is not to be used any more then, except by `commit`.
   */
  commitTogether(jobs: readonly Job[], buffer: ArrayBuffer): Outcome[] | undefined {
    const bytes = new ParcelReader(buffer);
    try {
      return this.#transact(() => jobs.map((job) => ({ outcome: "stored", seqs: this.#log.perform(job, bytes) })));
    } catch (error) {
      if (concernsStore(error)) throw error;
      return undefined;
    }
  }

  /** Puts what becomes of each job into `outcomes`, and returns them. Throws when it is the store that failed. */
  #commitEach(jobs: readonly Job[], buffer: ArrayBuffer, outcomes: Outcome[]): Outcome[] {
    return this.#transact(() => {
      let start = 0;
      for (const job of jobs) {
        outcomes.push(this.#performAlone(job, new ParcelReader(buffer, start)));
        start += bytesOf(job);
      }
      return outcomes;
    });
  }

  /** One job in its savepoint; throws when it is the store that failed. */
  #performAlone(job: Job, bytes: ParcelReader): Outcome {
    this.#db.exec("SAVEPOINT job");
    try {
      const seqs = this.#log.perform(job, bytes);
      this.#db.exec("RELEASE job");
      return { outcome: "stored", seqs };
    } catch (error) {
      if (concernsStore(error)) throw error;
      this.#db.exec("ROLLBACK TO job; RELEASE job");
      this.#log.forget();
      return {
        outcome: error instanceof Conflict ? "conflict" : "fault",
        message: reasonOf(error),
      };
    }
  }

  #transact<Result>(work: () => Result): Result {
    try {
      this.#log.begin();
      const result = work();
      this.#log.commit();
      return result;
    } catch (error) {
      const isSound = this.#isSound && !concernsStore(error);
      this.#isSound = false;
      this.#log.forget();
      // SQLite may have rolled back by itself already.
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      this.#isSound = isSound;
      throw error;
    }
  }

  #proveSound(): void {
    if (this.#isSound) return;
    if (this.#db.isOpen) {
      this.#transact(() => this.#log.prove());
      this.#db.close();
    }
    // If this throws, the closed connection stays, and the next write tries again from here.
    this.#db = this.#connect();
    this.#log = new SqliteLogDatabase(this.#db);
    this.#isSound = true;
  }
}

function bytesOf(job: Job): number {
  switch (job.job) {
    case "write": {
      const parts = [...job.rewrites, ...job.appends].flatMap(({ lengths }) => lengths);
      const snapshots = job.rewrites.map(({ snapshotLength }) => snapshotLength ?? 0);
      return [...parts, ...snapshots].reduce((sum, length) => sum + length, 0);
    }
    case "snapshot":
      return job.length;
    case "replace":
    case "sweep":
      return 0;
  }
}
