/** A folder of its own for one test, under the system's temporary folder. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TemporaryFolder {
  path: string;
  remove(): Promise<void>;
}

/** Makes an empty folder; `remove` takes it away with everything in it. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), "midcycle-test-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
