/**
 * A moment is what one person wrote without another writing in between, within one of the stretches of
 * ten seconds into which time is cut. By the clock and not from the first edit on, so that drawing a
 * moment's edits together never changes where the next one begins.
 */
const MOMENT_MS = 10_000;

/** The stretch of time that this moment, in ms since 1970, is in. */
export function stretchOf(at: number): number {
  return Math.floor(at / MOMENT_MS);
}
