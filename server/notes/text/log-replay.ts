/**
 * Puts many updates into a document in far less time than it takes one by one, for readers of logs: nobody looks at it in
 * between. What one client typed in a row goes in as one insertion. Deletions wait: wherever they stand among insertions,
 * the document comes to the same, and what was removed key by key is one range by then.
 */
import * as Y from "yjs";
import { PAD_TEXT } from "../../../shared/notes/pad-document.ts";
import { integrateInsertion, putInto, readInsertion, type Insertion } from "./insertion.ts";
import { TypingRuns } from "./typing-runs.ts";
import { encodeDeletes } from "../intake/deletion-stretches.ts";
import type { StructId } from "../intake/scanned-struct.ts";
import { RangeReader, scanStored, type DeleteRange } from "../intake/update-scanner.ts";

/** How an update begins that brings nothing but deletions. */
const NO_CLIENTS = 0;
/** At most this many ranges of deletions wait: putting them in takes a few milliseconds. */
const MOST_RANGES = 1000;
/** At most this many clients' typed text waits: nobody has looked how far its place is. */
const MOST_RUNS = 4;

export class LogReplay {
  readonly #doc: Y.Doc;
  readonly #text: Y.Text;
  readonly #typing = new TypingRuns(MOST_RUNS);
  #deletes: DeleteRange[] = [];

  constructor(doc: Y.Doc) {
    this.#doc = doc;
    this.#text = doc.getText(PAD_TEXT);
  }

  /** Takes the next update, and what it inserts when it does nothing else. It is in the document once `finish` has returned. */
  add(update: Uint8Array, insertion = readInsertion(update)): void {
    if (insertion !== undefined && this.#isNext(insertion)) this.#addTyping(insertion);
    else if (update[0] !== NO_CLIENTS || !this.#addDeletions(update)) {
      this.#catchUp();
      putInto(this.#text, update);
    }
  }

  /** Puts in what waits. */
  finish(): void {
    this.#catchUp();
    Y.applyUpdate(this.#doc, encodeDeletes(joined(this.#deletes)));
    this.#deletes = [];
  }

  #addTyping(insertion: Insertion): void {
    if (this.#typing.add(insertion)) return;
    this.#catchUp();
    this.#typing.add(insertion);
  }

  /** False: there are too many to wait. */
  #addDeletions(update: Uint8Array): boolean {
    const scan = scanStored(update);
    if ("refused" in scan || scan.rangeCount > MOST_RANGES) return false;
    if (this.#deletes.length + scan.rangeCount > MOST_RANGES) this.finish();
    for (const group of scan.deletes)
      for (const range = new RangeReader(update, group); range.next();)
        this.#deletes.push({ client: range.client, clock: range.clock, length: range.length });
    return true;
  }

  #catchUp(): void {
    for (const insertion of this.#typing.take()) integrateInsertion(this.#text, insertion);
  }

  #isNext({ client, clock, origin, rightOrigin }: Insertion): boolean {
    const isThere = (id: StructId | undefined) => id === undefined || id.clock < this.#reachOf(id.client);
    return this.#reachOf(client) === clock && isThere(origin) && isThere(rightOrigin);
  }

  #reachOf(client: number): number {
    return this.#typing.reachOf(client) ?? Y.getState(this.#doc.store, client);
  }
}

/** The same clocks in as few ranges as they take, in their order. */
function joined(ranges: readonly DeleteRange[]): DeleteRange[] {
  const all: DeleteRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.client - b.client || a.clock - b.clock)) {
    const last = all.at(-1);
    if (last?.client === range.client && range.clock <= last.clock + last.length)
      last.length = Math.max(last.length, range.clock + range.length - last.clock);
    else all.push({ ...range });
  }
  return all;
}
