import { quantile, type Figure } from "./figure.ts";

/** How long others may be held. */
export const BAR_MS = 100;

/** How long somebody's keys were under way, beside those of two at a relay. */
export function held(who: string, delays: readonly number[], relayed: readonly number[]): Figure {
  const most = quantile(delays, 1);
  return {
    what: `${who} held for at most`,
    bar: `≤ ${BAR_MS} ms`,
    found: `${most.toFixed(0)} ms (p50 ${quantile(delays, 0.5).toFixed(0)} ms; a bare relay meanwhile: at most ${quantile(relayed, 1).toFixed(0)} ms)`,
    isMet: most <= BAR_MS,
    isRough: true,
  };
}
