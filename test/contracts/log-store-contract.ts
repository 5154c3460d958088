/** What every LogStore keeps, whichever engine is behind it: the promises [L1]–[L9] of server/store/log-store.ts. */
import fc from "fast-check";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { ConflictError, StoreUnavailableError } from "../../server/store/log-store.ts";
import type { LogStore, Write } from "../../server/store/log-store.ts";

export interface OpenedStore {
  store: LogStore;
  /** Closes the store and opens what it left behind; absent when nothing outlives the store. */
  reopen?: () => Promise<LogStore>;
  /** Makes the next writes fail as a full disk does; what it returns makes room again. */
  fail: () => Promise<() => Promise<void>>;
  cleanup: () => Promise<void>;
}

/** Whatever is written at once to a store that `open` makes comes to what it comes to in plain lists. */
export function anyWritesAgree(name: string, open: () => Promise<OpenedStore>): void {
  test(`[L1] [L2] [L4] [L7] any writes, asked for together, give what a plain list gives: ${name}`, async () => {
    // One for all of them, each with names of its own: opening one takes longer than what is asked of it.
    const { store, cleanup } = await open();
    onTestFinished(cleanup);
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryWrite, { maxLength: 30 }), async (made) => {
        runs += 1;
        const writes = made.map((write) => renamed(write, (name) => `${name} of run ${runs}`));
        const model = new Model();
        const expected = writes.map((write) => model.write(write));
        const results = await Promise.allSettled(writes.map((write) => store.write(write)));
        const actual = results.map((result) => (result.status === "fulfilled" ? result.value : "conflict"));
        expect(actual).toEqual(expected);
        for (const name of STREAMS) {
          const stream = `${name} of run ${runs}`;
          expect(await texts(store, stream)).toEqual(model.texts(stream));
        }
        expect(await store.records(`k of run ${runs}`)).toEqual(model.listed());
      }),
      { numRuns: 25 },
    );
  });
}

