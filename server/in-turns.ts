import { setImmediate } from "node:timers/promises";
import type { InParts } from "../shared/in-parts.ts";

/** So long one turn of the event loop takes, and what its last part takes longer. */
const TURN_MS = 10;

/** Does what may take long in turns of the event loop, between which others have theirs; what is short is done at once. */
export async function inTurns<T>(work: InParts<T>): Promise<T> {
  for (;;) {
    const begun = performance.now();
    do {
      const { done, value } = work.next();
      if (done) return value;
    } while (performance.now() - begun < TURN_MS);
    await setImmediate();
  }
}
