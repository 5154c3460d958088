/** People are told apart by when they came no closer than this: five minutes of the clock. */
const INTERVAL_MS = 5 * 60_000;

/** When the five minutes began that an instant is in: ISO 8601, UTC. */
export function intervalOf(at: string): string {
  return new Date(Math.floor(Date.parse(at) / INTERVAL_MS) * INTERVAL_MS).toISOString();
}

/** When the five minutes are over that began then. */
export function endOfInterval(from: string): string {
  return new Date(Date.parse(from) + INTERVAL_MS).toISOString();
}

/** Whether five minutes of the clock begin at this instant. */
export function isIntervalStart(at: string): boolean {
  return Date.parse(at) % INTERVAL_MS === 0;
}
