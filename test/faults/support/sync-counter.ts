/**
 * Hears of every fsync and fdatasync of a server: a few lines of C before libc's own, made by the
 * compiler that is there; without one, strace.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const run = promisify(execFile);

/** Each sync appends the moment at which it returned, in nanoseconds of the monotonic clock, to $MIDCYCLE_SYNCS. */
const SHIM = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
static void note(const char *what) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  char line[64];
  int length = snprintf(line, sizeof line, "%lld\\n", now.tv_sec * 1000000000LL + now.tv_nsec);
  int file = open(getenv("MIDCYCLE_SYNCS"), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (file < 0) return;
  if (write(file, line, length) < 0) perror(what);
  close(file);
}
#define NOTED(name) \\
  int name(int file) { \\
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, #name); \\
    int result = real(file); \\
    if (result == 0) note(#name); \\
    return result; \\
  }
NOTED(fsync)
NOTED(fdatasync)
`;

export interface SyncCounter {
  /** How it hears of them. */
  way: string;
  /** To start the server with. */
  env: Record<string, string>;
  /** To be called when the server has started. */
  attach(pid: number): Promise<void>;
  /** When each sync returned, in nanoseconds of the monotonic clock. */
  moments(): Promise<bigint[]>;
  close(): Promise<void>;
}

export async function countSyncs(): Promise<SyncCounter> {
  const folder = await temporaryFolder();
  for (const compiler of ["cc", "gcc", "clang", "g++"]) {
    const shim = await compiled(compiler, folder.path);
    if (shim === undefined) continue;
    const syncs = join(folder.path, "syncs");
    await writeFile(syncs, "");
    return {
      way: "a shim before libc's fsync and fdatasync",
      env: { LD_PRELOAD: shim, MIDCYCLE_SYNCS: syncs },
      attach: async () => undefined,
      moments: async () => (await readFile(syncs, "utf8")).split("\n").filter(Boolean).map(BigInt),
      close: () => folder.remove(),
    };
  }
  await folder.remove();
  return traced();
}

async function compiled(compiler: string, folder: string): Promise<string | undefined> {
  const [source, shim] = [join(folder, "shim.c"), join(folder, "shim.so")];
  await writeFile(source, SHIM);
  const language = compiler === "g++" ? ["-x", "c++"] : [];
  return run(compiler, [...language, "-shared", "-fPIC", "-O1", "-o", shim, source, "-ldl"]).then(
    () => shim,
    () => undefined,
  );
}

/** strace stamps each line with the time of day; the two clocks are read together once. */
async function traced(): Promise<SyncCounter> {
  await run("strace", ["-V"]).catch(() => run("apt-get", ["install", "-y", "strace"]));
  const offset = process.hrtime.bigint() - BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6));
  const found: bigint[] = [];
  let stop = async (): Promise<void> => undefined;
  return {
    way: "strace",
    env: {},
    async attach(pid) {
      const strace = spawn("strace", ["-f", "-ttt", "-T", "-e", "trace=fsync,fdatasync", "-p", String(pid)], {
        stdio: ["ignore", "ignore", "pipe"],
      });
      const lines = createInterface(strace.stderr);
      const attached = once(lines, "line");
      lines.on("line", (line: string) => {
        const [, at, took] = /(\d+\.\d+) f(?:data)?sync.*= 0 <([\d.]+)>/u.exec(line) ?? [];
        if (at !== undefined) found.push(BigInt(Math.round((Number(at) + Number(took)) * 1e9)) + offset);
      });
      await attached;
      stop = async () => {
        const ended = once(strace, "exit");
        strace.kill("SIGINT");
        await ended;
      };
    },
    moments: async () => found,
    close: () => stop(),
  };
}
