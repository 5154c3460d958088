import { setImmediate, setTimeout } from "node:timers/promises";
import type { InParts } from "../../shared/in-parts.ts";
import { systemTimers, type Timers } from "../clock.ts";

/** How long one turn of the event loop takes, but for its last part: somebody's edit waits for several turns. Milliseconds. */
const TURN_MS = 5;

/**
 * Does long work in short turns of the event loop, between which everything else has its own; short work is done at once. With
 * `rests`, each turn is followed by a pause as long as it took: an edit takes many turns of the loop, from its message to its
 * readers, and would otherwise wait for one of these in each.
 */
export async function inTurns<T>(
  work: InParts<T>,
  { rests = false, timers = systemTimers }: { rests?: boolean; timers?: Pick<Timers, "elapsed"> } = {},
): Promise<T> {
  for (;;) {
    const begun = timers.elapsed();
    let ms: number;
    do {
      const { done, value } = work.next();
      if (done) return value;
      ms = timers.elapsed() - begun;
    } while (ms < TURN_MS);
    await (rests ? setTimeout(ms) : setImmediate());
  }
}
