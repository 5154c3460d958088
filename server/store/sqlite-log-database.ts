/**
 * The statements: what a LogStore does, as SQL on one connection. Decides nothing about transactions
 * (sqlite-committer.ts wraps these calls in them) and knows nothing of threads.
 */
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import { pack } from "./byte-parcel.ts";
import type { ParcelReader } from "./byte-parcel.ts";
import type { KeyedRecord, RecordWrite } from "./log-store.ts";
import type { Answers, EntryPlace, Job, PackedAppend, PackedRewrite } from "./sqlite-log-messages.ts";

/** A write asked for something that isn't so; becomes a ConflictError on the other thread. */
export class Conflict extends Error {
  override name = "Conflict";
}

interface Stream {
  id: number;
  lastSeq: number;
  lastId: number;
}

/** A stream's entries from id ?1 back to, and not including, seq ?3; with these columns beside id, seq and back. */
const chain = (...columns: "bytes"[]) => {
  const [own, next] = ["", "log."].map((from) =>
    ["id", "seq", "back", ...columns].map((column) => from + column).join(),
  );
  return `
  WITH RECURSIVE chain (${own}) AS (
    SELECT ${own} FROM log WHERE id = ?1 AND stream = ?2
    UNION ALL
    SELECT ${next} FROM chain JOIN log ON log.id = chain.id - chain.back
    WHERE chain.back > 0 AND chain.seq > ?3 + 1 AND log.stream = ?2
  )`;
};

/** So many entries are read in one go: some ten milliseconds, in which nothing can be written. */
const PAGE_ENTRIES = 4000;

/** So many entries of a dropped log are deleted in one transaction: a few milliseconds, in which nothing else can be written. */
const DROPPED_AT_ONCE = 400;
/** How the names of logs begin that are dropped and not deleted whole yet. Nobody asks for such a name. */
const DROPPED = "\u0001dropped/";

/** So many streams are remembered at most: some 200 bytes each. */
const MOST_REMEMBERED = 4096;

export class SqliteLogDatabase {
  readonly #statements;
  /** Streams that were asked for, by name: nobody writes to the file without this being told to forget them. */
  readonly #streams = new Map<string, Stream>();
  /** The id that the next entry gets, once it is known; entries of all streams ascend together. */
  #nextId: number | undefined;

  constructor(db: DatabaseSync) {
    this.#statements = prepare(db);
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
        this.#sweep();
        return [];
      case "snapshot":
        this.#saveSnapshot(job.stream, job.seq, bytes.take(job.length));
        return [];
    }
  }

  /** Whether there are dropped logs that are not deleted whole yet: sweep. */
  get isLittered(): boolean {
    return this.#statements.dropped.get(DROPPED) !== undefined;
  }

  /** The first `limit` entries after `after`, in order; throws when the file doesn't hold what it should. */
  readSome(name: string, after: number, limit: number): Answers["readSome"] {
    const stream = this.#find(name);
    const wanted = Math.max(0, Math.min((stream?.lastSeq ?? 0) - after, limit));
    if (stream === undefined || wanted === 0) return { lengths: [], bytes: new ArrayBuffer(0) };
    const rows = this.#statements.readSome.all(stream.lastId, stream.id, after, wanted);
    checkWhole(name, rows, { after, wanted });
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
    const rows = this.#statements.readPage.all(last.id, stream.id, from).toReversed();
    if (upTo && rows.at(-1)?.["seq"] !== upTo.seq) return "gone";
    checkWhole(name, rows, { after: from, wanted: last.seq - from });
    const [first] = rows;
    const earlier = from > after ? { seq: from, id: number(first?.["id"]) - number(first?.["back"]) } : undefined;
    return { ...pack(rows.map((row) => blob(row["bytes"]))), earlier };
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
    const stands = this.lastSeq(stream);
    if (stands !== at) throw new Conflict(`The stream ${stream} is at ${stands}, not at ${at}.`);
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

  #drop(name: string): void {
    const stream = this.#find(name);
    if (stream === undefined) return;
    this.#statements.dropSnapshot.run(stream.id);
    this.#streams.delete(name);
    // A long one would hold everyone's writes: it loses its name, and the rest of it goes bit by bit.
    if (stream.lastSeq > DROPPED_AT_ONCE) this.#statements.rename.run(`${DROPPED}${stream.id}`, stream.id);
    else this.#deleteEntries(stream, 0);
  }

  /** Deletes the last entries of a dropped log, if there is one. */
  #sweep(): void {
    const row = this.#statements.dropped.get(DROPPED);
    if (row === undefined) return;
    const stream = { id: number(row["id"]), lastSeq: number(row["last_seq"]), lastId: number(row["last_id"]) };
    this.#deleteEntries(stream, Math.max(0, stream.lastSeq - DROPPED_AT_ONCE));
  }

  /** Deletes a stream's entries behind `after`; all of it when none is left. */
  #deleteEntries({ id, lastId }: Stream, after: number): void {
    const first = after > 0 ? this.#statements.firstAfter.get(lastId, id, after) : undefined;
    this.#statements.dropEntries.run(lastId, id, after);
    if (first === undefined) this.#statements.dropStream.run(id);
    else this.#statements.moveStream.run(after, number(first["id"]) - number(first["back"]), id);
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

