import * as Y from "yjs";
import type { LogStore, Snapshot } from "../../store/log-store.ts";
import { encodeCheckpoint } from "./pad-checkpoint.ts";
import { checkpointPieces } from "./pad-checkpoint-pieces.ts";
import { PadState } from "../text/pad-state.ts";

/**
 * The checkpoint of a log by the one `before` and the entries behind that. Rejects when they can't be read, or when
 * reading what came out gives another pad.
 */
export async function laterCheckpoint(
  padId: string,
  before: Snapshot | undefined,
  entries: Iterable<Uint8Array>,
): Promise<Uint8Array> {
  const state = await PadState.read(logOf(before, entries), padId);
  const { seq, drawn, edits, moment, authors, writings, doc } = state;
  const pieces = checkpointPieces(doc, padId);
  const bytes = encodeCheckpoint({
    edits,
    loose: seq - drawn,
    moment,
    authors: [...authors],
    writings: [...writings],
    pieces,
  });
  const copy = await PadState.read(logOf({ seq, bytes }, []), padId);
  const isSame =
    copy.seq === seq &&
    copy.text === state.text &&
    Buffer.compare(Y.encodeStateVector(copy.doc), Y.encodeStateVector(doc)) === 0;
  for (const each of [state, copy]) each.close();
  if (!isSame) throw new Error(`The checkpoint of pad ${padId} is another text.`);
  return bytes;
}

/** What is known of a log, to be read as if it was all there. */
function logOf(before: Snapshot | undefined, entries: Iterable<Uint8Array>): Pick<LogStore, "snapshot" | "read"> {
  return {
    snapshot: async () => before,
    read: async () => Array.from(entries, (bytes, index) => ({ seq: (before?.seq ?? 0) + index + 1, bytes })),
  };
}
