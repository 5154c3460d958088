import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compressLog } from "../../server/notes/log/pad-compression.ts";
import { decodePadEntry, encodePadEntry, encodeRewrittenEntry } from "../../server/notes/text/pad-entry.ts";
import { historyOf } from "../../server/notes/past/pad-history.ts";
import { padStream } from "../../server/notes/text/pad-seed.ts";
import { PadState } from "../../server/notes/text/pad-state.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { encode, insertion } from "./notes-story.ts";

/** A log that was written before updates stood without their lengths, and what the server made of it then. */
interface OldLog {
  log: Uint8Array[];
  /** The same drawn together. */
  drawn: Uint8Array[];
  checkpoint: Uint8Array;
  read: { text: string; edits: number; authors: string[]; writings: unknown };
  moments: unknown;
}

async function oldLog(): Promise<OldLog> {
  const file = new URL("../data/pad-logs/before-0114.json", import.meta.url);
  const { log, drawn, checkpoint, moments, ...read } = JSON.parse(await readFile(file, "utf8")) as {
    [Name in "log" | "drawn"]: string[];
  } & { checkpoint: string; moments: unknown } & OldLog["read"];
  const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
  return { log: log.map(bytesOf), drawn: drawn.map(bytesOf), checkpoint: bytesOf(checkpoint), read, moments };
}

async function stateOf(entries: readonly Uint8Array[], checkpoint?: { seq: number; bytes: Uint8Array }) {
  const store = new InMemoryLogStore();
  const stream = padStream("pad");
  await store.write({ appends: [{ stream, entries }] });
  if (checkpoint) await store.saveSnapshot(stream, checkpoint.seq, checkpoint.bytes);
  return PadState.read(store, "pad");
}

const whatOf = ({ text, edits, authors, writings }: PadState) => ({ text, edits, authors, writings });

/** An entry's bytes of version 3, with every update behind its length. */
function behindLengths(at: number, names: readonly string[], edits: readonly Edit[]): Uint8Array {
  const runs = edits.flatMap(({ author, update, times }) => {
    const same = Array.from({ length: times }, () => update);
    return times === 1 ? [author * 2, update] : [author * 2 + 1, times, ...same];
  });
  return encode(3, at, names.length, ...names, ...runs);
}

interface Edit {
  author: number;
  update: Uint8Array;
  times: number;
}

const client = fc.oneof(fc.nat(200), fc.nat(2 ** 32 - 1));
const clock = fc.oneof(fc.nat(200), fc.nat(2 ** 30));
const text = fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" });
/** A struct behind another, or before one: text, or what remains of deleted text. */
const struct = fc.tuple(fc.constantFrom(0x84, 0x44, 0x81), client, clock, text).map(([info, whose, at, words]) => {
  const content = info === 0x81 ? words.length : words;
  return Buffer.concat([Uint8Array.of(info), encode(whose, at, content)]);
});
const structs = fc.uniqueArray(fc.tuple(client, clock, fc.array(struct, { minLength: 1, maxLength: 4 })), {
  selector: ([whose]) => whose,
  maxLength: 3,
});
const range = fc.tuple(clock, fc.integer({ min: 1, max: 500 }));
const deletions = fc.array(fc.tuple(client, fc.array(range, { maxLength: 4 })), { maxLength: 3 });
/** Updates as the scanner lets them through, of none to three clients. */
const update = fc
  .tuple(structs, deletions)
  .map(([groups, ranges]) =>
    Buffer.concat([
      encode(groups.length),
      ...groups.flatMap(([whose, at, all]) => [encode(all.length, whose, at), ...all]),
      encode(ranges.length, ...ranges.flatMap(([whose, all]) => [whose, all.length, ...all.flat()])),
    ]),
  )
  .map((bytes) => new Uint8Array(bytes));
const edit = fc.record({
  author: fc.oneof(fc.nat(3), fc.nat(100_000)),
  update,
  times: fc.integer({ min: 1, max: 5 }),
});
const edits = fc.array(edit, { maxLength: 12 });

