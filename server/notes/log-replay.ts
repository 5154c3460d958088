/**
 * Puts many updates into a document in far less time than it takes one by one, for readers of logs: nobody looks at it in
 * between. What one client typed in a row goes in as one insertion. Deletions go in at the end: wherever they stand among
 * insertions, the document comes to the same, and what was removed key by key is one range then.
 */
import * as Y from "yjs";
import { PAD_TEXT } from "../../shared/notes/pad-document.ts";
import { integrateInsertion, putInto, readInsertion, type Insertion } from "./insertion.ts";
import { TypingRuns } from "./typing-runs.ts";
import { deletePieces, type Piece } from "./update-pieces.ts";
import { scanUpdate, type DeleteRange, type StructId } from "./update-scanner.ts";

/** How an update begins that brings nothing but deletions. */
const NO_CLIENTS = 0;
/** So many ranges in one piece take a few milliseconds. */
const PIECE_RANGES = 500;

export class LogReplay {
  readonly #text: Y.Text;
  readonly #store: Y.Doc["store"];
  readonly #typing = new TypingRuns();
  #deletes: DeleteRange[] = [];

  constructor(doc: Y.Doc) {
    this.#text = doc.getText(PAD_TEXT);
    this.#store = doc.store;
  }

  /**
   * Takes the next update, and what it inserts when it does nothing else. It is in the document once the pieces that
   * `rest` returns are, if not before.
   */
  add(update: Uint8Array, insertion = readInsertion(update)): void {
    if (insertion !== undefined && this.#isNext(insertion)) {
      if (this.#typing.add(insertion)) return;
      this.#catchUp();
      this.#typing.add(insertion);
      return;
    }
    const scan = update[0] === NO_CLIENTS ? scanUpdate(update) : undefined;
    if (scan !== undefined && "deletes" in scan) {
      this.#deletes.push(...scan.deletes);
      return;
    }
    this.#catchUp();
    putInto(this.#text, update);
  }

  /** What is to be put into the document by other means, in pieces that take little time each. */
  rest(): Piece[] {
    this.#catchUp();
    if (this.#deletes.length === 0) return [];
    const ranges = joined(this.#deletes);
    this.#deletes = [];
    return deletePieces(ranges, PIECE_RANGES);
  }

  #catchUp(): void {
    for (const insertion of this.#typing.take()) integrateInsertion(this.#text, insertion);
  }

  #isNext({ client, clock, origin, rightOrigin }: Insertion): boolean {
    const isThere = (id: StructId | undefined) => id === undefined || id.clock < this.#reachOf(id.client);
    return this.#reachOf(client) === clock && isThere(origin) && isThere(rightOrigin);
  }

  #reachOf(client: number): number {
    return this.#typing.reachOf(client) ?? Y.getState(this.#store, client);
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
