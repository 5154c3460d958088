/**
 * How much of the server's time one person's edits in a pad may take. Honest text is cheap: a day of
 * offline typing integrates in a fraction of a second. Text made to be costly stays costly each time
 * that the pad is read again, so it is stopped before much of it is stored.
 */
const ALLOWANCE_MS = 4000;
/** More than integrating a piece takes. Beyond it the machine slept, or was stopped meanwhile, which is nobody's doing. */
const MOST_MS = 1000;
/** So much of each second comes back. */
const REFILL = 0.05;

class CostAllowance {
  #spentMs = 0;
  #at = 0;

  /** Takes `ms` at the time `now` (ms, only moving forward). False when that was too much. */
  spend(ms: number, now: number): boolean {
    this.#spentMs = Math.max(0, this.#spentMs - (now - this.#at) * REFILL) + Math.min(ms, MOST_MS);
    this.#at = now;
    return this.#spentMs <= ALLOWANCE_MS;
  }
}

/** Everyone's allowance in one pad. By person, so that coming back doesn't buy more. */
export class CostAllowances {
  readonly #byPerson = new Map<string, CostAllowance>();

  /** As CostAllowance's, of this person. */
  spend(personId: string, ms: number, now: number): boolean {
    const allowance = this.#byPerson.get(personId) ?? new CostAllowance();
    this.#byPerson.set(personId, allowance);
    return allowance.spend(ms, now);
  }
}
