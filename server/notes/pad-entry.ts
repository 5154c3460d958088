/**
 * An entry of a pad's log: who changed the text, when, and how. Binary, because there is one for
 * every few keystrokes:
 *
 *     version (1) · at (ms since 1970) · number of new authors · their ids · then, up to the end:
 *     author number · length · Yjs V1 update
 *
 * Numbers are varuints. Authors are numbered from 1 in the order in which the pad's entries name
 * them; 0 is nobody: the server itself.
 */
import * as encoding from "lib0/encoding";
import { ByteReader, Undecodable } from "./byte-reader.ts";

const VERSION = 1;

export interface PadEntry {
  /** Milliseconds since 1970. */
  at: number;
  /** Ids of people who haven't written in the pad before, in the order of their numbers. */
  newAuthors: string[];
  updates: AuthoredUpdate[];
}

export interface AuthoredUpdate {
  /** The author's number in this pad; 0 is nobody. */
  author: number;
  update: Uint8Array;
}

/** The entry as bytes: about ten of them beside the updates, and two or three for each update. */
export function encodePadEntry({ at, newAuthors, updates }: PadEntry): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, VERSION);
  encoding.writeVarUint(encoder, at);
  encoding.writeVarUint(encoder, newAuthors.length);
  for (const id of newAuthors) encoding.writeVarString(encoder, id);
  for (const { author, update } of updates) {
    encoding.writeVarUint(encoder, author);
    encoding.writeVarUint8Array(encoder, update);
  }
  return encoding.toUint8Array(encoder);
}

/** Throws an Error naming the pad when the bytes are none that this version of the server wrote. */
export function decodePadEntry(bytes: Uint8Array, padId: string): PadEntry {
  try {
    const reader = new ByteReader(bytes);
    const version = reader.varUint();
    if (version !== VERSION) throw new Undecodable(`version ${version} is unknown`);
    const entry: PadEntry = { at: reader.varUint(), newAuthors: [], updates: [] };
    for (let left = reader.varUint(); left > 0; left -= 1)
      entry.newAuthors.push(Buffer.from(reader.varBytes()).toString("utf8"));
    while (!reader.isDone) entry.updates.push({ author: reader.varUint(), update: reader.varBytes() });
    return entry;
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    throw new Error(`An entry of pad ${padId} can't be read: ${error.message}.`, { cause: error });
  }
}
