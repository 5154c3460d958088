import { createHash } from "node:crypto";
import type { LogStore } from "../../store/log-store.ts";
import type { LivePads } from "../live-pads.ts";
import { packedLog } from "./packed-log.ts";
import type { PackedHistory, PastJob, PastJobName, PastJobs } from "./pad-past-jobs.ts";
import { PadPastThread } from "./pad-past-thread.ts";
import type { Rewritten } from "./pad-rewrites.ts";
import { padStream, restoreKind } from "../text/pad-seed.ts";

/** At most this much of what was worked out is kept in memory. Bytes. */
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
  /** Rises with each log that is replaced: what is being worked out then isn't kept. */
  #replaced = 0;
  /** One log is worked through after the other, so that only one is in memory. */
  #turn: Promise<void> = Promise.resolve();
  readonly #kept = new Map<string, Worked>();
  readonly #working = new Map<string, { key: string; history: Promise<PackedHistory> }>();
  /** By pad and id, while they are being done. */
  readonly #restoring = new Map<string, { wish: RestoreWish; done: Promise<Rewritten> }>();

  constructor({ store, pads, thread }: { store: LogStore; pads: LivePads; thread: PadPastThread }) {
    this.#store = store;
    this.#pads = pads;
    this.#thread = thread;
    pads.onReplaced((padId) => this.#forget(padId));
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
   * Brings back the text that the pad had when it stood at `seq`, as edits by `by`. The same id from the same person
   * does so once; when the server has ended on the way, it does what was left. Resolves with where the pad stands then, or
   * why not: "refused" when they may not write in it. Rejects with StoreUnavailableError when it can't be stored.
   */
  async restore(
    padId: string,
    { id, ...wish }: RestoreWish & { id: string },
  ): Promise<{ seq: number } | "id-taken" | Exclude<Rewritten, number>> {
    const stored = await this.#store.record(restoreKind(padId), id);
    const running = this.#restoring.get(`${padId}/${id}`);
    const before = running?.wish ?? (stored === undefined ? undefined : (JSON.parse(stored) as RestoreWish));
    if (before && (before.seq !== wish.seq || before.by !== wish.by)) return "id-taken";
    if (before && !running) return { seq: (await this.#pads.contents.writingsOf(padId)).seq };
    const done = await (running?.done ?? this.#restoreOnce(padId, id, wish));
    return typeof done === "number" ? { seq: done } : done;
  }

  #restoreOnce(padId: string, id: string, wish: RestoreWish): Promise<Rewritten> {
    const key = `${padId}/${id}`;
    const done = this.#bringBack(padId, id, wish).finally(() => this.#restoring.delete(key));
    this.#restoring.set(key, { wish, done });
    return done;
  }

  #bringBack(padId: string, id: string, { seq, by }: RestoreWish): Promise<Rewritten> {
    return this.#pads.rewrite(padId, {
      personId: by,
      // Not by chance, so that it needs none; who has it already keeps it, and the next one is taken.
      client: createHash("sha256").update(`${padId}/${id}`).digest().readUInt32BE(0),
      record: { op: "put", kind: restoreKind(padId), key: id, value: JSON.stringify({ seq, by }) },
      changesOf: async (text) => (await this.#work(padId, { job: "changesTo", seq, text })) ?? "unknown-moment",
    });
  }

  async #workOut(padId: string, { key, ends }: { key: string; ends: readonly number[] }): Promise<PackedHistory> {
    const before = this.#replaced;
    const history = await this.#work(padId, { job: "history", ends: [...ends] });
    if (before === this.#replaced) this.#keep(padId, { key, history });
    return history;
  }

  #work<Name extends PastJobName>(
    padId: string,
    job: Extract<PastJob, { job: Name }>,
  ): Promise<PastJobs[Name]["gives"]> {
    const work = this.#turn.then(async () => this.#thread.run<Name>(job, await packedLog(this.#store, padId)));
    // Whoever asked for it hears how it went; the next one only waits for its end.
    const ended = () => undefined;
    this.#turn = work.then(ended, ended);
    return work;
  }

  /** A log drawn together is numbered anew: what was worked out from the old one says nothing about it. */
  #forget(padId: string): void {
    this.#replaced += 1;
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
