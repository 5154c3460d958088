import type { Clock } from "../clock.ts";
import type { Pushed } from "./push-post.ts";

/** At most this many are under way at once. */
const AT_ONCE = 8;
/** At most this many wait; beyond that the newest are left out. */
const MOST_WAITING = 10_000;
/** How long to wait after each failed attempt. Milliseconds. */
const RETRY_MS = [5000, 60_000];

interface Job {
  send: () => Promise<Pushed>;
  /** No attempt from then on; milliseconds since 1970. */
  until: number;
  attempts: number;
  over: () => void;
}

/** Sends what goes to devices, a few at a time, so that a slow push service holds nothing but its own. */
export class PushOutbox {
  readonly #clock: Clock;
  readonly #waiting: Job[] = [];
  /** How many are to be tried again. */
  #later = 0;
  #underWay = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether what is added now is left out. */
  get isFull(): boolean {
    return this.#waiting.length + this.#later >= MOST_WAITING;
  }

  /** Sends something soon, unless too much waits already. `send` must not reject. Resolves when it is sent, or given up. */
  async add(send: () => Promise<Pushed>, until: number): Promise<void> {
    if (!this.isFull) await new Promise<void>((over) => this.#begin({ send, until, attempts: 0, over }));
  }

  #begin(job: Job): void {
    this.#waiting.push(job);
    if (this.#underWay < AT_ONCE) void this.#work();
  }

  async #work(): Promise<void> {
    this.#underWay += 1;
    for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) {
      const isLate = this.#clock.now() >= job.until;
      job.attempts += 1;
      if (!isLate && (await job.send()) === "failed") this.#again(job);
      else job.over();
    }
    this.#underWay -= 1;
  }

  #again(job: Job): void {
    const wait = RETRY_MS[job.attempts - 1];
    if (wait === undefined) return job.over();
    this.#later += 1;
    this.#clock.after(wait, () => {
      this.#later -= 1;
      this.#begin(job);
    });
  }
}
