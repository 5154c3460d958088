/**
 * How much one person's edits in a pad, and all of them together, may take of the server's time and of everyone's memory.
 * Honest text is cheap: a day of offline typing integrates in a fraction of a second. Text made to be costly stays costly
 * each time that the pad is read again, so it is stopped before much of it is stored.
 */

/** So much time one person's edits in a pad may take, in ms, and so much comes back in each of the next ones. */
const TIME = { most: 4000, perMs: 0.05 };
/** More than integrating a piece takes. Beyond it the machine slept, or was stopped meanwhile, which is nobody's doing. */
const MOST_MS = 1000;
/**
 * When one person's edits are so heavy, the next ones wait, and so much is taken of them in a millisecond then. What they
 * weigh stays in memory, for the garbage collector to pass and for every reader to fetch.
 */
const ONES_WEIGHT = { most: 10_000, perMs: 2.5 };
/** So heavy may those of everyone in the pad be, when whoever has sent more than a little adds to them. */
const ALL_WEIGHT = { most: 30_000, perMs: 5 };
const LITTLE = 1000;
/** For so long at least: what they may send then is worth a turn. */
const REST_MS = 100;

/** What an edit costs. */
export interface Cost {
  /** How long it took. */
  ms: number;
  /** What it leaves in memory, about a struct of Yjs each. */
  weight: number;
}

/** The leaky bucket of traffic shaping: what is in it, of which so much leaves each millisecond. */
class Bucket {
  readonly #perMs: number;
  #level = 0;
  #at = 0;

  constructor(perMs: number) {
    this.#perMs = perMs;
  }

  /** Puts more in; returns how much is in it then. */
  add(amount: number, now: number): number {
    this.#level = this.level(now) + amount;
    this.#at = now;
    return this.#level;
  }

  level(now: number): number {
    return Math.max(0, this.#level - (now - this.#at) * this.#perMs);
  }
}

/** Everyone's allowance in one pad. By person, so that coming back doesn't buy more. */
export class CostAllowances {
  readonly #byPerson = new Map<string, { ms: Bucket; weight: Bucket }>();
  readonly #all = new Bucket(ALL_WEIGHT.perMs);

  /** How long an edit of this person's has to wait, in ms, at the time `now` (ms, only moving forward); mostly 0. */
  waitMs(personId: string, weight: number, now: number): number {
    const ones = this.#of(personId).weight.level(now);
    // What has no room beside anything has to be alone.
    const room = Math.max(0, ALL_WEIGHT.most - weight);
    const wait = Math.max(
      (ones - ONES_WEIGHT.most) / ONES_WEIGHT.perMs,
      ones + weight > LITTLE ? (this.#all.level(now) - room) / ALL_WEIGHT.perMs : 0,
    );
    return wait > 0 ? Math.max(REST_MS, wait) : 0;
  }

  /** An edit of this person's has cost so much. False when that was too much: no more of theirs is taken in this pad. */
  spend(personId: string, { ms, weight }: Cost, now: number): boolean {
    const theirs = this.#of(personId);
    theirs.weight.add(weight, now);
    this.#all.add(weight, now);
    return theirs.ms.add(Math.min(ms, MOST_MS), now) <= TIME.most;
  }

  #of(personId: string): { ms: Bucket; weight: Bucket } {
    const known = this.#byPerson.get(personId);
    if (known !== undefined) return known;
    const theirs = { ms: new Bucket(TIME.perMs), weight: new Bucket(ONES_WEIGHT.perMs) };
    this.#byPerson.set(personId, theirs);
    return theirs;
  }
}
