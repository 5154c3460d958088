/** Bytes from outside don't say what they should; the message names what is wrong, never what people wrote. */
export class Undecodable extends Error {
  override name = "Undecodable";
}

/** The UTF-8 text from `begin` to `end`; without a view of just these bytes, which takes longer to make than short text to read. */
export function textOf(bytes: Uint8Array, begin = 0, end = bytes.length): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer.toString("utf8", begin, end);
}

/** A number of 53 bits takes at most so many bytes. */
const MAX_VARUINT_BYTES = 8;

/**
 * Reads lib0's encoding from bytes that nobody has checked. It never looks beyond its own bytes and
 * never reserves memory by a length that they claim. Everything throws Undecodable and nothing else.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  /** Where it reads next. */
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get isDone(): boolean {
    return this.at === this.bytes.length;
  }

  byte(): number {
    const byte = this.peek();
    this.at += 1;
    return byte;
  }

  /** The next byte, which stays the next. */
  peek(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new Undecodable("it ends early");
    return byte;
  }

  /** A whole number from 0 to 2^53 - 1. */
  varUint(): number {
    const first = this.byte();
    return first < 0x80 ? first : this.#longVarUint(first & 0x7f);
  }

  /** The rest of a number whose first seven bits are `value`. */
  #longVarUint(first: number): number {
    let value = first;
    let factor = 0x80;
    for (let count = 1; count < MAX_VARUINT_BYTES; count += 1) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      factor *= 0x80;
    }
    throw new Undecodable("a number is too large");
  }

  /** The length of what follows, all of which is there. */
  varLength(): number {
    const length = this.varUint();
    if (length > this.bytes.length - this.at) throw new Undecodable("a length is beyond the end");
    return length;
  }

  /** Bytes behind their length; a view, not a copy. */
  varBytes(): Uint8Array {
    const length = this.varLength();
    const part = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return part;
  }

  /** Throws unless everything has been read. */
  end(): void {
    if (!this.isDone) throw new Undecodable("there is more behind its end");
  }
}
