import type { ReplicaTools } from "./replica-tools.ts";

/** A lost connection is shown only after this long, most are back sooner. Milliseconds. */
const GRACE_MS = 1500;
const FIRST_GRACE_MS = 6000;

/** Whether news arrive: not yet, now, or not for the moment. */
export type Reach = "connecting" | "live" | "offline";

/** Whether a replica's news arrive, and up to when they have. A lost connection isn't missed at once. */
export class LinkStatus {
  readonly #clock: ReplicaTools["clock"];
  readonly #onMissed: () => void;
  #reach: Reach = "connecting";
  #asOf: number | undefined;
  #isConnected = false;
  #areComing = false;
  #callOff: () => void;

  /** `onMissed` is called when news haven't arrived for too long. */
  constructor(clock: ReplicaTools["clock"], onMissed: () => void) {
    this.#clock = clock;
    this.#onMissed = onMissed;
    this.#callOff = this.#missAfter(FIRST_GRACE_MS);
  }

  get reach(): Reach {
    return this.#reach;
  }

  /** Up to when news have come, by this device's clock, while they don't come; undefined until some have. */
  get asOf(): number | undefined {
    return this.#asOf;
  }

  /** Whether news have come on the connection that stands: what is shown is as it is now. */
  get areComing(): boolean {
    return this.#areComing;
  }

  /** There is a way for news, on which they may not have come yet. */
  connected(): void {
    this.#isConnected = true;
    this.#callOff();
  }

  /** The news have come. */
  come(): void {
    this.#reach = "live";
    this.#areComing = true;
  }

  /** All of it has been read, and news of it may come or not. */
  read(): void {
    this.#asOf = this.#clock.now();
  }

  /** There is no way any more. */
  disconnected(): void {
    if (this.#areComing) this.#asOf = this.#clock.now();
    this.#isConnected = this.#areComing = false;
    this.#callOff();
    this.#callOff = this.#missAfter(GRACE_MS);
  }

  /** What is shown was kept then, and stands in for the server. */
  standIn(at: number): void {
    this.#asOf = at;
    if (!this.#isConnected) this.#reach = "offline";
  }

  close(): void {
    this.#callOff();
  }

  #missAfter(ms: number): () => void {
    return this.#clock.after(ms, () => {
      this.#reach = "offline";
      this.#onMissed();
    });
  }
}
