/** Logs of many entries, and of large ones: whatever is done with them, others write in between. */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ConflictError, StoreUnavailableError, type StoredEntry, type Write } from "../../server/store/log-store.ts";
import type { SqliteLogStore } from "../../server/store/sqlite-log-store.ts";
import { disks } from "./disks.ts";
import { startWriting } from "./start-writing.ts";
import { filled, storeOnDisk, type StoreOnDisk } from "./store-on-disk.ts";

const SOON = { timeout: 20_000, interval: 5 };

let disk: StoreOnDisk;

beforeEach(async () => {
  disk = await storeOnDisk();
});

afterEach(() => disk.end());

const small = (stream: string) => ({ appends: [{ stream, entries: [new Uint8Array(1)] }] });

/** Puts into `order` when it is done. */
const noting = (order: string[], what: string, work: Promise<unknown>) => work.then(() => void order.push(what));

describe("[L3] a log of many pages", () => {
  const many = (what: string) =>
    Array.from({ length: 20_001 }, (_, index) => new TextEncoder().encode(`${what} ${index + 1}`));
  const words = (entries: readonly StoredEntry[]) => entries.map(({ bytes }) => new TextDecoder().decode(bytes));
  const first = many("first").map((bytes) => new TextDecoder().decode(bytes));

  test("is read whole and from anywhere", async () => {
    const store = await disk.open();
    await store.write({ appends: [{ stream: "long", entries: many("first") }, ...small("short").appends] });
    const all = await store.read("long");
    expect(words(all)).toEqual(first);
    expect(all.every(({ seq }, index) => seq === index + 1)).toBe(true);
    for (const after of [3999, 4000, 16_000, 16_001, 20_000, 20_001, 30_000])
      expect(await store.read("long", { after })).toEqual(all.slice(after));
  });

  test("is read as it is then when it is rewritten meanwhile", async () => {
    const store = await disk.open();
    await store.write({ appends: [{ stream: "long", entries: many("first") }] });
    const order: string[] = [];
    const reading = store.read("long");
    const rewrites = [{ stream: "long", at: 20_001, entries: [new TextEncoder().encode("second")] }];
    await Promise.all([noting(order, "read", reading), noting(order, "rewritten", store.write({ rewrites }))]);
    expect(words(await reading)).toEqual(["second"]);
    expect(order).toEqual(["rewritten", "read"]);
  });

  test("is read as none, never as the end of one, when it is dropped meanwhile", async () => {
    const store = await disk.open();
    await store.write({ appends: [{ stream: "long", entries: many("first") }] });
    const reading = store.read("long");
    await store.write({ drops: ["long"] });
    expect(await reading).toEqual([]);
  });

  test("one of few, but large entries is too, and others write before it has been read", async () => {
    const store = await disk.open({ disk: disks.slow() });
    const entries = [...filled(12, 700_000, 1), ...filled(3, 10, 2), ...filled(2, 1_200_000, 3)];
    await store.write({ appends: [{ stream: "large", entries }] });
    const order: string[] = [];
    const reading = store.read("large");
    await Promise.all([noting(order, "read", reading), noting(order, "written", store.write(small("other")))]);
    expect(order).toEqual(["written", "read"]);
    const all = await reading;
    expect(all.map(({ seq, bytes }) => [seq, bytes.length, bytes[0]])).toEqual(
      entries.map((bytes, index) => [index + 1, bytes.length, bytes[0]]),
    );
    for (const after of [1, 11, 14, 16, 17]) expect(await store.read("large", { after })).toHaveLength(17 - after);
    const some = await store.read("large", { after: 1, limit: 14 });
    expect(some.map(({ seq }) => seq)).toEqual(Array.from({ length: 14 }, (_, index) => index + 2));
  });
});

