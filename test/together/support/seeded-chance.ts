/** Chance that comes out the same for the same seed. */
export interface Chance {
  /** A whole number from 0 to under `limit`. */
  below(limit: number): number;
  oneOf<T>(list: readonly [T, ...T[]]): T;
  oneOf<T>(list: readonly T[]): T | undefined;
}

/** Mulberry32: 32 bits of state, good enough to choose commands with. */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return { below, oneOf: <T>(list: readonly T[]) => list[below(list.length)] as T };
}
