import { basename, dirname } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Folders of files that need no browser, in the order in which they run. What measures a server comes at the calm end. */
const FOLDERS = ["together", "contracts", "server", "client", "shared", "faults"];
/** A file in Chromium takes about as long as so many of those. */
const OTHERS_MEANWHILE = 4;

/**
 * Begins with two files in Chromium, which keep the cores busy, and has a few others between each further one, so that
 * mostly two of them run at a time, and none of them is waited for at the end.
 */
export class WellMixed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const folderOf = ({ moduleId }: TestSpecification) => FOLDERS.indexOf(basename(dirname(moduleId)));
    const others = sorted
      .filter(({ project }) => project.name !== "chromium")
      .toSorted((one, other) => folderOf(one) - folderOf(other));
    const mixed = sorted
      .filter(({ project }) => project.name === "chromium")
      .flatMap((file, n) => [file, ...(n > 0 ? others.splice(0, OTHERS_MEANWHILE) : [])]);
    return [...mixed, ...others];
  }
}
