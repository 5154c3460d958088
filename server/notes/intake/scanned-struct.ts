/** One struct of a Yjs V1 update, read from bytes that nobody has checked: text, deleted text, or that it leaves some out. */
import { isAscii, isUtf8 } from "node:buffer";
import { PAD_TEXT } from "../../../shared/notes/pad-document.ts";
import { ByteReader, Undecodable } from "./byte-reader.ts";

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

/** Clocks are kept below this, so that sums of them stay exact and other Yjs ports can hold them. */
const MAX_CLOCK = 2 ** 31;

const CONTENT = { gc: 0, deleted: 1, string: 4, skip: 10 } as const;
const HAS_ORIGIN = 0x80;
const HAS_RIGHT_ORIGIN = 0x40;
const HAS_KEY = 0x20;

const ROOT = Buffer.from(PAD_TEXT, "utf8");

/** A struct that is read over the one before it: one object for a hundred thousand. */
export class StructInPlace implements ScannedStruct {
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

  /** Reads the one at `reader`, whose first clock is `clock`. Throws Undecodable when it is none that a text has. */
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

/** The clock behind so many. Throws Undecodable for none, or when it is too large. */
export function endOf(clock: number, length: number): number {
  if (length === 0) throw new Undecodable("an empty struct");
  if (clock + length > MAX_CLOCK) throw new Undecodable("a clock is too large");
  return clock + length;
}

/** Of so many bytes it is worth asking Node whether all are ASCII, as they mostly are: a megabyte takes a millisecond here. */
const LONG_BYTES = 256;

/** JavaScript's length of the text that follows. */
function readUtf16Length(reader: ByteReader): number {
  const { bytes } = reader;
  const length = reader.varLength();
  const begin = reader.at;
  const end = begin + length;
  reader.at = end;
  if (length >= LONG_BYTES && isAscii(bytes.subarray(begin, end))) return length;
  let units = 0;
  let isPlain = true;
  for (let at = begin; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) units += 1;
    else {
      isPlain = false;
      // A continuation byte belongs to a character already counted; four bytes make two units.
      if (byte >= 0xf0) units += 2;
      else if (byte >= 0xc0) units += 1;
    }
  }
  if (!isPlain && !isUtf8(bytes.subarray(begin, end))) throw new Undecodable("text that isn't UTF-8");
  return units;
}
