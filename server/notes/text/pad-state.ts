import * as Y from "yjs";
import { systemTimers, type Timers } from "../../clock.ts";
import type { LogStore, StoredEntry } from "../../store/log-store.ts";
import { readInsertion, type Insertion } from "./insertion.ts";
import { LazyDocument, type Integrated } from "./lazy-document.ts";
import { LogReplay } from "./log-replay.ts";
import { PadAdmission, type Admission, type ClockSpan, type IdNow } from "../intake/pad-admission.ts";
import { PadAuthorship, type ClientWriting, type GoingMoment } from "./pad-authorship.ts";
import { decodeCheckpoint, type PadCheckpoint } from "../log/pad-checkpoint.ts";
import { decodePadEntry, isRewritten } from "./pad-entry.ts";
import { padStream } from "./pad-seed.ts";
import { TextRewriting } from "../past/text-rewriting.ts";
import type { Piece } from "../intake/update-pieces.ts";
import { scanStored, type DeleteRange, type Scanned } from "../intake/update-scanner.ts";

/** Reading a long log lets others work after so many milliseconds. */
const READ_SLICE_MS = 8;

/** A client id that has written for the first time, and whose it is from now on. */
export interface NewClient {
  client: number;
  personId: string;
}

function spanOf({ client, clock, units }: Insertion): ClockSpan {
  return { client, clock, end: clock + units };
}

/** The fold of a pad's log: its text, who wrote in it, and whose each Yjs client id is. */
export class PadState {
  readonly #padId: string;
  readonly #document: LazyDocument;
  readonly #admission: PadAdmission;
  readonly #authors: string[] = [];
  readonly #numbers = new Map<string, number>();
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
    this.#document = new LazyDocument(padId);
    this.#admission = new PadAdmission(this.#document, idNow);
    this.drawn = drawn;
    this.checkpointSeq = seq;
    this.#seq = seq;
    this.#edits = checkpoint?.edits ?? 0;
    this.#authorship = new PadAuthorship(checkpoint?.writings, checkpoint?.moment);
    for (const id of checkpoint?.authors ?? []) this.#addAuthor(id);
  }

  /** Reads a pad's log. Rejects when it can't be read whole; a pad without any entry is a fault too. */
  static async read(
    store: Pick<LogStore, "snapshot" | "read">,
    padId: string,
    idNow: IdNow = (personId) => personId,
    timers: Pick<Timers, "elapsed"> = systemTimers,
  ): Promise<PadState> {
    const snapshot = await store.snapshot(padStream(padId));
    const checkpoint = snapshot && decodeCheckpoint(snapshot.bytes);
    const seq = snapshot && checkpoint ? snapshot.seq : 0;
    const entries = await store.read(padStream(padId), { after: seq });
    if (entries.length + seq === 0) throw new Error(`The log of pad ${padId} is missing.`);
    // One without a checkpoint was drawn together all the same if that would have been too large.
    const drawn = snapshot ? seq - (checkpoint?.loose ?? 0) : countDrawn(entries);
    const state = new PadState(padId, { seq, drawn, checkpoint }, idNow);
    await state.#inSlices(checkpoint?.pieces ?? [], (piece) => Y.applyUpdate(state.doc, piece), timers);
    for (const { client, personId } of checkpoint?.writings ?? [])
      state.#admission.claim([{ client, clock: 0, end: state.#document.stateOf(client) }], personId);
    const replay = new LogReplay(state.doc);
    await state.#inSlices(entries, ({ seq, bytes }) => state.#fold(seq, bytes, replay), timers);
    replay.finish();
    state.#document.checkWhole();
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
    return this.#document.doc;
  }

  get text(): string {
    return this.#document.text;
  }

  /** Checks an update by a person who may write: see PadAdmission. What it brings then counts as known: integrate it. */
  admit(...asked: Parameters<PadAdmission["admit"]>): Admission {
    return this.#admission.admit(...asked);
  }

  /** Whether an update would change anything; for people who may not write. */
  brings(update: Uint8Array, scanned?: Scanned): ReturnType<PadAdmission["brings"]> {
    return this.#admission.brings(update, scanned);
  }

  /** What was admitted from this person but not integrated will not come. */
  forgetAdmitted(personId: string): void {
    this.#admission.forgetAdmitted(personId);
  }

  /** The same of what was admitted from this person under an id that they don't have any more. */
  forgetFormer(personId: string): void {
    this.#admission.forgetFormer(personId);
  }

  /** Puts an admitted piece into the text, and says what that came to. Throws when it can't: this state is of no use then. */
  integrate(piece: Piece): Integrated {
    return this.#document.integrate(piece);
  }

  /** How much of others' text that is there an admitted piece of this person's takes away, in UTF-16 units. */
  othersIn(piece: Piece, personId: string): number {
    return this.#document.othersIn(piece, (client) => this.#admission.isOwner(client, personId));
  }

  /** An admitted piece in pieces of their own for its structs, where it has to be: see LazyDocument. */
  singlesOf(piece: Piece): ReturnType<LazyDocument["singlesOf"]> {
    return this.#document.singlesOf(piece);
  }

  /** Whether all of the range is in the text, and deleted. */
  isDeleted(range: DeleteRange): boolean {
    return this.#document.isDeleted(range);
  }

  /** Does `work`, which integrates much, in one transaction of the document. */
  together(work: () => void): void {
    this.#document.together(work);
  }

  /** Makes the text another one, as this person's, under this client id unless that is taken already: see TextRewriting. */
  rewriting(personId: string, client: number): TextRewriting {
    return new TextRewriting({ document: this.#document, admission: this.#admission }, { personId, client });
  }

  /** The author's number in this pad; who hasn't written in it before is the last of its authors from now on. */
  numberOf(personId: string): number {
    return this.#numbers.get(personId) ?? this.#addAuthor(personId);
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
    this.#document.close();
  }

  /** Puts one after the other into the text, and lets others work in between. */
  async #inSlices<Part>(
    parts: readonly Part[],
    put: (part: Part) => void,
    timers: Pick<Timers, "elapsed">,
  ): Promise<void> {
    for (let next = 0; next < parts.length;) {
      const until = timers.elapsed() + READ_SLICE_MS;
      this.doc.transact(() => {
        do {
          const part = parts[next];
          if (part !== undefined) put(part);
          next += 1;
        } while (next < parts.length && timers.elapsed() < until);
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
        clock: Math.max(clock, this.#admission.reachOf(client)),
      }));
      this.#admission.claim(groups, personId);
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

  #damaged(seq: number, reason: string): Error {
    return new Error(`Entry ${seq} of pad ${this.#padId} is damaged: ${reason}.`);
  }

  #addAuthor(personId: string): number {
    this.#authors.push(personId);
    this.#numbers.set(personId, this.#authors.length);
    return this.#authors.length;
  }
}

/** How many entries at a log's beginning were drawn together. */
function countDrawn(entries: readonly StoredEntry[]): number {
  const loose = entries.findIndex(({ bytes }) => !isRewritten(bytes));
  return loose === -1 ? entries.length : loose;
}
