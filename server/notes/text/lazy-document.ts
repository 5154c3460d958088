/**
 * A pad's document, into which what people go on typing is put when somebody looks. What counts as in the pad is in one or
 * the other, and all of it can be put in: Yjs never waits for more.
 */
import * as Y from "yjs";
import { PAD_TEXT } from "../../../shared/notes/pad-document.ts";
import { hasImpossible, isImpossible } from "../intake/impossible-place.ts";
import {
  integrateInsertion,
  isContested,
  isNext,
  putInto,
  readSingle,
  type Insertion,
  type Single,
} from "./insertion.ts";
import { KnownDeletions } from "./known-deletions.ts";
import { TypingRuns } from "./typing-runs.ts";
import { singlesOf, type Piece } from "../intake/update-pieces.ts";
import { RangeReader, scanStored, StructReader, type DeleteRange, type UpdateScan } from "../intake/update-scanner.ts";

/** Of a stretch of deleted text that lies in more pieces than this it is remembered that it is deleted. */
const MOST_PASSED = 16;
/** At most this many clients' typed text waits: more than type in a pad at once, and the place of each is near. */
const MOST_RUNS = 64;

/** What an edit came to: how much text went, in UTF-16 units, and how long the text was. */
export interface Integrated {
  removed: number;
  lengthBefore: number;
}

export class LazyDocument {
  readonly #padId: string;
  readonly #doc = new Y.Doc();
  readonly #text = this.#doc.getText(PAD_TEXT);
  /** What is in the pad but not in the document yet. */
  readonly #typing = new TypingRuns(MOST_RUNS);
  readonly #known = new KnownDeletions();
  /** The update that was looked at last, as what it is if it has one struct: of a long text that takes a while. */
  #read: { bytes: Uint8Array; single: Single | undefined } | undefined;

  constructor(padId: string) {
    this.#padId = padId;
  }

  /** All of it, not to be changed by others. */
  get doc(): Y.Doc {
    this.#catchUp();
    return this.#doc;
  }

  get text(): string {
    this.#catchUp();
    return this.#text.toJSON();
  }

  /** The clock behind what is in the pad of this client. */
  stateOf(client: number): number {
    return this.#typing.reachOf(client) ?? Y.getState(this.#doc.store, client);
  }

  /** Whether all of the range is there, and deleted. */
  isDeleted({ client, clock, length }: DeleteRange): boolean {
    const structs = this.doc.store.clients.get(client);
    const end = clock + length;
    if (structs === undefined || end > Y.getState(this.doc.store, client)) return false;
    let at = clock;
    let passed = 0;
    while (at < end) {
      const known = this.#known.from(client, at);
      if (known !== undefined && known.clock <= at) {
        at = known.end;
        continue;
      }
      const until = Math.min(end, known?.clock ?? end);
      let index = Y.findIndexSS(structs, at);
      for (; at < until && structs[index]!.deleted; index += 1) {
        at = structs[index]!.id.clock + structs[index]!.length;
        passed += 1;
      }
      if (at < until) break;
    }
    if (passed > MOST_PASSED) this.#known.add(client, clock, at);
    return at >= end;
  }

