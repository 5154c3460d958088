/** The pause between two deletions of what was dropped, in which everyone else writes. */
const SWEEP_MS = 40;
/** And so long when that has failed. */
const SWEEP_AGAIN_MS = 1000;

/** Has logs that were dropped deleted bit by bit until nothing of them is left, however long the disk is full meanwhile. */
export class LogSweeper {
  readonly #tools: SweeperTools;
  /** Logs were dropped and are not deleted whole. */
  #isLittered = false;
  #isSweeping = false;

  constructor(tools: SweeperTools) {
    this.#tools = tools;
  }

  /** Whether dropped logs are left, as was just found. */
  found(isLittered: boolean): void {
    this.#isLittered = isLittered;
    if (!isLittered || this.#isSweeping) return;
    this.#isSweeping = true;
    this.#sweep().catch(() => "closing, so the next start goes on with it");
  }

  async #sweep(): Promise<void> {
    const { sweep, draft: draftNow, pause } = this.#tools;
    let wait = SWEEP_MS;
    try {
      while (this.#isLittered) {
        await pause(wait);
        const draft = draftNow();
        wait = await sweep(draft).then(
          () => SWEEP_MS,
          () => SWEEP_AGAIN_MS,
        );
        // What was left out may have been given up meanwhile.
        if (draft !== draftNow()) this.#isLittered = true;
      }
    } finally {
      this.#isSweeping = false;
    }
  }
}

interface SweeperTools {
  /** Deletes some, but for the draft. */
  sweep: (draft: string | undefined) => Promise<unknown>;
  /** The log that is being written to take another one's place. */
  draft: () => string | undefined;
  /** Resolves after so many milliseconds; rejects when the store is being closed. */
  pause: (ms: number) => Promise<unknown>;
}
