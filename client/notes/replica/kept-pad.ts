import * as Y from "yjs";
import type { KeptRecord, PadStore } from "./pad-store.ts";

/** The copy is renewed this long after the last change, and this long after the first at the latest. Milliseconds. */
const TIDY_MS = 3000;
const TIDY_AT_LATEST_MS = 30_000;

/** One attempt to keep what has happened up to an edit. */
interface Attempt {
  records: KeptRecord[];
  /** How many edits of this page are kept once this and all attempts before have come to an end. */
  upTo: number;
  isKept: boolean;
  /** Whether it has failed, and no other attempt has taken up its records yet. */
  hasFailed: boolean;
  /** Failed attempts whose records go with this one. */
  carries: Attempt[];
}

/** A record that the page's document contains. */
interface Known {
  key: number;
  /** It is needed until the server has answered for so many edits of this page; 0 for copies and news. */
  upTo: number;
}

export interface KeptPadTools {
  padId: string;
  /** Whose edits these are; "" for who only reads. */
  personId: string;
  store: PadStore;
  doc: Y.Doc;
  /** How many edits were made on this page before, all of them saved. */
  editsBefore: number;
  /** The device's clock, milliseconds since 1970. */
  now: () => number;
  /** Hears that so many edits of this page, the oldest ones, are kept. */
  onKept: (edits: number) => void;
  /** Hears that keeping has failed. */
  onFailed: () => void;
}

/**
 * What this device keeps of one pad for one person, and how it stays little.
 *
 * 1. Edits are handed over in the task that makes them, behind what came from others before them.
 * 2. A record is removed only together with the writing of a copy that contains it, and edits only
 *    once the server has answered for them. Other tabs' records stay until a page has read them.
 */
export class KeptPad {
  readonly #tools: KeptPadTools;
  #news: Uint8Array[] = [];
  #edits: Uint8Array[] = [];
  #isPlanned = false;
  #madeEdits = 0;
  #savedEdits = 0;
  #attempts: Attempt[] = [];
  #known: Known[] = [];
  #isCopyOld = false;
  /** While a copy is on its way to the disk: a device that is slow isn't handed one after the other. */
  #isCopying = false;
  #tidySoon: ReturnType<typeof setTimeout> | undefined;
  #tidyBy = 0;
  #isClosed = false;

  constructor(tools: KeptPadTools) {
    this.#tools = tools;
    this.#madeEdits = this.#savedEdits = tools.editsBefore;
  }

  /**
   * What is kept, to be applied to the document, and how many edits of it the server has not answered for. Asked before the first edit; those
   * that are made until it is found count before it.
   */
  async read(): Promise<{ updates: Uint8Array[]; edits: number }> {
    const { store, padId, personId } = this.#tools;
    const kept = await store.read(padId, personId);
    let edits = 0;
    for (const { key, record } of kept) {
      edits += record.edits;
      this.#known.push({ key, upTo: record.kind === "edits" ? this.#madeEdits + edits : 0 });
    }
    this.#madeEdits += edits;
    if (kept.length > 1) this.#tidyLater();
    return { updates: kept.flatMap(({ record }) => record.updates), edits };
  }

  /** Keeps what came from the server, with the next edit or in a while. */
  addNews(update: Uint8Array): void {
    this.#news.push(update);
    this.#isCopyOld = true;
    this.#tidyLater();
  }

