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

/** A thread, and who waits for what it was asked. */
interface Running {
  worker: Worker;
  waiting: Map<number, Waiting>;
}

export class PadPastThread {
  #running: Running | undefined;
  #lastAsk = 0;

  /** Does a job on a log, whose bytes are handed over. Rejects when the log can't be read, or the thread is ended meanwhile. */
  run<Name extends PastJobName>(
    job: Extract<PastJob, { job: Name }>,
    log: PackedLog,
  ): Promise<PastJobs[Name]["gives"]> {
    const ask = ++this.#lastAsk;
    const { worker, waiting } = (this.#running ??= this.#start());
    return new Promise((resolve, reject) => {
      // The worker answers a job with what that job gives, see doPastJob.
      waiting.set(ask, { resolve: resolve as (result: Result) => void, reject });
      worker.postMessage({ ask, job, log }, [log.bytes]);
    });
  }

  /** Ends the thread; what it was asked is rejected. Who asks from now on gets another one, however long this one takes to end. */
  async close(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.worker.terminate();
  }

  #start(): Running {
    const worker = new Worker(new URL("../../start.js", import.meta.url), { argv: ["notes/past/pad-past-worker.ts"] });
    worker.unref();
    const running: Running = { worker, waiting: new Map() };
    const { waiting } = running;
    let why = "The thread that works through logs has ended.";
    worker.on("error", (error: Error) => (why = `The thread that works through logs failed: ${error.message}`));
    worker.on("message", (answer: Answer) => {
      const asked = waiting.get(answer.ask);
      waiting.delete(answer.ask);
      if ("result" in answer) asked?.resolve(answer.result);
      else asked?.reject(new Error(answer.fault));
    });
    worker.once("exit", () => {
      if (this.#running === running) this.#running = undefined;
      for (const { reject } of waiting.values()) reject(new Error(why));
      waiting.clear();
    });
    return running;
  }
}
