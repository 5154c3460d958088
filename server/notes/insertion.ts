/**
 * One stretch of text that somebody typed, which is what nearly every edit is. It is read, and put into the document,
 * without the maps and lists that longer updates need: a fifth of what an edit costs.
 */
import * as Y from "yjs";
import { ByteReader, Undecodable } from "./byte-reader.ts";
import { readStruct, type StructId } from "./update-scanner.ts";

/** How a Yjs V1 update begins that has one struct, of one client, and how it ends when it deletes nothing. */
const ONE_CLIENT = 1;
const ONE_STRUCT = 1;
const NO_DELETIONS = 0;

export interface Insertion {
  client: number;
  clock: number;
  /** How much text it is, in UTF-16 units; as many clocks it takes. */
  units: number;
  origin: StructId | undefined;
  rightOrigin: StructId | undefined;
  text: string;
}

/** What `update` inserts, when it does nothing else; otherwise scanUpdate says what it is. */
export function readInsertion(update: Uint8Array): Insertion | undefined {
  if (update[0] !== ONE_CLIENT || update[1] !== ONE_STRUCT || update.at(-1) !== NO_DELETIONS) return undefined;
  try {
    const reader = new ByteReader(update, 2);
    const client = reader.varUint();
    const clock = reader.varUint();
    const { units, origin, rightOrigin, contentFrom, to } = readStruct(reader, clock);
    if (units === 0 || to !== update.length - 1) return undefined;
    const utf8 = new ByteReader(update, contentFrom).varBytes();
    const string = Buffer.from(utf8.buffer, utf8.byteOffset, utf8.length).toString("utf8");
    return { client, clock, units, origin, rightOrigin, text: string };
  } catch (error) {
    if (error instanceof Undecodable) return undefined;
    throw error;
  }
}

/**
 * Does what Y.applyUpdate does with such an update, to a document that has everything that it refers to and nothing of
 * what it brings. Throws when that isn't so.
 */
export function integrateInsertion(into: Y.Text, { client, clock, origin, rightOrigin, text }: Insertion): void {
  const { doc } = into;
  if (doc === null) throw new Error("The text is in no document.");
  Y.transact(doc, (transaction) => {
    // Somebody else's: Yjs then forgets what it remembers of places in the text.
    transaction.local = false;
    const item = new Y.Item(
      Y.createID(client, clock),
      null,
      origin === undefined ? null : Y.createID(origin.client, origin.clock),
      null,
      rightOrigin === undefined ? null : Y.createID(rightOrigin.client, rightOrigin.clock),
      origin === undefined && rightOrigin === undefined ? into : null,
      null,
      new Y.ContentString(text),
    );
    if (Y.getState(doc.store, client) !== clock || item.getMissing(transaction, doc.store) !== null)
      throw new Error("An insertion doesn't follow what is there.");
    item.integrate(transaction, 0);
  });
}
