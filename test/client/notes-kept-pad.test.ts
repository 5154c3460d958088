import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { KeptPad } from "../../client/notes/replica/kept-pad.ts";
import type { KeptRecord, PadStore } from "../../client/notes/replica/pad-store.ts";
import { settled } from "./support/meetup-wire.ts";

/** A device's store whose writes come to an end, in order, only when told. */
class Disk implements PadStore {
  readonly #records = new Map<number, KeptRecord>();
  #writes: (() => void)[] = [];
  #lastKey = 0;
  isFull = false;

  /** How many writes have not come to an end. */
  get underWay(): number {
    return this.#writes.length;
  }

  get kinds(): string[] {
    return [...this.#records.values()].map(({ kind }) => kind);
  }

  read(): ReturnType<PadStore["read"]> {
    return Promise.resolve([...this.#records].map(([key, record]) => ({ key, record })));
  }

  write(add: readonly KeptRecord[], remove: readonly number[]): Promise<number[]> {
    return new Promise((resolve, reject) => {
      this.#writes.push(() => {
        if (this.isFull) return reject(new Error("full"));
        for (const key of remove) this.#records.delete(key);
        const keys = add.map(() => (this.#lastKey += 1));
        add.forEach((record, n) => this.#records.set(keys[n]!, record));
        resolve(keys);
      });
    });
  }

  async ends(writes: number): Promise<void> {
    for (const end of this.#writes.splice(0, writes)) end();
    await settled();
  }

  /** What is under way when a device crashes comes to nothing. */
  loses(): void {
    this.#writes = [];
  }
}

/** One tab: its document, what it has kept, and what the server has of it. */
class Tab {
  readonly doc = new Y.Doc();
  readonly marks: string[] = [];
  kept = 0;
  failures = 0;
  #pad: KeptPad;

  constructor(disk: Disk) {
    this.#pad = new KeptPad({
      padId: "pad",
      personId: "ana",
      store: disk,
      doc: this.doc,
      editsBefore: 0,
      now: () => Date.now(),
      onKept: (edits) => (this.kept = edits),
      onFailed: () => (this.failures += 1),
    });
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === "server") this.#pad.addNews(update);
      else if (origin !== "kept") this.#pad.addEdit(update);
    });
  }

  get text(): Y.Text {
    return this.doc.getText("markdown");
  }

  async opens(): Promise<number> {
    const { updates, edits } = await this.#pad.read();
    this.doc.transact(() => updates.forEach((update) => Y.applyUpdate(this.doc, update, "kept")), "kept");
    for (let n = 0; n < edits; n++) this.marks.push("");
    this.kept = edits;
    return edits;
  }

  types(mark: string): void {
    this.text.insert(this.text.length, mark);
    this.marks.push(mark);
  }

  syncsWith(server: Y.Doc): void {
    Y.applyUpdate(server, Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(server)));
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(server, Y.encodeStateVector(this.doc)), "server");
    this.#pad.saved(this.marks.length);
  }

  closes(): void {
    this.#pad.close();
  }

  /** All that is kept of it for this person goes. */
  forgets(): Promise<void> {
    return this.#pad.forget();
  }
}

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => vi.useRealTimers());

/** The text that a page would show which is opened now without a connection. */
async function keptText(disk: Disk): Promise<string> {
  const doc = new Y.Doc();
  for (const { record } of await disk.read()) for (const update of record.updates) Y.applyUpdate(doc, update);
  return doc.getText("markdown").toString();
}

