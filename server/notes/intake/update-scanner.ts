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
import { ByteReader, Undecodable } from "./byte-reader.ts";
import { endOf, StructInPlace, type ScannedStruct } from "./scanned-struct.ts";

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

/** Some of what an update says is deleted of one client's. */
export interface DeleteGroup {
  client: number;
  /** How many ranges, and where the bytes of the first are; RangeReader reads them. */
  count: number;
  from: number;
  /** The clock behind all of them. */
  end: number;
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

/**
 * No honest update of 1 MiB has more structs: one with the client ids that Yjs picks takes 9 bytes or more. Nor more
 * deletions: it takes a text of more structs still to delete something in so many places.
 */
const MAX_PARTS = 131_072;
/** Ranges of deletions that are looked at together: of more, one client's come as several groups. */
export const GROUP_RANGES = 2048;
/** An update may repeat what others wrote, of so many client ids. */
export const MAX_UPDATE_CLIENTS = 4096;
/** Why one with more is refused. */
export const TOO_MANY_CLIENTS = "it has too many client ids";

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

  constructor(update: Uint8Array, { client, count, from }: Pick<DeleteGroup, "client" | "count" | "from">) {
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

function readDeletes(reader: ByteReader, most: number): Pick<UpdateScan, "deletes" | "rangeCount"> {
  const deletes: DeleteGroup[] = [];
  let rangeCount = 0;
  for (let left = reader.varUint(); left > 0; left -= 1) {
    const client = reader.varUint();
    const count = reader.varUint();
    rangeCount += count;
    if (rangeCount > most) throw new Undecodable("too many deletions");
    for (let ranges = count; ranges > 0; ranges -= GROUP_RANGES)
      deletes.push(readGroup(reader, client, Math.min(ranges, GROUP_RANGES)));
  }
  return { deletes, rangeCount };
}

function readGroup(reader: ByteReader, client: number, count: number): DeleteGroup {
  const from = reader.at;
  let end = 0;
  for (let left = count; left > 0; left -= 1) end = Math.max(end, endOf(reader.varUint(), reader.varUint()));
  return { client, count, from, end };
}
