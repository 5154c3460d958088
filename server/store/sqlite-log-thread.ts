/** The event loop's end of one worker thread: starts it, matches answers to requests, notices when it dies. */
import { Worker } from "node:worker_threads";
import { StoreRefusedError, StoreUnavailableError } from "./log-store.ts";
import type { Answer, Answers, FromWorker, Request, WorkerStart } from "./sqlite-log-messages.ts";

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

export class SqliteLogThread {
  /** Settles (never rejects) when the thread has ended, whatever the reason. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastAsk = 0;
  #hasChanged = false;
  #isAlive = true;

  /** Resolves when the folder is open; rejects with StoreRefusedError when it can't be used. */
  static async start(data: WorkerStart): Promise<SqliteLogThread> {
    const thread = new SqliteLogThread(data);
    thread.isLittered = await thread.#opened;
    return thread;
  }

  readonly #opened: Promise<boolean>;
  /** Whether logs were dropped and not deleted whole when the folder was opened. */
  isLittered = false;

  private constructor(data: WorkerStart) {
    const worker = new Worker(new URL("../start.js", import.meta.url), {
      argv: ["store/sqlite-log-worker.ts"],
      workerData: data,
    });
    this.#worker = worker;
    let why = "The store's thread has ended.";
    worker.on("error", (error: Error) => (why = `The store's thread failed: ${error.message}`));
    this.ended = new Promise((resolve) => {
      worker.once("exit", () => {
        this.#end(why);
        resolve();
      });
    });
    this.#opened = new Promise((resolve, reject) => {
      worker.on("message", (message: FromWorker) => {
        if (message.type === "opened") resolve(message.isLittered);
        else if (message.type === "refused") reject(new StoreRefusedError(message.message));
        else this.#settle(message);
      });
      worker.once("exit", () => reject(new StoreUnavailableError(why)));
    });
  }

  /**
   * Sends a request, handing over the buffers in `transfer`. Requests are done in the order asked.
   * Rejects with an Error when the worker failed at it, with StoreUnavailableError when the thread ended first.
   */
  ask<T extends Request["type"]>(
    request: Extract<Request, { type: T }>,
    transfer: ArrayBuffer[] = [],
  ): Promise<Answers[T]> {
    if (!this.#isAlive) return Promise.reject(new StoreUnavailableError("The store's thread has ended."));
    const ask = ++this.#lastAsk;
    return new Promise((resolve, reject) => {
      // The worker answers a request with the answer of its type, see `answerTo` there.
      this.#waiting.set(ask, { resolve: resolve as (answer: Answer) => void, reject });
      this.#worker.postMessage({ ...request, ask, hasChanged: this.#hasChanged }, transfer);
      this.#hasChanged = false;
    });
  }

  /** Another connection has written: what the thread remembers of the streams doesn't hold for what is asked from now on. */
  changed(): void {
    this.#hasChanged = true;
  }

  /** Ends the thread at once, as a crash would: what it hasn't answered is rejected. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(message: Extract<FromWorker, { ask: number }>): void {
    const waiting = this.#waiting.get(message.ask);
    this.#waiting.delete(message.ask);
    if (message.type === "answer") waiting?.resolve(message.answer);
    else waiting?.reject(new Error(message.message));
  }

  #end(why: string): void {
    this.#isAlive = false;
    for (const { reject } of this.#waiting.values()) reject(new StoreUnavailableError(why));
    this.#waiting.clear();
  }
}
