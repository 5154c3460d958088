import * as Y from "yjs";
import { PAD_TEXT } from "../../shared/notes/pad-document.ts";
import { diffTexts } from "../../shared/notes/text-diff.ts";
import type { LogStore, StoredEntry } from "../store/log-store.ts";
import { PadAuthorship, type ClientWriting, type GoingMoment } from "./pad-authorship.ts";
import { hasImpossible, isImpossible } from "./impossible-place.ts";
import { decodeCheckpoint, type PadCheckpoint } from "./pad-checkpoint.ts";
import { integrateInsertion, isContested, putInto, readInsertion, readSingle, type Insertion } from "./insertion.ts";
import { LogReplay } from "./log-replay.ts";
import { decodePadEntry, isRewritten } from "./pad-entry.ts";
import { padStream } from "./pad-seed.ts";
import { updateOfOps } from "./text-edit.ts";
import { TypingRuns } from "./typing-runs.ts";
import { piecesOf, singlesOf, type Piece } from "./update-pieces.ts";
import {
  RangeReader,
  scanStored,
  scanUpdate,
  StructReader,
  TOO_MANY_CLIENTS,
  type DeleteRange,
  type Scanned,
  type StructId,
  type UpdateScan,
} from "./update-scanner.ts";

/** Reading a long log lets others work after so many milliseconds. */
const READ_SLICE_MS = 8;

/**
 * So many client ids one person may have in a pad: one each time that they open it and write. Each id costs Yjs time at
 * every later edit, whoever makes it.
 */
export const MAX_CLIENTS = 512;

/** What is to be done with an update. */
export type Admission =
  | { outcome: "edit"; pieces: Piece[] }
  | { outcome: "nothing-new" }
  | { outcome: "refused"; reason: string };

/** What an edit came to: how much text came and went, in UTF-16 units, and how long the text was. */
export interface Integrated {
  inserted: number;
  removed: number;
  lengthBefore: number;
}

/** The id that somebody has now who was known by another one. */
export type IdNow = (personId: string) => string;

/** A client id that has written for the first time, and whose it is from now on. */
export interface NewClient {
  client: number;
  personId: string;
}

/** Clocks of a client that follow each other, up to `end`. */
interface ClockSpan {
  client: number;
  clock: number;
  end: number;
}

function spanOf({ client, clock, units }: Insertion): ClockSpan {
  return { client, clock, end: clock + units };
}

/**
 * The fold of a pad's log: its text, who wrote in it, and whose each Yjs client id is. Invariants:
 *
 * 1. what has been admitted from a person can be integrated completely, in the order of admission;
 * 2. a client id belongs to the person who first sent it, the seed's to nobody, for ever.
 */
export class PadState {
  readonly #doc = new Y.Doc();
  readonly #text = this.#doc.getText(PAD_TEXT);
  /** What is in the pad but not in the document yet. */
  readonly #typing = new TypingRuns();
  readonly #padId: string;
  readonly #idNow: IdNow;
  readonly #authors: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** The owner of each client id; undefined is the server. */
  readonly #owners = new Map<number, string | undefined>();
  /** How many client ids each person has. */
  readonly #clientCounts = new Map<string, number>();
  /** The clock behind each client's last admitted struct; the document may be behind it. */
  readonly #reach = new Map<number, number>();
  readonly #authorship: PadAuthorship;
  /** How many entries of the log were drawn together when it was last unused. */
  readonly drawn: number;
  /** Up to which entry of its log it was read from a checkpoint, or one has been asked for since. */
  checkpointSeq: number;
  #seq: number;
  #edits: number;

  /** As a checkpoint behind entry `seq` says, except for the text. */
  private constructor(
    padId: string,
    { seq, drawn, checkpoint }: { seq: number; drawn: number; checkpoint: PadCheckpoint | undefined },
    idNow: IdNow,
  ) {
    this.#padId = padId;
    this.#idNow = idNow;
    this.drawn = drawn;
    this.checkpointSeq = seq;
    this.#seq = seq;
    this.#edits = checkpoint?.edits ?? 0;
    this.#authorship = new PadAuthorship(checkpoint?.writings, checkpoint?.moment);
    for (const id of checkpoint?.authors ?? []) this.#addAuthor(id);
    for (const { client, personId } of checkpoint?.writings ?? []) this.#own(client, personId);
  }

