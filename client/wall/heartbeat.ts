/** How often the server is asked whether it is there. Milliseconds. */
export const BEAT_MS = 10_000;
/** How often while it is out of reach. Milliseconds. */
const LOST_BEAT_MS = 2000;
/** How long one answer may take. Milliseconds. */
const PATIENCE_MS = 5000;
/** After this long without an answer the server is out of reach, whoever says otherwise. Milliseconds. */
const SILENCE_MS = BEAT_MS + PATIENCE_MS + 5000;
/** A page that is still the old one after a reload tries again this much later. Milliseconds. */
const RELOAD_AGAIN_MS = 600_000;

export interface HeartbeatTools {
  /** Asks the server for its time and build. */
  hello(patienceMs: number): Promise<{ now: string; build: string | null } | { problem: unknown }>;
  /** The build of this page; null when it doesn't know. */
  build: string | null;
  /** The device's clock, milliseconds since 1970. */
  now(): number;
  after(ms: number, run: () => void): () => void;
  /** Loads the page anew. */
  reload(): void;
  /** When the page was last loaded anew for another build, milliseconds since 1970; kept over reloads. */
  reloadedAt: { read(): number; write(at: number): void };
  /** Hears each time that the server is there, and whether it was out of reach before. */
  heard(wasLost: boolean): void;
}

/**
 * Keeps a page that nobody looks after in touch with the server: sets its clock by the server's, knows since when
 * it has heard nothing, and loads the page anew once the server has another build. Holds a few numbers, however
 * long it runs.
 */
export class Heartbeat {
  readonly #tools: HeartbeatTools;
  #offsetMs = 0;
  /** The device's clock at the last answer; the page itself came from the server just now, or from this device. */
  #heardAt: number | undefined;
  #isLost = false;
  #isAsking = false;
  #isClosed = false;
  #callOff: () => void = () => undefined;

  constructor(tools: HeartbeatTools) {
    this.#tools = tools;
    void this.ask();
  }

  /** The server's time, as well as it is known. Milliseconds since 1970. */
  now(): number {
    return this.#tools.now() + this.#offsetMs;
  }

  /** When the server was last heard, in its time, if it is out of reach; 0: never. Undefined: it is in reach. */
  get lostAt(): number | undefined {
    const isSilent = this.#heardAt !== undefined && this.#tools.now() - this.#heardAt > SILENCE_MS;
    if (!this.#isLost && !isSilent) return undefined;
    return this.#heardAt === undefined ? 0 : this.#heardAt + this.#offsetMs;
  }

  /** Asks now, and then again and again. */
  async ask(): Promise<void> {
    if (this.#isAsking || this.#isClosed) return;
    this.#isAsking = true;
    this.#callOff();
    const askedAt = this.#tools.now();
    const answer = await this.#tools.hello(PATIENCE_MS);
    this.#isAsking = false;
    if (this.#isClosed) return;
    if ("problem" in answer) this.#isLost = true;
    else this.#heard(askedAt, answer);
    this.#callOff = this.#tools.after(this.#isLost ? LOST_BEAT_MS : BEAT_MS, () => void this.ask());
  }

  close(): void {
    this.#isClosed = true;
    this.#callOff();
  }

  #heard(askedAt: number, { now, build }: { now: string; build: string | null }): void {
    const heardAt = this.#tools.now();
    const wasLost = this.lostAt !== undefined;
    // The answer was true half way back; an answer that took long, or over which the clock was set, says little.
    const tripMs = heardAt - askedAt;
    if (tripMs >= 0 && tripMs <= PATIENCE_MS) this.#offsetMs = Date.parse(now) + tripMs / 2 - heardAt;
    this.#heardAt = heardAt;
    this.#isLost = false;
    if (this.#isOutdated(build)) {
      this.#tools.reloadedAt.write(heardAt);
      this.#tools.reload();
    } else this.#tools.heard(wasLost);
  }

  #isOutdated(build: string | null): boolean {
    const { build: own, reloadedAt, now } = this.#tools;
    if (own === null || build === null || own === build) return false;
    return Math.abs(now() - reloadedAt.read()) >= RELOAD_AGAIN_MS;
  }
}
