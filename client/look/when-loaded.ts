import { toast } from "./toast.ts";

/** Runs what a chunk of code offers once it is here; says so when it can't be loaded. */
export function whenLoaded<T>(chunk: Promise<T>, run: (code: T) => void): void {
  chunk.then(run, () =>
    toast("This can’t be opened while offline. Nothing is lost; try again when you are back.", { isBad: true }),
  );
}
