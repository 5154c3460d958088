import { setImmediate, setTimeout } from "node:timers/promises";
import type { InParts } from "../../shared/in-parts.ts";
import { systemTimers, type Timers } from "../clock.ts";

/** So long one turn of the event loop takes, and what its last part takes longer: an edit of others waits for several of them. */
const TURN_MS = 5;

/**
 * Does what may take long in turns of the event loop, between which others have theirs; what is short is done at once. What
 * `rests` lets them have as long as it took itself: an edit takes many turns, from its message to its readers, and each would
 * wait for one of these.
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
