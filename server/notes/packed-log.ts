import { setImmediate } from "node:timers/promises";
import type { LogStore } from "../store/log-store.ts";
import type { PackedLog } from "./pad-past-jobs.ts";
import { padStream } from "./pad-seed.ts";

/** Packing so many entries takes a few milliseconds; then others have their turn. */
const PACK_ENTRIES = 20_000;

/** A pad's whole log, to be handed to another thread. Rejects when it can't be read; one without entries is a fault. */
export async function packedLog(store: LogStore, padId: string): Promise<PackedLog> {
  const entries = await store.read(padStream(padId));
  if (entries.length === 0) throw new Error(`The log of pad ${padId} is missing.`);
  const lengths = entries.map(({ bytes }) => bytes.length);
  const packed = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (let next = 0; next < entries.length; next += PACK_ENTRIES) {
    for (const { bytes } of entries.slice(next, next + PACK_ENTRIES)) {
      packed.set(bytes, at);
      at += bytes.length;
    }
    await setImmediate();
  }
  return { padId, lengths, bytes: packed.buffer };
}