  /** Reads a pad's log. Rejects when it can't be read whole; a pad without any entry is a fault too. */
  static async read(
    store: Pick<LogStore, "snapshot" | "read">,
    padId: string,
    idNow: IdNow = (personId) => personId,
  ): Promise<PadState> {
    const snapshot = await store.snapshot(padStream(padId));
    const checkpoint = snapshot && decodeCheckpoint(snapshot.bytes);
    const seq = snapshot && checkpoint ? snapshot.seq : 0;
    const entries = await store.read(padStream(padId), { after: seq });
    if (entries.length + seq === 0) throw new Error(`The log of pad ${padId} is missing.`);
    // One without a checkpoint was drawn together all the same if that would have been too large.
    const drawn = snapshot ? seq - (checkpoint?.loose ?? 0) : countDrawn(entries);
    const state = new PadState(padId, { seq, drawn, checkpoint }, idNow);
    await state.#inSlices(checkpoint?.pieces ?? [], (piece) => Y.applyUpdate(state.doc, piece));
    for (const client of state.#owners.keys()) state.#reach.set(client, Y.getState(state.doc.store, client));
    const replay = new LogReplay(state.#doc);
    await state.#inSlices(entries, ({ seq, bytes }) => state.#fold(seq, bytes, replay));
    replay.finish();
    state.#checkWhole();
    return state;
  }

  /** The seq of the last entry that is in the text. */
  get seq(): number {
    return this.#seq;
  }

  /** How many edits are in the text: where the pad stands, as everyone outside counts it. Rewriting its log doesn't change it. */
  get edits(): number {
    return this.#edits;
  }

  /** Who wrote what, by client id. */
  get writings(): readonly ClientWriting[] {
    return this.#authorship.all;
  }

  /** The moment that the next edit may belong to. */
  get moment(): GoingMoment | undefined {
    return this.#authorship.moment;
  }

  /** Ids of everyone who has written in the pad, in the order of their first edits. */
  get authors(): readonly string[] {
    return this.#authors;
  }

  /** The document, not to be changed by others. */
  get doc(): Y.Doc {
    this.#catchUp();
    return this.#doc;
  }

  get text(): string {
    this.#catchUp();
    return this.#text.toJSON();
  }

  /**
   * Checks an update by a person who may write. What it brings then counts as known: integrate it. `knownAs` says who is
   * known to use a client id that hasn't written yet: nobody else takes it from them. `scanned`, when it was looked at already.
   */
  admit(
    update: Uint8Array,
    personId: string,
    knownAs: (client: number) => string | undefined = () => undefined,
    scanned?: Scanned,
  ): Admission {
    const insertion = readInsertion(update);
    if (insertion !== undefined && this.#follows(insertion, personId)) return this.#admitInsertion(update, insertion);
    const scan = scanned ?? scanUpdate(update);
    if ("refused" in scan) return { outcome: "refused", reason: scan.refused };
    let unowned = 0;
    for (const { client, end } of scan.groups) {
      if (end <= this.#reachFor(client, personId)) continue;
      const isOwned = this.#owners.has(client);
      const isTheirs = isOwned ? this.#isOwner(client, personId) : this.#isNow(knownAs(client) ?? personId, personId);
      if (!isTheirs) return { outcome: "refused", reason: "it writes as somebody else" };
      if (!isOwned) unowned += 1;
    }
    if (unowned > this.#clientsLeft(personId)) return { outcome: "refused", reason: TOO_MANY_CLIENTS };
    return this.#admitScanned(update, scan, personId);
  }

  #admitScanned(update: Uint8Array, scan: UpdateScan, personId: string): Admission {
    const pieces = piecesOf(update, scan, {
      reachOf: (client) => this.#reachFor(client, personId),
      isDeleted: (range) => this.#isDeleted(range),
    });
    if ("refused" in pieces) return { outcome: "refused", reason: pieces.refused };
    if (pieces.length === 0) return { outcome: "nothing-new" };
    this.#claim(scan.groups, personId);
    return { outcome: "edit", pieces };
  }

  /** Whether an update would change anything; for people who may not write. */
  brings(update: Uint8Array, scanned?: Scanned): "nothing" | "something" | { refused: string } {
    const scan = scanned ?? scanUpdate(update);
    if ("refused" in scan) return scan;
    if (scan.groups.some(({ client, end }) => end > this.#stateOf(client))) return "something";
    for (const group of scan.deletes)
      for (const range = new RangeReader(update, group); range.next();) if (!this.#isDeleted(range)) return "something";
    return "nothing";
  }

  /**
   * Puts an admitted piece into the text, and says what that came to. Throws when it can't be integrated: this state is
   * then of no use any more.
   */
  integrate({ bytes, units, insertion }: Piece): Integrated {
    const lengthBefore = this.#text.length + this.#typing.units;
    if (insertion === undefined) {
      this.#catchUp();
      putInto(this.#text, bytes);
      this.#checkWhole();
    } else if (!this.#typing.add(insertion)) {
      this.#catchUp();
      this.#typing.add(insertion);
    }
    return { inserted: units, removed: lengthBefore + units - this.#text.length - this.#typing.units, lengthBefore };
  }

  /**
   * An admitted piece as one for each of its structs, when much that others have inserted must be passed to find the place
   * of one; undefined when that isn't so, or it is one already. "impossible" when it must not be integrated: not all
   * editors would put it into the same place.
   */
  singlesOf({ bytes, begins, insertion }: Piece): Piece[] | "impossible" | undefined {
    if (insertion !== undefined) return this.#isImpossible(insertion) ? "impossible" : undefined;
    if (begins.length === 0) return undefined;
    const scan = scanStored(bytes);
    if ("refused" in scan) throw new Error(`A piece for pad ${this.#padId} can't be read: ${scan.refused}.`);
    const { store } = this.doc;
    if (hasImpossible(bytes, scan, store)) return "impossible";
    if (readSingle(bytes) !== undefined || !this.#isContested(bytes, scan)) return undefined;
    return singlesOf(bytes, scan, (client) => Y.getState(store, client));
  }

  /** Does `work`, which integrates much, in one transaction of the document. */
  together(work: () => void): void {
    this.doc.transact(work);
  }

  /**
   * The pieces, admitted as this person's, that make the text `target`; none when it is so already. Undefined when they
   * would need one more client id than they may have.
   */
  rewrite(target: string, personId: string, client: number): Piece[] | undefined {
    const ops = diffTexts(this.text, target);
    if (ops.length === 0) return [];
    let fresh = client;
    while (this.#owners.has(fresh)) fresh = (fresh + 1) % 2 ** 32;
    const update = updateOfOps(this.doc.getText(PAD_TEXT), ops, fresh);
    const scan = scanStored(update);
    if ("refused" in scan) throw new Error(`Pad ${this.#padId} can't be rewritten: ${scan.refused}.`);
    if (scan.groups.length > this.#clientsLeft(personId)) return undefined;
    const admission = this.#admitScanned(update, scan, personId);
    if (admission.outcome !== "edit") throw new Error(`Pad ${this.#padId} can't be rewritten: ${admission.outcome}.`);
    return admission.pieces;
  }

  /** What was admitted from this person but not integrated will not come: it doesn't count as known any more. */
  forgetAdmitted(personId: string): void {
    for (const client of this.#owners.keys())
      if (this.#isOwner(client, personId)) this.#reach.set(client, this.#stateOf(client));
  }

  /** The same of what was admitted from this person under an id that they don't have any more. */
  forgetFormer(personId: string): void {
    for (const [client, owner] of this.#owners)
      if (owner !== personId && this.#isOwner(client, personId)) this.#reach.set(client, this.#stateOf(client));
  }

  /** The author's number in this pad, and whether it is a new one. */
  numberOf(personId: string): { author: number; isNew: boolean } {
    const known = this.#numbers.get(personId);
    if (known !== undefined) return { author: known, isNew: false };
    return { author: this.#addAuthor(personId), isNew: true };
  }

  /**
   * What has been integrated has been stored as the next entry, at this time (ms since 1970). Returns
   * the client ids that are in the text for the first time.
   */
  stored(edits: readonly { piece: Piece; personId: string }[], at: number): NewClient[] {
    this.#seq += 1;
    this.#edits += edits.length;
    const fresh: NewClient[] = [];
    for (const { piece, personId } of edits)
      for (const client of this.#authorship.note(piece.begins, { personId, at })) fresh.push({ client, personId });
    return fresh;
  }

  /** Lets go of the document. */
  close(): void {
    this.#doc.destroy();
  }

  /** Puts one after the other into the text, and lets others work in between. */
  async #inSlices<Part>(parts: readonly Part[], put: (part: Part) => void): Promise<void> {
    for (let next = 0; next < parts.length;) {
      const until = performance.now() + READ_SLICE_MS;
      this.doc.transact(() => {
        do {
          const part = parts[next];
          if (part !== undefined) put(part);
          next += 1;
        } while (next < parts.length && performance.now() < until);
      });
      if (next < parts.length) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #fold(seq: number, bytes: Uint8Array, replay: LogReplay): void {
    const { at, newAuthors, updates } = decodePadEntry(bytes, this.#padId);
    for (const id of newAuthors) this.#addAuthor(id);
    for (const { author, edits, update } of updates) {
      const personId = this.#authors[author - 1];
      if (author !== 0 && personId === undefined) throw this.#damaged(seq, "its author is unknown");
      const insertion = readInsertion(update);
      const groups = insertion === undefined ? this.#groupsOf(update, seq) : [spanOf(insertion)];
      // A client may have repeated the beginning of what it sent.
      const begins = groups.map(({ client, clock }) => ({
        client,
        clock: Math.max(clock, this.#reach.get(client) ?? 0),
      }));
      this.#claim(groups, personId);
      this.#authorship.note(begins, { personId, at });
      replay.add(update, insertion);
      this.#edits += edits;
    }
    this.#seq = seq;
  }

  #groupsOf(update: Uint8Array, seq: number): readonly ClockSpan[] {
    const scan = scanStored(update);
    if ("refused" in scan) throw this.#damaged(seq, scan.refused);
    return scan.groups;
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

  /** Whether it is by a client id that is this person's already, and comes right behind what the pad has. */
  #follows({ client, clock, origin, rightOrigin }: Insertion, personId: string): boolean {
    const isThere = (id: StructId | undefined) => id === undefined || id.clock < this.#reachFor(id.client, personId);
    return (
      this.#owners.get(client) === personId &&
      this.#reach.get(client) === clock &&
      isThere(origin) &&
      isThere(rightOrigin)
    );
  }

  #admitInsertion(update: Uint8Array, insertion: Insertion): Admission {
    const { client, clock, units } = insertion;
    this.#reach.set(client, clock + units);
    const piece = { bytes: update, begins: [{ client, clock }], units, size: update.length, structs: 1, insertion };
    return { outcome: "edit", pieces: [piece] };
  }

  #damaged(seq: number, reason: string): Error {
    return new Error(`Entry ${seq} of pad ${this.#padId} is damaged: ${reason}.`);
  }

  #addAuthor(personId: string): number {
    this.#authors.push(personId);
    this.#numbers.set(personId, this.#authors.length);
    return this.#authors.length;
  }

  #claim(groups: readonly ClockSpan[], personId: string | undefined): void {
    for (const { client, end } of groups) {
      this.#reach.set(client, Math.max(end, this.#reach.get(client) ?? 0));
      if (!this.#owners.has(client)) this.#own(client, personId);
    }
  }

  /** How many more client ids this person may have. */
  #clientsLeft(personId: string): number {
    return MAX_CLIENTS - (this.#clientCounts.get(personId) ?? 0);
  }

  #own(client: number, personId: string | undefined): void {
    this.#owners.set(client, personId);
    if (personId !== undefined) this.#clientCounts.set(personId, (this.#clientCounts.get(personId) ?? 0) + 1);
  }

  /** Whether this person, or one whom they turned out to be as well, was the first to write under a client id. */
  #isOwner(client: number, personId: string): boolean {
    const owner = this.#owners.get(client);
    return owner !== undefined && this.#isNow(owner, personId);
  }

  #isNow(id: string, personId: string): boolean {
    return id === personId || this.#idNow(id) === personId;
  }

  /** A person builds on what they sent themselves, but on what others wrote only once it is in the text. */
  #reachFor(client: number, personId: string): number {
    if (this.#isOwner(client, personId)) return this.#reach.get(client) ?? 0;
    return this.#stateOf(client);
  }

  /** The clock behind what is in the pad of this client. */
  #stateOf(client: number): number {
    return this.#typing.reachOf(client) ?? Y.getState(this.#doc.store, client);
  }

  /** Puts into the document what is in the pad already. */
  #catchUp(): void {
    if (this.#typing.units === 0) return;
    const runs = this.#typing.take();
    this.#doc.transact(() => {
      for (const insertion of runs) integrateInsertion(this.#text, insertion);
    });
    this.#checkWhole();
  }

  #isDeleted({ client, clock, length }: DeleteRange): boolean {
    const structs = this.doc.store.clients.get(client);
    const end = clock + length;
    if (structs === undefined || end > Y.getState(this.doc.store, client)) return false;
    for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
      const struct = structs[index];
      if (struct === undefined || struct.id.clock >= end) break;
      if (!struct.deleted) return false;
    }
    return true;
  }

  /** Invariant 1: Yjs has put nothing aside to wait for more. */
  #checkWhole(): void {
    const { pendingStructs, pendingDs } = this.#doc.store;
    if (pendingStructs !== null || pendingDs !== null) throw new Error(`The text of pad ${this.#padId} has a gap.`);
  }
}

/** How many entries at a log's beginning were drawn together. */
function countDrawn(entries: readonly StoredEntry[]): number {
  const loose = entries.findIndex(({ bytes }) => !isRewritten(bytes));
  return loose === -1 ? entries.length : loose;
}
