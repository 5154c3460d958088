/** Whoever wants to hear of a change, told at once, or once for messages that belong together. */
export class BatchedListeners {
  readonly #after: (ms: number, run: () => void) => () => void;
  readonly #listeners = new Set<() => void>();
  #callOff: (() => void) | undefined;

  constructor(after: (ms: number, run: () => void) => () => void) {
    this.#after = after;
  }

  /** Returns how to stop. */
  add(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    for (const listener of this.#listeners) listener();
  }

  /** After the messages that are there by now: changes, one's own part, an answer. */
  tellTogether(): void {
    this.#callOff ??= this.#after(0, () => this.tell());
  }

  clear(): void {
    this.#listeners.clear();
  }
}
