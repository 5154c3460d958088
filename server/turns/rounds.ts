import { setImmediate } from "node:timers/promises";

/**
 * Makes costly things one after the other, each once for all who ask for the same before it is begun. Whoever asks while
 * it is being made gets the next one: what it is made of may have changed since it was begun.
 */
export class Rounds<T> {
  readonly #waiting = new Map<string, Promise<T>>();
  #last: Promise<unknown> = Promise.resolve();

  /** What `make` comes to when its turn has come. Those who ask under the same `key` must ask for the same. */
  share(key: string, make: () => Promise<T>): Promise<T> {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) return waiting;
    const made = this.#last
      .then(() => setImmediate())
      .then(() => {
        this.#waiting.delete(key);
        return make();
      });
    this.#waiting.set(key, made);
    // Whoever asked hears of a fault; whoever comes next has their own turn.
    this.#last = made.catch(() => undefined);
    return made;
  }
}