describe("what a device keeps of a pad", () => {
  test("[W6] an edit is handed over in the task that makes it, and called kept when the device says so", async () => {
    const disk = new Disk();
    const tab = new Tab(disk);
    await tab.opens();
    tab.types("one");
    tab.types("two");
    await Promise.resolve();
    expect(tab.kept).toBe(0);
    await disk.ends(1);
    expect(tab.kept).toBe(2);
    expect(await keptText(disk)).toBe("onetwo");
  });

  test("[W6] what could not be kept is told, tried again, and counts once", async () => {
    const disk = new Disk();
    const tab = new Tab(disk);
    await tab.opens();
    disk.isFull = true;
    tab.types("a");
    await settled();
    tab.types("b");
    await settled();
    await disk.ends(2);
    expect([tab.kept, tab.failures]).toEqual([0, 2]);
    tab.types("c");
    await settled();
    await disk.ends(1);
    disk.isFull = false;
    vi.advanceTimersByTime(3000);
    await settled();
    await disk.ends(Infinity);
    expect(tab.kept).toBe(3);
    expect(await new Tab(disk).opens()).toBe(3);
  });

  test("[N52] what is found late counts behind what was written until then, and all of it is kept", async () => {
    const disk = new Disk();
    const before = new Tab(disk);
    for (const mark of ["long ", "ago. "]) before.types(mark);
    before.closes();
    await disk.ends(Infinity);
    const tab = new Tab(disk);
    const finding = tab.opens();
    tab.types("now. ");
    expect(await finding).toBe(2);
    expect(tab.kept).toBe(2);
    await disk.ends(Infinity);
    expect(tab.kept).toBe(3);
    expect(await new Tab(disk).opens()).toBe(3);
  });

  test("[N52] a slow device isn't handed one copy after the other", async () => {
    const disk = new Disk();
    const tab = new Tab(disk);
    await tab.opens();
    for (let n = 1; n < 5; n += 1) {
      tab.types("x");
      vi.advanceTimersByTime(60_000);
      await settled();
      expect(disk.underWay).toBe(n + 1);
    }
    await disk.ends(Infinity);
    vi.advanceTimersByTime(60_000);
    await settled();
    await disk.ends(Infinity);
    expect(await keptText(disk)).toBe("xxxx");
  });

  test("[W6] an edit is kept with what it builds on, also when the copy under way comes to nothing", async () => {
    const disk = new Disk();
    const tab = new Tab(disk);
    await tab.opens();
    const server = new Y.Doc();
    server.getText("markdown").insert(0, "theirs, ");
    tab.syncsWith(server);
    vi.advanceTimersByTime(3000);
    tab.types("mine");
    await settled();
    disk.isFull = true;
    await disk.ends(1);
    disk.isFull = false;
    await disk.ends(1);
    expect(tab.kept).toBe(1);
    expect(await keptText(disk)).toBe("theirs, mine");
  });

  test("[W6] once the server has answered, one copy is all that is left", async () => {
    const disk = new Disk();
    const tab = new Tab(disk);
    await tab.opens();
    for (const mark of ["a", "b", "c"]) {
      tab.types(mark);
      await settled();
      await disk.ends(Infinity);
    }
    expect(disk.kinds).toEqual(["edits", "edits", "edits"]);
    tab.syncsWith(new Y.Doc());
    vi.advanceTimersByTime(3000);
    await settled();
    await disk.ends(Infinity);
    expect(disk.kinds).toEqual(["copy"]);
    expect(await keptText(disk)).toBe("abc");
  });

  /** All that is due within so long happens, and all writes end well. */
  async function passes(disk: Disk, ms: number): Promise<void> {
    vi.advanceTimersByTime(ms);
    await settled();
    await disk.ends(Infinity);
  }

  test("[W6] closed right behind an edit, or once the server has answered, what is there is kept and counted as it is", async () => {
    const disk = new Disk();
    const tab = new Tab(disk);
    await tab.opens();
    tab.types("a");
    tab.closes();
    await passes(disk, 0);
    expect(await new Tab(disk).opens()).toBe(1);
    const next = new Tab(disk);
    await next.opens();
    next.types("b");
    await passes(disk, 0);
    next.syncsWith(new Y.Doc());
    next.closes();
    await passes(disk, 0);
    expect(disk.kinds).toEqual(["copy"]);
    const last = new Tab(disk);
    expect(await last.opens()).toBe(0);
    expect(last.text.toJSON()).toBe("ab");
  });

  test("[W6] what several pages have left becomes one copy, also where nothing is done", async () => {
    const disk = new Disk();
    const server = new Y.Doc();
    for (const mark of ["a", "b"]) {
      const tab = new Tab(disk);
      tab.types(mark);
      tab.syncsWith(server);
      tab.closes();
      await passes(disk, 0);
    }
    expect(disk.kinds.length).toBeGreaterThan(1);
    const tab = new Tab(disk);
    await tab.opens();
    tab.syncsWith(server);
    await passes(disk, 3000);
    await passes(disk, 3000);
    expect(disk.kinds).toEqual(["copy"]);
  });

  test("[W6] an answer that comes late, or before the device has kept an edit, leaves one copy too", async () => {
    const disk = new Disk();
    const tab = new Tab(disk);
    await tab.opens();
    tab.types("a");
    await passes(disk, 3000);
    expect(disk.kinds.toSorted()).toEqual(["copy", "edits"]);
    await passes(disk, 60_000);
    tab.syncsWith(new Y.Doc());
    await passes(disk, 3000);
    expect(disk.kinds).toEqual(["copy"]);
    tab.types("b");
    await settled();
    tab.syncsWith(new Y.Doc());
    await passes(disk, 3000);
    await passes(disk, 3000);
    expect(disk.kinds).toEqual(["copy"]);
    expect(await keptText(disk)).toBe("ab");
  });

  test("[W6] a copy comes while somebody goes on typing", async () => {
    const disk = new Disk();
    const tab = new Tab(disk);
    await tab.opens();
    for (let seconds = 0; seconds < 32; seconds += 2) {
      tab.types("x");
      await passes(disk, 2000);
    }
    expect(disk.kinds).toContain("copy");
  });

  test("[W6] what comes while a copy is written is kept with the next edit that builds on it", async () => {
    const disk = new Disk();
    const tab = new Tab(disk);
    await tab.opens();
    const server = new Y.Doc();
    server.getText("markdown").insert(0, "one ");
    tab.syncsWith(server);
    vi.advanceTimersByTime(3000);
    server.getText("markdown").insert(4, "two ");
    tab.syncsWith(server);
    await passes(disk, 0);
    tab.types("mine");
    await passes(disk, 0);
    expect(await keptText(disk)).toBe("one two mine");
  });

  test("[W6] what fails later than the next copy is tried again by itself", async () => {
    const disk = new Disk();
    const tab = new Tab(disk);
    await tab.opens();
    tab.types("a");
    await settled();
    vi.advanceTimersByTime(3000);
    disk.isFull = true;
    await passes(disk, 0);
    disk.isFull = false;
    expect([tab.kept, tab.failures]).toEqual([0, 1]);
    await passes(disk, 3000);
    expect(tab.kept).toBe(1);
    // Not once the page has closed: its document is gone.
    tab.types("b");
    await settled();
    tab.closes();
    disk.isFull = true;
    await passes(disk, 0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("[W6] what is forgotten stays so, whatever was about to be kept", async () => {
    const disk = new Disk();
    const tab = new Tab(disk);
    await tab.opens();
    tab.types("refused");
    await passes(disk, 0);
    const forgotten = tab.forgets();
    await passes(disk, 0);
    await forgotten;
    await passes(disk, 60_000);
    expect(disk.kinds).toEqual([]);
  });

  const step = fc.record({
    tab: fc.nat(1),
    does: fc.oneof(
      { weight: 6, arbitrary: fc.constant("types" as const) },
      { weight: 3, arbitrary: fc.constantFrom("syncs" as const, "tidies" as const, "reloads" as const) },
      { weight: 3, arbitrary: fc.constantFrom("writes" as const, "fails" as const) },
      { weight: 1, arbitrary: fc.constantFrom("fills" as const, "clears" as const, "crashes" as const) },
    ),
  });

  test("[W6] whatever two tabs do, and however writes end, what was called kept is on the device or at the server", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const disk = new Disk();
        const server = new Y.Doc();
        const promised = new Set<string>();
        let tabs = [new Tab(disk), new Tab(disk)];
        for (const tab of tabs) await tab.opens();
        let n = 0;
        for (const { tab: which, does } of steps) {
          const tab = tabs[which]!;
          if (does === "types") tab.types(`<${(n += 1)}>`);
          else if (does === "syncs") tab.syncsWith(server);
          else if (does === "tidies") vi.advanceTimersByTime(3000);
          else if (does === "writes") await disk.ends(1);
          else if (does === "fails") {
            disk.isFull = true;
            await disk.ends(1);
            disk.isFull = false;
          } else if (does === "fills") disk.isFull = true;
          else if (does === "clears") disk.isFull = false;
          else if (does === "crashes") {
            disk.loses();
            vi.clearAllTimers();
            tabs = [new Tab(disk), new Tab(disk)];
            for (const each of tabs) await each.opens();
          } else {
            tab.closes();
            await disk.ends(Infinity);
            tabs[which] = new Tab(disk);
            await tabs[which].opens();
          }
          await settled();
          for (const each of tabs) for (const mark of each.marks.slice(0, each.kept)) promised.add(mark);
          const shown = await keptText(disk);
          const lost = [...promised].filter((mark) => !shown.includes(mark));
          expect(lost).toEqual([]);
          // A page opened now knows that there are edits which the server has not answered for. How many it knows only
          // where it has read what they build on: another tab may have kept an edit while the one before it failed.
          const unsent = [...promised].filter((mark) => !server.getText("markdown").toString().includes(mark));
          const counted = (await disk.read()).reduce((sum, { record }) => sum + record.edits, 0);
          if (unsent.some((mark) => mark !== "")) expect(counted).toBeGreaterThan(0);
          found += promised.size;
        }
      }),
      { numRuns: 120 },
    );
    expect(found).toBeGreaterThan(0);
  });
});
