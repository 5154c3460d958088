/**
 * The Yjs update that edits a text, made without touching it: so that what the server writes for
 * somebody goes the same way as what they write themselves.
 */
import * as encoding from "lib0/encoding";
import type * as Y from "yjs";
import { PAD_TEXT } from "../../shared/notes/pad-document.ts";
import type { TextOp } from "../../shared/notes/text-ops.ts";
import { writeDeletes } from "./deletion-stretches.ts";
import type { StructId } from "./scanned-struct.ts";
import type { DeleteRange } from "./update-scanner.ts";

interface Insertion {
  text: string;
  left: StructId | undefined;
  right: StructId | undefined;
}

/** The update that does `ops` to `text` under `client`, a client id that hasn't written yet. */
export function updateOfOps(text: Y.Text, ops: readonly TextOp[], client: number): Uint8Array {
  const cursor = new ItemCursor(text);
  const insertions: Insertion[] = [];
  const deletes: DeleteRange[] = [];
  for (const op of ops) {
    if (typeof op === "string") insertions.push({ text: op, left: cursor.left, right: cursor.right });
    else cursor.pass(Math.abs(op), op < 0 ? deletes : undefined);
  }
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, insertions.length === 0 ? 0 : 1);
  if (insertions.length > 0) {
    encoding.writeVarUint(encoder, insertions.length);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, 0);
    for (const insertion of insertions) writeInsertion(encoder, insertion);
  }
  writeDeletes(encoder, deletes);
  return encoding.toUint8Array(encoder);
}

const STRING_CONTENT = 4;
const HAS_LEFT = 0x80;
const HAS_RIGHT = 0x40;

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

/** A place in a text, between two units; deleted ones are there too. */
class ItemCursor {
  #item: Y.Item | null;
  #offset = 0;
  /** The unit before the cursor. */
  left: StructId | undefined;

  constructor(text: Y.Text) {
    this.#item = text._start;
  }

  /** The unit behind the cursor. */
  get right(): StructId | undefined {
    const item = this.#item;
    return item === null ? undefined : { client: item.id.client, clock: item.id.clock + this.#offset };
  }

  /** Goes on by so many visible units, and notes them as deleted where that is asked for. */
  pass(units: number, deletes: DeleteRange[] | undefined): void {
    let left = units;
    while (left > 0) {
      const item = this.#item;
      if (item === null) throw new Error("The text is shorter than what is to be changed in it.");
      const isShown = !item.deleted && item.countable;
      const length = isShown ? Math.min(left, item.length - this.#offset) : item.length - this.#offset;
      const { client } = item.id;
      const clock = item.id.clock + this.#offset;
      if (isShown) {
        deletes?.push({ client, clock, length });
        left -= length;
      }
      this.left = { client, clock: clock + length - 1 };
      this.#offset += length;
      if (this.#offset < item.length) continue;
      this.#item = item.right;
      this.#offset = 0;
    }
  }
}
