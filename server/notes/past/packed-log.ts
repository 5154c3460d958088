import { setImmediate } from "node:timers/promises";
import type { LogStore } from "../../store/log-store.ts";
import { padStream } from "../text/pad-seed.ts";

/** Packing so many entries, or so many bytes, takes a few milliseconds; then others have their turn. */
const PACK_ENTRIES = 20_000;
const PACK_BYTES = 1_048_576;

/** Entries one behind the other, and how long each is: to be handed to another thread. */
export interface PackedEntries {
  lengths: number[];
  bytes: ArrayBuffer;
}

/** A pad's log. */
export interface PackedLog extends PackedEntries {
  padId: string;
}

/** Entries that were put one behind the other, in order; views, not copies. */
export function* unpacked({ lengths, bytes }: PackedEntries): Generator<Uint8Array> {
  let at = 0;
  for (const length of lengths) {
    yield new Uint8Array(bytes, at, length);
    at += length;
  }
}

/** Puts entries one behind the other. */
export function packed(entries: readonly Uint8Array[]): PackedEntries {
  const lengths = entries.map((entry) => entry.length);
  const all = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const entry of entries) {
    all.set(entry, at);
    at += entry.length;
  }
  return { lengths, bytes: all.buffer };
}

/**
 * A pad's log behind an entry, or all of it, to be handed to another thread. Rejects when it can't be read; one without
 * entries is a fault.
 */
export async function packedLog(store: LogStore, padId: string, after = 0): Promise<PackedLog> {
  const entries = await store.read(padStream(padId), { after });
  if (entries.length === 0) throw new Error(`The log of pad ${padId} is missing.`);
  const lengths = entries.map(({ bytes }) => bytes.length);
  const packed = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let [at, turnAt, count] = [0, 0, 0];
  for (const { bytes } of entries) {
    packed.set(bytes, at);
    at += bytes.length;
    count += 1;
    if (count % PACK_ENTRIES !== 0 && at - turnAt < PACK_BYTES) continue;
    turnAt = at;
    await setImmediate();
  }
  return { padId, lengths, bytes: packed.buffer };
}
