import * as Y from "yjs";
import { PAD_TEXT } from "../../shared/notes/pad-document.ts";
import { decodePadEntry, encodePadEntry } from "../notes/text/pad-entry.ts";
import type { SampleEdit } from "./sample-notes.ts";

/** Above every id of the server's own, so that no text is anybody else's. */
const FIRST_CLIENT = 1000;

/**
 * Edits as entries of a pad's log, one each, by their authors: as if each had typed theirs. `seed` is
 * the pad's only entry so far. Throws when an edit has no place in the text.
 */
export function noteEntries(
  pad: { id: string; seed: Uint8Array; at: number },
  edits: readonly SampleEdit[],
  idOf: (name: SampleEdit["by"]) => string,
): Uint8Array[] {
  const doc = new Y.Doc();
  for (const { update } of decodePadEntry(pad.seed, pad.id).updates) Y.applyUpdate(doc, update);
  const text = doc.getText(PAD_TEXT);
  const authors = [...new Set(edits.map(({ by }) => by))];
  const known = new Set<SampleEdit["by"]>();
  const entries = edits.map(({ by, after, insert }) => {
    const place = text.toJSON().indexOf(after);
    if (place < 0) throw new Error(`The sample's notes have no "${after}" to go on from`);
    const before = Y.encodeStateVector(doc);
    doc.clientID = FIRST_CLIENT + authors.indexOf(by);
    text.insert(place + after.length, insert);
    const newAuthors = known.has(by) ? [] : [idOf(by)];
    known.add(by);
    const author = [...known].indexOf(by) + 1;
    const update = Y.encodeStateAsUpdate(doc, before);
    return encodePadEntry({ at: pad.at, newAuthors, updates: [{ author, update }] });
  });
  doc.destroy();
  return entries;
}
