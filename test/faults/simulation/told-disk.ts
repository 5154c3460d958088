import { InMemoryLogStore } from "../../helpers/in-memory-log-store.ts";
import { StoreUnavailableError, type LogStore, type Write } from "../../../server/store/log-store.ts";
import type { Chance } from "../../together/support/seeded-chance.ts";

interface Waiting {
  write: Write;
  resolve: (seqs: number[]) => void;
  reject: (error: Error) => void;
}

/**
 * A disk that keeps what it is told to keep: writes wait until they are committed or fail. When the
 * process is killed, those that wait are kept up to any point, whole ones only, and nobody is told.
 */
export class ToldDisk {
  /** What is on it, whatever becomes of the process. */
  readonly kept = new InMemoryLogStore();
  /** The last seq of each stream that is on it. */
  readonly seqs = new Map<string, number>();
  readonly #onKept: (write: Write) => void;
  #waiting: Waiting[] = [];
  #isFull = false;
  #writable = true;
  #life = 0;

  /** `onKept` hears of each write once it is on disk, before whoever asked for it does. */
  constructor(onKept: (write: Write) => void) {
    this.#onKept = onKept;
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  /** From now on writes fail, or don't. */
  becomes(state: "full" | "roomy"): void {
    this.#isFull = state === "full";
  }

  /** What a process that starts now sees of it. */
  store(): LogStore {
    const life = this.#life;
    const kept = this.kept;
    // A process that is gone is told nothing more.
    const whileAlive = <T>(work: () => Promise<T>): Promise<T> =>
      life === this.#life ? work() : new Promise<T>(() => undefined);
    const isWritable = () => this.#writable;
    return {
      write: (write) =>
        whileAlive(
          () =>
            new Promise((resolve, reject) => this.#waiting.push({ write: structuredClone(write), resolve, reject })),
        ),
      read: (stream, options) => whileAlive(() => kept.read(stream, options)),
      lastSeq: (stream) => whileAlive(() => kept.lastSeq(stream)),
      snapshot: (stream) => whileAlive(() => kept.snapshot(stream)),
      saveSnapshot: (stream, seq, bytes) => whileAlive(() => kept.saveSnapshot(stream, seq, bytes)),
      record: (kind, key) => whileAlive(() => kept.record(kind, key)),
      records: (kind, keys) => whileAlive(() => kept.records(kind, keys)),
      probe: () =>
        whileAlive(async () => {
          this.#writable = !this.#isFull;
          if (this.#isFull) throw new StoreUnavailableError("The disk is full.");
        }),
      get writable() {
        return isWritable();
      },
      readyIn: 0,
      close: () => whileAlive(async () => undefined),
    };
  }

  /** The first `count` of the writes that wait are done, or fail. */
  async commits(count = this.#waiting.length): Promise<void> {
    for (const { write, resolve, reject } of this.#waiting.splice(0, count)) {
      if (this.#isFull) {
        this.#writable = false;
        reject(new StoreUnavailableError("The disk is full."));
        continue;
      }
      try {
        const seqs = await this.#keeps(write);
        this.#writable = true;
        resolve(seqs);
      } catch (error) {
        reject(error as Error);
      }
    }
  }

  /** The process is killed. */
  async losesProcess(chance: Chance): Promise<void> {
    this.#life += 1;
    const waiting = this.#waiting.splice(0);
    const count = this.#isFull ? 0 : chance.below(waiting.length + 1);
    for (const { write } of waiting.slice(0, count))
      await this.#keeps(write).catch(() => "a conflict, which nobody will hear of");
    this.#writable = true;
  }

  async #keeps(write: Write): Promise<number[]> {
    const seqs = await this.kept.write(write);
    for (const [index, { stream }] of (write.appends ?? []).entries()) this.seqs.set(stream, seqs[index]!);
    this.#onKept(write);
    return seqs;
  }
}
