/**
 * The only thing that touches the disk. Everything that happens is an entry in a log; everything
 * anyone sees is a fold of a log. A store keeps many logs ("streams"), each a row of opaque byte
 * entries numbered 1, 2, 3 … without gaps, and beside them a few records (people, devices, an
 * index of meetups and pads) that are written in the same transactions.
 *
 * Promises, kept by every implementation and checked by test/contracts/log-store-contract.ts:
 *
 * - [L1] a write resolves only when all of it is durable (synced to disk), and is all or nothing;
 * - [L2] `after` is optimistic concurrency: when the stream has moved on, the write is rejected
 *   with ConflictError and nothing of it is stored; so is creating a record that exists;
 * - [L3] reads see every write that has resolved, in order;
 * - [L4] writes that were asked for in one order are stored in that order; only what is asked for behind a large
 *   rewrite, a write of nothing else, may be stored before it;
 * - [L5] after a failed write nothing of it is stored, later writes are not poisoned by it, and
 *   `writable` is false until one has succeeded;
 * - [L6] a file that is torn, of a later schema, or not ours is refused with StoreRefusedError and
 *   left as it was; so is a folder that another process has open;
 * - [L7] a rewrite puts other entries in place of all of a stream's, numbered from 1, if it stands where
 *   said: whole or not at all, whatever ends the process. Its old snapshot goes, the one given stays;
 * - [L9] however large what is read, rewritten or dropped, others' writes are stored in between.
 */
export interface LogStore {
  /**
   * Stores all of `write` in one transaction: drops first, then rewrites, appends, records. Resolves when durable, with the
   * last seq of each of `appends`, in that order. Rejects with ConflictError or StoreUnavailableError. The bytes are
   * copied at once, the caller may reuse its buffers; those of a rewrite once it is settled. `signal` calls off a large
   * rewrite that isn't stored yet: it rejects with the signal's reason then.
   */
  write(write: Write, options?: { signal?: AbortSignal }): Promise<number[]>;
  /**
   * Entries of `stream` with seq > `after` (default 0), in order, at most `limit` (default all). An unknown stream is
   * empty; a damaged one rejects. Reads don't wait for writes that haven't resolved.
   */
  read(stream: string, options?: { after?: number; limit?: number }): Promise<StoredEntry[]>;
  /** The seq of the last entry; 0 when there is none. */
  lastSeq(stream: string): Promise<number>;
  /**
   * A fold of `stream` up to `seq`, saved so that reading can start late; the log itself stays. A newer one replaces
   * an older one, an older one changes nothing. Rejects with ConflictError when the stream doesn't reach `seq`.
   */
  saveSnapshot(stream: string, seq: number, bytes: Uint8Array): Promise<void>;
  /** The newest snapshot, or undefined. */
  snapshot(stream: string): Promise<Snapshot | undefined>;
  /** One record's value, or undefined. */
  record(kind: string, key: string): Promise<string | undefined>;
  /** Records of `kind`, by key in ascending order; only the given `keys` when named (absent ones are left out). */
  records(kind: string, keys?: readonly string[]): Promise<KeyedRecord[]>;
  /** False from a failed write until one has succeeded, and after close. */
  readonly writable: boolean;
  /** Milliseconds until it begins to store what it is asked to: asking no earlier costs no time. */
  readonly readyIn: number;
  /** Writes and takes back a probe; resolves when the store can write (again), rejects with the reason when not. */
  probe(): Promise<void>;
  /** Finishes the writes already asked for, except large rewrites, then lets go of the files. Later calls are rejected. */
  close(): Promise<void>;
}

export interface Write {
  appends?: readonly Append[];
  rewrites?: readonly Rewrite[];
  records?: readonly RecordWrite[];
  /** Streams removed whole, with their snapshots. */
  drops?: readonly string[];
}

export interface Append {
  stream: string;
  entries: readonly Uint8Array[];
  /** The seq the stream must stand at; left out, the entries go to its end whatever that is. */
  after?: number;
}

export interface Rewrite {
  stream: string;
  /** The seq the stream must stand at. */
  at: number;
  /** What it holds from now on; not empty. */
  entries: readonly Uint8Array[];
  /** A fold of all of them. */
  snapshot?: Uint8Array;
}

/** Values are JSON text. `create` conflicts when the key exists; `put` replaces; `remove` of an absent key is nothing. */
export type RecordWrite =
  | { op: "create" | "put"; kind: string; key: string; value: string }
  | { op: "remove"; kind: string; key: string };

export interface StoredEntry {
  seq: number;
  bytes: Uint8Array;
}

export interface Snapshot {
  seq: number;
  bytes: Uint8Array;
}

export interface KeyedRecord {
  key: string;
  value: string;
}

/** The stream is not where `after` said, or a record to create exists. Nothing was stored. */
export class ConflictError extends Error {
  override name = "ConflictError";
}

/** The store can't write now (disk full, I/O error, closing). Nothing of the write was stored. */
export class StoreUnavailableError extends Error {
  override name = "StoreUnavailableError";
}

/** The data folder can't be used as it is: torn, foreign, from a later version, or in use. It was left untouched. */
export class StoreRefusedError extends Error {
  override name = "StoreRefusedError";
}
