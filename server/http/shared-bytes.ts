import { promisify } from "node:util";
import { constants, crc32, deflateRaw, deflateRawSync, type InputType, type ZlibOptions } from "node:zlib";
import type { Request, Response } from "express";

/** Less than this isn't worth compressing. */
const WORTH_BYTES = 1024;
/** More is compressed in another thread, of each one's own end too: an organizer's holds all proposals that wait. */
const LONG_BYTES = 16_384;
const NOTHING = Buffer.alloc(0);
/** What a gzip stream begins with: deflated, no name, no time, of an unknown system. */
const GZIP_HEADER = Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

const deflate: (bytes: InputType, options: ZlibOptions) => Promise<Buffer> = promisify(deflateRaw);

/** What many are sent, perhaps each with an end of their own behind it: compressed once for all of them, in another thread. */
export class SharedBytes {
  readonly bytes: Buffer;
  #deflated: Promise<Buffer> | undefined;
  #crc: number | undefined;

  constructor(content: string | Buffer) {
    this.bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  }

  /** All of it as one gzip stream, with an `end`, which is mostly short. */
  async gzipped(end: Buffer): Promise<Buffer> {
    // Ends at a whole byte and isn't the stream's last block, so that others can follow.
    this.#deflated ??= deflate(this.bytes, { finishFlush: constants.Z_SYNC_FLUSH });
    this.#crc ??= crc32(this.bytes);
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(crc32(end, this.#crc), 0);
    trailer.writeUInt32LE((this.bytes.length + end.length) % 2 ** 32, 4);
    const first = await this.#deflated;
    const last = end.length > LONG_BYTES ? await deflate(end, {}) : deflateRawSync(end);
    return Buffer.concat([GZIP_HEADER, first, last, trailer]);
  }
}

/** Sends what is shared, and `end` behind it, compressed where that is taken. */
export async function sendShared(
  request: Request,
  response: Response,
  shared: SharedBytes,
  end: Buffer = NOTHING,
): Promise<void> {
  const isWorth = shared.bytes.length + end.length >= WORTH_BYTES;
  if (!isWorth || !request.acceptsEncodings("gzip")) {
    response.send(end.length === 0 ? shared.bytes : Buffer.concat([shared.bytes, end]));
    return;
  }
  response.vary("Accept-Encoding");
  response.setHeader("Content-Encoding", "gzip");
  response.send(await shared.gzipped(end));
}
