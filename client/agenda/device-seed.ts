import { deviceStorage } from "../look/device-storage.ts";

const SEED_KEY = "midcycle.shuffle";
let seed: string | undefined;

/** What makes this device's shuffle its own. Not the person: often who that is becomes known after the list is shown. */
export function deviceSeed(): string {
  const keeper = deviceStorage();
  seed ??= keeper?.getItem(SEED_KEY) ?? crypto.randomUUID();
  try {
    keeper?.setItem(SEED_KEY, seed);
  } catch {
    // It holds for this page.
  }
  return seed;
}
