/**
 * Yjs updates that make a text another one, from its beginning on, made without touching it: so that what the server writes
 * for somebody goes the same way as what they write themselves. Each is made when it is its turn: others may have changed
 * the text since it was read. What they wrote stays, what they deleted stays deleted.
 */
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { PAD_TEXT } from "../../../shared/notes/pad-document.ts";
import type { TextOp } from "../../../shared/notes/text-ops.ts";
import { isFirstHalf } from "../../../shared/surrogates.ts";
import { writeDeletes } from "../intake/deletion-stretches.ts";
import type { StructId } from "../intake/scanned-struct.ts";
import { PIECE_STRUCTS, type Piece } from "../intake/update-pieces.ts";
import type { DeleteRange } from "../intake/update-scanner.ts";

/** A piece that has so much text gets no more. UTF-16 units. */
const PIECE_UNITS = 65_536;

interface Insertion {
  text: string;
  left: StructId | undefined;
  right: StructId | undefined;
}

export class TextEdit {
  readonly #places: readonly DeleteRange[];
  readonly #ops: readonly TextOp[];
  readonly #client: number;
  /** The clock behind what was inserted so far. */
  #clock = 0;
  /** The next of the ops, and how many units of it are done. */
  #op = 0;
  #done = 0;
  /** The next of the places, and how many units of it have been passed. */
  #place = 0;
  #passed = 0;
  /** The last unit that was passed, or inserted. */
  #left: StructId | undefined;

  /** Does `ops` to what was read of the text, whose units are at `places`, under a client id that hasn't written yet. */
  constructor({ places, ops, client }: { places: readonly DeleteRange[]; ops: readonly TextOp[]; client: number }) {
    this.#places = places;
    this.#ops = ops;
    this.#client = client;
  }

  /** The next piece for the document as it is now, to be integrated at once; undefined when all is done. */
  next(doc: Y.Doc): Piece | undefined {
    const [begin, insertions, deletes] = [this.#clock, [] as Insertion[], [] as DeleteRange[]];
    while (insertions.length + deletes.length < PIECE_STRUCTS && this.#clock - begin < PIECE_UNITS) {
      const op = this.#ops[this.#op];
      if (op === undefined) break;
      if (typeof op === "string") insertions.push(this.#insert(op, doc));
      else {
        const range = this.#pass(Math.abs(op));
        if (op < 0) deletes.push(range);
      }
    }
    const structs = insertions.length + deletes.length;
    if (structs === 0) return undefined;
    const begins = insertions.length === 0 ? [] : [{ client: this.#client, clock: begin }];
    const bytes = encode({ insertions, deletes, client: this.#client, clock: begin });
    return { bytes, begins, units: this.#clock - begin, size: bytes.length, structs };
  }

  /** Inserts the op, or as much of it as one piece may have. */
  #insert(op: string, doc: Y.Doc): Insertion {
    const end = this.#done + PIECE_UNITS;
    // Never between the two halves of a character.
    const text = op.slice(this.#done, isFirstHalf(op.charCodeAt(end - 1)) ? end + 1 : end);
    const insertion = { text, left: this.#left, right: this.#right(doc) };
    this.#clock += text.length;
    this.#left = { client: this.#client, clock: this.#clock - 1 };
    this.#finish(text.length, op.length);
    return insertion;
  }

  /** Passes so many units, or as many of them as are at one place. */
  #pass(units: number): DeleteRange {
    const place = this.#places[this.#place];
    if (place === undefined) throw new Error("The text is shorter than what is to be changed in it.");
    const length = Math.min(units - this.#done, place.length - this.#passed);
    const range = { client: place.client, clock: place.clock + this.#passed, length };
    this.#left = { client: place.client, clock: range.clock + length - 1 };
    this.#passed += length;
    if (this.#passed === place.length) {
      this.#place += 1;
      this.#passed = 0;
    }
    this.#finish(length, units);
    return range;
  }

  #finish(units: number, of: number): void {
    this.#done += units;
    if (this.#done < of) return;
    this.#op += 1;
    this.#done = 0;
  }

  /** What is right behind the last unit now, deleted or not: nothing has to be passed to find the place between the two. */
  #right(doc: Y.Doc): StructId | undefined {
    if (this.#left === undefined) return doc.getText(PAD_TEXT)._start?.id;
    const { client, clock } = this.#left;
    const item = Y.getItem(doc.store, this.#left);
    return clock < item.lastId.clock ? { client, clock: clock + 1 } : item.right?.id;
  }
}

const STRING_CONTENT = 4;
const HAS_LEFT = 0x80;
const HAS_RIGHT = 0x40;

function encode(piece: {
  insertions: readonly Insertion[];
  deletes: readonly DeleteRange[];
  client: number;
  clock: number;
}): Uint8Array {
  const { insertions, deletes, client, clock } = piece;
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, insertions.length === 0 ? 0 : 1);
  if (insertions.length > 0) {
    encoding.writeVarUint(encoder, insertions.length);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    for (const insertion of insertions) writeInsertion(encoder, insertion);
  }
  writeDeletes(encoder, deletes);
  return encoding.toUint8Array(encoder);
}

function writeInsertion(encoder: encoding.Encoder, { text, left, right }: Insertion): void {
  encoding.writeUint8(encoder, STRING_CONTENT | (left ? HAS_LEFT : 0) | (right ? HAS_RIGHT : 0));
  for (const id of [left, right]) {
    if (id === undefined) continue;
    encoding.writeVarUint(encoder, id.client);
    encoding.writeVarUint(encoder, id.clock);
  }
  if (left === undefined && right === undefined) {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarString(encoder, PAD_TEXT);
  }
  encoding.writeVarString(encoder, text);
}
