import { MissingFile } from "../needed-files.ts";
import { toast } from "./toast.ts";

/** Who waits longer than this is told that it comes. Milliseconds. */
const PATIENCE_MS = 3000;

/** What each code is run for, once it is here: pressed again meanwhile, it opens once, for the last press. */
const presses = new Map<unknown, () => void>();

/** Runs what a chunk of code offers once it is here; says so when it takes long or can't be loaded. */
export function whenLoaded<T>(chunk: Promise<T>, run: (code: T) => void): void {
  const slow = setTimeout(() => toast("Still loading. It opens as soon as it is here."), PATIENCE_MS);
  chunk
    .finally(() => clearTimeout(slow))
    .then(
      (code) => {
        if (!presses.has(code)) setTimeout(() => takePress(code));
        presses.set(code, () => run(code));
      },
      (error: unknown) => tellWhy(error),
    );
}

function takePress(code: unknown): void {
  const run = presses.get(code);
  presses.delete(code);
  run?.();
}

function tellWhy(error: unknown): void {
  if (error instanceof MissingFile)
    return toast(
      "Midcycle was updated since this page was loaded, so this can’t be opened. Copy what you are writing, then load the page again.",
      { isBad: true, action: { label: "Load again", run: () => location.reload() } },
    );
  toast("This can’t be opened: the server can’t be reached. Nothing is lost. Press again once you are connected.", {
    isBad: true,
  });
}
