/**
 * Rewrites logs in parts, each of them a commit with a pause behind it, so that a large one doesn't hold what others
 * write. It is written as a draft, a stream that nobody asks for, and one small last commit puts that in its place: whole
 * or not at all, whatever ends it before.
 */
import { randomUUID } from "node:crypto";
import type { Rewrite, Write } from "./log-store.ts";
import { DROPPED, writeJob, type Job } from "./sqlite-log-messages.ts";

/** A part has so many bytes at most, or is a single entry, and so many entries: a few milliseconds. */
const PART_BYTES = 256 * 1024;
const PART_ENTRIES = 1000;
/** The pause between two parts, in which everyone else writes. */
const PAUSE_MS = 10;

/** What a write consists of, if that is one rewrite of more than a part. */
export function largeRewrite({ rewrites = [], appends = [], records = [], drops = [] }: Write): Rewrite | undefined {
  const [rewrite] = rewrites;
  if (rewrite === undefined || rewrites.length + appends.length + records.length + drops.length > 1) return undefined;
  const bytes = rewrite.entries.reduce((sum, { length }) => sum + length, rewrite.snapshot?.length ?? 0);
  return bytes > PART_BYTES || rewrite.entries.length > PART_ENTRIES ? rewrite : undefined;
}

export class StagedRewrites {
  readonly #store: (job: Job, bytes: readonly Uint8Array[]) => Promise<unknown>;
  readonly #pause: (ms: number) => Promise<void>;
  readonly #onLeft: () => void;
  /** Resolves when none is under way: one after the other, so that only one part is in a commit. */
  #tail: Promise<void> = Promise.resolve();
  #draft: string | undefined;

  /**
   * `store` commits a job with its bytes; `onLeft` hears that there may be a draft, or what was in its place, to be
   * deleted as what was dropped.
   */
  constructor(tools: {
    store: (job: Job, bytes: readonly Uint8Array[]) => Promise<unknown>;
    pause: (ms: number) => Promise<void>;
    onLeft: () => void;
  }) {
    this.#store = tools.store;
    this.#pause = tools.pause;
    this.#onLeft = tools.onLeft;
  }

  /** The draft that is being written. */
  get draft(): string | undefined {
    return this.#draft;
  }

  /** Resolves when it is stored. Rejects as `store` does, or with the signal's reason, and nothing is stored then. */
  rewrite(rewrite: Rewrite, signal: AbortSignal | undefined): Promise<void> {
    const done = this.#tail.then(() => this.#rewriteNow(rewrite, signal));
    // Whoever asked for it hears how it went; the next one only waits for its end.
    this.#tail = done.catch(() => undefined);
    return done;
  }

  async #rewriteNow(rewrite: Rewrite, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const draft = `${DROPPED}draft ${randomUUID()}`;
    this.#draft = draft;
    try {
      for (const { job, bytes } of partsOf(rewrite, draft)) {
        await this.#store(job, bytes);
        await this.#pause(PAUSE_MS);
        signal?.throwIfAborted();
      }
      await this.#store({ job: "replace", stream: rewrite.stream, at: rewrite.at, draft }, []);
    } finally {
      this.#draft = undefined;
      this.#onLeft();
    }
  }
}

/** What makes a draft of a rewrite: its entries, part by part, then its snapshot. */
function* partsOf({ entries, snapshot }: Rewrite, stream: string): Generator<ReturnType<typeof writeJob>> {
  let [part, bytes, after]: [Uint8Array[], number, number] = [[], 0, 0];
  for (const entry of entries) {
    if (part.length === PART_ENTRIES || (part.length > 0 && bytes + entry.length > PART_BYTES)) {
      yield writeJob({ appends: [{ stream, after, entries: part }] });
      [part, bytes, after] = [[], 0, after + part.length];
    }
    part.push(entry);
    bytes += entry.length;
  }
  yield writeJob({ appends: [{ stream, after, entries: part }] });
  if (snapshot)
    yield { job: { job: "snapshot", stream, seq: entries.length, length: snapshot.length }, bytes: [snapshot] };
}
