/** A file system of its own that is soon full: a tmpfs, mounted in whichever way this machine lets us. */
import { execFile, spawn } from "node:child_process";
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const run = promisify(execFile);
const BLOCK = Buffer.alloc(4096, 1);

export interface SmallDisk {
  /** An empty folder on it, by the name that a server has for it that is started `through` these words. */
  dataDir: string;
  through: string[];
  /** Takes all the room that is left, to the last block. */
  fill(): void;
  /** Makes room again. */
  free(): Promise<void>;
  remove(): Promise<void>;
}

interface Mounted {
  /** Where we find what is on it. */
  seenAt: string;
  /** What a command that is to find it at the folder's own name is put behind. */
  through: string[];
  unmount(): Promise<unknown>;
}

/** Mounts so many MiB at a folder. */
type Way = (folder: string, mebibytes: number) => Promise<Mounted>;

const WAYS: Record<string, Way> = {
  mount: (folder, mebibytes) => mounted([], folder, mebibytes),
  "sudo mount": (folder, mebibytes) => mounted(["sudo", "-n"], folder, mebibytes),
  "unshare --map-root-user --mount": inNamespace,
};

/** Why there can be none here; undefined where there can. */
export async function whyNoSmallDisk(): Promise<string | undefined> {
  try {
    await smallDisk(1).then((disk) => disk.remove());
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Mounts one of so many MiB; throws an Error that names every way it has tried. */
export async function smallDisk(mebibytes: number): Promise<SmallDisk> {
  const folder = await temporaryFolder();
  const tried: string[] = [];
  for (const [name, way] of Object.entries(WAYS)) {
    try {
      const { seenAt, through, unmount } = await way(folder.path, mebibytes);
      await mkdir(join(seenAt, "data"));
      const remove = () => unmount().then(() => folder.remove());
      return { dataDir: join(folder.path, "data"), through, remove, ...ballastAt(join(seenAt, "ballast")) };
    } catch (error) {
      tried.push(`${name}: ${String(error).trim().split("\n").at(-1)}`);
    }
  }
  await folder.remove();
  throw new Error(`No small file system can be mounted here. ${tried.join("; ")}`);
}

/** As root, or for us with root's help. */
async function mounted(help: string[], folder: string, mebibytes: number): Promise<Mounted> {
  const call = ([command, ...words]: string[]) => run(command!, words);
  const options = `size=${mebibytes}m,uid=${process.getuid?.()},gid=${process.getgid?.()}`;
  await call([...help, "mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]);
  return { seenAt: folder, through: [], unmount: () => call([...help, "umount", folder]) };
}

/** As root of a namespace of our own, which lasts as long as a process in it; others enter it, or look into it from outside. */
async function inNamespace(folder: string, mebibytes: number): Promise<Mounted> {
  const script = `mount -t tmpfs -o size=${mebibytes}m tmpfs "$0" && echo mounted && exec cat`;
  const holder = spawn("unshare", ["--map-root-user", "--mount", "sh", "-c", script, folder]);
  const unmount = () =>
    new Promise((resolve) => {
      if (holder.exitCode !== null) return resolve(undefined);
      holder.once("exit", resolve);
      holder.stdin.end();
    });
  await new Promise<void>((resolve, reject) => {
    let said = "";
    holder.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
    holder.stdout.once("data", () => resolve());
    holder.once("error", reject);
    holder.once("close", (code) => reject(new Error(said.trim() || `exit ${code}`)));
  });
  const target = ["--target", `${holder.pid}`, "--user", "--mount", `--wdns=${process.cwd()}`];
  const through = ["nsenter", ...target, "--preserve-credentials", "--"];
  return { seenAt: `/proc/${holder.pid}/root${folder}`, through, unmount };
}

/** A file that takes the room there is. */
function ballastAt(path: string): Pick<SmallDisk, "fill" | "free"> {
  return {
    fill() {
      const file = openSync(path, "a");
      try {
        for (;;) writeSync(file, BLOCK);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      } finally {
        fsyncSync(file);
        closeSync(file);
      }
    },
    free: () => rm(path, { force: true }),
  };
}
