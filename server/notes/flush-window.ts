/** The more readers, the more one shared write for each of them saves; nobody may notice the wait. */
const MS_PER_READER = 0.35;
const CAP_MS = 70;

/**
 * How long the first of a pad's edits that wait is held for others to leave with it, `sinceLast` ms
 * after the edits before it left. After a pause it isn't held at all.
 */
export function windowMs(readers: number, sinceLast: number): number {
  const window = Math.min(CAP_MS, MS_PER_READER * readers);
  return sinceLast >= window ? 0 : window;
}
