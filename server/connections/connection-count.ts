/** Who has too many connections may try again after so many seconds. */
export const CONNECTIONS_RETRY_S = 10;

/** How many connections each address has open, and whether one more is too many. */
export class ConnectionCount {
  readonly #most: number;
  readonly #open = new Map<string, number>();

  /** `most` connections an address. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Whether this address has as many as it may have. */
  isFull(address: string): boolean {
    return (this.#open.get(address) ?? 0) >= this.#most;
  }

  /** One more from this address. Returns what to call, once or more often, when it has ended. */
  enter(address: string): () => void {
    this.#open.set(address, (this.#open.get(address) ?? 0) + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      const left = (this.#open.get(address) ?? 0) - 1;
      if (left > 0) this.#open.set(address, left);
      else this.#open.delete(address);
    };
  }
}
