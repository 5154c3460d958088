/** The more readers, the more one shared write for each of them saves; nobody may notice the wait. */
const MS_PER_READER = 0.35;
const CAP_MS = 74;
/** Writing to a large room takes time as well, which the last of its readers waits for too. */
const WRITE_MS_PER_READER = 0.02;
const FLOOR_MS = 30;

/**
 * How long the first of a pad's edits that wait is held for others to leave with it, `sinceLast` ms
 * after the edits before it left. After a pause it isn't held at all.
 */
export function windowMs(readers: number, sinceLast: number): number {
  const cap = Math.max(FLOOR_MS, CAP_MS - WRITE_MS_PER_READER * readers);
  const window = Math.min(cap, MS_PER_READER * readers);
  return sinceLast >= window ? 0 : window;
}
