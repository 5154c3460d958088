/** What becomes of a connection that fails, what is committed where everyone waits, and how a large log is written anew. */
import { readlink, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ByteParcel } from "../../server/store/byte-parcel.ts";
import { DirectCommits } from "../../server/store/direct-commits.ts";
import type { Write } from "../../server/store/log-store.ts";
import { SqliteCommitter } from "../../server/store/sqlite-committer.ts";
import { connect, dataFileIn, openDataFolder } from "../../server/store/sqlite-data-folder.ts";
import { writeJob, type Job } from "../../server/store/sqlite-log-messages.ts";
import { StagedRewrites } from "../../server/store/staged-rewrites.ts";
import { temporaryFolder, type TemporaryFolder } from "../helpers/temporary-folder.ts";
import { disks } from "./disks.ts";
import { filled } from "./store-on-disk.ts";

let folder: TemporaryFolder;
let closings: (() => void)[];

beforeEach(async () => {
  folder = await temporaryFolder();
  openDataFolder(folder.path).lock.withdraw();
  closings = [];
});

afterEach(async () => {
  for (const close of closings) close();
  await folder.remove();
});

const file = () => dataFileIn(folder.path);

/** Writes as they are handed over: jobs, and their bytes in one. */
function handed(writes: readonly Write[]): { jobs: Job[]; parcel: ByteParcel } {
  const parcel = new ByteParcel();
  const jobs = writes.map((write) => {
    const { job, bytes } = writeJob(write);
    for (const part of bytes) parcel.add(part);
    return job;
  });
  return { jobs, parcel };
}

const entry = (bytes: number, stream = "a"): Write => ({ appends: [{ stream, entries: [new Uint8Array(bytes)] }] });

/** What a look from outside finds under this key among what the store keeps for itself. */
function meta(key: string): number | undefined {
  const db = new DatabaseSync(file(), { readOnly: true });
  const row = db.prepare("SELECT value FROM meta WHERE key = ?").get(key);
  db.close();
  return row?.["value"] as number | undefined;
}

/** A committer on a disk with room for some 800 KB, and how often it has connected. */
function committing(): {
  commit: (...writes: Write[]) => string[];
  committer: SqliteCommitter;
  connections: () => number;
} {
  let connections = 0;
  const committer = new SqliteCommitter(() => {
    connections += 1;
    return connect(file(), { maxPages: 200 });
  });
  closings.push(() => committer.close());
  const commit = (...writes: Write[]) => {
    const { jobs, parcel } = handed(writes);
    return committer.commit(jobs, parcel.buffer).map(({ outcome }) => outcome);
  };
  return { commit, committer, connections: () => connections };
}

test("[L5] when the disk has failed nothing is stored before the same connection has written, and it is a new one then", () => {
  const { commit, connections } = committing();
  expect(commit(entry(100))).toEqual(["stored"]);
  expect(commit(entry(100), entry(900_000), entry(100))).toEqual(["unavailable", "unavailable", "unavailable"]);
  expect([meta("proof"), connections()]).toEqual([0, 1]);
  expect(commit(entry(100))).toEqual(["stored"]);
  expect([meta("proof"), connections()]).toEqual([1, 2]);
  expect(commit(entry(100))).toEqual(["stored"]);
  expect([meta("proof"), connections()]).toEqual([1, 2]);
});

test("[L2] a conflict says nothing about the connection", () => {
  const { commit, connections } = committing();
  const conflict: Write = { appends: [{ stream: "a", after: 9, entries: [new Uint8Array(1)] }] };
  expect(commit(entry(1), conflict, entry(1))).toEqual(["stored", "conflict", "stored"]);
  expect(commit(entry(1))).toEqual(["stored"]);
  expect([meta("proof"), connections()]).toEqual([0, 1]);
});

test("[L5] a disk that is tried is left as it was, whether there is room on it or not", () => {
  const { commit, committer } = committing();
  expect(committer.probe()).toBe(undefined);
  expect(meta("fill")).toBe(undefined);
  while (commit(entry(30_000))[0] === "stored");
  expect(committer.probe()).toMatch(/full/u);
  expect(meta("fill")).toBe(undefined);
  expect(commit({ drops: ["a"] })).toEqual(["stored"]);
  expect(committer.probe()).toBe(undefined);
});