describe("entries of a pad's log", () => {
  it("[N4] an entry is small", () => {
    const typed = insertion(4_000_000_001, "x");
    const beside = (...authors: number[]) => {
      const updates = authors.map((author) => ({ author, update: typed }));
      return encodePadEntry({ at: Date.now(), newAuthors: [], updates }).length - authors.length * typed.length;
    };
    const ten = Array.from({ length: 10 }, (_, index) => index + 1);
    expect([beside(1), beside(...ten.map(() => 1)), beside(...ten)]).toEqual([9, 10, 18]);
  });

  it("[N4] an entry reads as it was written, whoever's edits follow each other in it, and as versions before wrote it", () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.string(), { maxLength: 3 }), edits, (at, names, some) => {
        const updates = some.flatMap(({ times, ...each }) => Array.from({ length: times }, () => each));
        const read = { at, until: at, newAuthors: names, updates: updates.map((each) => ({ ...each, edits: 1 })) };
        const written = new Uint8Array(encodePadEntry({ at, newAuthors: names, updates }));
        expect(decodePadEntry(written, "pad-1")).toEqual(read);
        expect(decodePadEntry(behindLengths(at, names, some), "pad-1")).toEqual(read);
        const first = encode(1, at, names.length, ...names, ...updates.flatMap((each) => [each.author, each.update]));
        expect(decodePadEntry(first, "pad-1")).toEqual(read);
        const rewritten = { ...read, until: at + 9000, updates: read.updates.map((each) => ({ ...each, edits: 40 })) };
        expect(decodePadEntry(encodeRewrittenEntry(rewritten), "pad-1")).toEqual(rewritten);
      }),
    );
  });

  it("[N4] a log that an earlier version wrote reads as it did then, drawn together by either, and goes on", async () => {
    const { log, drawn, checkpoint, read, moments } = await oldLog();
    expect(new Set([...log, ...drawn].map(([version]) => version))).toEqual(new Set([3, 2]));
    const again = log.map((bytes) => encodePadEntry(decodePadEntry(bytes, "pad")));
    expect(again.every(([version]) => version === 4)).toBe(true);
    for (const entries of [log, drawn, again, [...log.slice(0, 20), ...again.slice(20)]]) {
      expect(whatOf(await stateOf(entries))).toEqual(read);
      expect(historyOf(entries, "pad", new Set())).toEqual(moments);
      expect(compressLog(entries, "pad", new Set())).toEqual({ entries: drawn, checkpoint });
    }
    const more = encodePadEntry({
      at: 1_700_000_100_000,
      newAuthors: [],
      updates: [{ author: 2, update: insertion(9, "!") }],
    });
    const gone = await stateOf([...drawn, more], { seq: drawn.length, bytes: checkpoint });
    expect(whatOf(gone)).toMatchObject({ edits: read.edits + 1, authors: read.authors });
    expect(gone.text.replace("!", "")).toBe(read.text);
  });

  it("[N6] an entry that can't be read names its pad", async () => {
    expect(() => decodePadEntry(Uint8Array.of(9), "pad-1")).toThrow(/pad-1.*version 9/u);
    expect(() => decodePadEntry(encode(1, 0, 0, 1, 5), "pad-1")).toThrow(/pad-1/u);
    const store = new InMemoryLogStore();
    await store.write({ appends: [{ stream: padStream("pad-1"), entries: [encode(1, 0, 0, 7, insertion(3, "x"))] }] });
    await expect(PadState.read(store, "pad-1")).rejects.toThrow(/pad-1.*author/u);
  });

  it("[N6] an entry that lacks an end, or has something behind it, can't be read", () => {
    fc.assert(
      fc.property(edit, fc.nat(), ({ author, update: one, times }, cut) => {
        const updates = Array.from({ length: times }, () => ({ author, update: one }));
        const entry = encodePadEntry({ at: 0, newAuthors: [], updates });
        // Behind the version, the time and how many new authors there are.
        const [from, to] = [4, entry.length];
        expect(() => decodePadEntry(entry.slice(0, from + (cut % (to - from))), "pad-1")).toThrow(/pad-1/u);
        expect(() => decodePadEntry(Uint8Array.of(...entry, cut % 256), "pad-1")).toThrow(/pad-1/u);
      }),
    );
  });
});