describe("[L9] a log that is dropped or rewritten", () => {
  const long = Array.from({ length: 3001 }, (_, n) => new Uint8Array(n % 50));
  const large = filled(6, 400_000, 1);

  const cases: [string, Uint8Array[], (at: number) => Write, number][] = [
    ["of many entries, dropped", long, () => ({ drops: ["log"] }), 0],
    ["of many entries, rewritten", long, (at) => ({ rewrites: [{ stream: "log", at, entries: filled(1, 1, 2) }] }), 1],
    ["of large entries, dropped", large, () => ({ drops: ["log"] }), 0],
    [
      "of large entries, rewritten",
      large,
      (at) => ({ rewrites: [{ stream: "log", at, entries: filled(1, 1, 2) }] }),
      1,
    ],
  ];
  test.each(cases)(
    "%s: it is gone at once, and deleted bit by bit while others write",
    async (_name, log, write, left) => {
      const store = await disk.open();
      await store.write({ appends: [{ stream: "log", entries: log }, ...small("other").appends] });
      await store.saveSnapshot("log", 1, new Uint8Array(1_500_000));
      await store.write(write(log.length));
      expect(disk.rowsLeft()).toBeGreaterThan(log.length / 2);
      expect(await store.lastSeq("log")).toBe(left);
      expect(await store.snapshot("log")).toBeUndefined();
      expect(await store.write(small("log"))).toEqual([left + 1]);
      expect(await store.read("log")).toHaveLength(left + 1);
      await vi.waitFor(() => expect(disk.rowsLeft()).toBe(left + 2), SOON);
      expect(await store.read("other")).toHaveLength(1);
    },
  );

  test("it is deleted bit by bit also where the loop waits for the disk", async () => {
    const store = await disk.open({ disk: disks.fast() });
    await store.write({ appends: [{ stream: "log", entries: long }] });
    await store.write(small("other"));
    await store.write({ drops: ["log"] });
    await vi.waitFor(() => expect(disk.rowsLeft()).toBe(1), SOON);
  });

  test("a restart in between goes on with it", async () => {
    const store = await disk.open();
    const streams = ["long", "longer"].map((stream) => ({ stream, entries: long }));
    await store.write({ appends: [...streams, { stream: "large", entries: large }] });
    await store.write({ drops: ["long", "longer", "large"] });
    await store.close();
    expect(disk.rowsLeft()).toBeGreaterThan(2000);
    const again = await disk.open();
    await vi.waitFor(() => expect(disk.rowsLeft()).toBe(0), SOON);
    expect(await again.write(small("long"))).toEqual([1]);
  });
});

