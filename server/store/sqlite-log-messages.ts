/**
 * What the event loop and the worker that owns the database say to each other. Every request
 * carries an `ask` number, every reply repeats it. Bytes travel as one packed buffer with a list of
 * lengths (byte-parcel.ts), so a commit of hundreds of entries moves one buffer, not hundreds.
 */
import type { Append, KeyedRecord, RecordWrite, Rewrite, Write } from "./log-store.ts";

/** What the worker needs to know to open the folder; handed over as its `workerData`. */
export interface WorkerStart {
  folder: string;
  /** Most pages (of 4 KiB) the database may grow to; past it writes fail as on a full disk. For tests. */
  maxPages: number | undefined;
}

/**
 * How the names of streams begin that are nobody's: logs that were dropped and are not deleted whole yet, and drafts of
 * logs until they have their place, so that one that never gets it is deleted likewise. Nobody asks for such a name.
 */
export const DROPPED = "\u0001dropped/";

export interface PackedAppend {
  stream: string;
  after: number | undefined;
  lengths: readonly number[];
}

export interface PackedRewrite {
  stream: string;
  at: number;
  lengths: readonly number[];
  snapshotLength: number | undefined;
}

export type Job =
  | {
      job: "write";
      /** Their bytes come first: each one's entries, then its snapshot. */
      rewrites: readonly PackedRewrite[];
      appends: readonly PackedAppend[];
      records: readonly RecordWrite[];
      drops: readonly string[];
    }
  | { job: "snapshot"; stream: string; seq: number; length: number }
  /** The draft takes the place of the stream, if that stands where said. */
  | { job: "replace"; stream: string; at: number; draft: string }
  /** Deletes more of what was dropped, but not of the draft that is being written. */
  | { job: "sweep"; draft: string | undefined };

/** What became of one job of a commit. `fault` concerns this job alone; `unavailable` the whole store. */
export type Outcome =
  | { outcome: "stored"; seqs: number[] }
  | { outcome: "conflict" | "unavailable" | "fault"; message: string };

/** A write as a job, and its bytes in the order in which the job names their lengths. */
export function writeJob({ appends = NONE, rewrites = NONE, records = NONE, drops = NONE }: Write): {
  job: Job;
  bytes: readonly Uint8Array[];
} {
  // Copied, for the caller may go on using its lists while the write waits for its turn.
  const job: Job = {
    job: "write",
    rewrites: rewrites === NONE ? NONE : rewrites.map(packedRewrite),
    appends: appends === NONE ? NONE : appends.map(packedAppend),
    records: records === NONE ? NONE : records.map((record) => ({ ...record })),
    drops: drops === NONE ? NONE : [...drops],
  };
  // Most writes are one append.
  const isOne = rewrites.length === 0 && appends.length === 1;
  return { job, bytes: isOne ? appends[0]!.entries : bytesOf(rewrites, appends) };
}

/** What most writes have of most things: one list for all of them. */
const NONE: readonly never[] = [];

function bytesOf(rewrites: readonly Rewrite[], appends: readonly Append[]): Uint8Array[] {
  const rewritten = rewrites.flatMap(({ entries, snapshot }) => (snapshot ? [...entries, snapshot] : entries));
  return [...rewritten, ...appends.flatMap(({ entries }) => entries)];
}

function packedRewrite({ stream, at, entries, snapshot }: Rewrite): PackedRewrite {
  return { stream, at, lengths: entries.map(lengthOf), snapshotLength: snapshot?.length };
}

function packedAppend({ stream, after, entries }: Append): PackedAppend {
  return { stream, after, lengths: entries.map(lengthOf) };
}

function lengthOf({ length }: Uint8Array): number {
  return length;
}

/** `Job[]` and `Outcome[]` as JSON, which costs less to hand over than the objects. */
export type JobList = string;
export type OutcomeList = string;

export type Request =
  /** `bytes` holds what the jobs' lengths speak of, in the order of the jobs. */
  | { type: "commit"; jobs: JobList; bytes: ArrayBuffer }
  /** The first of them, a page at most. */
  | { type: "readSome"; stream: string; after: number; limit: number }
  /** A long log is asked for page by page from its end, so that commits have their turn in between. */
  | { type: "readPage"; stream: string; after: number; upTo: EntryPlace | undefined }
  | { type: "lastSeq"; stream: string }
  | { type: "snapshot"; stream: string }
  | { type: "record"; kind: string; key: string }
  | { type: "records"; kind: string; keys: readonly string[] | undefined }
  | { type: "probe" }
  | { type: "close" };

/** Entries one behind the other. */
export interface PackedPage {
  lengths: number[];
  bytes: ArrayBuffer;
}

/** Where one entry is. */
export interface EntryPlace {
  seq: number;
  id: number;
}

/** The answer to each type of request. */
export interface Answers {
  /** How long it took in ms; and whether dropped logs are left to be swept, when it was about such. */
  commit: { outcomes: OutcomeList; ms: number; isLittered: boolean | undefined };
  readSome: PackedPage;
  /** `earlier` is where the entries before these end, when there are more; "gone": `upTo` is no entry any more. */
  readPage: (PackedPage & { earlier: EntryPlace | undefined }) | "gone";
  lastSeq: number;
  snapshot: { seq: number; bytes: ArrayBuffer } | undefined;
  record: string | undefined;
  records: KeyedRecord[];
  probe: { reason: string | undefined };
  close: undefined;
}

export type Answer = Answers[keyof Answers];

/** `hasChanged`: another connection has written since the last request. */
export type ToWorker = Request & { ask: number; hasChanged: boolean };

export type FromWorker =
  | { type: "opened"; isLittered: boolean }
  | { type: "refused"; message: string }
  | { type: "answer"; ask: number; answer: Answer }
  | { type: "fault"; ask: number; message: string };
