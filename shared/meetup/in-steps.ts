import { FEWEST } from "./fewest.ts";

/** What everybody sees of what people say each for themselves, as it was last released, and who says otherwise since. */
export interface InSteps<Shown> {
  shown: Shown;
  /** What each person was counted as then. */
  counted: Map<string, string>;
  /** Those who would count otherwise now. */
  differing: Set<string>;
}

/** Before anybody has said anything. */
export function firstStep<Shown>(shown: Shown): InSteps<Shown> {
  return { shown, counted: new Map(), differing: new Set() };
}

/**
 * Notes what a person counts as now, undefined for nothing. Returns whether three or more people would count otherwise
 * than was released last: only then something new comes out, so that no single change ever shows.
 */
export function isNextStep(steps: InSteps<unknown>, personId: string, countsAs: string | undefined): boolean {
  if (steps.counted.get(personId) === countsAs) steps.differing.delete(personId);
  else steps.differing.add(personId);
  return steps.differing.size >= FEWEST;
}

/** Releases what people come to. Of all others it is as it was what they count as. */
export function nextStep<Shown>(
  steps: InSteps<Shown>,
  shown: Shown,
  countsAs: (personId: string) => string | undefined,
): void {
  for (const personId of steps.differing) {
    const now = countsAs(personId);
    if (now === undefined) steps.counted.delete(personId);
    else steps.counted.set(personId, now);
  }
  Object.assign(steps, { shown, differing: new Set() });
}

/** What was counted of one person was another's all along; where both were counted it is right at the next release. */
export function renameInSteps({ counted, differing }: InSteps<unknown>, from: string, into: string): void {
  const was = counted.get(from);
  counted.delete(from);
  if (was !== undefined && !counted.has(into)) counted.set(into, was);
  if (differing.delete(from)) differing.add(into);
}
