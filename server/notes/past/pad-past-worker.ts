/** The thread in which long logs are worked through, so that nobody who writes waits for it. One job after another. */
import { parentPort } from "node:worker_threads";
import type { PackedLog } from "./packed-log.ts";
import { yieldToOthers } from "../../turns/thread-priority.ts";
import { buffersIn, doPastJob, type PastJob } from "./pad-past-jobs.ts";

const port = parentPort;
if (port === null) throw new Error("pad-past-worker.ts runs as a worker thread only.");

yieldToOthers();
port.on("message", ({ ask, job, log }: { ask: number; job: PastJob; log: PackedLog }) => {
  doPastJob(job, log).then(
    (result) => port.postMessage({ ask, result }, buffersIn(result)),
    (error: unknown) => port.postMessage({ ask, fault: error instanceof Error ? error.message : String(error) }),
  );
});
