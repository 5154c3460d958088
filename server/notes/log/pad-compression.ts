/**
 * A pad's log drawn together: one entry for each moment, more for one that brought much, with the same Yjs structs and deletions, the
 * same authors and times. Yjs itself does it, by taking each moment as one transaction; merging the
 * updates instead would neither join the structs of keystrokes nor be quick.
 */
import * as Y from "yjs";
import { PAD_TEXT } from "../../../shared/notes/pad-document.ts";
import { PadAuthorship } from "../text/pad-authorship.ts";
import { encodeCheckpoint } from "./pad-checkpoint.ts";
import { checkpointPieces } from "./pad-checkpoint-pieces.ts";
import { decodePadEntry, encodeRewrittenEntry } from "../text/pad-entry.ts";
import { applyMoment, momentsOf, type FoldedMoment, type FoldedUpdate } from "../past/pad-log-fold.ts";
import { scanStored, type UpdateScan } from "../intake/update-scanner.ts";

/**
 * At most this many bytes of what came in a moment go into one entry, or one update that has more: an entry is read and
 * stored in one go.
 */
const ENTRY_BYTES = 256 * 1024;

/** The update of a moment that changed nothing. */
const NOTHING = Uint8Array.of(0, 0);

export interface CompressedLog {
  entries: Uint8Array[];
  checkpoint: Uint8Array;
}

/** Draws a log together; moments end at each of `ends`. Throws when it can't be read, or what came out isn't the same. */
export function compressLog(log: Iterable<Uint8Array>, padId: string, ends: ReadonlySet<number>): CompressedLog {
  const { moments, authors } = momentsOf(log, padId, ends);
  const doc = new Y.Doc({ gc: false });
  const authorship = new PadAuthorship();
  const entries: Uint8Array[] = [];
  let update: Uint8Array = NOTHING;
  doc.on("update", (drawn: Uint8Array) => (update = drawn));
  let named = 0;
  for (const moment of moments) {
    const { at, until, author } = moment;
    for (const updates of partsOf(moment)) {
      update = NOTHING;
      applyMoment(doc, { updates });
      authorship.note(scanned(update, padId).groups, { personId: authors[author - 1], at });
      const newAuthors = authors.slice(named, Math.max(named, author));
      named += newAuthors.length;
      const edits = updates.reduce((sum, each) => sum + each.edits, 0);
      entries.push(encodeRewrittenEntry({ at, until, newAuthors, updates: [{ author, edits, update }] }));
    }
  }
  checkSame(doc, entries, padId);
  const lean = leanCopy(doc);
  const pieces = checkpointPieces(lean, padId);
  const edits = moments.at(-1)?.seq ?? 0;
  const { moment, all } = authorship;
  const checkpoint = encodeCheckpoint({ edits, loose: 0, moment, authors, writings: [...all], pieces });
  for (const each of [doc, lean]) each.destroy();
  return { entries, checkpoint };
}

/** What came in a moment, in entries' worth. Read again, they are one moment. */
function* partsOf({ updates }: FoldedMoment): Generator<FoldedUpdate[]> {
  let part: FoldedUpdate[] = [];
  let bytes = 0;
  for (const each of updates) {
    if (part.length > 0 && bytes + each.update.length > ENTRY_BYTES) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(each);
    bytes += each.update.length;
  }
  yield part;
}

/** The same without the text that was deleted. */
function leanCopy(doc: Y.Doc): Y.Doc {
  const lean = new Y.Doc();
  Y.applyUpdate(lean, Y.encodeStateAsUpdate(doc));
  return lean;
}

function scanned(update: Uint8Array, padId: string): UpdateScan {
  const scan = scanStored(update);
  if ("refused" in scan) throw new Error(`The log of pad ${padId} can't be drawn together: ${scan.refused}.`);
  return scan;
}

/** It takes the place of the only record there is, so nothing is taken on trust. */
function checkSame(doc: Y.Doc, entries: readonly Uint8Array[], padId: string): void {
  const copy = new Y.Doc();
  for (const bytes of entries)
    for (const { update } of decodePadEntry(bytes, padId).updates) Y.applyUpdate(copy, update);
  const isSame =
    copy.getText(PAD_TEXT).toJSON() === doc.getText(PAD_TEXT).toJSON() &&
    Buffer.compare(Y.encodeStateVector(copy), Y.encodeStateVector(doc)) === 0 &&
    copy.store.pendingStructs === null &&
    copy.store.pendingDs === null;
  copy.destroy();
  if (!isSame) throw new Error(`The log of pad ${padId}, drawn together, is another text.`);
}
