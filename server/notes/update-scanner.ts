/**
 * Reads a Yjs V1 update before Yjs sees it. Yjs reserves what an update claims and trusts how it is
 * put together, so that a few bytes can cost it seconds, or leave a pad that can't be opened. The
 * scanner takes one pass over the bytes, and lets through only what editing a pad's text makes:
 * insertions of strings, what remains of deleted ones, and deletions.
 *
 * Not let through, because no text editor makes them here: other root names, nested types, map
 * keys, formatting and embeds (y-codemirror inserts plain strings), and GC structs (Yjs writes them
 * for deleted children of nested types only; text beside one is lost, or makes Yjs throw).
 */
import { isUtf8 } from "node:buffer";
import { PAD_TEXT } from "../../shared/notes/pad-document.ts";
import { ByteReader, Undecodable } from "./byte-reader.ts";

/** What an update says about one client's structs, in the order of their clocks. */
export interface StructGroup {
  client: number;
  /** The clock of the first struct, and the one behind the last. */
  clock: number;
  end: number;
  /** How many structs, and where the bytes of the first are; StructReader reads them. */
  count: number;
  from: number;
}

/** One struct: where its bytes are, which clocks it takes, and what it stands between. */
export interface ScannedStruct {
  from: number;
  to: number;
  /** Where its content begins: of text, with how many bytes it has. */
  contentFrom: number;
  clock: number;
  end: number;
  /** A skip has no content: it says that the update leaves these clocks out. */
  isSkip: boolean;
  /** How much text it holds, in UTF-16 units: none when that is deleted. */
  units: number;
  origin: StructId | undefined;
  rightOrigin: StructId | undefined;
}

export interface StructId {
  client: number;
  clock: number;
}

/** What an update says is deleted of one client's: so many ranges, and where the bytes of the first are; RangeReader reads them. */
export interface DeleteGroup {
  client: number;
  count: number;
  from: number;
}

/** `length` clocks of `client`, from `clock` on, are deleted. */
export interface DeleteRange {
  client: number;
  clock: number;
  length: number;
}

export interface UpdateScan {
  groups: StructGroup[];
  deletes: DeleteGroup[];
  /** How many ranges of deletions are written in it. */
  rangeCount: number;
}

/** Clocks are kept below this, so that sums of them stay exact and other Yjs ports can hold them. */
const MAX_CLOCK = 2 ** 31;
/**
 * No honest update of 1 MiB has more structs: one with the client ids that Yjs picks takes 9 bytes or more. Nor more
 * deletions: it takes a text of more structs still to delete something in so many places.
 */
const MAX_PARTS = 131_072;

const CONTENT = { gc: 0, deleted: 1, string: 4, skip: 10 } as const;
const HAS_ORIGIN = 0x80;
const HAS_RIGHT_ORIGIN = 0x40;
const HAS_KEY = 0x20;

const ROOT = Buffer.from(PAD_TEXT, "utf8");

/** What `update` holds, or why it is none that may be shown to Yjs. Takes time by the bytes present. */
export function scanUpdate(update: Uint8Array): UpdateScan | { refused: string } {
  return scan(update, MAX_PARTS);
}

/** What an update holds that the server has put together: as many as have come in smaller ones. */
export function scanStored(update: Uint8Array): UpdateScan | { refused: string } {
  return scan(update, Infinity);
}

function scan(update: Uint8Array, most: number): UpdateScan | { refused: string } {
  try {
    const reader = new ByteReader(update);
    const groups = readGroups(reader, most);
    const { deletes, rangeCount } = readDeletes(reader, most);
    reader.end();
    return { groups, deletes, rangeCount };
  } catch (error) {
    if (error instanceof Undecodable) return { refused: error.message };
    throw error;
  }
}

/** The update at `reader`, a view; its own bytes say where it ends. Throws Undecodable where scanStored refuses it. */
export function readUpdate(reader: ByteReader): Uint8Array {
  const from = reader.at;
  readGroups(reader, Infinity);
  readDeletes(reader, Infinity);
  return reader.bytes.subarray(from, reader.at);
}

/**
 * Reads the structs of a group that has been scanned, one after the other. They are not kept: a hundred thousand
 * small objects at once cost the garbage collector more than reading them twice.
 */
export class StructReader {
  readonly #reader: ByteReader;
  #left: number;
  #current: ScannedStruct | undefined;

  constructor(update: Uint8Array, { from, clock, count }: StructGroup) {
    this.#reader = new ByteReader(update, from);
    this.#left = count;
    this.#read(clock);
  }

  /** The one it is at; undefined behind the last. */
  get current(): ScannedStruct | undefined {
    return this.#current;
  }

  /** Goes on to the next one. */
  next(): void {
    if (this.#current !== undefined) this.#read(this.#current.end);
  }

  #read(clock: number): void {
    this.#current = this.#left === 0 ? undefined : readStruct(this.#reader, clock);
    this.#left -= 1;
  }
}

/**
 * Reads the ranges of a group that has been scanned, one after the other; those that follow or overlap each other are one,
 * as Yjs writes them. They are not kept, as structs aren't.
 */
export class RangeReader implements DeleteRange {
  readonly client: number;
  clock = 0;
  length = 0;
  /** Where the bytes of the one that it is at are, and as how many it is written. */
  from = 0;
  written = 0;
  readonly #reader: ByteReader;
  #left: number;
  /** The one behind it, which has been read already. */
  #ahead: DeleteRange & { from: number };

