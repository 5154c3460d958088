/**
 * An entry of a pad's log: who changed the text, when, and how. Binary, because there is one for
 * every few keystrokes:
 *
 *     version · at (ms since 1970) · number of new authors · their ids · then, up to the end:
 *     author number · length · Yjs V1 update
 *
 * Numbers are varuints. Authors are numbered from 1 in the order in which the pad's entries name
 * them; 0 is nobody: the server itself. That is version 1, as edits come in. Version 2 is what they
 * are rewritten into once a pad is unused: behind `at` stands how many milliseconds later the last
 * edit came, and behind each author number for how many edits the update stands.
 */
import * as encoding from "lib0/encoding";
import { ByteReader, Undecodable } from "./byte-reader.ts";

const AS_IT_CAME = 1;
const REWRITTEN = 2;

export interface PadEntry {
  /** When its first edit came. Milliseconds since 1970. */
  at: number;
  /** When its last one came. */
  until: number;
  /** Ids of people who haven't written in the pad before, in the order of their numbers. */
  newAuthors: string[];
  updates: AuthoredUpdate[];
}

export interface AuthoredUpdate {
  /** The author's number in this pad; 0 is nobody. */
  author: number;
  /** How many edits it stands for: one, or as many as were drawn together. */
  edits: number;
  update: Uint8Array;
}

/** Edits as they came: about ten bytes beside the updates, and two or three for each update. */
export function encodePadEntry(entry: {
  at: number;
  newAuthors: readonly string[];
  updates: readonly { author: number; update: Uint8Array }[];
}): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, AS_IT_CAME);
  encoding.writeVarUint(encoder, entry.at);
  writeNewAuthors(encoder, entry.newAuthors);
  for (const { author, update } of entry.updates) {
    encoding.writeVarUint(encoder, author);
    encoding.writeVarUint8Array(encoder, update);
  }
  return encoding.toUint8Array(encoder);
}

/** Edits that were drawn together. */
export function encodeRewrittenEntry({ at, until, newAuthors, updates }: PadEntry): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, REWRITTEN);
  encoding.writeVarUint(encoder, at);
  // The machine's time may have been set back between them.
  encoding.writeVarUint(encoder, Math.max(0, until - at));
  writeNewAuthors(encoder, newAuthors);
  for (const { author, edits, update } of updates) {
    encoding.writeVarUint(encoder, author);
    encoding.writeVarUint(encoder, edits);
    encoding.writeVarUint8Array(encoder, update);
  }
  return encoding.toUint8Array(encoder);
}

/** Throws an Error naming the pad when the bytes are none that this version of the server wrote. */
export function decodePadEntry(bytes: Uint8Array, padId: string): PadEntry {
  try {
    const reader = new ByteReader(bytes);
    const version = reader.varUint();
    if (version !== AS_IT_CAME && version !== REWRITTEN) throw new Undecodable(`version ${version} is unknown`);
    const at = reader.varUint();
    const until = version === REWRITTEN ? at + reader.varUint() : at;
    const entry: PadEntry = { at, until, newAuthors: [], updates: [] };
    for (let left = reader.varUint(); left > 0; left -= 1)
      entry.newAuthors.push(Buffer.from(reader.varBytes()).toString("utf8"));
    while (!reader.isDone)
      entry.updates.push({
        author: reader.varUint(),
        edits: version === REWRITTEN ? reader.varUint() : 1,
        update: reader.varBytes(),
      });
    return entry;
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    throw new Error(`An entry of pad ${padId} can't be read: ${error.message}.`, { cause: error });
  }
}

function writeNewAuthors(encoder: encoding.Encoder, ids: readonly string[]): void {
  encoding.writeVarUint(encoder, ids.length);
  for (const id of ids) encoding.writeVarString(encoder, id);
}
