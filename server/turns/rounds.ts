import { setImmediate } from "node:timers/promises";
import { FewAtATime } from "./few-at-a-time.ts";

/**
 * Makes costly things one after the other, each once for all who ask for the same before it is begun. Whoever asks while
 * it is being made gets the next one: what it is made of may have changed since it was begun.
 */
export class Rounds<T> {
  readonly #waiting = new Map<string, Promise<T>>();
  readonly #making = new FewAtATime(1);

  /** What `make` comes to when its turn has come. Those who ask under the same `key` must ask for the same. */
  share(key: string, make: () => Promise<T>): Promise<T> {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) return waiting;
    const made = this.#making.run(async () => {
      await setImmediate();
      this.#waiting.delete(key);
      return make();
    });
    this.#waiting.set(key, made);
    return made;
  }
}
