/**
 * How much one person's edits in a pad, and all of them together, may take of the server's time and of everyone's memory.
 * Honest text is cheap: a day of offline typing integrates in a fraction of a second. Text made to be costly stays costly
 * each time that the pad is read again, so it is stopped before much of it is stored.
 */

/** How much time one person's edits in a pad may take, in ms, and how much of it comes back in each of the next ones. */
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
/**
 * Of text, in UTF-16 units, so much may be taken at once of everyone in the pad, and in a millisecond: all of it is written to
 * disk and to every reader, and whoever types waits behind it. Short text doesn't wait.
 */
const ALL_TEXT = { most: 1_500_000, perMs: 20_000 };
const SHORT_TEXT = 65_536;
/** For so long at least: what they may send then is worth a turn. */
const REST_MS = 50;

/** What an edit costs. */
export interface Cost {
  /** How long it took. */
  ms: number;
  weight: Weight;
}

/** What an edit leaves in memory. */
export interface Weight {
  /** About how many of Yjs's structs. */
  structs: number;
  /** How much text, in UTF-16 units. */
  units: number;
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
  readonly #text = new Bucket(ALL_TEXT.perMs);

  /** How long an edit of this person's has to wait, in ms, at the time `now` (ms, only moving forward); mostly 0. */
  waitMs(personId: string, { structs, units }: Weight, now: number): number {
    const ones = this.#of(personId).weight.level(now);
    const wait = Math.max(
      (ones - ONES_WEIGHT.most) / ONES_WEIGHT.perMs,
      ones + structs > LITTLE ? over(this.#all.level(now), ALL_WEIGHT, structs) : 0,
      units > SHORT_TEXT ? over(this.#text.level(now), ALL_TEXT, units) : 0,
    );
    return wait > 0 ? Math.max(REST_MS, wait) : 0;
  }

  /** An edit of this person's has cost so much. False when that was too much: no more of theirs is taken in this pad. */
  spend(personId: string, { ms, weight }: Cost, now: number): boolean {
    const theirs = this.#of(personId);
    // Of typed text there are none.
    if (weight.structs > 0) {
      theirs.weight.add(weight.structs, now);
      this.#all.add(weight.structs, now);
    }
    this.#text.add(weight.units, now);
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

/** How long it is until so much more has room in what is `level` full, in ms. What has no room beside anything has to be alone. */
function over(level: number, { most, perMs }: typeof ALL_WEIGHT, amount: number): number {
  return (level - Math.max(0, most - amount)) / perMs;
}
