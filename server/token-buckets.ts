import type { Clock } from "./clock.ts";

/**
 * Limits on how often something may happen for each key (a person, an address): `burst` at once,
 * then `perSecond`. The token bucket of traffic shaping; a bucket that is full again is forgotten.
 */
export class TokenBuckets {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  #swept = 0;

  constructor({ burst, perSecond, clock }: { burst: number; perSecond: number; clock: Clock }) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#clock = clock;
  }

  /** Takes one token of `key`. Returns 0 when there was one, else the seconds until there is. */
  take(key: string): number {
    const bucket = this.#refilled(key);
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    return this.#secondsToNext(bucket.tokens);
  }

  /** The seconds until `key` has a token, 0 when it has one; takes nothing. */
  wait(key: string): number {
    const { tokens } = this.#refilled(key);
    return tokens >= 1 ? 0 : this.#secondsToNext(tokens);
  }

  /** Takes back a `take` that came to nothing. */
  giveBack(key: string): void {
    const bucket = this.#refilled(key);
    bucket.tokens = Math.min(this.#burst, bucket.tokens + 1);
  }

  #secondsToNext(tokens: number): number {
    return this.#perSecond > 0 ? Math.max(1, Math.ceil((1 - tokens) / this.#perSecond)) : 3600;
  }

  #refilled(key: string): { tokens: number; at: number } {
    const now = this.#clock.now();
    this.#sweep(now);
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, at: now };
    // A clock that was set back adds nothing, and takes nothing away.
    const seconds = Math.max(0, now - bucket.at) / 1000;
    bucket.tokens = Math.min(this.#burst, bucket.tokens + seconds * this.#perSecond);
    bucket.at = now;
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #sweep(now: number): void {
    if (Math.abs(now - this.#swept) < 60_000) return;
    this.#swept = now;
    for (const [key, { tokens, at }] of this.#buckets)
      if (tokens + ((now - at) / 1000) * this.#perSecond >= this.#burst) this.#buckets.delete(key);
  }
}
