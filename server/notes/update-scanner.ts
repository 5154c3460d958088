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
  readonly origin: StructId | undefined;
  readonly rightOrigin: StructId | undefined;
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
/** An update may repeat what others wrote, of so many client ids. */
export const MAX_UPDATE_CLIENTS = 4096;
/** Why one with more is refused. */
export const TOO_MANY_CLIENTS = "it has too many client ids";

const CONTENT = { gc: 0, deleted: 1, string: 4, skip: 10 } as const;
const HAS_ORIGIN = 0x80;
const HAS_RIGHT_ORIGIN = 0x40;
const HAS_KEY = 0x20;

const ROOT = Buffer.from(PAD_TEXT, "utf8");

/** What an update holds, or why it is none that may be shown to Yjs. */
export type Scanned = UpdateScan | { refused: string };

/** Looks at an update. Takes time by the bytes present, and nothing but them. */
export function scanUpdate(update: Uint8Array): Scanned {
  return scan(update, { parts: MAX_PARTS, clients: MAX_UPDATE_CLIENTS });
}

/** What an update holds that the server has put together: as many as have come in smaller ones. */
export function scanStored(update: Uint8Array): Scanned {
  return scan(update, NO_LIMITS);
}

/** How much an update may hold. */
interface Limits {
  /** Structs, and deletions. */
  parts: number;
  clients: number;
}

const NO_LIMITS: Limits = { parts: Infinity, clients: Infinity };

function scan(update: Uint8Array, most: Limits): Scanned {
  try {
    const reader = new ByteReader(update);
    const groups = readGroups(reader, most);
    const { deletes, rangeCount } = readDeletes(reader, most.parts);
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
  readGroups(reader, NO_LIMITS);
  readDeletes(reader, Infinity);
  return reader.bytes.subarray(from, reader.at);
}

/**
 * Reads the structs of a group that has been scanned, one after the other. They are not kept: a hundred thousand
 * small objects at once cost the garbage collector more than reading them twice.
 */
export class StructReader {
  readonly #reader: ByteReader;
  readonly #struct = new StructInPlace();
  #left: number;

  constructor(update: Uint8Array, { from, clock, count }: StructGroup) {
    this.#reader = new ByteReader(update, from);
    this.#left = count;
    this.#struct.read(this.#reader, clock);
  }

  /** The one it is at, until it goes on; undefined behind the last. */
  get current(): ScannedStruct | undefined {
    return this.#left === 0 ? undefined : this.#struct;
  }

  /** Goes on to the next one. */
  next(): void {
    if (this.#left > 0) this.#left -= 1;
    if (this.#left > 0) this.#struct.read(this.#reader, this.#struct.end);
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

function readGroups(reader: ByteReader, most: Limits): StructGroup[] {
  const groups: StructGroup[] = [];
  const howMany = reader.varUint();
  if (howMany > most.clients) throw new Undecodable(TOO_MANY_CLIENTS);
  const clients = howMany > 1 ? new Set<number>() : undefined;
  const struct = new StructInPlace();
  let budget = most.parts;
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
    for (let index = 0; index < count; index += 1) {
      struct.read(reader, end);
      ({ end } = struct);
    }
    groups.push({ client, clock, end, count, from });
  }
  return groups;
}

/** The struct at `reader`, whose first clock is `clock`. Throws Undecodable when it is none that a text has. */
export function readStruct(reader: ByteReader, clock: number): ScannedStruct {
  const struct = new StructInPlace();
  struct.read(reader, clock);
  return struct;
}

/** A struct that is read over the one before it: one object for a hundred thousand. */
class StructInPlace implements ScannedStruct {
  from = 0;
  to = 0;
  contentFrom = 0;
  clock = 0;
  end = 0;
  isSkip = false;
  units = 0;
  /** A client id of -1: there is none. */
  #originClient = -1;
  #originClock = 0;
  #rightClient = -1;
  #rightClock = 0;

  get origin(): StructId | undefined {
    return idOf(this.#originClient, this.#originClock);
  }

  get rightOrigin(): StructId | undefined {
    return idOf(this.#rightClient, this.#rightClock);
  }

  /** Reads the one at `reader`, whose first clock is `clock`. Throws Undecodable. */
  read(reader: ByteReader, clock: number): void {
    this.from = reader.at;
    this.clock = clock;
    this.#originClient = -1;
    this.#rightClient = -1;
    this.units = 0;
    const info = reader.byte();
    this.isSkip = info === CONTENT.skip;
    if (this.isSkip) {
      this.contentFrom = reader.at;
      this.end = endOf(clock, reader.varUint());
    } else {
      if ((info & HAS_KEY) !== 0) throw new Undecodable("a map key");
      this.#readPlace(reader, info);
      const content = info & 0x1f;
      this.contentFrom = reader.at;
      const length = readContentLength(reader, content);
      this.end = endOf(clock, length);
      if (content === CONTENT.string) this.units = length;
    }
    this.to = reader.at;
  }

  #readPlace(reader: ByteReader, info: number): void {
    const hasOrigin = (info & HAS_ORIGIN) !== 0;
    const hasRightOrigin = (info & HAS_RIGHT_ORIGIN) !== 0;
    if (hasOrigin) {
      this.#originClient = reader.varUint();
      this.#originClock = reader.varUint();
    }
    if (hasRightOrigin) {
      this.#rightClient = reader.varUint();
      this.#rightClock = reader.varUint();
    }
    if (!hasOrigin && !hasRightOrigin) readParent(reader);
  }
}

function idOf(client: number, clock: number): StructId | undefined {
  return client === -1 ? undefined : { client, clock };
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
