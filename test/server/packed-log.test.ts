import { expect, test } from "vitest";
import { packed, packedLog, unpacked } from "../../server/notes/past/packed-log.ts";
import { padStream } from "../../server/notes/text/pad-seed.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { Turns } from "../helpers/turns.ts";

const PAD = "pad-00000001";
/** Packing so many entries, or so many bytes, is one turn's. */
const TURN = { entries: 20_000, bytes: 1_048_576 };

async function logOf(entries: Uint8Array[]): Promise<InMemoryLogStore> {
  const store = new InMemoryLogStore();
  await store.write({ appends: [{ stream: padStream(PAD), entries, after: 0 }] });
  return store;
}

test("entries come out of one buffer as they went in, each by itself, the empty ones too", async () => {
  const entries = [Uint8Array.of(1, 2, 3), new Uint8Array(), Uint8Array.of(4), Uint8Array.of(5, 6)];
  const packs = packed(entries);
  expect([...unpacked(packs)]).toEqual(entries);
  expect(packs.bytes.byteLength).toBe(6);
  const store = await logOf(entries);
  const log = await packedLog(store, PAD);
  expect([log.padId, [...unpacked(log)]]).toEqual([PAD, entries]);
  expect(log.bytes.byteLength).toBe(6);
  expect([...unpacked(await packedLog(store, PAD, 2))]).toEqual(entries.slice(2));
  await expect(packedLog(store, PAD, 4)).rejects.toThrow(`The log of pad ${PAD} is missing.`);
});

test.each([
  ["little of few entries", 10, 10, 0],
  ["less than one turn's entries", TURN.entries - 1, 1, 0],
  ["a turn's entries, and more", 2 * TURN.entries + 5, 1, 2],
  ["less than one turn's bytes", 3, TURN.bytes / 4, 0],
  ["a turn's bytes, and more", 9, TURN.bytes / 4, 2],
  ["large entries", 3, TURN.bytes + 1, 3],
])("a log of %s is packed in as many turns as it needs", async (_what, count, bytes, pauses) => {
  const entry = new Uint8Array(bytes);
  const store = await logOf(Array.from({ length: count }, () => entry));
  const read = { passed: 0 };
  const turns = new Turns();
  try {
    const { read: reading } = store;
    store.read = async (...all: Parameters<typeof reading>) => {
      const entries = await reading.apply(store, all);
      read.passed = turns.passed;
      return entries;
    };
    await packedLog(store, PAD);
    expect(turns.passed - read.passed).toBe(pauses);
  } finally {
    turns.close();
  }
});
