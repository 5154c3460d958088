/**
 * One stretch of text that somebody typed, which is what nearly every edit is. It is read, and put into the document,
 * without the maps and lists that longer updates need: a fifth of what an edit costs.
 */
import * as Y from "yjs";
import { ByteReader, Undecodable } from "./byte-reader.ts";
import { findPlace, isFar } from "./insertion-place.ts";
import { readStruct, type StructId } from "./update-scanner.ts";

/** How a Yjs V1 update begins that has one struct, of one client, and how it ends when it deletes nothing. */
const ONE_CLIENT = 1;
const ONE_STRUCT = 1;
const NO_DELETIONS = 0;
/** Yjs itself passes so many quickly enough. */
const MANY = 256;

export interface Insertion {
  client: number;
  clock: number;
  /** How many clocks it takes. */
  length: number;
  /** How much text it is, in UTF-16 units. */
  units: number;
  origin: StructId | undefined;
  rightOrigin: StructId | undefined;
  /** The text, in UTF-8; undefined when it is deleted already. */
  utf8: Uint8Array | undefined;
}

/** What `update` inserts, when it does nothing else; otherwise scanUpdate says what it is. */
export function readInsertion(update: Uint8Array): Insertion | undefined {
  if (update[0] !== ONE_CLIENT || update[1] !== ONE_STRUCT || update.at(-1) !== NO_DELETIONS) return undefined;
  try {
    const reader = new ByteReader(update, 2);
    const client = reader.varUint();
    const clock = reader.varUint();
    const { end, isSkip, units, origin, rightOrigin, contentFrom, to } = readStruct(reader, clock);
    if (isSkip || to !== update.length - 1) return undefined;
    const utf8 = units === 0 ? undefined : new ByteReader(update, contentFrom).varBytes();
    return { client, clock, length: end - clock, units, origin, rightOrigin, utf8 };
  } catch (error) {
    if (error instanceof Undecodable) return undefined;
    throw error;
  }
}

/** Whether the document has all that it refers to, and nothing of what it brings. */
export function isNext(insertion: Insertion, { store }: Y.Doc): boolean {
  return Y.getState(store, insertion.client) === insertion.clock && hasNeighbours(store, insertion);
}

function hasNeighbours(store: Y.Doc["store"], { origin, rightOrigin }: Insertion): boolean {
  return [origin, rightOrigin].every((id) => id === undefined || id.clock < Y.getState(store, id.client));
}

/**
 * Does what Y.applyUpdate does with such an update, to a document that has everything that it refers to and nothing of
 * what it brings. Throws when that isn't so.
 */
export function integrateInsertion(text: Y.Text, insertion: Insertion): void {
  Y.transact(docOf(text), (transaction) => {
    const { store } = transaction.doc;
    const item = itemOf(text, insertion);
    // Somebody else's: Yjs then forgets what it remembers of places in the text.
    transaction.local = false;
    if (Y.getState(store, insertion.client) !== insertion.clock || item.getMissing(transaction, store) !== null)
      throw new Error("An insertion doesn't follow what is there.");
    findPlace(item, text, store);
    item.integrate(transaction, 0);
  });
}

/** Whether many others have been inserted where it belongs; not so when what it belongs between isn't there yet. */
export function isContested(text: Y.Text, insertion: Insertion): boolean {
  const doc = docOf(text);
  if (!hasNeighbours(doc.store, insertion)) return false;
  return Y.transact(doc, (transaction) => {
    const item = itemOf(text, insertion);
    item.getMissing(transaction, doc.store);
    return isFar(item, text, doc.store, MANY);
  });
}

function itemOf(text: Y.Text, { client, clock, length, origin, rightOrigin, utf8 }: Insertion): Y.Item {
  return new Y.Item(
    Y.createID(client, clock),
    null,
    origin === undefined ? null : Y.createID(origin.client, origin.clock),
    null,
    rightOrigin === undefined ? null : Y.createID(rightOrigin.client, rightOrigin.clock),
    origin === undefined && rightOrigin === undefined ? text : null,
    null,
    utf8 === undefined
      ? new Y.ContentDeleted(length)
      : new Y.ContentString(Buffer.from(utf8.buffer, utf8.byteOffset, utf8.length).toString("utf8")),
  );
}

function docOf({ doc }: Y.Text): Y.Doc {
  if (doc === null) throw new Error("The text is in no document.");
  return doc;
}
