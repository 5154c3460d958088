/**
 * Makes a pad's text another one in many small steps, between which others read and write: first it is read, then whoever
 * wants it says how it is to change, then it is changed piece by piece, from its beginning on.
 */
import type { TextOp } from "../../../shared/notes/text-ops.ts";
import type { LazyDocument } from "../text/lazy-document.ts";
import type { PadAdmission } from "../intake/pad-admission.ts";
import { TextEdit } from "./text-edit.ts";
import { TextReading } from "./text-reading.ts";
import type { Piece } from "../intake/update-pieces.ts";

export class TextRewriting {
  readonly #document: LazyDocument;
  readonly #admission: PadAdmission;
  readonly #personId: string;
  readonly #client: number;
  readonly #reading: TextReading;
  #edit: TextEdit | undefined;
  /** The client id that was reserved for it. */
  #reserved: number | undefined;

  constructor(
    { document, admission }: { document: LazyDocument; admission: PadAdmission },
    { personId, client }: { personId: string; client: number },
  ) {
    this.#document = document;
    this.#admission = admission;
    this.#personId = personId;
    this.#client = client;
    this.#reading = new TextReading(document.doc);
  }

  /** Reads on, so many items at most. True: that was all. */
  read(most: number): boolean {
    return this.#reading.advance(most);
  }

  /** The text, when all has been read: as it was when that was begun. */
  get text(): string {
    return this.#reading.text;
  }

  /** How it is to change. False, and nothing is to be done: the person has as many client ids in the pad as one may have. */
  change(ops: readonly TextOp[]): boolean {
    if (ops.some((op) => typeof op === "string")) {
      this.#reserved = this.#admission.reserve(this.#client, this.#personId);
      if (this.#reserved === undefined) return false;
    }
    const { places } = this.#reading;
    this.#edit = new TextEdit({ places, ops, client: this.#reserved ?? this.#client });
    return true;
  }

  /** The next piece, which has been admitted: it must be integrated at once. Undefined when all is done. */
  next(): Piece | undefined {
    const piece = this.#edit?.next(this.#document.doc);
    if (piece === undefined) this.end();
    else
      for (const { client, clock } of piece.begins)
        this.#admission.claim([{ client, clock, end: clock + piece.units }], this.#personId);
    return piece;
  }

  /** Nothing more of it will be done. */
  end(): void {
    if (this.#reserved !== undefined) this.#admission.give(this.#reserved, this.#personId);
    this.#reserved = undefined;
    this.#edit = undefined;
  }
}
