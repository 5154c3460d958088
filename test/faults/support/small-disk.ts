/** A file system of its own that is soon full: a mounted tmpfs, so a program for root. */
import { execFile } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const run = promisify(execFile);
const BLOCK = Buffer.alloc(4096, 1);

export interface SmallDisk {
  /** An empty folder on it. */
  dataDir: string;
  /** Takes all the room that is left, to the last block. */
  fill(): void;
  /** Makes room again. */
  free(): Promise<void>;
  remove(): Promise<void>;
}

/** Mounts one of so many MiB. */
export async function smallDisk(mebibytes: number): Promise<SmallDisk> {
  const folder = await temporaryFolder();
  await run("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m`, "tmpfs", folder.path]);
  const dataDir = join(folder.path, "data");
  const ballast = join(folder.path, "ballast");
  await mkdir(dataDir);
  return {
    dataDir,
    fill() {
      const file = openSync(ballast, "a");
      try {
        for (;;) writeSync(file, BLOCK);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      } finally {
        fsyncSync(file);
        closeSync(file);
      }
    },
    free: () => rm(ballast, { force: true }),
    async remove() {
      await run("umount", [folder.path]);
      await folder.remove();
    },
  };
}
