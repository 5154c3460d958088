/**
 * The thread that owns the database, so that a slow disk doesn't stall the event loop. While the disk is fast, small
 * commits are made there instead (direct-commits.ts), of which `hasChanged` tells. Requests are done one at a time
 * in the order they came, so a read sees every commit posted before it.
 */
import { parentPort, workerData } from "node:worker_threads";
import { StoreRefusedError } from "./log-store.ts";
import { SqliteCommitter } from "./sqlite-committer.ts";
import { connect, openDataFolder } from "./sqlite-data-folder.ts";
import { reasonOf } from "./sqlite-errors.ts";
import type { Answer, FromWorker, Job, Request, ToWorker, WorkerStart } from "./sqlite-log-messages.ts";

const port = parentPort;
if (port === null) throw new Error("sqlite-log-worker.ts runs as a worker thread only.");
const { folder, maxPages }: WorkerStart = workerData;

try {
  const { path, lock } = openDataFolder(folder);
  const committer = new SqliteCommitter(() => connect(path, { maxPages }));
  port.on("message", ({ ask, hasChanged, ...request }: ToWorker) => {
    try {
      if (hasChanged) committer.log.forget();
      const answer = answerTo(request, committer);
      if (request.type === "close") lock.release();
      post({ type: "answer", ask, answer }, buffersIn(answer));
    } catch (error) {
      post({ type: "fault", ask, message: `The store failed: ${reasonOf(error)}.` });
    }
  });
  post({ type: "opened", isLittered: committer.log.dropped.isLittered(undefined) });
} catch (error) {
  const message =
    error instanceof StoreRefusedError
      ? error.message
      : `The data folder ${folder} can't be opened: ${reasonOf(error)}.`;
  post({ type: "refused", message });
}

function answerTo(request: Request, committer: SqliteCommitter): Answer {
  switch (request.type) {
    case "commit": {
      const start = performance.now();
      const jobs = JSON.parse(request.jobs) as Job[];
      const outcomes = committer.commit(jobs, request.bytes);
      const ms = performance.now() - start;
      const isLittered = jobs.some(drops) ? committer.log.dropped.isLittered(draftIn(jobs)) : undefined;
      return { outcomes: JSON.stringify(outcomes), ms, isLittered };
    }
    case "readSome":
      return committer.log.readSome(request.stream, request.after, request.limit);
    case "readPage":
      return committer.log.readPage(request.stream, request.after, request.upTo);
    case "lastSeq":
      return committer.log.lastSeq(request.stream);
    case "snapshot":
      return committer.log.snapshot(request.stream);
    case "record":
      return committer.log.record(request.kind, request.key);
    case "records":
      return committer.log.records(request.kind, request.keys);
    case "probe":
      return { reason: committer.probe() };
    case "close":
      return committer.close() as undefined;
  }
}

/** Whether a log may be left that is dropped and not deleted whole. */
function drops(job: Job): boolean {
  if (job.job === "write") return job.drops.length + job.rewrites.length > 0;
  return job.job === "sweep" || job.job === "replace";
}

/** The draft that is being written, as far as these jobs know. */
function draftIn(jobs: readonly Job[]): string | undefined {
  return jobs.find((job) => job.job === "sweep")?.draft;
}

/** The buffers in an answer are handed over, not copied. */
function buffersIn(answer: Answer): ArrayBuffer[] {
  return typeof answer === "object" && "bytes" in answer ? [answer.bytes] : [];
}

function post(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}