describe("[L7] a large rewrite", () => {
  const COUNT = 20;
  const old = filled(COUNT, 100_000, 1);
  const rewrite = { stream: "notes", at: COUNT, entries: filled(COUNT, 90_000, 2), snapshot: new Uint8Array(300_000) };
  /** What the log consists of, when it is whole. */
  const contentOf = async (store: SqliteLogStore, stream = "notes") => {
    const kinds = (await store.read(stream)).map(({ bytes }) => `${bytes.length} × ${bytes[0]}`);
    return { kinds: [...new Set(kinds)], count: kinds.length, snapshot: (await store.snapshot(stream))?.seq };
  };
  const asBefore = { kinds: ["100000 × 1"], count: COUNT, snapshot: undefined };
  const rewritten = { kinds: ["90000 × 2"], count: COUNT, snapshot: COUNT };
  const withNotes = async (): Promise<SqliteLogStore> => {
    const store = await disk.open();
    await store.write({ appends: [{ stream: "notes", entries: old }] });
    return store;
  };
  /** Resolves when some of the draft is stored, but not all. */
  const isDrafted = () =>
    vi.waitFor(
      () => {
        const drafted = disk.drafted();
        expect(drafted).toBeGreaterThan(2);
        expect(drafted).toBeLessThan(COUNT);
      },
      { timeout: 20_000, interval: 1 },
    );
  /** Resolves when there is nothing but so many rows: nothing is left of a draft, nor of what was replaced. */
  const isTidy = (rows: number) => vi.waitFor(() => expect(disk.rowsLeft()).toBe(rows), SOON);

  test("[L4] [L9] is stored while others write in between", async () => {
    const store = await withNotes();
    const order: string[] = [];
    const done = noting(order, "rewritten", store.write({ rewrites: [rewrite] }));
    for (const n of ["1", "2", "3"]) await noting(order, n, store.write(small("other")));
    await done;
    expect(order).toEqual(["1", "2", "3", "rewritten"]);
    expect(await contentOf(store)).toEqual(rewritten);
    await isTidy(COUNT + 1 + 3);
    expect(await store.write({ appends: [{ ...small("notes").appends[0]!, after: COUNT }] })).toEqual([COUNT + 1]);
  });

  test("waits for the one before it, and is a conflict if that has come first", async () => {
    const store = await withNotes();
    const other = { ...rewrite, entries: filled(3, 300_000, 3) };
    const [first, second] = await Promise.allSettled([
      store.write({ rewrites: [rewrite] }),
      store.write({ rewrites: [{ ...other, at: COUNT - 1 }] }),
    ]);
    expect([first.status, second.status]).toEqual(["fulfilled", "rejected"]);
    await store.write({ rewrites: [other] });
    expect(await contentOf(store)).toEqual({ kinds: ["300000 × 3"], count: 3, snapshot: 3 });
    await isTidy(4);
  });

  const endings: [string, (store: SqliteLogStore, abort: AbortController) => Promise<unknown>, unknown, number][] = [
    ["whose log moves on meanwhile", (store) => store.write(small("notes")), ConflictError, 1],
    ["whose log is dropped meanwhile", (store) => store.write({ drops: ["notes"] }), ConflictError, -COUNT],
    ["that is called off", async (_store, abort) => abort.abort(new RangeError("off")), RangeError, 0],
  ];
  test.each(endings)("%s stores nothing, and its draft goes", async (_name, end, error, more) => {
    const store = await withNotes();
    const abort = new AbortController();
    const outcome = store.write({ rewrites: [rewrite] }, { signal: abort.signal }).catch((thrown: unknown) => thrown);
    await isDrafted();
    await end(store, abort);
    expect(await outcome).toBeInstanceOf(error);
    expect(await store.lastSeq("notes")).toBe(COUNT + more);
    expect(await store.snapshot("notes")).toBeUndefined();
    await isTidy(COUNT + more);
    expect(store.writable).toBe(true);
  });

  test("is ended by closing the store, and the next one deletes its draft", async () => {
    const store = await withNotes();
    const outcome = store.write({ rewrites: [rewrite] }).catch((thrown: unknown) => thrown);
    await isDrafted();
    await store.close();
    expect(await outcome).toBeInstanceOf(StoreUnavailableError);
    expect(disk.drafted()).toBeGreaterThan(0);
    const again = await disk.open();
    await isTidy(COUNT);
    expect(await contentOf(again)).toEqual(asBefore);
  });

  test("whose thread dies is whole, or its log is as it was", async () => {
    const store = await withNotes();
    const done = store.write({ rewrites: [rewrite] }).then(
      () => true,
      (thrown: unknown) => {
        expect(thrown).toBeInstanceOf(StoreUnavailableError);
        return false;
      },
    );
    await isDrafted();
    await store.crashThread();
    const isDone = await done;
    expect(await contentOf(store)).toEqual(isDone ? rewritten : asBefore);
    await isTidy(isDone ? COUNT + 1 : COUNT);
    await store.write({ rewrites: [rewrite] });
    expect(await contentOf(store)).toEqual(rewritten);
  });

  test("[L5] that fills the disk leaves the log as it was; its draft goes, and there is room again", async () => {
    const store = await disk.open({ maxPages: 900 });
    await store.write({ appends: [{ stream: "notes", entries: old }] });
    await expect(store.write({ rewrites: [rewrite] })).rejects.toThrow(StoreUnavailableError);
    expect(await contentOf(store)).toEqual(asBefore);
    await isTidy(COUNT);
    expect(store.writable).toBe(true);
    const half = { ...rewrite, entries: filled(COUNT, 45_000, 2) };
    await store.write({ rewrites: [half] });
    expect(await contentOf(store)).toEqual({ ...rewritten, kinds: ["45000 × 2"] });
  });

  test.each(["amid a draft", "when one gets its place"])("is whole after kill -9 %s", async (when) => {
    const child = startWriting(disk.path, "rewrite-large");
    try {
      const ended = once(child, "exit");
      let acknowledged = 0;
      const lines = createInterface({ input: child.stdout! });
      lines.on("line", (line) => (acknowledged = Number(line) || acknowledged));
      await vi.waitFor(() => expect(acknowledged).toBeGreaterThan(0), SOON);
      await isDrafted();
      if (when !== "amid a draft")
        await vi.waitFor(() => expect(disk.drafted()).toBeLessThan(3), { timeout: 20_000, interval: 1 });
      child.kill("SIGKILL");
      await ended;
      const store = await disk.open();
      const { kinds, count, snapshot } = await contentOf(store);
      expect(kinds).toHaveLength(1);
      const stands = Number(kinds[0]?.split(" × ")[1]);
      expect([acknowledged, acknowledged + 1]).toContain(stands);
      expect([count, snapshot]).toEqual([COUNT, COUNT]);
      expect((await store.snapshot("notes"))?.bytes[0]).toBe(stands);
      await isTidy(COUNT + 1);
    } finally {
      child.kill("SIGKILL");
    }
  });
});
