/** Questions that are asked again and again: only the answer to the last one counts, whichever comes last. */
export class LatestAnswer {
  #asked = 0;

  /** The answer, or undefined when something was asked since. */
  async to<T>(ask: () => Promise<T>): Promise<T | undefined> {
    const number = (this.#asked += 1);
    const answer = await ask();
    return number === this.#asked ? answer : undefined;
  }
}
