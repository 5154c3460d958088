/**
 * The statements: what a LogStore does, as SQL on one connection. Decides nothing about transactions
 * (sqlite-committer.ts wraps these calls in them) and knows nothing of threads.
 */
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { pack } from "./byte-parcel.ts";
import type { ParcelReader } from "./byte-parcel.ts";
import type { KeyedRecord, RecordWrite } from "./log-store.ts";
import { DroppedLogs, type Stream } from "./sqlite-dropped-logs.ts";
import type { Answers, EntryPlace, Job, PackedAppend, PackedRewrite } from "./sqlite-log-messages.ts";
import { prepareStatements } from "./sqlite-statements.ts";
import { blob, number } from "./sqlite-values.ts";

/** A write asked for something that isn't so; becomes a ConflictError on the other thread. */
export class Conflict extends Error {
  override name = "Conflict";
}

type Row = Record<string, SQLOutputValue>;

/**
 * At most this many entries, and this many bytes of them or a single one, are read in one go: some ten milliseconds, in
 * which nothing can be written.
 */
const PAGE_ENTRIES = 4000;
const PAGE_BYTES = 1_048_576;

/** More than there are. */
const ALL_BYTES = Number.MAX_SAFE_INTEGER;

/** At most this many streams are remembered: some 200 bytes each. */
const MOST_REMEMBERED = 4096;

export class SqliteLogDatabase {
  /** What is deleted bit by bit. */
  readonly dropped: DroppedLogs;
  readonly #statements;
  /** Streams that were asked for, by name: nobody writes to the file without this being told to forget them. */
  readonly #streams = new Map<string, Stream>();
  /** The id that the next entry gets, once it is known; entries of all streams ascend together. */
  #nextId: number | undefined;

  constructor(db: DatabaseSync) {
    this.#statements = prepareStatements(db);
    this.dropped = new DroppedLogs(this.#statements);
  }

  /** Begins a transaction that writes. */
  begin(): void {
    this.#statements.begin.run();
  }

  /** Ends the transaction; what was stored in it is durable when this returns. */
  commit(): void {
    this.#statements.commit.run();
  }

  /** To be called when anything was rolled back: what was counted in it doesn't hold. */
  forget(): void {
    this.#streams.clear();
    this.#nextId = undefined;
  }

  /** Does `job`, taking its bytes from `bytes`; throws Conflict. Returns the last seq of each append. */
  perform(job: Job, bytes: ParcelReader): number[] {
    switch (job.job) {
      case "write": {
        for (const stream of job.drops) this.#drop(stream);
        for (const rewrite of job.rewrites) this.#rewrite(rewrite, bytes);
        const seqs = job.appends.map((append) => this.#append(append, bytes));
        for (const record of job.records) this.#writeRecord(record);
        return seqs;
      }
      case "sweep":
        this.dropped.sweep(job.draft);
        return [];
      case "replace":
        this.#replace(job);
        return [];
      case "snapshot":
        this.#saveSnapshot(job.stream, job.seq, bytes.take(job.length));
        return [];
    }
  }

  /**
   * The first entries after `after`, in order, at most `limit` and a page's bytes of them; throws when the file doesn't
   * hold what it should.
   */
  readSome(name: string, after: number, limit: number): Answers["readSome"] {
    const stream = this.#find(name);
    const wanted = Math.max(0, Math.min((stream?.lastSeq ?? 0) - after, limit));
    if (stream === undefined || wanted === 0) return { lengths: [], bytes: new ArrayBuffer(0) };
    const rows: Row[] = [];
    let size = 0;
    for (const row of this.#statements.readSome.iterate(stream.lastId, stream.id, after, ALL_BYTES, wanted)) {
      size += blob(row["bytes"]).length;
      if (rows.length > 0 && size > PAGE_BYTES) break;
      rows.push(row);
    }
    checkWhole(name, rows, after);
    // Fewer than there are, without there being more bytes of them.
    if (rows.length < wanted && size <= PAGE_BYTES) throw damaged(name, after);
    return pack(rows.map((row) => blob(row["bytes"])));
  }

  /**
   * The last entries after `after`, in order, at most a page of them: of all, or of those up to `upTo`, which is gone when
   * the log has been rewritten. Throws as readSome does.
   */
  readPage(name: string, after: number, upTo: EntryPlace | undefined): Answers["readPage"] {
    const stream = this.#find(name);
    if (stream === undefined && upTo !== undefined) return "gone";
    const last = upTo ?? { seq: stream?.lastSeq ?? 0, id: stream?.lastId ?? 0 };
    if (stream === undefined || last.seq <= after)
      return { lengths: [], bytes: new ArrayBuffer(0), earlier: undefined };
    const from = Math.max(after, last.seq - PAGE_ENTRIES);
    const rows = this.#statements.readPage.all(last.id, stream.id, from, PAGE_BYTES).toReversed();
    if (upTo && rows.at(-1)?.["seq"] !== upTo.seq) return "gone";
    const [first] = rows;
    // Where the one before it isn't, the next page finds nothing.
    const earlier = first && { seq: number(first["seq"]) - 1, id: number(first["id"]) - number(first["back"]) };
    if (earlier === undefined || rows.at(-1)?.["seq"] !== last.seq) throw damaged(name, from);
    checkWhole(name, rows, earlier.seq);
    return { ...pack(rows.map((row) => blob(row["bytes"]))), earlier: earlier.seq > after ? earlier : undefined };
  }

  lastSeq(name: string): number {
    return this.#find(name)?.lastSeq ?? 0;
  }

  snapshot(name: string): Answers["snapshot"] {
    const row = this.#statements.snapshot.get(name);
    return row === undefined ? undefined : { seq: number(row["seq"]), bytes: pack([blob(row["bytes"])]).bytes };
  }

  record(kind: string, key: string): string | undefined {
    const row = this.#statements.record.get(kind, key);
    return row === undefined ? undefined : String(row["value"]);
  }

  records(kind: string, keys: readonly string[] | undefined): KeyedRecord[] {
    const rows =
      keys === undefined
        ? this.#statements.records.all(kind)
        : this.#statements.recordsNamed.all(kind, JSON.stringify(keys));
    return rows.map((row) => ({ key: String(row["key"]), value: String(row["value"]) }));
  }

  /** Changes one number: with the commit around it, proof that the disk takes a write, without needing more room. */
  prove(): void {
    this.#statements.prove.run();
  }

  /** Stores `bytes` of nothing, or (0) takes them back: proof that the disk has room to grow. */
  fill(bytes: number): void {
    if (bytes === 0) this.#statements.unfill.run();
    else this.#statements.fill.run(bytes);
  }

  #append(append: PackedAppend, bytes: ParcelReader): number {
    const known = this.#find(append.stream);
    const at = known?.lastSeq ?? 0;
    if (append.after !== undefined && append.after !== at) {
      throw new Conflict(`The stream ${append.stream} is at ${at}, not at ${append.after}.`);
    }
    if (append.lengths.length === 0) return at;
    const stream = known ?? this.#create(append.stream);
    let next = this.#nextId ?? number(this.#statements.lastLogId.get()?.["id"] ?? 0) + 1;
    for (const length of append.lengths) {
      const back = stream.lastSeq === 0 ? 0 : next - stream.lastId;
      stream.lastSeq += 1;
      stream.lastId = next++;
      this.#statements.append.run(stream.lastId, stream.id, stream.lastSeq, back, bytes.take(length));
    }
    this.#nextId = next;
    this.#statements.moveStream.run(stream.lastSeq, stream.lastId, stream.id);
    return stream.lastSeq;
  }

  #rewrite({ stream, at, lengths, snapshotLength }: PackedRewrite, bytes: ParcelReader): void {
    this.#checkAt(stream, at);
    this.#drop(stream);
    const seq = this.#append({ stream, after: 0, lengths }, bytes);
    if (snapshotLength !== undefined) this.#saveSnapshot(stream, seq, bytes.take(snapshotLength));
  }

