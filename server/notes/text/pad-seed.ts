import * as Y from "yjs";
import { PAD_TEXT } from "../../../shared/notes/pad-document.ts";
import { encodePadEntry } from "./pad-entry.ts";

/** The Yjs client id of the server's own text. It belongs to nobody, so nobody can go on with it. */
const SEED_CLIENT = 1;

/** The stream that holds a pad's log. */
export function padStream(padId: string): string {
  return `pad:${padId}`;
}

/** The kind of the records that say what was brought back in a pad, so that asking again does it once. */
export function restoreKind(padId: string): string {
  return `restore:${padId}`;
}

/**
 * The first entry of a new pad's log: its text, by nobody. It is written together with what makes
 * the pad, so that a pad is never without its log. `at` is in milliseconds since 1970.
 */
export function seedEntry(text: string, at: number): Uint8Array {
  // Its id is told to nobody, and making one up takes longer than all else.
  const doc = new Y.Doc({ guid: "" });
  doc.clientID = SEED_CLIENT;
  doc.getText(PAD_TEXT).insert(0, text);
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return encodePadEntry({ at, newAuthors: [], updates: [{ author: 0, update }] });
}
