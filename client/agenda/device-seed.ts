import { keep, kept } from "../look/device-storage.ts";

const SEED_KEY = "midcycle.shuffle";
let seed: string | undefined;

/** What makes this device's shuffle its own. Not the person: often who that is becomes known after the list is shown. */
export function deviceSeed(): string {
  seed ??= kept(SEED_KEY) ?? crypto.randomUUID();
  keep(SEED_KEY, seed);
  return seed;
}
