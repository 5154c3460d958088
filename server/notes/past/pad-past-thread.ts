/** The event loop's end of the thread in which long logs are worked through: starts it when needed, matches answers to asks. */
import { Worker } from "node:worker_threads";
import type { PackedLog } from "./packed-log.ts";
import type { PastJob, PastJobName, PastJobs } from "./pad-past-jobs.ts";

type Result = PastJobs[PastJobName]["gives"];
type Answer = { ask: number } & ({ result: Result } | { fault: string });

interface Waiting {
  resolve(result: Result): void;
  reject(error: Error): void;
}

export class PadPastThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastAsk = 0;

  /** Does a job on a log, whose bytes are handed over. Rejects when the log can't be read, or the thread has ended. */
  run<Name extends PastJobName>(
    job: Extract<PastJob, { job: Name }>,
    log: PackedLog,
  ): Promise<PastJobs[Name]["gives"]> {
    const ask = ++this.#lastAsk;
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      // The worker answers a job with what that job gives, see doPastJob.
      this.#waiting.set(ask, { resolve: resolve as (result: Result) => void, reject });
      worker.postMessage({ ask, job, log }, [log.bytes]);
    });
  }

  /** Ends the thread; what it was asked is rejected. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL("../../start.js", import.meta.url), { argv: ["notes/past/pad-past-worker.ts"] });
    worker.unref();
    let why = "The thread that works through logs has ended.";
    worker.on("error", (error: Error) => (why = `The thread that works through logs failed: ${error.message}`));
    worker.on("message", (answer: Answer) => {
      const waiting = this.#waiting.get(answer.ask);
      this.#waiting.delete(answer.ask);
      if ("result" in answer) waiting?.resolve(answer.result);
      else waiting?.reject(new Error(answer.fault));
    });
    worker.once("exit", () => {
      this.#worker = undefined;
      for (const { reject } of this.#waiting.values()) reject(new Error(why));
      this.#waiting.clear();
    });
    return worker;
  }
}
