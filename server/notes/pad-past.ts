import { createHash } from "node:crypto";
import type { LogStore } from "../store/log-store.ts";
import type { LivePads } from "./live-pads.ts";
import { packedLog } from "./packed-log.ts";
import type { PackedHistory } from "./pad-past-jobs.ts";
import { PadPastThread } from "./pad-past-thread.ts";
import { padStream, restoreKind } from "./pad-seed.ts";

/** So much of what was worked out is kept in memory. Bytes. */
const KEPT_BYTES = 32 * 1024 * 1024;

/** A history, and what it was worked out from: the log's last entry, and where moments had to end. */
interface Worked {
  key: string;
  history: PackedHistory;
}

/** What somebody wants brought back: the text that the pad had when it stood at `seq`. */
interface RestoreWish {
  seq: number;
  by: string;
}

/** What pads were before: their histories, and bringing an earlier text back. */
export class PadPast {
  readonly #store: LogStore;
  readonly #pads: LivePads;
  readonly #thread: PadPastThread;
  /** By pad, the one asked for last behind the others. */
  /** Rises with each log that is rewritten: what is being worked out then isn't kept. */
  #rewritten = 0;
  readonly #kept = new Map<string, Worked>();
  readonly #working = new Map<string, { key: string; history: Promise<PackedHistory> }>();
  /** By pad and id, while they are being done. */
  readonly #restoring = new Map<string, { wish: RestoreWish; done: Promise<number | undefined> }>();

  constructor({ store, pads, thread }: { store: LogStore; pads: LivePads; thread: PadPastThread }) {
    this.#store = store;
    this.#pads = pads;
    this.#thread = thread;
    pads.onRewritten((padId) => this.#forget(padId));
  }

  /** A pad's moments, one of which ends at each of `ends`. Rejects when its log can't be read. */
  async historyOf(padId: string, ends: readonly number[]): Promise<PackedHistory> {
    // What isn't in the log yet is nobody's business, so the log alone says whether there is news.
    const key = JSON.stringify([await this.#store.lastSeq(padStream(padId)), ends]);
    const kept = this.#kept.get(padId);
    if (kept?.key === key) {
      this.#keep(padId, kept);
      return kept.history;
    }
    const working = this.#working.get(padId);
    if (working?.key === key) return working.history;
    if (working) {
      // One at a time for each pad, so that those who ask while somebody types share the next one.
      await working.history.catch(() => "whoever asked for it hears of it");
      return this.historyOf(padId, ends);
    }
    const history = this.#workOut(padId, { key, ends }).finally(() => this.#working.delete(padId));
    this.#working.set(padId, { key, history });
    return history;
  }

  /**
   * Brings back the text that the pad had when it stood at `seq`, as an edit by `by`. The same id from the same person
   * does so once. Resolves with where the pad stands then. Rejects with StoreUnavailableError when it can't be stored.
   */
  async restore(
    padId: string,
    { id, ...wish }: RestoreWish & { id: string },
  ): Promise<{ seq: number } | "unknown-moment" | "id-taken"> {
    const stored = await this.#store.record(restoreKind(padId), id);
    const running = this.#restoring.get(`${padId}/${id}`);
    const before = running?.wish ?? (stored === undefined ? undefined : (JSON.parse(stored) as RestoreWish));
    if (before && (before.seq !== wish.seq || before.by !== wish.by)) return "id-taken";
    if (before && !running) return { seq: (await this.#pads.writingsOf(padId)).seq };
    const seq = await (running?.done ?? this.#restoreOnce(padId, id, wish));
    return seq === undefined ? "unknown-moment" : { seq };
  }

  #restoreOnce(padId: string, id: string, wish: RestoreWish): Promise<number | undefined> {
    const key = `${padId}/${id}`;
    const done = this.#bringBack(padId, id, wish).finally(() => this.#restoring.delete(key));
    this.#restoring.set(key, { wish, done });
    return done;
  }

  async #bringBack(padId: string, id: string, wish: RestoreWish): Promise<number | undefined> {
    const log = await packedLog(this.#store, padId);
    const target = await this.#thread.run({ job: "textAt", seq: wish.seq }, log);
    if (target === undefined) return undefined;
    // Not by chance, so that it needs none; who has it already keeps it, and the next one is taken.
    const client = createHash("sha256").update(`${padId}/${id}`).digest().readUInt32BE(0);
    const record = { op: "put" as const, kind: restoreKind(padId), key: id, value: JSON.stringify(wish) };
    return this.#pads.rewrite(padId, { personId: wish.by, target, client, record });
  }

  async #workOut(padId: string, { key, ends }: { key: string; ends: readonly number[] }): Promise<PackedHistory> {
    const before = this.#rewritten;
    const log = await packedLog(this.#store, padId);
    const history = await this.#thread.run({ job: "history", ends: [...ends] }, log);
    if (before === this.#rewritten) this.#keep(padId, { key, history });
    return history;
  }

  /** A rewritten log is numbered anew: what was worked out from the old one says nothing about it. */
  #forget(padId: string): void {
    this.#rewritten += 1;
    this.#kept.delete(padId);
  }

  #keep(padId: string, worked: Worked): void {
    this.#kept.delete(padId);
    this.#kept.set(padId, worked);
    let bytes = 0;
    for (const [id, { history }] of [...this.#kept].toReversed()) {
      bytes += history.moments.byteLength;
      if (bytes > KEPT_BYTES && id !== padId) this.#kept.delete(id);
    }
  }
}
