import { promisify } from "node:util";
import { crc32, deflateRaw, type InputType } from "node:zlib";
import type { ZipInputFile } from "fflate";

/** One file of an archive; `path` with slashes. */
export interface ArchiveFile {
  path: string;
  content: string | Buffer<ArrayBuffer>;
}

const DEFLATED = 8;
const deflate: (bytes: InputType) => Promise<Buffer<ArrayBuffer>> = promisify(deflateRaw);

/** Files as a zip archive, compressed one after the other in another thread. */
export async function zipBytes(files: AsyncIterable<ArchiveFile>): Promise<Buffer> {
  const { Zip } = await import("fflate");
  const chunks: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    failure ??= error;
    chunks.push(chunk);
  });
  for await (const { path, content } of files) {
    const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
    const deflated = await deflate(bytes);
    const file: ZipInputFile = { filename: path, size: bytes.length, crc: crc32(bytes), compression: DEFLATED };
    zip.add(file);
    file.ondata!(null, deflated, true);
    if (failure !== null) throw failure as Error;
  }
  zip.end();
  return Buffer.concat(chunks);
}
