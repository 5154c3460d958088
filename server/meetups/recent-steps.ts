import type { Touch } from "../../shared/meetup/touch.ts";

/** How many of the latest steps a replica may have missed and still be brought up to date by changes alone. */
const AT_MOST = 2000;
/** And so much that they touched: what is more comes sooner whole. */
const MOST_TOUCHED = 50_000;

/** The latest steps of a meetup, and what each of them touched. */
export class RecentSteps {
  #steps: { seq: number; touched: Set<Touch> }[] = [];
  /** How much all of them touched. */
  #touched = 0;

  add(steps: readonly { seq: number; touched: Set<Touch> }[]): void {
    this.#steps.push(...steps);
    for (const { touched } of steps) this.#touched += touched.size;
    if (this.#steps.length <= AT_MOST * 1.5 && this.#touched <= MOST_TOUCHED * 1.5) return;
    const kept = [];
    this.#touched = 0;
    for (const step of this.#steps.toReversed()) {
      if (kept.length === AT_MOST || this.#touched + step.touched.size > MOST_TOUCHED) break;
      kept.push(step);
      this.#touched += step.touched.size;
    }
    this.#steps = kept.toReversed();
  }

  /** All that was touched after one step and up to `now`, the latest; undefined when that is too long ago, or ahead. */
  touchedAfter(after: number, now: number): Set<Touch> | undefined {
    const oldest = (this.#steps[0]?.seq ?? now + 1) - 1;
    if (after < oldest || after > now) return undefined;
    return touchedBy(this.#steps.filter(({ seq }) => seq > after));
  }
}

/** All that any of these steps touched. */
export function touchedBy(steps: readonly { touched: Set<Touch> }[]): Set<Touch> {
  const all = new Set<Touch>();
  for (const { touched } of steps) for (const touch of touched) all.add(touch);
  return all;
}
