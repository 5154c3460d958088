/**
 * Many byte arrays as one buffer that is handed to another thread without being copied again.
 * Adding copies, so the caller's own buffer is never detached and may change right afterwards.
 */
const FIRST_BYTES = 4096;

export class ByteParcel {
  #bytes = new Uint8Array(FIRST_BYTES);
  #used = 0;

  /** Copies `bytes` to the end. */
  add(bytes: Uint8Array): void {
    const needed = this.#used + bytes.length;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, this.#used);
    this.#used = needed;
  }

  /** How many bytes were added. */
  get size(): number {
    return this.#used;
  }

  /** The buffer, to be transferred; what was added starts at 0, and there may be unused room behind it. */
  get buffer(): ArrayBuffer {
    return this.#bytes.buffer;
  }
}

/** Packs `parts` into a buffer of exactly their size. */
export function pack(parts: readonly Uint8Array[]): { lengths: number[]; bytes: ArrayBuffer } {
  const lengths = parts.map((part) => part.length);
  const packed = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return { lengths, bytes: packed.buffer };
}

/** Reads a packed buffer one part after the other, from byte `start`; the parts are views into it. */
export class ParcelReader {
  readonly #buffer: ArrayBuffer;
  #at: number;

  constructor(buffer: ArrayBuffer, start = 0) {
    this.#buffer = buffer;
    this.#at = start;
  }

  /** The next `length` bytes. */
  take(length: number): Uint8Array {
    const part = new Uint8Array(this.#buffer, this.#at, length);
    this.#at += length;
    return part;
  }
}
