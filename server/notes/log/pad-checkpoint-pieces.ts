import * as Y from "yjs";
import { piecesOf } from "../intake/update-pieces.ts";
import { scanStored } from "../intake/update-scanner.ts";

/** Structs in a part of a checkpoint: integrating one takes a few milliseconds. */
const PIECE_STRUCTS = 1000;

/** A document that has let go of deleted text, in parts that are applied one after the other. */
export function checkpointPieces(lean: Y.Doc, padId: string): Uint8Array[] {
  const update = Y.encodeStateAsUpdate(lean);
  const scan = scanStored(update);
  if ("refused" in scan) throw new Error(`No checkpoint of pad ${padId}: ${scan.refused}.`);
  // What is deleted is there as that, so the deletions need not be said again.
  const structs = { ...scan, deletes: [], rangeCount: 0 };
  const pieces = piecesOf(update, structs, { reachOf: () => 0, isDeleted: () => true }, PIECE_STRUCTS);
  if ("refused" in pieces) throw new Error(`No checkpoint of pad ${padId}: ${pieces.refused}.`);
  return pieces.map(({ bytes }) => bytes);
}
