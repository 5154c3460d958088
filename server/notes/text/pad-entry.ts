/**
 * An entry of a pad's log: who changed the text, when, and how. Binary, because there is one for
 * every few keystrokes:
 *
 *     version · at (ms since 1970) · number of new authors · their ids · then, up to the end, who made
 *     the next update: twice the author's number, or twice it and one and how many in a row · these
 *     Yjs V1 updates
 *
 * Numbers are varuints. Authors are numbered from 1 in the order in which the pad's entries name
 * them; 0 is nobody: the server itself. An update begins with how many clients' structs it brings.
 * With at most one's it stands as it is, and the scanner finds where it ends; any other stands behind
 * its length, which is larger than one. That is version 4.
 *
 * Versions 1 and 3 are only read by now. In 3 every update stands behind its length, in 1 each behind
 * its author's number and its length. Version 2 is what entries are rewritten into once a pad is
 * unused: as version 1, but behind `at` stands how many milliseconds later the last edit came, and
 * behind each author number for how many edits the update stands.
 */
import * as encoding from "lib0/encoding";
import { ByteReader, Undecodable } from "../intake/byte-reader.ts";
import { readUpdate } from "../intake/update-scanner.ts";
import { varUintBytes, writeVarUint } from "../intake/varuint.ts";

const ONE_BY_ONE = 1;
const REWRITTEN = 2;
const BEHIND_LENGTHS = 3;
const AS_IT_CAME = 4;

/** An update that begins with more stands behind its length. */
const AT_MOST_ONE_CLIENT = 1;

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

/** An entry to be written: who hasn't written in the pad before, and edits in the order in which they came. */
export interface NewPadEntry {
  /** Milliseconds since 1970. */
  at: number;
  newAuthors: readonly string[];
  updates: readonly { author: number; update: Uint8Array }[];
}

/**
 * Edits as they came, which the scanner lets through: nine bytes beside the updates, and one or two where the author is
 * another.
 */
export function encodePadEntry({ at, newAuthors, updates }: NewPadEntry): Uint8Array {
  const ids = newAuthors.map((id) => Buffer.from(id, "utf8"));
  let length = varUintBytes(AS_IT_CAME) + varUintBytes(at) + varUintBytes(ids.length);
  for (const id of ids) length += varUintBytes(id.length) + id.length;
  for (let begin = 0, end: number; begin < updates.length; begin = end) {
    end = endOfRun(updates, begin);
    length += runHeadBytes(updates[begin]!.author, end - begin);
  }
  for (const { update } of updates) length += (standsAlone(update) ? 0 : varUintBytes(update.length)) + update.length;

  // Out of what Node has in store: asked for by itself so little takes longer than all else here.
  const bytes = Buffer.allocUnsafe(length);
  let next = writeVarUint(bytes, 0, AS_IT_CAME);
  next = writeVarUint(bytes, next, at);
  next = writeVarUint(bytes, next, ids.length);
  for (const id of ids) next = writeBytes(bytes, writeVarUint(bytes, next, id.length), id);
  for (let begin = 0, end: number; begin < updates.length; begin = end) {
    end = endOfRun(updates, begin);
    next = writeRunHead(bytes, next, updates[begin]!.author, end - begin);
    for (let index = begin; index < end; index += 1) {
      const { update } = updates[index]!;
      if (!standsAlone(update)) next = writeVarUint(bytes, next, update.length);
      next = writeBytes(bytes, next, update);
    }
  }
  return bytes;
}

/** Returns where they end. */
function writeBytes(bytes: Uint8Array, at: number, part: Uint8Array): number {
  bytes.set(part, at);
  return at + part.length;
}

function standsAlone(update: Uint8Array): boolean {
  return update[0]! <= AT_MOST_ONE_CLIENT;
}

/** Behind the last of the updates in a row, from the one at `begin` on, that are one author's. */
function endOfRun(updates: NewPadEntry["updates"], begin: number): number {
  const { author } = updates[begin]!;
  let end = begin + 1;
  while (updates[end]?.author === author) end += 1;
  return end;
}

/** How many bytes stand before so many updates of one author. */
function runHeadBytes(author: number, count: number): number {
  return count === 1 ? varUintBytes(author * 2) : varUintBytes(author * 2 + 1) + varUintBytes(count);
}

/** Returns where it ends. */
function writeRunHead(bytes: Uint8Array, at: number, author: number, count: number): number {
  if (count === 1) return writeVarUint(bytes, at, author * 2);
  return writeVarUint(bytes, writeVarUint(bytes, at, author * 2 + 1), count);
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

/** Whether an entry holds edits that were drawn together. */
export function isRewritten(bytes: Uint8Array): boolean {
  return bytes[0] === REWRITTEN;
}

/** Throws an Error naming the pad when the bytes are none that this version of the server wrote. */
export function decodePadEntry(bytes: Uint8Array, padId: string): PadEntry {
  try {
    const reader = new ByteReader(bytes);
    const version = reader.varUint();
    if (version < ONE_BY_ONE || version > AS_IT_CAME) throw new Undecodable(`version ${version} is unknown`);
    const at = reader.varUint();
    const until = version === REWRITTEN ? at + reader.varUint() : at;
    const entry: PadEntry = { at, until, newAuthors: [], updates: [] };
    for (let left = reader.varUint(); left > 0; left -= 1)
      entry.newAuthors.push(Buffer.from(reader.varBytes()).toString("utf8"));
    while (!reader.isDone) {
      if (version === AS_IT_CAME || version === BEHIND_LENGTHS) readRun(reader, version, entry.updates);
      else
        entry.updates.push({
          author: reader.varUint(),
          edits: version === REWRITTEN ? reader.varUint() : 1,
          update: reader.varBytes(),
        });
    }
    return entry;
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    throw new Error(`An entry of pad ${padId} can't be read: ${error.message}.`, { cause: error });
  }
}

/** One author's updates in a row. */
function readRun(reader: ByteReader, version: number, updates: AuthoredUpdate[]): void {
  const head = reader.varUint();
  const author = Math.floor(head / 2);
  for (let left = head % 2 === 0 ? 1 : reader.varUint(); left > 0; left -= 1) {
    const isAlone = version === AS_IT_CAME && reader.peek() <= AT_MOST_ONE_CLIENT;
    updates.push({ author, edits: 1, update: isAlone ? readUpdate(reader) : reader.varBytes() });
  }
}

function writeNewAuthors(encoder: encoding.Encoder, ids: readonly string[]): void {
  encoding.writeVarUint(encoder, ids.length);
  for (const id of ids) encoding.writeVarString(encoder, id);
}
