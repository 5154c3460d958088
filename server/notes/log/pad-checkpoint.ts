/**
 * A pad as its log left it, so that opening it need not go through all of the log again. Made out of
 * the log, which stays the truth: a checkpoint that can't be read is done without.
 *
 *     version · edits · number of authors · their ids · loose entries · the going moment: 0 for none, or
 *     1 + author number · when it began · number of clients, each: client · author number · number of
 *     runs, each: clocks since the last · milliseconds since the last · then, up to the end: length ·
 *     Yjs V1 update
 *
 * Version 1 has no loose entries and no moment.
 */
import * as encoding from "lib0/encoding";
import { ByteReader, Undecodable } from "../intake/byte-reader.ts";
import type { ClientWriting, GoingMoment, WrittenRun } from "../text/pad-authorship.ts";

/** A larger one isn't kept: it is stored in one go, which would hold others, and reading the log takes little longer. */
export const MAX_CHECKPOINT_BYTES = 2 * 1024 * 1024;

const VERSION = 2;
const WITHOUT_MOMENT = 1;

export interface PadCheckpoint {
  edits: number;
  /** How many entries at the end of what it stands for have not been drawn together. */
  loose: number;
  /** The moment that the next edit may belong to. */
  moment: GoingMoment | undefined;
  /** Everyone who has written, in the order of their first edits. */
  authors: string[];
  writings: ClientWriting[];
  /** The document, in updates that are applied one after the other. */
  pieces: Uint8Array[];
}

export function encodeCheckpoint({ edits, loose, moment, authors, writings, pieces }: PadCheckpoint): Uint8Array {
  const encoder = encoding.createEncoder();
  const numberOf = (personId: string | undefined) => (personId === undefined ? 0 : authors.indexOf(personId) + 1);
  encoding.writeVarUint(encoder, VERSION);
  encoding.writeVarUint(encoder, edits);
  encoding.writeVarUint(encoder, authors.length);
  for (const id of authors) encoding.writeVarString(encoder, id);
  encoding.writeVarUint(encoder, loose);
  encoding.writeVarUint(encoder, moment === undefined ? 0 : 1 + numberOf(moment.personId));
  if (moment) encoding.writeVarUint(encoder, moment.at);
  encoding.writeVarUint(encoder, writings.length);
  for (const { client, personId, runs } of writings) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, numberOf(personId));
    encoding.writeVarUint(encoder, runs.length);
    let [clock, at] = [0, 0];
    for (const run of runs) {
      encoding.writeVarUint(encoder, run[0] - clock);
      writeSigned(encoder, run[1] - at);
      [clock, at] = run;
    }
  }
  for (const piece of pieces) encoding.writeVarUint8Array(encoder, piece);
  return encoding.toUint8Array(encoder);
}

/** Undefined when these bytes are none that this version of the server can read. */
export function decodeCheckpoint(bytes: Uint8Array): PadCheckpoint | undefined {
  try {
    const reader = new ByteReader(bytes);
    const version = reader.varUint();
    if (version !== VERSION && version !== WITHOUT_MOMENT) return undefined;
    const edits = reader.varUint();
    const authors: string[] = [];
    for (let left = reader.varUint(); left > 0; left -= 1)
      authors.push(Buffer.from(reader.varBytes()).toString("utf8"));
    const [loose, moment] = version === VERSION ? [reader.varUint(), readMoment(reader, authors)] : [0, undefined];
    const writings: ClientWriting[] = [];
    for (let left = reader.varUint(); left > 0; left -= 1) {
      const client = reader.varUint();
      const personId = authors[reader.varUint() - 1];
      writings.push({ client, personId, runs: readRuns(reader) });
    }
    const pieces: Uint8Array[] = [];
    while (!reader.isDone) pieces.push(reader.varBytes());
    return { edits, loose, moment, authors, writings, pieces };
  } catch (error) {
    if (error instanceof Undecodable) return undefined;
    throw error;
  }
}

function readMoment(reader: ByteReader, authors: readonly string[]): GoingMoment | undefined {
  const number = reader.varUint();
  return number === 0 ? undefined : { personId: authors[number - 2], at: reader.varUint() };
}

function readRuns(reader: ByteReader): WrittenRun[] {
  const runs: WrittenRun[] = [];
  let [clock, at] = [0, 0];
  for (let left = reader.varUint(); left > 0; left -= 1) {
    clock += reader.varUint();
    at += readSigned(reader);
    runs.push([clock, at]);
  }
  return runs;
}

/** The machine's time may have been set back between two runs: the last bit says which way it goes. */
function writeSigned(encoder: encoding.Encoder, value: number): void {
  encoding.writeVarUint(encoder, value < 0 ? -value * 2 - 1 : value * 2);
}

function readSigned(reader: ByteReader): number {
  const value = reader.varUint();
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
