/**
 * A LogStore that keeps everything in memory, for tests: the same promises except durability, and
 * it can be told to fail its writes or to hold them.
 */
import { Buffer } from "node:buffer";
import { ConflictError, StoreUnavailableError } from "../../server/store/log-store.ts";
import type { KeyedRecord, LogStore, RecordWrite, Snapshot, StoredEntry, Write } from "../../server/store/log-store.ts";

/** Values by kind and key; undefined in a draft means removed. */
type Records<Value> = Map<string, Map<string, Value>>;

export class InMemoryLogStore implements LogStore {
  readonly #streams = new Map<string, Uint8Array[]>();
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #records: Records<string> = new Map();
  #writable = true;
  #isClosed = false;
  #failing: { reason: string; times: number } | undefined;
  #held: PromiseWithResolvers<void> | undefined;
  /** Resolves when every write asked for so far has been done. */
  #tail: Promise<unknown> = Promise.resolve();

  get writable(): boolean {
    return this.#writable && !this.#isClosed;
  }

  get readyIn(): number {
    return 0;
  }

  /**
   * From now on every write, or the next `times`, fails with StoreUnavailableError and this reason; undefined lets them
   * succeed again.
   */
  failWrites(reason: string | undefined, times = Infinity): void {
    this.#failing = reason === undefined ? undefined : { reason, times };
  }

  /** From now on writes wait, in their order, until `release`. */
  hold(): void {
    this.#held ??= Promise.withResolvers<void>();
  }

  /** Lets the held writes through. */
  release(): void {
    this.#held?.resolve();
    this.#held = undefined;
  }

  write(write: Write, { signal }: { signal?: AbortSignal } = {}): Promise<number[]> {
    const copy = structuredClone(write);
    return this.#inTurn(() => {
      signal?.throwIfAborted();
      return this.#store(copy);
    });
  }

  saveSnapshot(stream: string, seq: number, bytes: Uint8Array): Promise<void> {
    const copy = bytes.slice();
    return this.#inTurn(() => {
      const at = this.#streams.get(stream)?.length ?? 0;
      if (at === 0 || seq > at) throw new ConflictError(`The stream ${stream} is at ${at}, not yet at ${seq}.`);
      if (seq >= (this.#snapshots.get(stream)?.seq ?? 0)) this.#snapshots.set(stream, { seq, bytes: copy });
    });
  }

  async read(stream: string, options: { after?: number; limit?: number } = {}): Promise<StoredEntry[]> {
    this.#checkOpen();
    const after = Math.max(0, options.after ?? 0);
    const entries = this.#streams.get(stream) ?? [];
    const end = options.limit === undefined ? entries.length : after + Math.max(0, options.limit);
    return entries.slice(after, end).map((bytes, index) => ({ seq: after + 1 + index, bytes: bytes.slice() }));
  }

  async lastSeq(stream: string): Promise<number> {
    this.#checkOpen();
    return this.#streams.get(stream)?.length ?? 0;
  }

  async snapshot(stream: string): Promise<Snapshot | undefined> {
    this.#checkOpen();
    const found = this.#snapshots.get(stream);
    return found && { seq: found.seq, bytes: found.bytes.slice() };
  }

  async record(kind: string, key: string): Promise<string | undefined> {
    this.#checkOpen();
    return this.#records.get(kind)?.get(key);
  }

  async records(kind: string, keys?: readonly string[]): Promise<KeyedRecord[]> {
    this.#checkOpen();
    const named = keys && new Set(keys);
    return [...(this.#records.get(kind) ?? [])]
      .filter(([key]) => named === undefined || named.has(key))
      .map(([key, value]) => ({ key, value }))
      .toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  }

  probe(): Promise<void> {
    return this.#inTurn(() => {});
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#tail;
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new StoreUnavailableError("The store is closed.");
  }

  async #inTurn<T>(work: () => T): Promise<T> {
    this.#checkOpen();
    const done = this.#tail.then(async () => {
      while (this.#held !== undefined) await this.#held.promise;
      if (this.#failing !== undefined) {
        const { reason, times } = this.#failing;
        this.failWrites(times > 1 ? reason : undefined, times - 1);
        this.#writable = false;
        throw new StoreUnavailableError(reason);
      }
      const result = work();
      this.#writable = true;
      return result;
    });
    this.#tail = done.catch(() => "the next write doesn't care how this one went");
    return done;
  }

  /** Drafts the whole write first, so that a conflict leaves nothing of it behind. */
  #store({ appends = [], rewrites = [], records = [], drops = [] }: Write): number[] {
    const dropped = new Set(drops);
    const appended = new Map<string, Uint8Array[]>();
    for (const { stream, at, entries } of rewrites) {
      const stands = dropped.has(stream) ? 0 : (this.#streams.get(stream)?.length ?? 0);
      if (at !== stands) throw new ConflictError(`The stream ${stream} is at ${stands}, not at ${at}.`);
      dropped.add(stream);
      appended.set(stream, [...entries]);
    }
    const seqs = appends.map(({ stream, entries, after }) => {
      const draft = appended.get(stream) ?? [];
      const at = (dropped.has(stream) ? 0 : (this.#streams.get(stream)?.length ?? 0)) + draft.length;
      if (after !== undefined && after !== at) {
        throw new ConflictError(`The stream ${stream} is at ${at}, not at ${after}.`);
      }
      for (const entry of entries) draft.push(entry);
      appended.set(stream, draft);
      return at + entries.length;
    });
    const changed = this.#draftRecords(records);
    for (const stream of dropped) {
      this.#streams.delete(stream);
      this.#snapshots.delete(stream);
    }
    // One by one: so many arguments as a long log has entries are too many for one call.
    for (const [stream, entries] of appended) for (const entry of entries) inner(this.#streams, stream, []).push(entry);
    for (const { stream, entries, snapshot } of rewrites)
      if (snapshot) this.#snapshots.set(stream, { seq: entries.length, bytes: snapshot });
    for (const [kind, values] of changed) {
      const stored = inner(this.#records, kind, new Map<string, string>());
      for (const [key, value] of values) {
        if (value === undefined) stored.delete(key);
        else stored.set(key, value);
      }
    }
    return seqs;
  }

  #draftRecords(records: readonly RecordWrite[]): Records<string | undefined> {
    const draft: Records<string | undefined> = new Map();
    for (const record of records) {
      const { op, kind, key } = record;
      const values = inner(draft, kind, new Map<string, string | undefined>());
      const current = values.has(key) ? values.get(key) : this.#records.get(kind)?.get(key);
      if (op === "create" && current !== undefined) throw new ConflictError(`The record ${kind} ${key} exists.`);
      values.set(key, op === "remove" ? undefined : record.value);
    }
    return draft;
  }
}

/** The value of `key`, which is set to `fresh` when there is none yet. */
function inner<Value>(map: Map<string, Value>, key: string, fresh: Value): Value {
  const value = map.get(key) ?? fresh;
  map.set(key, value);
  return value;
}
