/** What only the store on disk has: crashes, locks, files that aren't ours, full disks, group commit. */
import type { ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { copyFile, open, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { backup, DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ConflictError, StoreRefusedError, StoreUnavailableError } from "../../server/store/log-store.ts";
import { openSqliteLogStore } from "../../server/store/sqlite-log-store.ts";
import type { SqliteLogStore, SqliteLogStoreOptions } from "../../server/store/sqlite-log-store.ts";
import { damageOfLog } from "../../server/store/sqlite-wal-check.ts";
import { smallDisk } from "../faults/support/small-disk.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { disks } from "./disks.ts";
import { startWriting } from "./start-writing.ts";
import type { TemporaryFolder } from "../helpers/temporary-folder.ts";

let folder: TemporaryFolder;
let stores: SqliteLogStore[];
let processes: ChildProcess[];

beforeEach(async () => {
  folder = await temporaryFolder();
  stores = [];
  processes = [];
});

afterEach(async () => {
  for (const child of processes) await kill(child);
  for (const store of stores) await store.close();
  await folder.remove();
});

describe("a crash", () => {
  test("[L1] after kill -9 every acknowledged write is there and no write is there in half", async () => {
    const child = start("write");
    const acknowledged = new Map<string, number>();
    let lines = 0;
    for await (const line of createInterface({ input: child.stdout! })) {
      const [stream = "", n] = line.split(" ");
      if (line !== "open") acknowledged.set(stream, Number(n));
      if (++lines === 400) child.kill("SIGKILL");
    }
    expect(lines).toBeGreaterThanOrEqual(400);

    const store = await openHere();
    for (const [stream, n] of acknowledged) {
      const stored = await store.lastSeq(`left ${stream}`);
      expect(stored).toBeGreaterThanOrEqual(n);
      // One more may have become durable without being acknowledged in time, but only whole.
      expect(stored).toBeLessThanOrEqual(n + 1);
      expect(await store.lastSeq(`right ${stream}`)).toBe(stored);
      expect(await store.record("count", stream)).toBe(String(stored));
      const entries = await store.read(`right ${stream}`);
      expect(entries.map(({ bytes }) => Number(new TextDecoder().decode(bytes)))).toEqual(
        Array.from({ length: stored }, (_, index) => index + 1),
      );
    }
    expect(acknowledged.size).toBe(8);
  });

  test("[L7] after kill -9 amid rewrites the log is whole: one of before or one of after, with its snapshot", async () => {
    const child = start("rewrite");
    let acknowledged = 0;
    for await (const line of createInterface({ input: child.stdout! })) {
      if (line !== "open") acknowledged = Number(line);
      if (acknowledged === 60) child.kill("SIGKILL");
    }
    expect(acknowledged).toBeGreaterThanOrEqual(60);
    const store = await openHere();
    const entries = (await store.read("notes")).map(({ bytes }) => new TextDecoder().decode(bytes));
    const drawn = Number(entries[0]?.replace("to ", ""));
    const last = drawn + entries.length - 1;
    expect(entries).toEqual([`to ${drawn}`, ...Array.from({ length: last - drawn }, (_, n) => `${drawn + n + 1}`)]);
    expect(last).toBeGreaterThanOrEqual(acknowledged);
    const snapshot = await store.snapshot("notes");
    expect([snapshot?.seq, new TextDecoder().decode(snapshot?.bytes)]).toEqual([1, `${drawn}`]);
  });

  test("[L6] a killed server doesn't leave its lock behind", async () => {
    const child = start("hold");
    await said(child, "open");
    await expect(openHere()).rejects.toThrow(StoreRefusedError);
    await kill(child);
    await openHere();
  });

  test("[L5] when the store's thread dies, what it had not answered is rejected, and another thread takes over", async () => {
    const changes: boolean[] = [];
    const store = await openHere({ onWritableChange: (writable) => changes.push(writable) });
    await store.write(entry("a", "one"));
    const unanswered = store.write({
      appends: [{ stream: "a", entries: [new Uint8Array(8 << 20)] }],
    });
    const outcome = unanswered.catch((error: unknown) => error);
    await store.crashThread();
    expect(await outcome).toBeInstanceOf(StoreUnavailableError);
    expect(store.writable).toBe(false);
    expect(await store.write(entry("b", "again"))).toEqual([1]);
    expect(store.writable).toBe(true);
    expect(await store.lastSeq("a")).toBeGreaterThanOrEqual(1);
    expect(changes).toEqual([false, true]);
  });
});

describe("[L6] a folder that is in use", () => {
  test("a second process is refused and told which folder", async () => {
    await openHere();
    const child = start("hold");
    const line = await said(child, "StoreRefusedError");
    expect(line).toContain(folder.path);
  });

  test("the same process is refused too, and the first store goes on holding the folder", async () => {
    const store = await openHere();
    await expect(openHere()).rejects.toThrow(/in use/);
    await expect(openHere()).rejects.toThrow(/in use/);
    expect(await said(start("hold"), "StoreRefusedError")).toContain("in use");
    await store.write(entry("a", "one"));
  });

  test("closing lets go of it", async () => {
    const store = await openHere();
    await store.close();
    await openHere();
  });

  test("a backup can be made while the server writes, and can be opened as a data folder", async () => {
    const store = await openHere();
    await store.write(entry("a", "one"));
    const writing = Array.from({ length: 200 }, (_, n) => store.write(entry(`s${n % 9}`, "x")));
    const copy = await temporaryFolder();
    try {
      const reader = new DatabaseSync(dataFile(), { readOnly: true });
      await backup(reader, join(copy.path, "midcycle.db"));
      reader.close();
      await Promise.all(writing);
      const restored = await openSqliteLogStore(copy.path);
      expect(await restored.lastSeq("a")).toBe(1);
      await restored.close();
    } finally {
      await copy.remove();
    }
  });
});

describe("[L6] a data file that can't be used is refused and left as it was", () => {
  const withHeader = async (offset: number, value: number): Promise<void> => {
    const file = await open(dataFile(), "r+");
    const four = Buffer.alloc(4);
    four.writeUInt32BE(value);
    await file.write(four, 0, 4, offset);
    await file.close();
  };

  const cases: [string, RegExp, () => Promise<void>][] = [
    ["cut in half", /torn/, async () => truncate(dataFile(), Math.floor((await stat(dataFile())).size / 2))],
    ["cut within a page", /torn/, async () => truncate(dataFile(), (await stat(dataFile())).size - 100)],
    ["cut to nothing", /torn/, () => truncate(dataFile(), 0)],
    ["cut within its header", /torn/, () => truncate(dataFile(), 50)],
    ["a text file", /not a Midcycle data file/, () => writeFile(dataFile(), "Dear diary\n".repeat(1000))],
    ["random bytes", /not a Midcycle data file/, () => writeFile(dataFile(), noise(20_000))],
    ["random behind its header", /./, () => overwrite(100, noise(16_000))],
    ["random in its streams", /damaged|can't be read/, async () => overwrite(await pageOf("streams"), noise(4096))],
    ["another application's", /another application/, () => withHeader(68, 0x0f055111)],
    ["an unmarked database", /another application/, () => withHeader(68, 0)],
    ["of a later version", /later version/, () => withHeader(60, 999)],
  ];

  test.each(cases)("%s", async (_name, reason, spoil) => {
    const store = await openHere();
    for (let n = 0; n < 20; n++) await store.write({ appends: [{ stream: `s${n}`, entries: [noise(5000)] }] });
    await store.close();
    await spoil();
    const before = await contentOf(folder.path);
    const refused = await openHere().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreRefusedError);
    expect(String(refused)).toMatch(reason);
    expect(String(refused)).toContain(folder.path);
    expect(await contentOf(folder.path)).toEqual(before);
  });

  test("another application's database in a folder of its own: not even a lock file is left", async () => {
    const db = new DatabaseSync(dataFile());
    db.exec("PRAGMA journal_mode = WAL; CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
    db.close();
    const before = await contentOf(folder.path);
    await expect(openHere()).rejects.toThrow(/another application/);
    expect(await contentOf(folder.path)).toEqual(before);
    expect([...before.keys()]).toEqual(["midcycle.db"]);
  });

  test("a write-ahead log without its data file", async () => {
    await writeFile(`${dataFile()}-wal`, noise(5000));
    await expect(openHere()).rejects.toThrow(/missing/);
    expect(await readdir(folder.path)).toEqual(["midcycle.db-wal"]);
  });

  test("a later server that crashed: its write-ahead log, which alone tells the version, stays", async () => {
    const store = await openHere();
    await store.close();
    const later = new DatabaseSync(dataFile());
    later.exec("PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 999");
    const crashed = await temporaryFolder();
    try {
      for (const file of ["midcycle.db", "midcycle.db-wal"]) {
        await copyFile(join(folder.path, file), join(crashed.path, file));
      }
      later.close();
      const before = await contentOf(crashed.path);
      await expect(openSqliteLogStore(crashed.path)).rejects.toThrow(/later version/);
      const after = await contentOf(crashed.path);
      for (const file of ["midcycle.db", "midcycle.db-wal"]) expect(after.get(file)).toBe(before.get(file));
    } finally {
      await crashed.remove();
    }
  });

  describe("a write-ahead log, left by a crash,", () => {
    /** Leaves what was written in the log alone. */
    const crashes = async (): Promise<TemporaryFolder> => {
      const crashed = await temporaryFolder();
      await (await openHere()).close();
      const store = await openHere();
      await store.write({ appends: [{ stream: "a", entries: [noise(5000)] }] });
      for (const file of ["midcycle.db", "midcycle.db-wal"])
        await copyFile(join(folder.path, file), join(crashed.path, file));
      return crashed;
    };
    test.each([0, 6, 13, 17, 23, 25, 31])("whose header is damaged at byte %i", async (at) => {
      await using ends = new AsyncDisposableStack();
      const crashed = await crashes();
      ends.defer(() => crashed.remove());
      const log = join(crashed.path, "midcycle.db-wal");
      const bytes = await readFile(log);
      bytes[at]! ^= 1;
      await writeFile(log, bytes);
      const before = await contentOf(crashed.path);
      await expect(openSqliteLogStore(crashed.path)).rejects.toThrow(/write-ahead log that is damaged/);
      expect(await contentOf(crashed.path)).toEqual(before);
    });

    test.each([
      ["is whole", 1, () => undefined],
      ["has nothing in it", 0, (log: string) => writeFile(log, Buffer.alloc(8192))],
    ])("which %s is none of those", async (_, entries, change) => {
      await using ends = new AsyncDisposableStack();
      const crashed = await crashes();
      ends.defer(() => crashed.remove());
      await change(join(crashed.path, "midcycle.db-wal"));
      const store = await openSqliteLogStore(crashed.path);
      ends.defer(() => store.close());
      expect(await store.read("a")).toHaveLength(entries);
    });
  });

  describe("a write-ahead log", () => {
    const WAL_HEADER = 32;
    const FRAME = 4096 + 24;
    /** What a server leaves that is killed after `writes`; the index of the log only where it is asked for. */
    const killedAfter = async (writes: number, files = ["midcycle.db", "midcycle.db-wal"]) => {
      const crashed = await temporaryFolder();
      await (await openHere()).close();
      const store = await openHere();
      for (let n = 0; n < writes; n++) await store.write({ appends: [{ stream: "a", entries: [noise(9000)] }] });
      for (const file of files) await copyFile(join(folder.path, file), join(crashed.path, file));
      const log = join(crashed.path, "midcycle.db-wal");
      const bytes = await readFile(log);
      const frames = Array.from({ length: Math.floor((bytes.length - WAL_HEADER) / FRAME) }, (_, n) => {
        const at = WAL_HEADER + n * FRAME;
        return { at, isCommit: bytes.readUInt32BE(at + 4) > 0 };
      });
      return { crashed, log, bytes, frames };
    };
    const ALL = ["midcycle.db", "midcycle.db-wal", "midcycle.db-shm"];

    test.each([
      ["in its first frame", (bytes: Buffer) => (bytes[WAL_HEADER + 50]! ^= 1)],
      ["in a frame's header", (bytes: Buffer) => (bytes[WAL_HEADER + 2 * FRAME + 17]! ^= 1)],
      ["where frames became zeros", (bytes: Buffer) => bytes.fill(0, WAL_HEADER + FRAME, WAL_HEADER + 7 * FRAME)],
    ])("damaged %s, with commits behind that were saved", async (_, damage) => {
      await using ends = new AsyncDisposableStack();
      const { crashed, log, bytes } = await killedAfter(6);
      ends.defer(() => crashed.remove());
      damage(bytes);
      await writeFile(log, bytes);
      const before = await contentOf(crashed.path);
      for (const _start of ["first", "again"])
        await expect(openSqliteLogStore(crashed.path)).rejects.toThrow(/write-ahead log that is damaged/);
      expect(await contentOf(crashed.path)).toEqual(before);
    });

    test.each([
      ["missing", /lost its write-ahead log/, (log: string) => rm(log)],
      ["emptied", /lost its write-ahead log/, (log: string) => truncate(log)],
      ["cut within its last commit", /damaged/, async (log: string) => truncate(log, (await stat(log)).size - 100)],
    ])("%s, though its index counts what was in it", async (_, reason, spoil) => {
      await using ends = new AsyncDisposableStack();
      const { crashed, log } = await killedAfter(3, ALL);
      ends.defer(() => crashed.remove());
      await spoil(log);
      const before = await contentOf(crashed.path);
      for (const _start of ["first", "again"]) await expect(openSqliteLogStore(crashed.path)).rejects.toThrow(reason);
      expect(await contentOf(crashed.path)).toEqual(before);
    });

    test.each([
      ["was being written", (index: Buffer) => (index[48 + 16]! ^= 1)],
      ["has a sum that isn't its own", (index: Buffer) => [16, 48 + 16].forEach((at) => (index[at]! ^= 1))],
      ["is of a version that nobody knows here", (index: Buffer) => ofVersion(3_007_001, index)],
    ])("cut within its last commit, whose index %s, is one that a crash has left", async (_, change) => {
      await using ends = new AsyncDisposableStack();
      const { crashed, log } = await killedAfter(3, ALL);
      ends.defer(() => crashed.remove());
      await truncate(log, (await stat(log)).size - 100);
      const index = join(crashed.path, "midcycle.db-shm");
      const bytes = await readFile(index);
      change(bytes);
      await writeFile(index, bytes);
      expect(damageOfLog(join(crashed.path, "midcycle.db"))).toBeUndefined();
    });

    test("that is missing, though all that was in it is in the data file too, is none of those", async () => {
      await using ends = new AsyncDisposableStack();
      const store = await openHere();
      await store.write({ appends: [{ stream: "a", entries: [noise(9000)] }] });
      const other = new DatabaseSync(dataFile());
      ends.defer(() => other.close());
      other.exec("PRAGMA wal_checkpoint(PASSIVE)");
      const crashed = await temporaryFolder();
      ends.defer(() => crashed.remove());
      for (const file of ["midcycle.db", "midcycle.db-shm"])
        await copyFile(join(folder.path, file), join(crashed.path, file));
      const again = await openSqliteLogStore(crashed.path);
      ends.defer(() => again.close());
      expect(await again.read("a")).toHaveLength(1);
    });

    test("whose last commit a crash left in part, in any order, is none of those", async () => {
      await using ends = new AsyncDisposableStack();
      const { crashed, log, bytes, frames } = await killedAfter(3);
      ends.defer(() => crashed.remove());
      const lastCommits = frames.filter(({ isCommit }) => isCommit);
      const begins = lastCommits.at(-2)!.at + FRAME;
      const torn = frames.filter(({ at }) => at >= begins);
      expect(torn.length).toBeGreaterThan(2);
      // Of its frames any may have come to the disk and any not, as long as nobody was told that it is saved.
      for (let which = 0; which < 2 ** torn.length - 1; which++) {
        const left = Buffer.from(bytes);
        for (const [n, { at }] of torn.entries()) if ((which & (1 << n)) === 0) left.fill(0, at, at + FRAME);
        await writeFile(log, left);
        expect(damageOfLog(join(crashed.path, "midcycle.db")), `of its frames ${which.toString(2)}`).toBeUndefined();
      }
      const store = await openSqliteLogStore(crashed.path);
      ends.defer(() => store.close());
      expect(await store.read("a")).toHaveLength(2);
    });

    test("left by a killed server opens, with and without its index, after writes that failed and checkpoints too", async () => {
      await using ends = new AsyncDisposableStack();
      const store = await openHere({ maxPages: 400 });
      for (let n = 0; n < 14; n++) {
        const written = store.write({ appends: [{ stream: "a", entries: [noise(n % 7 === 6 ? 3_000_000 : 9000)] }] });
        if (n % 7 === 6) await expect(written).rejects.toThrow(StoreUnavailableError);
        else await written;
        if (n === 9) {
          const other = new DatabaseSync(dataFile());
          other.exec("PRAGMA wal_checkpoint(RESTART)");
          other.close();
        }
        for (const files of [ALL, ALL.slice(0, 2)]) {
          const crashed = await temporaryFolder();
          ends.defer(() => crashed.remove());
          for (const file of files) await copyFile(join(folder.path, file), join(crashed.path, file));
          expect(damageOfLog(join(crashed.path, "midcycle.db"))).toBeUndefined();
        }
      }
    });
  });

  test("a folder that is a file", async () => {
    const path = join(folder.path, "file");
    await writeFile(path, "x");
    await expect(openSqliteLogStore(path)).rejects.toThrow(StoreRefusedError);
    expect(await readFile(path, "utf8")).toBe("x");
  });

  const OF_A = "stream = (SELECT id FROM streams WHERE name = 'a')";
  const damages: [string, string][] = [
    ["its first entry is missing", `DELETE FROM log WHERE ${OF_A} AND seq = 1`],
    ["an entry is missing", `DELETE FROM log WHERE ${OF_A} AND seq = 7`],
    ["its last entry is missing", `DELETE FROM log WHERE ${OF_A} AND seq = 40`],
    ["entries are missing and nothing leads there", `DELETE FROM log WHERE ${OF_A} AND seq > 6`],
    ["an entry has another's number", `UPDATE log SET seq = 8 WHERE ${OF_A} AND seq = 7`],
    ["its last entry has another's number", `UPDATE log SET seq = 41 WHERE ${OF_A} AND seq = 40`],
    ["an entry leads past the one before it", `UPDATE log SET back = back * 2 WHERE ${OF_A} AND seq = 7`],
    ["an entry leads nowhere", `UPDATE log SET back = 0 WHERE ${OF_A} AND seq = 7`],
    ["an entry is another log's", `UPDATE log SET stream = stream + 1 WHERE ${OF_A} AND seq = 7`],
    ["it says it is longer than it is", "UPDATE streams SET last_seq = last_seq + 1 WHERE name = 'a'"],
    ["it says it ends elsewhere", "UPDATE streams SET last_id = last_id - 2 WHERE name = 'a'"],
  ];

  test.each(damages)("damage deep in a log, as %s: the store opens, and that log is not read", async (_name, sql) => {
    const store = await openHere();
    const entries = Array.from({ length: 40 }, () => noise(1500));
    await store.write({ appends: [{ stream: "a", entries }, ...entry("b", "fine").appends] });
    await store.close();
    const db = new DatabaseSync(dataFile());
    db.exec(sql);
    db.close();
    const again = await openHere();
    await expect(again.read("a")).rejects.toThrow(/damaged/);
    await expect(again.read("a", { limit: 100 })).rejects.toThrow(/damaged/);
    expect(await again.read("b")).toHaveLength(1);
  });
});

test("[L9] the deletion of a dropped log goes on by itself when it fails, on a disk that is full for a while", async ({
  skip,
}) => {
  const disk = await smallDisk(16).catch((error: unknown) => String(error));
  if (typeof disk === "string") return skip(disk);
  if (disk.through.length > 0) return skip("it is mounted for other processes only");
  const changes: boolean[] = [];
  const changed = (writable: boolean) => changes.push(writable);
  let tries = 0;
  const slow = { ...disks.slow(), took: () => (tries += 1) };
  try {
    const entries = Array.from({ length: 3001 }, (_, n) => noise(n % 50));
    const before = await openSqliteLogStore(disk.dataDir);
    await before.write({ appends: [{ stream: "long", entries }] });
    await before.write({ drops: ["long"] });
    await before.close();
    // Whatever room its write-ahead log had went with it: the first deletion needs more.
    const store = await openSqliteLogStore(disk.dataDir, { onWritableChange: changed, disk: slow });
    stores.push(store);
    disk.fill();
    await vi.waitFor(() => expect(tries).toBeGreaterThan(1), { timeout: 10_000 });
    expect(changes).toEqual([false]);
    await disk.free();
    const left = () => {
      const db = new DatabaseSync(join(disk.dataDir, "midcycle.db"), { readOnly: true });
      const row = db.prepare("SELECT count(*) AS count FROM log").get();
      db.close();
      return Number(row?.["count"]);
    };
    await vi.waitFor(() => expect(left()).toBe(0), { timeout: 10_000 });
    expect(changes).toEqual([false, true]);
  } finally {
    for (const store of stores) await store.close();
    await disk.remove();
  }
});

describe("[L5] a full disk", () => {
  test("fails the writes of that commit, a conflict stays a conflict, and dropping streams makes room again", async () => {
    const changes: boolean[] = [];
    const store = await openHere({
      maxPages: 200,
      onWritableChange: (writable) => changes.push(writable),
    });
    await store.write({ appends: [{ stream: "big", entries: [new Uint8Array(400_000)] }] });
    const results = await Promise.allSettled([
      store.write({ appends: [{ stream: "big", entries: [new Uint8Array(1)], after: 0 }] }),
      store.write(entry("small", "x")),
      store.write({ appends: [{ stream: "big", entries: [new Uint8Array(900_000)] }] }),
      store.write(entry("small", "y")),
    ]);
    const reasons = results.map((result) => (result.status === "rejected" ? (result.reason as Error).name : "stored"));
    expect(reasons).toEqual(["ConflictError", ...Array<string>(3).fill("StoreUnavailableError")]);
    expect(store.writable).toBe(false);
    expect(await store.lastSeq("small")).toBe(0);
    expect(await store.lastSeq("big")).toBe(1);

    await store.write({ drops: ["big"] });
    await store.write({ appends: [{ stream: "big", entries: [new Uint8Array(400_000)] }] });
    expect(changes).toEqual([false, true]);
    await expect(store.write({ appends: [{ stream: "big", entries: [], after: 9 }] })).rejects.toThrow(ConflictError);
  });
});

describe("[L8] a disk that is waited for", () => {
  test("a lock of another program isn't: the thread waits for it, while the loop goes on", async () => {
    const rests: number[] = [];
    let wasHeld = false;
    const disk = { ...disks.fast(), rest: (now: number) => rests.push(now), held: () => (wasHeld = true) };
    const store = await openHere({ disk });
    await store.write(entry("a", "one"));
    expect(wasHeld).toBe(true);
    wasHeld = false;
    // In a thread of its own, which gives it up after a while by itself: were the loop to wait, it would get it then.
    const letGo = await lockedElsewhere();
    const written = store.write(entry("a", "two"));
    await vi.waitFor(() => expect(rests).toHaveLength(1));
    letGo();
    expect(await written).toEqual([2]);
    expect(wasHeld).toBe(false);
    expect(store.writable).toBe(true);
  });

  test("its write-ahead log is cut back all the same", async () => {
    const store = await openHere({ disk: disks.fast() });
    for (let n = 0; n < 100; n++) await store.write({ appends: [{ stream: "a", entries: [noise(63_000)] }] });
    // All of it is more than 6 MB; SQLite cuts back at 4, and the thread has one commit in 33.
    expect((await stat(`${dataFile()}-wal`)).size).toBeLessThan(6_200_000);
  });

  test("what the thread does to a log holds for the next commit in the loop", async () => {
    const store = await openHere({ disk: disks.fast() });
    await store.write(entry("a", "one"));
    await store.write(entry("a", "two"));
    await store.write({ drops: ["a"] });
    expect(await store.write(entry("a", "three"))).toEqual([1]);
    await store.write({ rewrites: [{ stream: "a", at: 1, entries: [noise(9), noise(9), noise(9)] }] });
    expect(await store.write(entry("a", "four"))).toEqual([4]);
    expect(await store.read("a")).toHaveLength(4);
  });

  test("the thread dies between two commits in the loop: nothing is lost, another one takes over", async () => {
    const store = await openHere({ disk: disks.fast() });
    await store.write(entry("a", "one"));
    await store.crashThread();
    await vi.waitFor(() => expect(store.writable).toBe(false));
    expect(await store.write(entry("a", "two"))).toEqual([2]);
    expect(await store.write(entry("a", "three"))).toEqual([3]);
    expect(await store.read("a")).toHaveLength(3);
  });

  // Without it, a program with an older SQLite that has read the file takes itself for the last one, and removes the write-ahead log.
  test.skipIf(process.platform !== "linux")(
    "the file is locked as before when another thread has taken over",
    async () => {
      const store = await openHere({ disk: disks.fast() });
      await store.write(entry("a", "one"));
      expect(await locksDataFile()).toBe(true);
      await store.crashThread();
      await vi.waitFor(() => expect(store.writable).toBe(false));
      await store.write(entry("a", "two"));
      expect(await locksDataFile()).toBe(true);
    },
  );
});

describe("group commit", () => {
  test("500 writes asked for at once to 100 streams take one commit", async () => {
    const store = await openHere();
    await Promise.all(Array.from({ length: 500 }, (_, n) => store.write(entry(`pad ${n % 100}`, "x"))));
    expect(store.stats().commits).toBe(1);
  });

  test("200 writers that write again when answered share commits", async () => {
    const store = await openHere();
    const writers = Array.from({ length: 200 }, async (_, pad) => {
      for (let n = 0; n < 5; n++) await store.write(entry(`pad ${pad}`, "x"));
    });
    await Promise.all(writers);
    expect(store.stats().commits).toBeLessThanOrEqual(10);
  });

  test("an entry costs at most 20 bytes beside its own", async () => {
    const store = await openHere();
    const before = (await stat(dataFile())).size;
    const count = 20_000;
    await Promise.all(
      Array.from({ length: count }, (_, n) =>
        store.write({ appends: [{ stream: `pad ${n % 50}`, entries: [noise(30)] }] }),
      ),
    );
    await store.close();
    expect(((await stat(dataFile())).size - before) / count - 30).toBeLessThanOrEqual(20);
  });
});

function dataFile(): string {
  return join(folder.path, "midcycle.db");
}

async function openHere(options?: SqliteLogStoreOptions): Promise<SqliteLogStore> {
  const store = await openSqliteLogStore(folder.path, options);
  stores.push(store);
  return store;
}

function entry(stream: string, text: string): { appends: { stream: string; entries: Uint8Array[] }[] } {
  return { appends: [{ stream, entries: [new TextEncoder().encode(text)] }] };
}

/** The same bytes every time, that look like nothing. */
function noise(length: number): Buffer<ArrayBuffer> {
  let state = length;
  return Buffer.from(Array.from({ length }, () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) >> 16));
}

async function overwrite(offset: number, bytes: Uint8Array): Promise<void> {
  const file = await open(dataFile(), "r+");
  await file.write(bytes, 0, bytes.length, offset);
  await file.close();
}

/** Where the first page of `table` begins in the data file. */
async function pageOf(table: string): Promise<number> {
  const db = new DatabaseSync(dataFile());
  const row = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(table);
  db.close();
  return (Number(row?.["rootpage"]) - 1) * 4096;
}

/** Another thread has the data file locked for a second and a half, or until told to let go. */
async function lockedElsewhere(): Promise<() => void> {
  const told = new Int32Array(new SharedArrayBuffer(4));
  const code = `const { parentPort, workerData } = require("node:worker_threads");
    const db = new (require("node:sqlite").DatabaseSync)(workerData.path);
    db.exec("BEGIN IMMEDIATE");
    parentPort.postMessage("locked");
    Atomics.wait(workerData.told, 0, 0, 1500);
    db.exec("COMMIT");
    db.close();`;
  await once(new Worker(code, { eval: true, workerData: { path: dataFile(), told } }), "message");
  return () => {
    Atomics.store(told, 0, 1);
    Atomics.notify(told, 0);
  };
}

/** Whether this process has a lock on the data file, as the kernel says. Linux only. */
async function locksDataFile(): Promise<boolean> {
  const { ino } = await stat(dataFile());
  const locks = (await readFile("/proc/locks", "utf8")).split("\n").map((line) => line.trim().split(/\s+/u));
  return locks.some(([, , , , pid, file]) => pid === `${process.pid}` && file?.endsWith(`:${ino}`) === true);
}

/** Names of the files in `path`, each with a hash of its bytes. */
async function contentOf(path: string): Promise<Map<string, string>> {
  const names = (await readdir(path)).toSorted();
  const hashes = names.map(async (name) => {
    const hash = createHash("sha256").update(await readFile(join(path, name)));
    return [name, hash.digest("hex")] as const;
  });
  return new Map(await Promise.all(hashes));
}

function start(mode: "write" | "rewrite" | "hold"): ChildProcess {
  const child = startWriting(folder.path, mode);
  processes.push(child);
  return child;
}

/** The first line of output that begins with `beginning`; rejects when the process ends without it. */
async function said(child: ChildProcess, beginning: string): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    if (line.startsWith(beginning)) return line;
  }
  throw new Error(`The process ended without saying "${beginning}".`);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

/** Makes an index say that it is of this version, with a sum that is its own, in both of its copies. */
function ofVersion(version: number, index: Buffer): void {
  index.writeUInt32LE(version, 0);
  let [one, two] = [0, 0];
  for (let at = 0; at < 40; at += 8) {
    one = (one + index.readUInt32LE(at) + two) >>> 0;
    two = (two + index.readUInt32LE(at + 4) + one) >>> 0;
  }
  index.writeUInt32LE(one, 40);
  index.writeUInt32LE(two, 44);
  index.copy(index, 48, 0, 48);
}
