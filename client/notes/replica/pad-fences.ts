import type { SaveEvent } from "./save-state.ts";

/** A fence that takes longer than this is worth a word. Milliseconds. */
const LATE_MS = 8000;

/** Sends a pad's fences, each behind all of a burst of edits, and says when the answer is late. */
export class PadFences {
  readonly #isNeeded: () => boolean;
  readonly #send: (k: number) => boolean;
  readonly #tell: (event: SaveEvent) => void;
  #last = 0;
  #isPlanned = false;
  #lateSoon: ReturnType<typeof setTimeout> | undefined;

  constructor(tools: { isNeeded: () => boolean; send: (k: number) => boolean; tell: (event: SaveEvent) => void }) {
    this.#isNeeded = tools.isNeeded;
    this.#send = tools.send;
    this.#tell = tools.tell;
  }

  /** After the present burst of edits, all of which the provider has sent by then. */
  plan(): void {
    if (this.#isPlanned || !this.#isNeeded()) return;
    this.#isPlanned = true;
    queueMicrotask(() => {
      this.#isPlanned = false;
      const k = this.#last + 1;
      if (!this.#isNeeded() || !this.#send(k)) return;
      this.#last = k;
      this.#tell({ type: "fence-sent", k });
      clearTimeout(this.#lateSoon);
      this.#lateSoon = setTimeout(() => this.#tell({ type: "fence-late", k }), LATE_MS);
    });
  }

  close(): void {
    clearTimeout(this.#lateSoon);
  }
}
