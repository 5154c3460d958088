/**
 * The store on disk beside one that keeps everything in memory: whatever is asked of both, and whatever befalls the one on
 * disk, they hold the same. Commits in the loop and in the thread take turns; other programs lock the file, the disk is
 * full, the thread dies, and the store is closed, while long logs are being deleted.
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { StoreUnavailableError, type LogStore, type RecordWrite, type Write } from "../../server/store/log-store.ts";
import { openSqliteLogStore, type SqliteLogStore } from "../../server/store/sqlite-log-store.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { seededChance, type Chance } from "../together/support/seeded-chance.ts";
import { none, sized, type Figure, type Run } from "./support/figure.ts";

const DATA_FILE = "midcycle.db";
const STREAMS = ["a", "b", "c", "long", "longer"] as const;
const STEPS = 40;

export async function run({ seed, scale }: Run): Promise<Figure[]> {
  const count = sized(scale, { test: 2, short: 20, full: 300 });
  const broken: string[] = [];
  let direct = 0;
  for (let each = seed; each < seed + count; each += 1) {
    const played = await play(each);
    direct += played.direct;
    if (played.broken !== undefined) broken.push(`seed ${each}: ${played.broken}`);
  }
  const what = `store on disk beside one in memory, ${count} seeds: different`;
  return [none(what, broken.length, broken[0]), none("seeds without a commit in the loop", direct === 0 ? count : 0)];
}

/** What one seed comes to: how many commits were made in the loop, and what was broken, if anything. */
async function play(seed: number): Promise<{ direct: number; broken: string | undefined }> {
  await using ends = new AsyncDisposableStack();
  const folder = await temporaryFolder();
  ends.defer(() => folder.remove());
  const pair = new Pair(seededChance(seed), folder.path);
  ends.defer(() => pair.close());
  try {
    await pair.play();
    return { direct: pair.direct, broken: undefined };
  } catch (error) {
    return { direct: pair.direct, broken: String(error) };
  }
}

class Pair {
  /** How many commits were made in the loop. */
  direct = 0;
  readonly #chance: Chance;
  readonly #folder: string;
  readonly #maxPages: number | undefined;
  readonly #model = new InMemoryLogStore();
  #store: SqliteLogStore | undefined;
  #words = 0;

  constructor(chance: Chance, folder: string) {
    this.#chance = chance;
    this.#folder = folder;
    this.#maxPages = chance.below(3) === 0 ? 60 + chance.below(60) : undefined;
  }

