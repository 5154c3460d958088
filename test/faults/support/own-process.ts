/** A module of this folder in a process of its own, that is asked and answers: what it does holds up nothing that is measured in another one. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Run } from "./figure.ts";

/** Runs what was compiled before, as it does for the server. */
const START = fileURLToPath(new URL("../../../server/start.js", import.meta.url));

export class OwnProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #isLeaving = false;

  /** Starts a module of this folder, which calls `answerEach`. It ends with the run at the latest. */
  constructor({ ends }: Run, file: string) {
    this.#child = fork(START, [new URL(file, import.meta.url).href], { execArgv: [] });
    this.#ended = once(this.#child, "exit").then(([code]) => {
      if (!this.#isLeaving) throw new Error(`${file} ended with ${code}`);
    });
    // It is awaited only where an answer is.
    this.#ended.catch(() => undefined);
    ends.defer(() => this.end());
  }

  /** Resolves with its answer; rejects when it has ended instead. One question at a time. */
  async ask<Answer>(question: unknown): Promise<Answer> {
    const answered = once(this.#child, "message");
    this.#child.send(question as object);
    const answer = await Promise.race([answered, this.#ended]);
    return (answer as [Answer])[0];
  }

  /** Resolves when it has ended. */
  end(): Promise<void> {
    if (!this.#isLeaving && this.#child.connected) {
      this.#isLeaving = true;
      this.#child.disconnect();
    }
    return this.#ended;
  }
}

/** In the process itself: answers what is asked, one after the other, and ends when nobody can ask any more. */
export function answerEach<Question>(answer: (question: Question) => unknown): void {
  process.on("message", async (question) => {
    const found = await answer(question as Question);
    process.send!(found ?? null);
  });
  process.once("disconnect", () => process.exit());
}