  #find(name: string): Stream | undefined {
    const known = this.#streams.get(name);
    if (known !== undefined) return known;
    const row = this.#statements.findStream.get(name);
    if (row === undefined) return undefined;
    return this.#remember(name, {
      id: number(row["id"]),
      lastSeq: number(row["last_seq"]),
      lastId: number(row["last_id"]),
    });
  }

  #create(name: string): Stream {
    const { lastInsertRowid } = this.#statements.createStream.run(name);
    return this.#remember(name, { id: Number(lastInsertRowid), lastSeq: 0, lastId: 0 });
  }

  #remember(name: string, stream: Stream): Stream {
    if (this.#streams.size === MOST_REMEMBERED) this.#streams.clear();
    this.#streams.set(name, stream);
    return stream;
  }

  /** Puts a draft in the place of a stream. */
  #replace({ stream, at, draft }: Extract<Job, { job: "replace" }>): void {
    this.#checkAt(stream, at);
    const found = this.#find(draft);
    if (found === undefined) throw new Conflict(`What is to be the stream ${stream} is gone.`);
    this.#drop(stream);
    this.#statements.rename.run(stream, found.id);
    this.#streams.delete(draft);
  }

  #checkAt(stream: string, at: number): void {
    const stands = this.lastSeq(stream);
    if (stands !== at) throw new Conflict(`The stream ${stream} is at ${stands}, not at ${at}.`);
  }

  #drop(name: string): void {
    const stream = this.#find(name);
    if (stream === undefined) return;
    this.#streams.delete(name);
    this.dropped.drop(stream);
  }

  #saveSnapshot(name: string, seq: number, bytes: Uint8Array): void {
    const stream = this.#find(name);
    if (stream === undefined || seq > stream.lastSeq) {
      throw new Conflict(`The stream ${name} is at ${stream?.lastSeq ?? 0}, there is no fold of it up to ${seq}.`);
    }
    this.#statements.saveSnapshot.run(stream.id, seq, bytes);
  }

  #writeRecord(record: RecordWrite): void {
    switch (record.op) {
      case "create": {
        const { changes } = this.#statements.createRecord.run(record.kind, record.key, record.value);
        if (changes === 0) throw new Conflict(`The record ${record.kind} ${record.key} exists.`);
        return;
      }
      case "put":
        this.#statements.putRecord.run(record.kind, record.key, record.value);
        return;
      case "remove":
        this.#statements.removeRecord.run(record.kind, record.key);
    }
  }
}

/** Throws unless the rows are those that come after `after`. */
function checkWhole(name: string, rows: readonly Row[], after: number): void {
  if (rows.some((row, index) => row["seq"] !== after + 1 + index)) throw damaged(name, after);
}

function damaged(name: string, after: number): Error {
  return new Error(`The log of ${name} is damaged: entries after ${after} are missing.`);
}