  async play(): Promise<void> {
    this.#store = await this.#open(this.#folder);
    for (let step = 0; step < STEPS; step += 1) await this.#step();
    await this.#compare(this.#store, "in the end");
    await this.#reopen();
    const db = new DatabaseSync(join(this.#folder, DATA_FILE), { readOnly: true });
    const found = db.prepare("PRAGMA integrity_check").get()?.["integrity_check"];
    db.close();
    if (found !== "ok") throw new Error(`The file is damaged: ${String(found)}`);
  }

  async close(): Promise<void> {
    await this.#store?.close();
  }

  #open(folder: string): Promise<SqliteLogStore> {
    const disk = {
      isFast: () => this.#chance.below(3) > 0,
      took: () => undefined,
      held: () => void (this.direct += 1),
      rest: () => undefined,
    };
    return openSqliteLogStore(folder, { disk, ...(this.#maxPages && { maxPages: this.#maxPages }) });
  }

  async #step(): Promise<void> {
    const store = this.#store!;
    switch (this.#chance.below(13)) {
      case 0:
        return this.#compare(store, "while it goes on");
      case 1:
        return this.#lock();
      case 2:
        return store.crashThread();
      case 3:
        return this.#reopen();
      case 4:
        return this.#write(
          1,
          store.probe().catch(() => "it is full"),
        );
      case 5:
        return this.#snapshot();
      default:
        return this.#write(1 + this.#chance.below(4));
    }
  }

  /** Asks for writes together, and for the same ones in memory, but those that the disk couldn't take. */
  async #write(count: number, meanwhile: Promise<unknown> = Promise.resolve()): Promise<void> {
    const lengths = new Map<string, number>();
    for (const stream of STREAMS) lengths.set(stream, await this.#model.lastSeq(stream));
    const writes = Array.from({ length: count }, () => this.#wish(lengths));
    const outcomes = await Promise.all(writes.map((write) => outcomeOf(this.#store!.write(write))));
    await meanwhile;
    const wasFull = outcomes.includes("unavailable");
    for (const [index, write] of writes.entries()) {
      const outcome = outcomes[index]!;
      // One that depended on another, which wasn't stored in the end.
      if (outcome === "unavailable" || (wasFull && outcome === "ConflictError")) continue;
      const expected = await outcomeOf(this.#model.write(write));
      if (outcome !== expected) throw new Error(`A write came to ${outcome}, not to ${expected}`);
    }
  }

  #wish(lengths: ReadonlyMap<string, number>): Write {
    const chance = this.#chance;
    const stands = (stream: string) => lengths.get(stream)! + (chance.below(10) === 0 ? 1 : 0);
    const stream = () => chance.oneOf(STREAMS);
    const write: Required<Write> = { appends: [], rewrites: [], records: [], drops: [] };
    for (let left = chance.below(3); left > 0; left -= 1) {
      const to = stream();
      const entries = this.#entries(to.startsWith("long") && chance.below(4) === 0 ? 900 : chance.below(4));
      write.appends = [...write.appends, { stream: to, entries, ...(chance.below(3) === 0 && { after: stands(to) }) }];
    }
    const drastic = chance.below(12);
    if (drastic === 0) write.drops = [stream()];
    else if (drastic === 1) {
      const of = stream();
      const entries = this.#entries(1 + chance.below(chance.oneOf([4, 600])));
      write.rewrites = [{ stream: of, at: stands(of), entries, snapshot: this.#entries(1)[0]! }];
    }
    if (chance.below(3) === 0) {
      const [kind, key] = ["kind", `key ${chance.below(5)}`];
      const value = JSON.stringify((this.#words += 1));
      const op: RecordWrite["op"] = chance.oneOf(["create", "put", "remove"]);
      write.records = [op === "remove" ? { op, kind, key } : { op, kind, key, value }];
    }
    return write;
  }

  #entries(count: number): Uint8Array[] {
    const long = this.#chance.below(20) === 0 ? 2000 : 10;
    return Array.from({ length: count }, () => Buffer.from(`${(this.#words += 1)} ${"x".repeat(long)}`));
  }

  async #snapshot(): Promise<void> {
    const stream = this.#chance.oneOf(STREAMS);
    const seq = (await this.#model.lastSeq(stream)) + this.#chance.below(2);
    const [bytes] = this.#entries(1);
    const outcome = await outcomeOf(this.#store!.saveSnapshot(stream, seq, bytes!));
    if (outcome === "unavailable") return;
    const expected = await outcomeOf(this.#model.saveSnapshot(stream, seq, bytes!));
    if (outcome !== expected) throw new Error(`A snapshot came to ${outcome}, not to ${expected}`);
  }

  /** Another program locks the file while something is to be written: the loop can't, the thread waits. */
  async #lock(): Promise<void> {
    const other = new DatabaseSync(join(this.#folder, DATA_FILE), { timeout: 2000 });
    other.exec("BEGIN IMMEDIATE");
    const unlocked = delay(this.#chance.below(20)).then(() => {
      other.exec("ROLLBACK");
      other.close();
    });
    await this.#write(1, unlocked);
    await unlocked;
  }

  async #reopen(): Promise<void> {
    await this.#store!.close();
    this.#store = await this.#open(this.#folder);
    await this.#compare(this.#store, "when it is opened again");
  }

  async #compare(store: LogStore, when: string): Promise<void> {
    for (const stream of STREAMS) {
      const after = this.#chance.below(1 + (await this.#model.lastSeq(stream)));
      const look = async (each: LogStore) => [
        await each.lastSeq(stream),
        (await each.read(stream)).map(plain),
        (await each.read(stream, { after, limit: 5 })).map(plain),
        [await each.snapshot(stream)].map((found) => found && plain(found)),
      ];
      if (!isDeepStrictEqual(await look(store), await look(this.#model))) throw new Error(`${stream} differs ${when}`);
    }
    if (!isDeepStrictEqual(await store.records("kind"), await this.#model.records("kind")))
      throw new Error(`records differ ${when}`);
  }
}

/** What it gives, or which refusal. */
async function outcomeOf(asked: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await asked) ?? "nothing";
  } catch (error) {
    if (error instanceof StoreUnavailableError) return "unavailable";
    return error instanceof Error ? error.name : String(error);
  }
}

function plain({ seq, bytes }: { seq: number; bytes: Uint8Array }): [number, string] {
  return [seq, Buffer.from(bytes).toString("latin1")];
}