  constructor(update: Uint8Array, { client, count, from }: DeleteGroup) {
    this.client = client;
    this.#reader = new ByteReader(update, from);
    this.#left = count;
    this.#ahead = { client, clock: 0, length: 0, from };
    this.#readAhead();
  }

  /** Goes on to the next one, the first at first. False: there is none. */
  next(): boolean {
    const ahead = this.#ahead;
    if (ahead.length === 0) return false;
    this.clock = ahead.clock;
    this.length = ahead.length;
    this.from = ahead.from;
    this.written = 1;
    for (;;) {
      this.#readAhead();
      const isApart = ahead.clock < this.clock || ahead.clock > this.clock + this.length;
      if (ahead.length === 0 || isApart) return true;
      this.length = Math.max(this.length, ahead.clock + ahead.length - this.clock);
      this.written += 1;
    }
  }

  /** Ranges are never empty: one without length says that there are no more. */
  #readAhead(): void {
    const ahead = this.#ahead;
    ahead.length = 0;
    if (this.#left === 0) return;
    this.#left -= 1;
    ahead.from = this.#reader.at;
    ahead.clock = this.#reader.varUint();
    ahead.length = this.#reader.varUint();
  }
}

/** How many clients `update` says it has structs of, without looking at them. */
export function clientCountOf(update: Uint8Array): number {
  try {
    return new ByteReader(update).varUint();
  } catch (error) {
    if (error instanceof Undecodable) return 0;
    throw error;
  }
}

function readGroups(reader: ByteReader, most: number): StructGroup[] {
  const groups: StructGroup[] = [];
  const howMany = reader.varUint();
  const clients = howMany > 1 ? new Set<number>() : undefined;
  let budget = most;
  for (let left = howMany; left > 0; left -= 1) {
    const count = reader.varUint();
    const client = reader.varUint();
    const clock = reader.varUint();
    // Yjs would keep only the second group of a client.
    if (clients?.has(client)) throw new Undecodable("a client comes twice");
    clients?.add(client);
    if (count === 0) throw new Undecodable("a client without structs");
    budget -= count;
    if (budget < 0) throw new Undecodable("too many structs");
    const from = reader.at;
    let end = clock;
    for (let index = 0; index < count; index += 1) ({ end } = readStruct(reader, end));
    groups.push({ client, clock, end, count, from });
  }
  return groups;
}

/** The struct at `reader`, whose first clock is `clock`. Throws Undecodable when it is none that a text has. */
export function readStruct(reader: ByteReader, clock: number): ScannedStruct {
  const from = reader.at;
  const info = reader.byte();
  if (info === CONTENT.skip) {
    const contentFrom = reader.at;
    const end = endOf(clock, reader.varUint());
    const nothing = { units: 0, origin: undefined, rightOrigin: undefined };
    return { from, to: reader.at, contentFrom, clock, end, isSkip: true, ...nothing };
  }
  if ((info & HAS_KEY) !== 0) throw new Undecodable("a map key");
  const origin = (info & HAS_ORIGIN) === 0 ? undefined : readId(reader);
  const rightOrigin = (info & HAS_RIGHT_ORIGIN) === 0 ? undefined : readId(reader);
  if (origin === undefined && rightOrigin === undefined) readParent(reader);
  const content = info & 0x1f;
  const contentFrom = reader.at;
  const length = readContentLength(reader, content);
  const end = endOf(clock, length);
  const units = content === CONTENT.string ? length : 0;
  return { from, to: reader.at, contentFrom, clock, end, isSkip: false, units, origin, rightOrigin };
}

function readId(reader: ByteReader): StructId {
  return { client: reader.varUint(), clock: reader.varUint() };
}

function readParent(reader: ByteReader): void {
  if (reader.varUint() !== 1) throw new Undecodable("a nested type");
  if (ROOT.compare(reader.varBytes()) !== 0) throw new Undecodable("an unknown root name");
}

/** How many clocks the content takes. */
function readContentLength(reader: ByteReader, content: number): number {
  switch (content) {
    case CONTENT.deleted:
      return reader.varUint();
    case CONTENT.string:
      return readUtf16Length(reader);
    default:
      throw new Undecodable("content that no text has");
  }
}

function endOf(clock: number, length: number): number {
  if (length === 0) throw new Undecodable("an empty struct");
  if (clock + length > MAX_CLOCK) throw new Undecodable("a clock is too large");
  return clock + length;
}

/** JavaScript's length of the text that follows. */
function readUtf16Length(reader: ByteReader): number {
  const { bytes } = reader;
  const end = reader.varLength() + reader.at;
  const begin = reader.at;
  reader.at = end;
  let units = 0;
  let isAscii = true;
  for (let at = begin; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) units += 1;
    else {
      isAscii = false;
      // A continuation byte belongs to a character already counted; four bytes make two units.
      if (byte >= 0xf0) units += 2;
      else if (byte >= 0xc0) units += 1;
    }
  }
  if (!isAscii && !isUtf8(bytes.subarray(begin, end))) throw new Undecodable("text that isn't UTF-8");
  return units;
}

function readDeletes(reader: ByteReader, most: number): Pick<UpdateScan, "deletes" | "rangeCount"> {
  const deletes: DeleteGroup[] = [];
  let rangeCount = 0;
  for (let left = reader.varUint(); left > 0; left -= 1) {
    const client = reader.varUint();
    const count = reader.varUint();
    rangeCount += count;
    if (rangeCount > most) throw new Undecodable("too many deletions");
    deletes.push({ client, count, from: reader.at });
    for (let ranges = count; ranges > 0; ranges -= 1) endOf(reader.varUint(), reader.varUint());
  }
  return { deletes, rangeCount };
}