  /** How much text that is there a piece takes away of clients that aren't `isOwn`, in UTF-16 units. */
  othersIn({ bytes, insertion }: Piece, isOwn: (client: number) => boolean): number {
    // One struct deletes nothing.
    if (insertion !== undefined || this.#singleIn(bytes) !== undefined) return 0;
    const scan = scanStored(bytes);
    if ("refused" in scan) throw new Error(`A piece for pad ${this.#padId} can't be read: ${scan.refused}.`);
    let units = 0;
    for (const group of scan.deletes)
      if (!isOwn(group.client))
        for (const range = new RangeReader(bytes, group); range.next();) units += this.#unitsIn(range);
    return units;
  }

  /**
   * Puts a piece in that follows what is there, and says what that came to. Throws when it can't be integrated: this
   * document is then of no use any more.
   */
  integrate({ bytes, units, insertion }: Piece): Integrated {
    const lengthBefore = this.#text.length + this.#typing.units;
    if (insertion === undefined) {
      this.#catchUp();
      putInto(this.#text, bytes, this.#singleIn(bytes));
      this.#read = undefined;
      this.checkWhole();
    } else if (!this.#typing.continues(insertion) && isContested(this.#text, insertion)) {
      // To find its place takes long, so it doesn't wait. What goes on behind it will be near.
      this.#catchUp();
      integrateInsertion(this.#text, insertion);
    } else if (!this.#typing.add(insertion)) {
      this.#catchUp();
      this.#typing.add(insertion);
    }
    return { removed: lengthBefore + units - this.#text.length - this.#typing.units, lengthBefore };
  }

  /**
   * A piece as one for each of its structs, when much that others have inserted must be passed to find the place
   * of one; undefined when that isn't so, or it is one already. "impossible" when it must not be integrated: not all
   * editors would put it into the same place.
   */
  singlesOf({ bytes, begins, insertion }: Piece): Piece[] | "impossible" | undefined {
    if (insertion !== undefined) return this.#isImpossible(insertion) ? "impossible" : undefined;
    if (begins.length === 0) return undefined;
    const { store } = this.doc;
    const single = this.#singleIn(bytes);
    if (single !== undefined && isNext(single, this.#doc))
      return isImpossible(single, store) ? "impossible" : undefined;
    const scan = scanStored(bytes);
    if ("refused" in scan) throw new Error(`A piece for pad ${this.#padId} can't be read: ${scan.refused}.`);
    if (hasImpossible(bytes, scan, store)) return "impossible";
    if (single !== undefined || !this.#isContested(bytes, scan)) return undefined;
    return singlesOf(bytes, scan, (client) => Y.getState(store, client));
  }

  /** Does `work`, which integrates much, in one transaction of the document. */
  together(work: () => void): void {
    this.doc.transact(work);
  }

  /** Throws unless Yjs has put nothing aside to wait for more. */
  checkWhole(): void {
    const { pendingStructs, pendingDs } = this.#doc.store;
    if (pendingStructs !== null || pendingDs !== null) throw new Error(`The text of pad ${this.#padId} has a gap.`);
  }

  /** Lets go of it. */
  close(): void {
    this.#doc.destroy();
  }

  #singleIn(bytes: Uint8Array): Single | undefined {
    if (this.#read?.bytes !== bytes) this.#read = { bytes, single: readSingle(bytes) };
    return this.#read.single;
  }

  #unitsIn({ client, clock, length }: DeleteRange): number {
    const structs = this.doc.store.clients.get(client);
    const end = clock + length;
    if (structs === undefined || clock >= Y.getState(this.doc.store, client)) return 0;
    let units = 0;
    for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
      const { id, length, deleted } = structs[index]!;
      if (id.clock >= end) break;
      if (!deleted) units += Math.min(id.clock + length, end) - Math.max(id.clock, clock);
    }
    return units;
  }

  #isImpossible(insertion: Insertion): boolean {
    // What goes on was looked at when it began.
    if (this.#typing.continues(insertion)) return false;
    if (this.#typing.holds(insertion.origin) || this.#typing.holds(insertion.rightOrigin)) this.#catchUp();
    return isImpossible(insertion, this.#doc.store);
  }

  #isContested(update: Uint8Array, { groups }: UpdateScan): boolean {
    for (const group of groups) {
      const { client } = group;
      for (const reader = new StructReader(update, group); reader.current !== undefined; reader.next()) {
        const { clock, origin, rightOrigin } = reader.current;
        if (isContested(this.#text, { client, clock, origin, rightOrigin })) return true;
      }
    }
    return false;
  }

  /** Puts into the document what is in the pad already. */
  #catchUp(): void {
    if (this.#typing.units === 0) return;
    const runs = this.#typing.take();
    this.#doc.transact(() => {
      for (const insertion of runs) integrateInsertion(this.#text, insertion);
    });
    this.checkWhole();
  }
}
