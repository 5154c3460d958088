import type { PadStore } from "./pad-store.ts";

/** A store that is still being opened: what is asked of it until then waits, in its order, and is handed over at once from then on. */
export function openingStore(opening: Promise<PadStore>): PadStore {
  let opened: PadStore | undefined;
  const there = opening.then((store) => (opened = store));
  // Whoever asks something of it hears that it can't be opened.
  there.catch(() => undefined);
  return {
    read: (...asked) => (opened ? opened.read(...asked) : there.then((store) => store.read(...asked))),
    write: (...asked) => (opened ? opened.write(...asked) : there.then((store) => store.write(...asked))),
  };
}
