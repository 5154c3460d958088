/** Has so much done at a time, and what follows in a later turn of the event loop, so that others have theirs. One that fails holds none up. */
export class FewAtATime {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;

  /** `most` at a time. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Begins `work` when there is room for it; resolves or rejects as it does. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#underWay < this.#most) this.#underWay += 1;
    else await new Promise<void>((begin) => this.#waiting.push(begin));
    try {
      return await work();
    } finally {
      setImmediate(() => this.#next());
    }
  }

  #next(): void {
    const begin = this.#waiting.shift();
    if (begin === undefined) this.#underWay -= 1;
    else begin();
  }
}
