import { promisify } from "node:util";
import { gunzip } from "node:zlib";

const decompress: (bytes: Buffer) => Promise<Buffer> = promisify(gunzip);
const made = new WeakMap<Buffer, Promise<Buffer>>();

/** What was gzipped, for whoever doesn't take that: one for all of them, for as long as these bytes are kept. */
export function gunzipped(gzipped: Buffer): Promise<Buffer> {
  const known = made.get(gzipped);
  if (known) return known;
  const plain = decompress(gzipped);
  made.set(gzipped, plain);
  return plain;
}
