/**
 * One stretch of text that somebody typed, which is what nearly every edit is. It is read, and put into the document,
 * without the maps and lists that longer updates need: a fifth of what an edit costs.
 */
import * as Y from "yjs";
import { ByteReader, textOf, Undecodable } from "../intake/byte-reader.ts";
import { findPlace, isFar } from "./insertion-place.ts";
import { StructInPlace, type StructId } from "../intake/scanned-struct.ts";

/** How a Yjs V1 update begins that has one struct, of one client, and how it ends when it deletes nothing. */
const ONE_CLIENT = 1;
const ONE_STRUCT = 1;
const NO_DELETIONS = 0;
/** Yjs itself passes so many quickly enough. */
const MANY = 256;

/** Whose a struct is, and what it was inserted between. */
export interface Wish {
  client: number;
  clock: number;
  origin: StructId | undefined;
  rightOrigin: StructId | undefined;
}

export interface Insertion extends Wish {
  /** How much text it is, in UTF-16 units; as many clocks it takes. */
  units: number;
  text: string;
}

/** A struct that comes alone: text, or what remains of deleted text. */
export interface Single extends Wish {
  content: Y.ContentString | Y.ContentDeleted;
}

/** What `update` inserts, when it does nothing else; otherwise scanUpdate says what it is. */
export function readInsertion(update: Uint8Array): Insertion | undefined {
  const client = readOnly(update);
  if (client === undefined || only.units === 0) return undefined;
  const { clock, units, origin, rightOrigin, contentFrom } = only;
  const reader = new ByteReader(update, contentFrom);
  const length = reader.varLength();
  const text = textOf(update, reader.at, reader.at + length);
  return { client, clock, units, origin, rightOrigin, text };
}

/** The struct of an update that has one and deletes nothing. */
export function readSingle(update: Uint8Array): Single | undefined {
  const insertion = readInsertion(update);
  if (insertion !== undefined) return { ...insertion, content: new Y.ContentString(insertion.text) };
  const client = readOnly(update);
  if (client === undefined) return undefined;
  const { clock, end, origin, rightOrigin } = only;
  return { client, clock, origin, rightOrigin, content: new Y.ContentDeleted(end - clock) };
}

/** The struct that `readOnly` has read last: one object for all edits. */
const only = new StructInPlace();

/** Reads the struct of an update that has one and deletes nothing, into `only`. Returns whose it is. */
function readOnly(update: Uint8Array): number | undefined {
  if (update[0] !== ONE_CLIENT || update[1] !== ONE_STRUCT || update.at(-1) !== NO_DELETIONS) return undefined;
  try {
    const reader = new ByteReader(update, 2);
    const client = reader.varUint();
    only.read(reader, reader.varUint());
    return only.isSkip || only.to !== update.length - 1 ? undefined : client;
  } catch (error) {
    if (error instanceof Undecodable) return undefined;
    throw error;
  }
}

/** Whether the document has all that it refers to, and nothing of what it brings. */
export function isNext(wish: Wish, { store }: Y.Doc): boolean {
  return Y.getState(store, wish.client) === wish.clock && hasNeighbours(store, wish);
}

function hasNeighbours(store: Y.Doc["store"], { origin, rightOrigin }: Wish): boolean {
  return [origin, rightOrigin].every((id) => id === undefined || id.clock < Y.getState(store, id.client));
}

/** As integrateSingle. */
export function integrateInsertion(into: Y.Text, insertion: Insertion): void {
  integrate(into, insertion, new Y.ContentString(insertion.text));
}

/**
 * Does what Y.applyUpdate does with such an update, to a document that has everything that it refers to and nothing of
 * what it brings. Throws when that isn't so.
 */
export function integrateSingle(into: Y.Text, single: Single): void {
  integrate(into, single, single.content);
}

/** Puts an update into the text's document; what is one struct, `single`, without Yjs's help. */
export function putInto(text: Y.Text, update: Uint8Array, single = readSingle(update)): void {
  const doc = docOf(text);
  if (single !== undefined && isNext(single, doc)) integrateSingle(text, single);
  else Y.applyUpdate(doc, update);
}

function integrate(into: Y.Text, wish: Wish, content: Single["content"]): void {
  Y.transact(docOf(into), (transaction) => {
    const { store } = transaction.doc;
    // Somebody else's: Yjs then forgets what it remembers of places in the text.
    transaction.local = false;
    const item = itemOf(into, wish, content);
    if (Y.getState(store, wish.client) !== wish.clock || item.getMissing(transaction, store) !== null)
      throw new Error("An insertion doesn't follow what is there.");
    findPlace(item, into, store);
    item.integrate(transaction, 0);
  });
}

/** Whether many others have been inserted where it belongs; not so when what it belongs between isn't there yet. */
export function isContested(text: Y.Text, wish: Wish): boolean {
  const doc = docOf(text);
  if (!hasNeighbours(doc.store, wish)) return false;
  return Y.transact(doc, (transaction) => {
    const item = itemOf(text, wish, new Y.ContentDeleted(1));
    item.getMissing(transaction, doc.store);
    return isFar(item, text, doc.store, MANY);
  });
}

function itemOf(text: Y.Text, { client, clock, origin, rightOrigin }: Wish, content: Single["content"]): Y.Item {
  return new Y.Item(
    Y.createID(client, clock),
    null,
    origin === undefined ? null : Y.createID(origin.client, origin.clock),
    null,
    rightOrigin === undefined ? null : Y.createID(rightOrigin.client, rightOrigin.clock),
    origin === undefined && rightOrigin === undefined ? text : null,
    null,
    content,
  );
}

function docOf({ doc }: Y.Text): Y.Doc {
  if (doc === null) throw new Error("The text is in no document.");
  return doc;
}
