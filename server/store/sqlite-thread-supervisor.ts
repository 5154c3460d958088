import type { Answers, Request, WorkerStart } from "./sqlite-log-messages.ts";
import { SqliteLogThread } from "./sqlite-log-thread.ts";

type Thread =
  | { state: "open"; thread: SqliteLogThread }
  | { state: "ended" }
  | { state: "starting"; started: Promise<SqliteLogThread> };

/** The worker thread that owns the file, and another one in its place when one has died. */
export class SqliteThreadSupervisor {
  readonly #start: WorkerStart;
  readonly #onStarted: (thread: SqliteLogThread) => void;
  readonly #onEnded: () => void;
  #thread: Thread = { state: "ended" };

  /** `onStarted` hears of each thread, the first one included; `onEnded` of each that has ended. */
  constructor(tools: {
    start: WorkerStart;
    first: SqliteLogThread;
    onStarted: (thread: SqliteLogThread) => void;
    onEnded: () => void;
  }) {
    this.#start = tools.start;
    this.#onStarted = tools.onStarted;
    this.#onEnded = tools.onEnded;
    this.#adopt(tools.first);
  }

  /** The thread that is there; undefined while there is none. */
  get open(): SqliteLogThread | undefined {
    return this.#thread.state === "open" ? this.#thread.thread : undefined;
  }

  /** Posted at once while the thread is there, so that `close` can't overtake it. */
  async ask<T extends Request["type"]>(request: Extract<Request, { type: T }>): Promise<Answers[T]> {
    return this.open ? this.open.ask(request) : (await this.ready()).ask<T>(request);
  }

  /** The thread that is there, or a new one in place of one that died. Rejects when none can be started. */
  ready(): Promise<SqliteLogThread> {
    switch (this.#thread.state) {
      case "open":
        return Promise.resolve(this.#thread.thread);
      case "starting":
        return this.#thread.started;
      case "ended": {
        const started = this.#restart();
        this.#thread = { state: "starting", started };
        return started;
      }
    }
  }

  /** Ends it once it has done all that it was asked. */
  async close(): Promise<void> {
    if (this.#thread.state === "starting") await this.#thread.started.catch(() => "refused, so nothing to let go of");
    const thread = this.open;
    if (!thread) return;
    try {
      await thread.ask({ type: "close" });
    } finally {
      // The files are let go of even when closing the database failed.
      await thread.terminate();
    }
  }

  async #restart(): Promise<SqliteLogThread> {
    try {
      const thread = await SqliteLogThread.start(this.#start);
      this.#adopt(thread);
      return thread;
    } catch (error) {
      this.#thread = { state: "ended" };
      throw error;
    }
  }

  #adopt(thread: SqliteLogThread): void {
    this.#thread = { state: "open", thread };
    this.#onStarted(thread);
    void thread.ended.then(() => {
      this.#thread = { state: "ended" };
      this.#onEnded();
    });
  }
}
