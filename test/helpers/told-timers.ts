import type { Timers } from "../../server/clock.ts";

/** Time that passes when told. */
export class ToldTimers implements Timers {
  now = 0;
  #waiting: { at: number; run: () => void }[] = [];

  elapsed(): number {
    return this.now;
  }

  after(ms: number, then: () => void): () => void {
    const each = { at: this.now + ms, run: then };
    this.#waiting.push(each);
    return () => (this.#waiting = this.#waiting.filter((other) => other !== each));
  }

  soon(then: () => void): () => void {
    return this.after(0, then);
  }

  /** Lets so much time pass, with all that is due in it. */
  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const [next] = this.#waiting.toSorted((a, b) => a.at - b.at);
      if (next === undefined || next.at > until) break;
      this.now = next.at;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      next.run();
    }
    this.now = until;
  }
}