/** Runs the suite against the stores that `open` makes, each of them empty. */
export function logStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  const opened: OpenedStore[] = [];
  const openStore = async (): Promise<OpenedStore> => {
    const made = await open();
    opened.push(made);
    return made;
  };
  afterEach(async () => {
    for (const { cleanup } of opened.splice(0)) await cleanup();
  });

  describe(`${name} keeps the promises of LogStore`, () => {
    test("an unknown stream is empty, has no snapshot, and an unknown record is undefined", async () => {
      const { store } = await openStore();
      expect(await store.read("nothing")).toEqual([]);
      expect(await store.lastSeq("nothing")).toBe(0);
      expect(await store.snapshot("nothing")).toBeUndefined();
      expect(await store.record("person", "nobody")).toBeUndefined();
      expect(await store.records("person")).toEqual([]);
      expect(store.writable).toBe(true);
    });

    test("entries are numbered from 1 without gaps, and a write answers with the last seq of each append", async () => {
      const { store } = await openStore();
      expect(await store.write({ appends: [append("a", "one", "two"), append("b", "three")] })).toEqual([2, 1]);
      expect(await store.write({ appends: [append("a", "four")] })).toEqual([3]);
      expect(await texts(store, "a")).toEqual(["1 one", "2 two", "3 four"]);
      expect(await texts(store, "b")).toEqual(["1 three"]);
      expect(await store.lastSeq("a")).toBe(3);
    });

    test("one write may append to one stream twice", async () => {
      const { store } = await openStore();
      const twice = [append("a", "one"), { ...append("a", "two"), after: 1 }];
      expect(await store.write({ appends: twice })).toEqual([1, 2]);
      expect(await texts(store, "a")).toEqual(["1 one", "2 two"]);
    });

    test("read gives the part that is asked for", async () => {
      const { store } = await openStore();
      await store.write({ appends: [append("a", "1", "2", "3", "4", "5")] });
      expect(await texts(store, "a", { after: 3 })).toEqual(["4 4", "5 5"]);
      expect(await texts(store, "a", { after: 1, limit: 2 })).toEqual(["2 2", "3 3"]);
      expect(await texts(store, "a", { limit: 1 })).toEqual(["1 1"]);
      expect(await texts(store, "a", { limit: 0 })).toEqual([]);
      expect(await texts(store, "a", { after: 5 })).toEqual([]);
      expect(await texts(store, "a", { after: 9 })).toEqual([]);
    });

    test("an empty entry and one of 1 MiB come back byte for byte, and the caller's buffer stays its own", async () => {
      const { store } = await openStore();
      const large = Uint8Array.from({ length: 1 << 20 }, (_, index) => (index * 31) % 251);
      const mine = large.slice();
      const written = store.write({
        appends: [{ stream: "a", entries: [new Uint8Array(0), mine, bytes("end")] }],
      });
      mine.fill(0);
      await written;
      const [empty, second, third] = await store.read("a");
      expect(mine.length).toBe(1 << 20);
      expect(empty?.bytes.length).toBe(0);
      expect(Buffer.compare(second?.bytes ?? bytes(""), large)).toBe(0);
      expect(text(third?.bytes)).toBe("end");
    });

    test("[L2] an append after another seq than the last is a conflict, and nothing of that write is stored", async () => {
      const { store } = await openStore();
      await store.write({ appends: [append("a", "one")] });
      const late: Write = {
        appends: [append("b", "new"), { ...append("a", "two"), after: 0 }],
        records: [{ op: "put", kind: "pad", key: "p", value: "{}" }],
      };
      await expect(store.write(late)).rejects.toThrow(ConflictError);
      await expect(store.write({ appends: [{ ...append("a", "two"), after: 2 }] })).rejects.toThrow(ConflictError);
      expect(await texts(store, "a")).toEqual(["1 one"]);
      expect(await texts(store, "b")).toEqual([]);
      expect(await store.record("pad", "p")).toBeUndefined();
      expect(store.writable).toBe(true);
      expect(await store.write({ appends: [{ ...append("a", "two"), after: 1 }] })).toEqual([2]);
    });

    test("[L2] of twenty writers who race for the same seq one wins, and its conflict sinks nobody else", async () => {
      const { store } = await openStore();
      const racing = Array.from({ length: 20 }, (_, n) =>
        store.write({ appends: [{ ...append("a", `writer ${n}`), after: 0 }] }),
      );
      const bystander = store.write({ appends: [append("b", "unharmed")] });
      const results = await Promise.allSettled(racing);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const result of results) {
        if (result.status === "rejected") expect(result.reason).toBeInstanceOf(ConflictError);
      }
      expect(await bystander).toEqual([1]);
      expect(await store.lastSeq("a")).toBe(1);
    });

    test("[L2] a record that exists can't be created, and the appends beside it are not stored", async () => {
      const { store } = await openStore();
      await store.write({ records: [{ op: "create", kind: "slug", key: "phl", value: "1" }] });
      const again: Write = {
        appends: [append("a", "one")],
        records: [{ op: "create", kind: "slug", key: "phl", value: "2" }],
      };
      await expect(store.write(again)).rejects.toThrow(ConflictError);
      expect(await store.record("slug", "phl")).toBe("1");
      expect(await store.lastSeq("a")).toBe(0);
    });

    test("records are created, replaced and removed; they are listed by key, or those that are named", async () => {
      const { store } = await openStore();
      await store.write({
        records: [
          { op: "create", kind: "person", key: "b", value: "Ben" },
          { op: "put", kind: "person", key: "a", value: "Ana" },
          { op: "put", kind: "person", key: "c", value: "Cid" },
          { op: "put", kind: "pad", key: "a", value: "other" },
        ],
      });
      await store.write({
        records: [
          { op: "put", kind: "person", key: "a", value: "Anna" },
          { op: "remove", kind: "person", key: "c" },
          { op: "remove", kind: "person", key: "never there" },
        ],
      });
      expect(await store.records("person")).toEqual([
        { key: "a", value: "Anna" },
        { key: "b", value: "Ben" },
      ]);
      expect(await store.records("person", ["b", "c", "zzz"])).toEqual([{ key: "b", value: "Ben" }]);
      expect(await store.records("person", [])).toEqual([]);
    });

    test("[L1] appends, records and drops of one write are stored together", async () => {
      const { store } = await openStore();
      await store.write({ appends: [append("old", "x"), append("kept", "y")] });
      await store.saveSnapshot("old", 1, bytes("fold"));
      await store.write({
        drops: ["old", "never there"],
        appends: [append("new", "z")],
        records: [{ op: "create", kind: "pad", key: "new", value: "{}" }],
      });
      expect(await store.lastSeq("old")).toBe(0);
      expect(await store.snapshot("old")).toBeUndefined();
      expect(await texts(store, "kept")).toEqual(["1 y"]);
      expect(await texts(store, "new")).toEqual(["1 z"]);
      expect(await store.record("pad", "new")).toBe("{}");
    });

    test("a stream that is dropped and appended to in one write starts again at 1, without the old snapshot", async () => {
      const { store } = await openStore();
      await store.write({ appends: [append("a", "1", "2", "3")] });
      await store.saveSnapshot("a", 3, bytes("fold"));
      expect(await store.write({ drops: ["a"], appends: [{ ...append("a", "fresh"), after: 0 }] })).toEqual([1]);
      expect(await texts(store, "a")).toEqual(["1 fresh"]);
      expect(await store.snapshot("a")).toBeUndefined();
    });

    test("a newer snapshot replaces an older one, an older one replaces nothing, and the log stays", async () => {
      const { store } = await openStore();
      await store.write({ appends: [append("a", "1", "2", "3")] });
      await store.saveSnapshot("a", 2, bytes("at 2"));
      await store.saveSnapshot("a", 3, bytes("at 3"));
      await store.saveSnapshot("a", 1, bytes("at 1"));
      const snapshot = await store.snapshot("a");
      expect([snapshot?.seq, text(snapshot?.bytes)]).toEqual([3, "at 3"]);
      expect(await store.read("a")).toHaveLength(3);
    });

    test("a snapshot of what the stream doesn't hold is a conflict", async () => {
      const { store } = await openStore();
      await store.write({ appends: [append("a", "1")] });
      await expect(store.saveSnapshot("a", 2, bytes("?"))).rejects.toThrow(ConflictError);
      await expect(store.saveSnapshot("gone", 1, bytes("?"))).rejects.toThrow(ConflictError);
      expect(await store.snapshot("a")).toBeUndefined();
    });

    test("[L7] a rewrite puts other entries in place of all, and its snapshot in place of the old one", async () => {
      const { store } = await openStore();
      await store.write({ appends: [append("a", "1", "2", "3"), append("b", "x")] });
      await store.saveSnapshot("a", 3, bytes("old fold"));
      const written = store.write({
        rewrites: [{ stream: "a", at: 3, entries: [bytes("1 and 2"), bytes("3")], snapshot: bytes("new fold") }],
        appends: [{ ...append("a", "4"), after: 2 }, append("b", "y")],
        records: [{ op: "put", kind: "k", key: "1", value: "v" }],
      });
      expect(await written).toEqual([3, 2]);
      expect(await texts(store, "a")).toEqual(["1 1 and 2", "2 3", "3 4"]);
      expect(await texts(store, "b")).toEqual(["1 x", "2 y"]);
      const snapshot = await store.snapshot("a");
      expect([snapshot?.seq, text(snapshot?.bytes)]).toEqual([2, "new fold"]);
      await store.write({ rewrites: [{ stream: "a", at: 3, entries: [bytes("all")] }] });
      expect(await texts(store, "a")).toEqual(["1 all"]);
      expect(await store.snapshot("a")).toBeUndefined();
    });

    test("[L7] [L9] a rewrite of many bytes is no different, and can be called off", async () => {
      const { store, reopen } = await openStore();
      await store.write({ appends: [append("a", "1", "2", "3"), append("b", "x")] });
      const large = [1, 2, 3, 4].map((n) => new Uint8Array(150_000).fill(n));
      const rewrite = { stream: "a", at: 3, entries: large, snapshot: new Uint8Array(300_000).fill(5) };
      await expect(store.write({ rewrites: [{ ...rewrite, at: 2 }] })).rejects.toThrow(ConflictError);
      const calledOff = AbortSignal.abort(new RangeError("called off"));
      await expect(store.write({ rewrites: [rewrite] }, { signal: calledOff })).rejects.toThrow(RangeError);
      expect(await texts(store, "a")).toEqual(["1 1", "2 2", "3 3"]);
      expect(await store.snapshot("a")).toBeUndefined();
      const { signal } = new AbortController();
      expect(await store.write({ rewrites: [rewrite] }, { signal })).toEqual([]);
      expect(await store.write({ appends: [{ ...append("a", "5"), after: 4 }] })).toEqual([5]);
      const again = (await reopen?.()) ?? store;
      expect((await again.read("a")).map(({ bytes }) => [bytes.length, bytes.at(-1)])).toEqual([
        ...[1, 2, 3, 4].map((n) => [150_000, n]),
        [1, "5".charCodeAt(0)],
      ]);
      const snapshot = await again.snapshot("a");
      expect([snapshot?.seq, snapshot?.bytes.length, snapshot?.bytes[0]]).toEqual([4, 300_000, 5]);
      expect(await texts(again, "b")).toEqual(["1 x"]);
    });

    test("[L1] [L7] a rewrite of many bytes is stored together with all else that is written with it", async () => {
      const { store } = await openStore();
      await store.write({ appends: [append("a", "1"), append("b", "x"), append("old", "gone")] });
      const written = store.write({
        rewrites: [{ stream: "a", at: 1, entries: [1, 2, 3].map((n) => new Uint8Array(150_000).fill(n)) }],
        appends: [append("b", "y")],
        records: [{ op: "put", kind: "k", key: "1", value: "v" }],
        drops: ["old"],
      });
      expect(await written).toEqual([2]);
      expect((await store.read("a")).map(({ bytes }) => bytes.at(-1))).toEqual([1, 2, 3]);
      expect(await texts(store, "b")).toEqual(["1 x", "2 y"]);
      expect(await store.record("k", "1")).toBe("v");
      expect(await store.lastSeq("old")).toBe(0);
    });

    test("[L7] a rewrite of a stream that has moved on is a conflict, and nothing of that write is stored", async () => {
      const { store } = await openStore();
      await store.write({ appends: [append("a", "1", "2")] });
      await store.saveSnapshot("a", 2, bytes("fold"));
      const [moved, late] = await Promise.allSettled([
        store.write({ appends: [append("a", "3")] }),
        store.write({ rewrites: [{ stream: "a", at: 2, entries: [bytes("all")] }], appends: [append("b", "x")] }),
      ]);
      expect([moved.status, late.status]).toEqual(["fulfilled", "rejected"]);
      await expect(store.write({ rewrites: [{ stream: "c", at: 1, entries: [bytes("?")] }] })).rejects.toThrow(
        ConflictError,
      );
      const conflicting: Write = {
        rewrites: [{ stream: "a", at: 3, entries: [bytes("all")], snapshot: bytes("new") }],
        appends: [{ ...append("b", "x"), after: 7 }],
      };
      await expect(store.write(conflicting)).rejects.toThrow(ConflictError);
      expect(await texts(store, "a")).toEqual(["1 1", "2 2", "3 3"]);
      expect(text((await store.snapshot("a"))?.bytes)).toBe("fold");
      expect(await store.lastSeq("b")).toBe(0);
    });

    test("[L2] [L7] what is asked for together with a conflict is stored as it is, also behind a rewrite and its snapshot", async () => {
      const { store } = await openStore();
      await store.write({ appends: [append("a", "1")] });
      const outcomes = await Promise.allSettled([
        store.write({ appends: [append("b", "x")] }),
        store.write({ rewrites: [{ stream: "a", at: 1, entries: [bytes("all")], snapshot: bytes("fold") }] }),
        store.write({ appends: [{ ...append("b", "never"), after: 7 }] }),
        store.write({ appends: [append("b", "y"), append("c", "z")] }),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
      expect(await texts(store, "a")).toEqual(["1 all"]);
      expect(text((await store.snapshot("a"))?.bytes)).toBe("fold");
      expect(await texts(store, "b")).toEqual(["1 x", "2 y"]);
      expect(await texts(store, "c")).toEqual(["1 z"]);
    });

    test("[L7] a rewrite that fails leaves the stream as it was; one that succeeded is there when opened again", async () => {
      const { store, fail, reopen } = await openStore();
      await store.write({ appends: [append("a", "1", "2")] });
      const rewrite = { stream: "a", at: 2, entries: [bytes("all")], snapshot: new Uint8Array(1 << 20) };
      const mend = await fail();
      await expect(store.write({ rewrites: [rewrite] })).rejects.toThrow(StoreUnavailableError);
      expect(await texts(store, "a")).toEqual(["1 1", "2 2"]);
      await mend();
      await store.write({ rewrites: [{ ...rewrite, snapshot: bytes("fold") }] });
      const again = (await reopen?.()) ?? store;
      expect(await texts(again, "a")).toEqual(["1 all"]);
      expect(text((await again.snapshot("a"))?.bytes)).toBe("fold");
      expect(await again.write({ appends: [{ ...append("a", "next"), after: 1 }] })).toEqual([2]);
    });

    test("[L4] writes asked for in one order are stored and answered in that order", async () => {
      const { store } = await openStore();
      const answered: number[] = [];
      const writes = Array.from({ length: 300 }, async (_, n) => {
        const [seq] = await store.write({
          appends: [append("a", String(n)), append(`other ${n % 7}`, String(n))],
        });
        answered.push(seq ?? 0);
      });
      await Promise.all(writes);
      expect(answered).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
      expect(await texts(store, "a")).toEqual(Array.from({ length: 300 }, (_, n) => `${n + 1} ${n}`));
    });

    test("[L3] a read right after a write has resolved sees it, also while others are being written", async () => {
      const { store } = await openStore();
      const noise = Array.from({ length: 50 }, (_, n) => store.write({ appends: [append(`noise ${n}`, "x")] }));
      for (let n = 1; n <= 10; n++) {
        await store.write({ appends: [append("a", String(n))] });
        expect(await store.lastSeq("a")).toBe(n);
      }
      await Promise.all(noise);
    });

    test("a thousand streams keep apart", async () => {
      const { store } = await openStore();
      const names = Array.from({ length: 1000 }, (_, n) => `pad ${n}`);
      for (const round of ["first", "second"]) {
        await Promise.all(names.map((name) => store.write({ appends: [append(name, `${round} of ${name}`)] })));
      }
      for (const name of ["pad 0", "pad 500", "pad 999"]) {
        expect(await texts(store, name)).toEqual([`1 first of ${name}`, `2 second of ${name}`]);
      }
    });

    test("[L5] a failed write stores nothing, is told, and doesn't poison what comes later", async () => {
      const { store, fail } = await openStore();
      await store.write({ appends: [append("a", "before")] });
      const recover = await fail();
      const failing = store.write({
        appends: [append("a", "x"), { stream: "b", entries: [new Uint8Array(1 << 20)] }],
        records: [{ op: "put", kind: "pad", key: "p", value: "{}" }],
      });
      await expect(failing).rejects.toThrow(StoreUnavailableError);
      expect(store.writable).toBe(false);
      await expect(store.probe()).rejects.toThrow(StoreUnavailableError);
      expect(store.writable).toBe(false);
      expect(await texts(store, "a")).toEqual(["1 before"]);
      expect(await store.lastSeq("b")).toBe(0);
      expect(await store.record("pad", "p")).toBeUndefined();

      await recover();
      await store.probe();
      expect(store.writable).toBe(true);
      expect(await store.write({ appends: [{ ...append("a", "after"), after: 1 }] })).toEqual([2]);
      expect(await texts(store, "a")).toEqual(["1 before", "2 after"]);
    });

    test("[L5] a write that succeeds makes the store writable again without a probe", async () => {
      const { store, fail } = await openStore();
      const recover = await fail();
      const failing = store.write({
        appends: [{ stream: "b", entries: [new Uint8Array(1 << 20)] }],
      });
      await expect(failing).rejects.toThrow(StoreUnavailableError);
      await recover();
      await store.write({ appends: [append("a", "after")] });
      expect(store.writable).toBe(true);
    });

    test("close finishes the writes already asked for; later calls are rejected", async () => {
      const { store } = await openStore();
      const asked = Array.from({ length: 20 }, (_, n) => store.write({ appends: [append("a", String(n))] }));
      const closing = store.close();
      expect(store.writable).toBe(false);
      expect((await Promise.all(asked)).at(-1)).toEqual([20]);
      await closing;
      await expect(store.write({ appends: [append("a", "late")] })).rejects.toThrow(StoreUnavailableError);
      await expect(store.read("a")).rejects.toThrow(StoreUnavailableError);
      await expect(store.records("a")).rejects.toThrow(StoreUnavailableError);
      await expect(store.probe()).rejects.toThrow(StoreUnavailableError);
      await store.close();
    });

    test("[L1] what was written is there after closing and opening again", async ({ skip }) => {
      const { store, reopen } = await openStore();
      if (reopen === undefined) return skip("nothing outlives this store");
      await store.write({
        appends: [append("a", "one"), append("b", "x")],
        records: [{ op: "put", kind: "k", key: "1", value: "v" }],
      });
      await store.write({ drops: ["b"], appends: [append("a", "two")] });
      await store.saveSnapshot("a", 1, bytes("fold"));
      const again = await reopen();
      expect(await texts(again, "a")).toEqual(["1 one", "2 two"]);
      expect(await again.lastSeq("b")).toBe(0);
      expect(text((await again.snapshot("a"))?.bytes)).toBe("fold");
      expect(await again.record("k", "1")).toBe("v");
      expect(await again.write({ appends: [append("a", "three"), append("b", "new")] })).toEqual([3, 1]);
      expect(await texts(again, "a", { after: 1 })).toEqual(["2 two", "3 three"]);
    });
  });

  anyWritesAgree(name, open);
}