  /** Keeps an edit, with all others of the same task. */
  addEdit(update: Uint8Array): void {
    this.#edits.push(update);
    this.#madeEdits += 1;
    this.#isCopyOld = true;
    this.#tidyLater();
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    queueMicrotask(() => {
      this.#isPlanned = false;
      if (!this.#isClosed) this.#keep();
    });
  }

  /** Learns that the server has answered for so many edits of this page, the oldest ones. */
  saved(edits: number): void {
    this.#savedEdits = edits;
    if (this.#known.some(({ upTo }) => upTo > 0 && upTo <= edits)) this.#tidyLater();
  }

  /** Drops all that is kept of this pad for this person, refused edits included. */
  async forget(): Promise<void> {
    this.#stop();
    const { store, padId, personId } = this.#tools;
    const kept = await store.read(padId, personId);
    await store.write(
      [],
      kept.map(({ key }) => key),
    );
  }

  /** Keeps the last of it and stops. The document has to be there still. */
  close(): void {
    if (this.#isClosed) return;
    if (this.#edits.length > 0) this.#keep();
    if (this.#isCopyOld || this.#removable.length > 1) this.#tidy();
    this.#stop();
  }

  #stop(): void {
    this.#isClosed = true;
    clearTimeout(this.#tidySoon);
  }

  #keep(): void {
    const carries = this.#attempts.filter(({ hasFailed }) => hasFailed);
    for (const each of carries) each.hasFailed = false;
    const attempt: Attempt = {
      records: [
        ...carries.flatMap(({ records }) => records),
        ...(this.#news.length > 0 ? [this.#record("news", this.#news, 0)] : []),
        ...(this.#edits.length > 0 ? [this.#record("edits", this.#edits, this.#edits.length)] : []),
      ],
      upTo: this.#madeEdits,
      isKept: false,
      hasFailed: false,
      carries: carries.flatMap((each) => [each, ...each.carries]),
    };
    this.#news = [];
    this.#edits = [];
    this.#attempts.push(attempt);
    this.#write(attempt.records, []).then(
      (keys) => this.#kept(attempt, keys),
      () => {
        attempt.hasFailed = true;
        this.#tidyLater();
        this.#tools.onFailed();
      },
    );
  }

  #kept(attempt: Attempt, keys: readonly number[]): void {
    attempt.records.forEach(({ kind }, n) =>
      this.#known.push({ key: keys[n] ?? 0, upTo: kind === "edits" ? attempt.upTo : 0 }),
    );
    for (const each of [attempt, ...attempt.carries]) each.isKept = true;
    let edits = 0;
    while (this.#attempts[0]?.isKept) edits = Math.max(edits, this.#attempts.shift()?.upTo ?? 0);
    // What was found late counts behind them.
    if (this.#attempts.length === 0 && this.#edits.length === 0) edits = this.#madeEdits;
    if (edits > 0) this.#tools.onKept(edits);
    this.saved(this.#savedEdits);
  }

  #tidyLater(): void {
    if (this.#isClosed) return;
    const now = this.#tools.now();
    if (this.#tidySoon === undefined) this.#tidyBy = now + TIDY_AT_LATEST_MS;
    clearTimeout(this.#tidySoon);
    this.#tidySoon = setTimeout(
      () => {
        this.#tidySoon = undefined;
        if (this.#isCopying) this.#tidyLater();
        else this.#tidy();
      },
      Math.max(0, Math.min(TIDY_MS, this.#tidyBy - now)),
    );
  }

  /** Writes the whole pad anew and removes what that makes superfluous; tries again what could not be kept. */
  #tidy(): void {
    if (this.#attempts.some(({ hasFailed }) => hasFailed)) this.#keep();
    const removed = this.#removable;
    // They stay until the copy is kept: an edit made meanwhile may build on them.
    const news = new Set(this.#news);
    this.#isCopyOld = false;
    this.#isCopying = true;
    const copy = this.#record("copy", [Y.encodeStateAsUpdate(this.#tools.doc)], 0);
    this.#write(
      [copy],
      removed.map(({ key }) => key),
    ).then(
      ([key = 0]) => {
        this.#isCopying = false;
        this.#news = this.#news.filter((update) => !news.has(update));
        this.#known = [...this.#known.filter((each) => !removed.includes(each)), { key, upTo: 0 }];
      },
      () => {
        this.#isCopying = false;
        this.#isCopyOld = true;
      },
    );
  }

  get #removable(): Known[] {
    return this.#known.filter(({ upTo }) => upTo <= this.#savedEdits);
  }

  #record(kind: KeptRecord["kind"], updates: Uint8Array[], edits: number): KeptRecord {
    const { padId, personId, now } = this.#tools;
    return { padId, personId, kind, updates, edits, at: now() };
  }

  async #write(add: readonly KeptRecord[], remove: readonly number[]): Promise<number[]> {
    return this.#tools.store.write(add, remove);
  }
}