/** Commits in the loop on a disk that is fast. */
function direct(maxPages?: number): { commit: (...writes: Write[]) => boolean; commits: DirectCommits } {
  const commits = new DirectCommits({ folder: folder.path, maxPages }, disks.fast());
  closings.push(() => commits.close());
  const commit = (...writes: Write[]) => {
    const { jobs, parcel } = handed(writes);
    return commits.commit(jobs, parcel) !== undefined;
  };
  return { commit, commits };
}

test("[L8] the loop waits for no more than 500 writes or 64 KiB, 64 times in a row, and for nothing unusual", () => {
  const { commit, commits } = direct();
  const many = (count: number) => Array.from({ length: count }, () => entry(1));
  expect([commit(...many(500)), commit(...many(501))]).toEqual([true, false]);
  expect([commit(entry(65_536)), commit(entry(65_537))]).toEqual([true, false]);
  expect(commit(entry(1), { drops: ["a"] })).toBe(false);
  expect(commit({ rewrites: [{ stream: "a", at: 501, entries: [new Uint8Array(1)] }] })).toBe(false);
  const inARow = Array.from({ length: 63 }, () => commit(entry(1)));
  expect(inARow.filter((isDone) => isDone)).toHaveLength(62);
  commits.threadCommitted(1);
  expect(commit(entry(1))).toBe(true);
});

test.skipIf(process.platform !== "linux")("[L5] a connection of the loop's that failed is let go of", async () => {
  const { commit, commits } = direct(200);
  expect(commit(entry(1))).toBe(true);
  expect(await holdsDataFile()).toBe(true);
  do commits.threadCommitted(1);
  while (commit(entry(60_000)));
  expect(await holdsDataFile()).toBe(false);
});

/** Whether this process has the data file open. */
async function holdsDataFile(): Promise<boolean> {
  const open = await readdir("/proc/self/fd");
  const paths = await Promise.all(open.map((fd) => readlink(join("/proc/self/fd", fd)).catch(() => "")));
  return paths.includes(file());
}

test("[L4] [L7] large logs are written anew one after the other, in small parts with a pause behind each", async () => {
  const told: string[] = [];
  const rewrites = new StagedRewrites({
    store: async (job) => {
      const part = job.job === "write" ? job.appends.map(({ lengths }) => ` ${lengths.length}`).join() : "";
      told.push(`${job.job}${part}`);
    },
    pause: async () => void told.push("pause"),
    onLeft: () => told.push("left"),
  });
  const snapshot = new Uint8Array(9);
  const [many, large] = [filled(2500, 1, 1), filled(3, 200_000, 2)];
  const one = rewrites.rewrite({ stream: "many", at: 1, entries: many, snapshot }, undefined);
  const other = rewrites.rewrite({ stream: "large", at: 1, entries: large }, undefined);
  await Promise.all([one, other]);
  const parts = (...all: string[]) => all.flatMap((part) => [part, "pause"]);
  expect(told).toEqual([
    ...parts("write 1000", "write 1000", "write 500", "snapshot"),
    "replace",
    "left",
    ...parts("write 1", "write 1", "write 1"),
    "replace",
    "left",
  ]);
});

test("[L7] one that is called off before its turn writes nothing, and the next has its turn all the same", async () => {
  const told: string[] = [];
  const store = async ({ job }: Job) => void told.push(job);
  const rewrites = new StagedRewrites({ store, pause: async () => undefined, onLeft: () => undefined });
  const wish = { stream: "a", at: 1, entries: filled(1, 1, 1) };
  const failing = rewrites.rewrite(wish, AbortSignal.abort(new RangeError("off")));
  await expect(failing).rejects.toThrow(RangeError);
  expect(told).toEqual([]);
  await rewrites.rewrite(wish, undefined);
  expect(told).toEqual(["write", "replace"]);
});
