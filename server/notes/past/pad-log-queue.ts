import type { Timers } from "../../clock.ts";
import { PadPastThread } from "./pad-past-thread.ts";

/** The thread ends when nothing has been asked of it for so long: it takes memory, and starting it takes time. */
const LINGER_MS = 10_000;

/**
 * Work on whole logs that nobody waits for, one after the other, in a thread of its own. So nothing is made out of a log
 * while it is rewritten.
 */
export class PadLogQueue {
  readonly #timers: Timers;
  readonly #thread = new PadPastThread();
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;
  #callOff: (() => void) | undefined;
  #isClosed = false;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Does this once its turn has come. Resolves, or rejects, as `work` does, and resolves when the queue has been closed. */
  add(work: (thread: PadPastThread) => Promise<void>): Promise<void> {
    this.#callOff?.();
    this.#waiting += 1;
    const done = this.#tail.then(() => this.#do(work));
    const ended = () => this.#done();
    // Whoever asked for it hears how it went; the next one only waits for its end.
    this.#tail = done.then(ended, ended);
    return done;
  }

  /** Resolves when nothing is left to do. */
  async settled(): Promise<void> {
    await this.#tail;
  }

  /** Ends the thread, and what it is at with it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#callOff?.();
    await this.#thread.close();
    await this.#tail;
  }

  async #do(work: (thread: PadPastThread) => Promise<void>): Promise<void> {
    if (this.#isClosed) return;
    try {
      await work(this.#thread);
    } catch (error) {
      // Its thread was ended, as it should be; the log is as it was.
      if (!this.#isClosed) throw error;
    }
  }

  #done(): void {
    this.#waiting -= 1;
    if (this.#waiting > 0 || this.#isClosed) return;
    this.#callOff = this.#timers.after(LINGER_MS, () => void this.#thread.close());
  }
}