function prepare(db: DatabaseSync) {
  return {
    begin: db.prepare("BEGIN IMMEDIATE"),
    commit: db.prepare("COMMIT"),
    lastLogId: db.prepare("SELECT max(id) AS id FROM log"),
    findStream: db.prepare("SELECT id, last_seq, last_id FROM streams WHERE name = ?"),
    createStream: db.prepare("INSERT INTO streams (name, last_seq, last_id) VALUES (?, 0, 0)"),
    moveStream: db.prepare("UPDATE streams SET last_seq = ?, last_id = ? WHERE id = ?"),
    append: db.prepare("INSERT INTO log (id, stream, seq, back, bytes) VALUES (?, ?, ?, ?, ?)"),
    readSome: db.prepare(`${chain()}
      SELECT log.seq, log.bytes FROM chain JOIN log ON log.id = chain.id ORDER BY chain.id LIMIT ?4`),
    // In the order in which they are found, which is backwards: sorting them takes as long again.
    readPage: db.prepare(`${chain("bytes")} SELECT id, seq, back, bytes FROM chain`),
    dropEntries: db.prepare(`${chain()} DELETE FROM log WHERE id IN (SELECT id FROM chain)`),
    firstAfter: db.prepare(`${chain()} SELECT id, back FROM chain ORDER BY id LIMIT 1`),
    rename: db.prepare("UPDATE streams SET name = ? WHERE id = ?"),
    // Names that begin with ?1 are those before the one that ends with the sign behind its last one, "0" behind "/".
    dropped: db.prepare(`SELECT id, last_seq, last_id FROM streams
      WHERE name > ?1 AND name < substr(?1, 1, length(?1) - 1) || '0' LIMIT 1`),
    dropSnapshot: db.prepare("DELETE FROM snapshots WHERE stream = ?"),
    dropStream: db.prepare("DELETE FROM streams WHERE id = ?"),
    saveSnapshot: db.prepare(`INSERT INTO snapshots (stream, seq, bytes) VALUES (?, ?, ?)
      ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, bytes = excluded.bytes WHERE excluded.seq >= seq`),
    snapshot: db.prepare(`SELECT snapshots.seq, snapshots.bytes FROM snapshots
      JOIN streams ON streams.id = snapshots.stream WHERE streams.name = ?`),
    record: db.prepare("SELECT value FROM records WHERE kind = ? AND key = ?"),
    records: db.prepare("SELECT key, value FROM records WHERE kind = ? ORDER BY key"),
    recordsNamed: db.prepare(`SELECT key, value FROM records
      WHERE kind = ? AND key IN (SELECT value FROM json_each(?)) ORDER BY key`),
    createRecord: db.prepare("INSERT INTO records (kind, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
    putRecord: db.prepare(`INSERT INTO records (kind, key, value) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET value = excluded.value`),
    removeRecord: db.prepare("DELETE FROM records WHERE kind = ? AND key = ?"),
    prove: db.prepare("UPDATE meta SET value = value + 1 WHERE key = 'proof'"),
    fill: db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('fill', zeroblob(?))"),
    unfill: db.prepare("DELETE FROM meta WHERE key = 'fill'"),
  } satisfies Record<string, StatementSync>;
}

/** Throws unless the rows are the `wanted` ones after `after`. */
function checkWhole(
  name: string,
  rows: readonly Record<string, SQLOutputValue>[],
  { after, wanted }: { after: number; wanted: number },
): void {
  if (rows.length !== wanted || rows.some((row, index) => row["seq"] !== after + 1 + index))
    throw new Error(`The log of ${name} is damaged: entries after ${after} are missing.`);
}

function number(value: SQLOutputValue | SQLInputValue | undefined): number {
  if (typeof value !== "number") throw new Error("The data file is damaged: a number is missing.");
  return value;
}

function blob(value: SQLOutputValue | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error("The data file is damaged: the bytes of an entry are missing.");
  return value;
}
