import type { WatchAnswer } from "../../shared/protocol/changes.ts";

/** A question that took too long, or that the server can't answer now, is asked again after this. Milliseconds. */
const RETRY_MS = 2000;

export interface WatchTurnsTools {
  /** Asks what has changed since where the replica stands. Rejects when the answer is lost or takes too long. */
  ask(): Promise<WatchAnswer>;
  /** Takes the answer; says whether the question must be asked anew: at once, as it doesn't fit, or in a while. */
  take(answer: WatchAnswer): "taken" | "ask-again" | "ask-later";
  clock: { after(ms: number, run: () => void): () => void };
}

/**
 * One question at a time to the server about what has changed. Whoever wants to ask meanwhile asks after the answer,
 * and news that come meanwhile wait for it: they follow it, but it takes effect a turn later than they would.
 */
export class WatchTurns {
  readonly #tools: WatchTurnsTools;
  #isConnected = false;
  #isAsking = false;
  #again = false;
  #waiting: (() => void)[] = [];
  #isClosed = false;
  #callOff: () => void = () => undefined;

  constructor(tools: WatchTurnsTools) {
    this.#tools = tools;
  }

  /** Whether there is a connection to ask on. */
  get isConnected(): boolean {
    return this.#isConnected;
  }

  connected(): void {
    this.#isConnected = true;
    void this.ask();
  }

  disconnected(): void {
    this.#isConnected = false;
    this.#waiting = [];
  }

  /** Takes news at once, or behind the answer that is under way. */
  inOrder(news: () => void): void {
    if (this.#isAsking) this.#waiting.push(news);
    else news();
  }

  async ask(): Promise<void> {
    if (this.#isAsking) {
      this.#again = true;
      return;
    }
    this.#isAsking = true;
    this.#again = false;
    try {
      const answer = await this.#tools.ask();
      const outcome = this.#isClosed ? "taken" : this.#tools.take(answer);
      if (outcome === "ask-again") this.#again = true;
      if (outcome === "ask-later") this.#askLater();
    } catch {
      // Lost on the way: `connected` comes again, if it hasn't. Still connected: the answer took too long.
      if (!this.#again) this.#askLater();
    } finally {
      this.#isAsking = false;
      for (const news of this.#waiting.splice(0)) news();
      if (this.#again && this.#mayAsk) void this.ask();
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#callOff();
  }

  #askLater(): void {
    if (!this.#mayAsk) return;
    this.#callOff();
    this.#callOff = this.#tools.clock.after(RETRY_MS, () => this.#isConnected && void this.ask());
  }

  get #mayAsk(): boolean {
    return this.#isConnected && !this.#isClosed;
  }
}
