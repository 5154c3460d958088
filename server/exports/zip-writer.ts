import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import type { Writable } from "node:stream";

/** One file of an archive; `path` with slashes. */
export interface ArchiveFile {
  path: string;
  text: string;
}

/** So much is compressed before others have their turn: about a millisecond. Bytes. */
const SLICE_BYTES = 32_768;

/** Writes files into `out` as a zip archive, no faster than it is read, and ends it. Stops when nobody reads any more. */
export async function writeZip(out: Writable, files: AsyncIterable<ArchiveFile>): Promise<void> {
  const { Zip, ZipDeflate } = await import("fflate");
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    failure ??= error;
    if (chunk.length > 0) out.write(chunk);
  });
  for await (const { path, text } of files) {
    const file = new ZipDeflate(path, { level: 6 });
    zip.add(file);
    const bytes = Buffer.from(text, "utf8");
    let at = 0;
    do {
      const slice = bytes.subarray(at, at + SLICE_BYTES);
      at += SLICE_BYTES;
      file.push(slice, at >= bytes.length);
      if (failure !== null) throw failure as Error;
      await setImmediate();
      await taken(out);
      if (out.destroyed) return;
    } while (at < bytes.length);
  }
  zip.end();
  out.end();
}

/** Resolves when what was written has been taken, or never will be. */
async function taken(out: Writable): Promise<void> {
  if (!out.writableNeedDrain || out.destroyed) return;
  const stop = new AbortController();
  const { signal } = stop;
  try {
    await Promise.race([once(out, "drain", { signal }), once(out, "close", { signal })]);
  } finally {
    stop.abort();
  }
}
