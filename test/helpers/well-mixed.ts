import { basename, dirname } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Folders of files that need no browser, in the order in which they run: what waits long begins early, beside what works. */
const FOLDERS = ["faults", "together", "contracts", "server", "client", "shared"];
/** Two files in Chromium, at the same time, take about as long as so many of those, one after the other. */
const OTHERS_MEANWHILE = 8;

/** Whether a file of tests opens the browser. */
export function isInChromium(path: string): boolean {
  return basename(dirname(path)) === "e2e";
}

/**
 * Has two files in Chromium, which keep the cores busy, and then a few others, and so on, so that mostly two of the
 * former run at a time, and none of them is waited for at the end.
 */
export class WellMixed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const folderOf = ({ moduleId }: TestSpecification) => FOLDERS.indexOf(basename(dirname(moduleId)));
    const others = sorted
      .filter(({ moduleId }) => !isInChromium(moduleId))
      .toSorted((one, other) => folderOf(one) - folderOf(other));
    const mixed = sorted
      .filter(({ moduleId }) => isInChromium(moduleId))
      .flatMap((file, n) => [file, ...(n % 2 === 1 ? others.splice(0, OTHERS_MEANWHILE) : [])]);
    return [...mixed, ...others];
  }
}