const STREAMS = ["a", "b", "c"];

const arbitraryWrite: fc.Arbitrary<Write> = fc.record({
  appends: fc.array(
    fc.record(
      {
        stream: fc.constantFrom(...STREAMS),
        entries: fc.array(fc.string({ maxLength: 8 }).map(bytes), { maxLength: 3 }),
        after: fc.nat({ max: 4 }),
      },
      { requiredKeys: ["stream", "entries"] },
    ),
    { maxLength: 3 },
  ),
  records: fc.array(
    fc.oneof(
      fc.record({
        op: fc.constantFrom("create" as const, "put" as const),
        kind: fc.constant("k"),
        key: fc.constantFrom("x", "y"),
        value: fc.string({ maxLength: 3 }),
      }),
      fc.record({
        op: fc.constant("remove" as const),
        kind: fc.constant("k"),
        key: fc.constantFrom("x", "y"),
      }),
    ),
    { maxLength: 2 },
  ),
  rewrites: fc.array(
    fc.record({
      stream: fc.constantFrom(...STREAMS),
      at: fc.nat({ max: 4 }),
      entries: fc.array(fc.string({ maxLength: 8 }).map(bytes), { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 1 },
  ),
  drops: fc.array(fc.constantFrom(...STREAMS), { maxLength: 1 }),
});

/** The same write to other streams, and records of another kind. */
function renamed(write: Write, name: (old: string) => string): Write {
  const { appends = [], records = [], rewrites = [], drops = [] } = write;
  return {
    appends: appends.map((each) => ({ ...each, stream: name(each.stream) })),
    records: records.map((each) => ({ ...each, kind: name(each.kind) })),
    rewrites: rewrites.map((each) => ({ ...each, stream: name(each.stream) })),
    drops: drops.map(name),
  };
}

/** What a store does, on plain arrays: a write works on a copy, which is thrown away at a conflict. */
class Model {
  #streams: Record<string, string[]> = {};
  #records: Record<string, string> = {};

  write({ appends = [], rewrites = [], records = [], drops = [] }: Write): number[] | "conflict" {
    const streams = structuredClone(this.#streams);
    const values = { ...this.#records };
    for (const stream of drops) delete streams[stream];
    for (const { stream, at, entries } of rewrites) {
      if (at !== (streams[stream] ?? []).length) return "conflict";
      streams[stream] = entries.map(text);
    }
    const seqs: number[] = [];
    for (const { stream, entries, after } of appends) {
      const list = (streams[stream] ??= []);
      if (after !== undefined && after !== list.length) return "conflict";
      list.push(...entries.map(text));
      seqs.push(list.length);
    }
    for (const record of records) {
      if (record.op === "create" && record.key in values) return "conflict";
      if (record.op === "remove") delete values[record.key];
      else values[record.key] = record.value;
    }
    this.#streams = streams;
    this.#records = values;
    return seqs;
  }

  texts(stream: string): string[] {
    return (this.#streams[stream] ?? []).map((entry, index) => `${index + 1} ${entry}`);
  }

  listed(): { key: string; value: string }[] {
    return Object.keys(this.#records)
      .toSorted()
      .map((key) => ({ key, value: this.#records[key] ?? "" }));
  }
}

function append(stream: string, ...entries: string[]): { stream: string; entries: Uint8Array[] } {
  return { stream, entries: entries.map(bytes) };
}

async function texts(store: LogStore, stream: string, options?: { after?: number; limit?: number }): Promise<string[]> {
  return (await store.read(stream, options)).map((entry) => `${entry.seq} ${text(entry.bytes)}`);
}

function bytes(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function text(value: Uint8Array | undefined): string {
  return new TextDecoder().decode(value);
}
