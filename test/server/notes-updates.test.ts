import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { decodeCheckpoint } from "../../server/notes/log/pad-checkpoint.ts";
import { compressLog } from "../../server/notes/log/pad-compression.ts";
import { encodePadEntry } from "../../server/notes/text/pad-entry.ts";
import { laterCheckpoint } from "../../server/notes/log/pad-later-checkpoint.ts";
import { MAX_CLIENTS, type IdNow } from "../../server/notes/intake/pad-admission.ts";
import { PadState } from "../../server/notes/text/pad-state.ts";
import { padStream, seedEntry } from "../../server/notes/text/pad-seed.ts";
import { readPadMessage } from "../../server/notes/pad-messages.ts";
import type { ScannedStruct } from "../../server/notes/intake/scanned-struct.ts";
import {
  GROUP_RANGES,
  MAX_UPDATE_CLIENTS,
  scanUpdate,
  StructReader,
  type StructGroup,
} from "../../server/notes/intake/update-scanner.ts";
import { PIECE_STRUCTS, piecesOf, type Piece } from "../../server/notes/intake/update-pieces.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { bytesOf, insertedAfter } from "../faults/support/pad-bytes.ts";
import { encode, insertion } from "./notes-story.ts";

/** So many bytes of plain text, and the first byte of a character. */
function cutAfter(bytes: number): Uint8Array {
  return Buffer.concat([Buffer.alloc(bytes, "x"), Buffer.of(0xc3)]);
}

/** A pad that holds nothing yet. */
async function emptyPad(idNow?: IdNow): Promise<PadState> {
  const store = new InMemoryLogStore();
  await store.write({ appends: [{ stream: padStream("pad"), entries: [seedEntry("", 0)] }] });
  return PadState.read(store, "pad", idNow);
}

/** What a person with two devices does: types, deletes, undoes, copies between devices. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("type" as const),
      on: fc.nat(1),
      at: fc.nat(),
      text: fc.string({ minLength: 1, maxLength: 9, unit: "grapheme" }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("go on" as const), on: fc.nat(1), text: fc.string({ maxLength: 3 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("delete" as const), on: fc.nat(1), at: fc.nat(), count: fc.nat(12) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("undo" as const), on: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("merge" as const), on: fc.nat(1) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

class Device {
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText("markdown");
  readonly undo = new Y.UndoManager(this.text, { captureTimeout: 0 });
  readonly updates: Uint8Array[] = [];
  /** Behind what was typed last. */
  #caret = 0;

  constructor(client: number) {
    this.doc.clientID = client;
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "merge") this.updates.push(update);
    });
  }

  take(action: Step, other: Device): void {
    const { length } = this.text;
    switch (action.do) {
      case "type":
        return this.#type(action.at % (length + 1), action.text);
      case "go on":
        return this.#type(Math.min(this.#caret, length), action.text);
      case "delete": {
        const at = action.at % (length + 1);
        return this.text.delete(at, Math.min(action.count, length - at));
      }
      case "undo":
        this.undo.undo();
        return;
      case "merge":
        return Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(this.doc)), "merge");
    }
  }

  #type(at: number, text: string): void {
    this.text.insert(at, text);
    this.#caret = at + text.length;
  }
}

function play(steps: readonly Step[]): [Device, Device] {
  const devices: [Device, Device] = [new Device(4_000_000_001), new Device(7)];
  for (const action of steps) devices[action.on === 0 ? 0 : 1].take(action, devices[action.on === 0 ? 1 : 0]);
  return devices;
}

function admitAll(pad: PadState, updates: readonly Uint8Array[], person = "ana"): void {
  for (const update of updates) {
    const admission = pad.admit(update, person);
    if (admission.outcome === "refused") throw new Error(admission.reason);
    if (admission.outcome === "edit") for (const piece of admission.pieces) integrate(pad, piece);
  }
}

/** Puts a piece in, or what is new of it, and returns what went in. */
function integrate(pad: PadState, piece: Piece): Piece[] {
  const parts = piece.parts?.((range) => pad.isDeleted(range)) ?? [piece];
  for (const part of parts) pad.integrate(part);
  return parts;
}

describe("what editing makes", () => {
  it("[N12] every update of typing, deleting, undoing and merging passes, and makes the same text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const [first, second] = play(steps);
        const pad = await emptyPad();
        for (const update of [...first.updates, ...second.updates])
          expect(scanUpdate(update)).not.toHaveProperty("refused");
        // After a day offline: each device says all that it has, in one update.
        admitAll(pad, [Y.encodeStateAsUpdate(first.doc), Y.encodeStateAsUpdate(second.doc)]);
        first.take({ do: "merge", on: 0 }, second);
        expect(pad.text).toBe(first.text.toJSON());
        expect(pad.admit(Y.encodeStateAsUpdate(first.doc), "ana")).toEqual({ outcome: "nothing-new" });
        expect(pad.brings(Y.encodeStateAsUpdate(first.doc))).toBe("nothing");
      }),
      { numRuns: 80 },
    );
  });

  it("[N12] keystrokes one by one are relayed as they came", async () => {
    const device = new Device(5);
    device.take({ do: "type", on: 0, at: 0, text: "héllo 👩‍🚀" }, device);
    device.take({ do: "delete", on: 0, at: 2, count: 3 }, device);
    const pad = await emptyPad();
    for (const update of device.updates) {
      const admission = pad.admit(update, "ana");
      expect(admission).toMatchObject({ outcome: "edit", pieces: [{ bytes: update }] });
      if (admission.outcome === "edit") for (const piece of admission.pieces) pad.integrate(piece);
    }
    expect(pad.text).toBe(device.text.toJSON());
  });

  it("[N12] a document is the same, struct by struct, as if Yjs had read each keystroke itself", async () => {
    let typed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 20, maxLength: 80 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 40 }),
        async (steps, inOne, lookEvery) => {
          const updates: { update: Uint8Array; person: string }[] = [];
          const devices: [Device, Device] = [new Device(4_000_000_001), new Device(7)];
          for (const [index, { doc }] of devices.entries())
            doc.on("update", (update: Uint8Array, origin: unknown) => {
              if (origin !== "merge") updates.push({ update, person: index === 0 ? "ana" : "ben" });
            });
          for (const action of steps) devices[action.on === 0 ? 0 : 1].take(action, devices[action.on === 0 ? 1 : 0]);
          const pad = await emptyPad();
          const plain = new Y.Doc();
          for (let at = 0; at < updates.length; at += inOne) {
            const some = updates.slice(at, at + inOne);
            for (const { update, person } of some) {
              const admission = pad.admit(update, person);
              if (admission.outcome === "refused") throw new Error(admission.reason);
              const pieces = admission.outcome === "edit" ? admission.pieces : [];
              for (const piece of pieces) {
                if (piece.insertion !== undefined) typed += 1;
                const lengthBefore = plain.getText("markdown").length;
                Y.applyUpdate(plain, piece.bytes);
                const removed = lengthBefore + piece.units - plain.getText("markdown").length;
                expect(pad.integrate(piece)).toEqual({ removed, lengthBefore });
              }
            }
            if (at % lookEvery === 0) expect(pad.text).toBe(plain.getText("markdown").toJSON());
          }
          expect(pad.text).toBe(plain.getText("markdown").toJSON());
          expect(Y.encodeStateAsUpdate(pad.doc)).toEqual(Y.encodeStateAsUpdate(plain));
        },
      ),
      { numRuns: 80 },
    );
    expect(typed).toBeGreaterThan(300);
  });

  it("[N12] a stretch of text that starts behind what the pad has, or holds on to what isn't there, is refused as ever", async () => {
    const device = new Device(5);
    for (const text of ["one ", "two ", "three"]) device.text.insert(device.text.length, text);
    const [one, two, three] = device.updates;
    const pad = await emptyPad();
    admitAll(pad, [one!, two!]);
    expect(pad.admit(two!, "ana")).toEqual({ outcome: "nothing-new" });
    const other = await emptyPad();
    admitAll(other, [one!]);
    expect(other.admit(three!, "ana")).toEqual({ outcome: "refused", reason: "it leaves a gap" });
    expect(other.admit(two!, "ben")).toEqual({ outcome: "refused", reason: "it writes as somebody else" });
    // One client, one struct: behind text of client 9, which isn't there.
    const beside = Uint8Array.of(1, 1, 5, 4, 0x84, 9, 0, 1, 0x78, 0);
    expect(other.admit(beside, "ana")).toEqual({ outcome: "refused", reason: "it refers to text that isn't there" });
    expect(other.text).toBe("one ");
  });

  it("[N40] what goes where many have inserted is taken apart, what goes elsewhere is not; the text is Yjs's", async () => {
    const [pad, plain] = [await emptyPad(), new Y.Doc()];
    const rootOf = (client: number) => [1, client, 0, 4, 1, "markdown", "x"];
    const many = encode(400, ...Array.from({ length: 400 }, (_, n) => rootOf(1000 + n)).flat(), 0);
    // The last of them before everything, which is one step; the rest behind those who are there.
    const more = encode(64, ...Array.from({ length: 64 }, (_, n) => rootOf(n < 32 ? 5000 + n : n)).flat(), 0);
    // Behind them as well, and deletes something.
    const both = encode(1, ...rootOf(9000), 1, 1000, 1, 0, 1);
    const apart: (number | undefined)[] = [];
    for (const [person, update] of Object.entries({ ana: many, ben: more, col: both })) {
      Y.applyUpdate(plain, update);
      const admission = pad.admit(update, person);
      if (admission.outcome !== "edit") throw new Error(admission.outcome);
      for (const piece of admission.pieces) {
        const singles = pad.singlesOf(piece);
        if (singles === "impossible") throw new Error("It belongs nowhere");
        if (person !== "ana") apart.push(singles?.length);
        for (const single of singles ?? [piece]) {
          expect(pad.singlesOf(single)).toBeUndefined();
          pad.integrate(single);
        }
      }
    }
    expect(apart).toEqual([32, undefined, 2]);
    expect(pad.text).toBe(plain.getText("markdown").toJSON());
    expect(Y.encodeStateAsUpdate(pad.doc)).toEqual(Y.encodeStateAsUpdate(plain));
  });

  it("[N17] what is said again is from when it came first: live, read from the log, and drawn together", async () => {
    const store = new InMemoryLogStore();
    const stream = padStream("pad");
    await store.write({ appends: [{ stream, entries: [seedEntry("", 0)] }] });
    const pad = await PadState.read(store, "pad");
    const device = new Device(5);
    // After each of them all of the text comes again, as on a new connection: one struct by now.
    for (const [at, text] of [
      [10_000, "one "],
      [20_000, "two "],
      [30_000, "three"],
    ] as const) {
      device.text.insert(device.text.length, text);
      const admission = pad.admit(Y.encodeStateAsUpdate(device.doc), "ana");
      if (admission.outcome !== "edit") throw new Error(admission.outcome);
      const edits = admission.pieces.map((piece) => ({ piece, personId: "ana" }));
      for (const { piece } of edits) pad.integrate(piece);
      const known = pad.authors.length;
      const author = pad.numberOf("ana");
      const updates = edits.map(({ piece }) => ({ author, update: piece.bytes }));
      const entry = encodePadEntry({ at, newAuthors: pad.authors.slice(known), updates });
      await store.write({ appends: [{ stream, entries: [entry] }] });
      pad.stored(edits, at);
    }
    const runs = [
      [0, 10_000],
      [4, 20_000],
      [8, 30_000],
    ];
    expect(pad.writings).toEqual([{ client: 5, personId: "ana", runs }]);
    expect((await PadState.read(store, "pad")).writings).toEqual(pad.writings);
    const log = (await store.read(stream)).map(({ bytes }) => bytes);
    const checkpoint = decodeCheckpoint(await laterCheckpoint("pad", undefined, log));
    expect(checkpoint?.writings).toEqual(pad.writings);
    expect(decodeCheckpoint(compressLog(log, "pad", new Set()).checkpoint)?.writings).toEqual(pad.writings);
  });

  it("[N12] a day offline comes in pieces that a joiner can apply one by one", async () => {
    const device = new Device(5);
    for (let index = 0; index < 1000; index += 1)
      device.take({ do: "type", on: 0, at: index * 7919, text: "x" }, device);
    device.take({ do: "delete", on: 0, at: 100, count: 700 }, device);
    const pad = await emptyPad();
    const admission = pad.admit(Y.encodeStateAsUpdate(device.doc), "ana");
    if (admission.outcome !== "edit") throw new Error(admission.outcome);
    expect(admission.pieces.length).toBeGreaterThan(5);
    const joiner = new Y.Doc();
    for (const piece of admission.pieces) {
      const scan = scanUpdate(piece.bytes);
      if ("refused" in scan) throw new Error(scan.refused);
      expect(piece.begins).toEqual(scan.groups.map(({ client, clock }) => ({ client, clock })));
      expect(piece.units).toBe(
        scan.groups.flatMap((group) => structsOf(piece.bytes, group)).reduce((sum, { units }) => sum + units, 0),
      );
      expect(scan.groups.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(PIECE_STRUCTS);
      pad.integrate(piece);
      Y.applyUpdate(joiner, piece.bytes);
      expect(joiner.store.pendingStructs).toBeNull();
    }
    expect(pad.text).toBe(device.text.toJSON());
    expect(joiner.getText("markdown").toJSON()).toBe(device.text.toJSON());
  });
});

describe("what it doesn't", () => {
  const REFERS = "it refers to text that isn't there";
  const made = (make: (doc: Y.Doc) => void) => {
    const doc = new Y.Doc();
    doc.clientID = 9;
    make(doc);
    return Y.encodeStateAsUpdate(doc);
  };
  it.each<[string, Uint8Array]>([
    ["nothing at all", new Uint8Array()],
    ["seven bytes that claim 2^31 structs", encode(1, 2 ** 31, 9, 0)],
    ["a client count that isn't there", encode(2 ** 40)],
    ["a number without end", new Uint8Array(64).fill(0x80)],
    ["another root", made((doc) => doc.getText("other").insert(0, "x"))],
    ["a map", made((doc) => doc.getMap("markdown").set("x", 1))],
    ["an embed", made((doc) => doc.getText("markdown").insertEmbed(0, { image: "x" }))],
    ["formatting", made((doc) => doc.getText("markdown").insert(0, "x", { bold: true }))],
    ["a nested type", made((doc) => doc.getArray("markdown").insert(0, [new Y.Text("x")]))],
    ["JSON content", made((doc) => doc.getArray("markdown").insert(0, [1, "x"]))],
    ["binary content", made((doc) => doc.getArray("markdown").insert(0, [Uint8Array.of(1)]))],
    ["a subdocument", made((doc) => doc.getArray("markdown").insert(0, [new Y.Doc()]))],
    ["a GC struct", encode(1, 1, 9, 0, 0, 5, 0)],
    ["an empty string", encode(1, 1, 9, 0, 4, 1, "markdown", "", 0)],
    ["text that isn't UTF-8", encode(1, 1, 9, 0, 4, 1, "markdown", Uint8Array.of(0xc3, 0x28), 0)],
    ["long text that ends within a character", encode(1, 1, 9, 0, 4, 1, "markdown", cutAfter(999), 0)],
    ["a deletion without length", encode(0, 1, 9, 1, 0, 0)],
    ["one client twice", encode(2, 1, 9, 0, 4, 1, "markdown", "x", 1, 9, 0, 4, 1, "markdown", "y", 0)],
    ["more behind its end", encode(0, 0, 0)],
    ["a clock beyond all text", encode(1, 1, 9, 2 ** 52, 4, 1, "markdown", "x", 0)],
    ["a V2 update", Y.convertUpdateFormatV1ToV2(insertion(9, "hello"))],
  ])("[N12] %s never reaches Yjs", (_what, update) => {
    expect(scanUpdate(update)).toEqual({ refused: expect.any(String) });
  });

  it.each([255, 256, 1000])("text of %i signs takes as many clocks as it has UTF-16 units", (signs) => {
    for (const last of ["x", "é", "₂", "🚀"]) {
      const text = "x".repeat(signs - 1) + last;
      expect(scanUpdate(insertion(9, text))).toMatchObject({ groups: [{ clock: 0, end: text.length }] });
    }
  });

  it("long text that was looked at already isn't kept a second time while it waits", async () => {
    const pad = await emptyPad();
    const first = insertion(9, "begun ");
    const more = bytesOf(1, 1, 9, 6, insertedAfter(9, 5, "and gone on with ".repeat(1000)), 0);
    for (const [update, scan] of [[first], [more, scanUpdate(more)]] as const) {
      const admission = pad.admit(update, "ana", undefined, scan);
      if (admission.outcome !== "edit") throw new Error(admission.outcome);
      expect(admission.pieces.map(({ bytes, insertion }) => [bytes, insertion])).toEqual([[update, undefined]]);
      for (const piece of admission.pieces) pad.integrate(piece);
    }
    expect(pad.text).toBe(`begun ${"and gone on with ".repeat(1000)}`);
  });

  it.each<[string, Uint8Array, string]>([
    ["a gap in a client's clocks", encode(1, 1, 9, 3, 4, 1, "markdown", "x", 0), "it leaves a gap"],
    ["a skip over clocks", encode(1, 2, 9, 0, 10, 3, 4, 1, "markdown", "x", 0), "it leaves a gap"],
    ["an origin that isn't there", bytesOf(1, 1, 9, 0, insertedAfter(8, 0, "x"), 0), REFERS],
    ["an origin in itself", bytesOf(1, 1, 9, 0, insertedAfter(9, 0, "x"), 0), REFERS],
    [
      "two that wait for each other",
      bytesOf(2, 1, 9, 0, insertedAfter(8, 0, "x"), 1, 8, 0, insertedAfter(9, 0, "y"), 0),
      REFERS,
    ],
    ["deleting what isn't there", encode(0, 1, 9, 1, 0, 1), "it deletes text that isn't there"],
  ])("[N9] %s is refused, and the pad goes on", async (_what, update, reason) => {
    const pad = await emptyPad();
    expect(pad.admit(update, "ana")).toEqual({ outcome: "refused", reason });
    admitAll(pad, [insertion(9, "fine")]);
    expect(pad.text).toBe("fine");
  });

  it("[N9] what was taken of somebody is built on by them at once, and by others once it is in the text", async () => {
    const pad = await emptyPad();
    const first = pad.admit(insertion(9, "a"), "ana");
    const behind = (client: number, clock: number) => bytesOf(1, 1, client, clock, insertedAfter(9, 0, "b"), 0);
    expect(pad.admit(behind(8, 0), "ben")).toEqual({ outcome: "refused", reason: REFERS });
    expect(pad.admit(behind(9, 1), "ana")).toMatchObject({ outcome: "edit" });
    if (first.outcome === "edit") for (const piece of first.pieces) integrate(pad, piece);
    expect(pad.admit(behind(8, 0), "ben")).toMatchObject({ outcome: "edit" });
  });

  it("[I2] of who turns out to be somebody else what isn't in the text yet is taken once more, and nothing of others is forgotten", async () => {
    const now = new Map<string, string>();
    const pad = await emptyPad((id) => now.get(id) ?? id);
    expect(pad.admit(insertion(9, "a"), "ana")).toMatchObject({ outcome: "edit" });
    expect(pad.admit(insertion(8, "b"), "ben")).toMatchObject({ outcome: "edit" });
    now.set("ben", "bea");
    pad.forgetFormer("bea");
    expect(pad.admit(insertion(8, "b"), "bea")).toMatchObject({ outcome: "edit" });
    expect(pad.admit(insertion(9, "a"), "ana")).toEqual({ outcome: "nothing-new" });
    expect(pad.admit(bytesOf(1, 1, 9, 1, insertedAfter(9, 0, "c"), 0), "ana")).toMatchObject({ outcome: "edit" });
  });

  it("[N40] more client ids than anyone has are refused unread, in one update or one after the other", async () => {
    const pad = await emptyPad();
    const groups = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => [1, from + n, 0, 4, 1, "markdown", "x"]).flat();
    const refused = { outcome: "refused", reason: "it has too many client ids" };
    const many = MAX_UPDATE_CLIENTS + 1;
    expect(pad.admit(encode(many, ...groups(1000, many), 0), "mallory")).toEqual(refused);
    expect(pad.brings(encode(many, ...groups(1000, many), 0))).toEqual({ refused: refused.reason });
    const most = encode(MAX_CLIENTS - 1, ...groups(1000, MAX_CLIENTS - 1), 0);
    expect(pad.admit(most, "mallory")).toMatchObject({ outcome: "edit" });
    expect(pad.admit(encode(2, ...groups(99_000, 2), 0), "mallory")).toEqual(refused);
    admitAll(pad, [encode(1, ...groups(99_000, 1), 0)], "mallory");
    expect(pad.admit(insertion(99_001, "x"), "mallory")).toEqual(refused);
    // Under those that they have they go on.
    const more = [insertedAfter(99_000, 0, "y"), insertedAfter(99_000, 0, "z")];
    admitAll(pad, [bytesOf(1, 2, 99_000, 1, more, 0)], "mallory");
    admitAll(pad, [insertion(99_001, "fine")]);
    expect(pad.text).toContain("fine");
  });

  it("[N21] what would change anything counts as something, new text or a deletion; what is there already as nothing", async () => {
    const pad = await emptyPad();
    admitAll(pad, [insertion(9, "abc"), encode(0, 1, 9, 1, 1, 1)]);
    expect(pad.brings(encode(0, 1, 9, 1, 1, 1))).toBe("nothing");
    expect(pad.brings(encode(0, 1, 9, 1, 0, 1))).toBe("something");
    expect(pad.brings(encode(0, 1, 9, 2, 1, 1, 2, 1))).toBe("something");
    expect(pad.brings(insertion(9, "abc"))).toBe("nothing");
    expect(pad.brings(insertion(9, "abcd"))).toBe("something");
  });

  it("[N40] deletions said again and again are one, and more than any text has are refused", async () => {
    const pad = await emptyPad();
    admitAll(pad, [insertion(9, "x".repeat(60))]);
    const again = encode(0, 1, 9, 50_000, ...Array.from({ length: 50_000 }, (_, n) => [n % 40, 10]).flat());
    const admission = pad.admit(again, "ana");
    if (admission.outcome !== "edit") throw new Error(admission.outcome);
    const parts = admission.pieces.flatMap((piece) => integrate(pad, piece));
    expect(parts.map(({ bytes }) => bytes)).toEqual([encode(0, 1, 9, 1, 0, 49)]);
    expect(pad.text).toBe("x".repeat(11));
    expect(scanUpdate(encode(0, 1, 9, 131_073))).toEqual({ refused: "too many deletions" });
  });

  it("[N40] what is deleted in many pieces is passed once, however often, and in whatever order, somebody says so", async () => {
    const count = 3000;
    const pad = await emptyPad();
    // Each before the one before it, so that no two become one piece.
    const structs = Array.from({ length: count }, (_, n) =>
      n === 0 ? [4, 1, "markdown", "x"] : [0x44, 9, n - 1, "x"],
    );
    admitAll(pad, [bytesOf(1, count, 9, 0, structs, 0), bytesOf(0, 1, 9, 1, 0, count - 1)]);
    let looks = 0;
    const { clients } = pad.doc.store;
    const counted: ProxyHandler<(Y.Item | Y.GC)[]> = { get: (all, key) => ((looks += 1), Reflect.get(all, key)) };
    clients.set(9, new Proxy(clients.get(9)!, counted));
    // From each up to the end, the last one first; and again and again up to the one that is still there.
    const backwards = Array.from({ length: count - 1 }, (_, n) => [count - 2 - n, n + 1]);
    const all = bytesOf(0, 1, 9, 1, 0, count);
    expect(pad.admit(bytesOf(0, 1, 9, count - 1, backwards), "ana")).toEqual({ outcome: "nothing-new" });
    for (let times = 0; times < count; times += 1) expect(pad.brings(all)).toBe("something");
    expect(looks).toBeLessThan(count * 200);
    expect(pad.text).toBe("x");
  });

  it("[N40] of very many deletions the new ones are found some at a time, when their turn has come", async () => {
    const count = 20_000;
    const pad = await emptyPad();
    admitAll(pad, [insertion(9, "xy".repeat(count))]);
    const deletes = (from: number) =>
      encode(0, 1, 9, count - from, ...Array.from({ length: count - from }, (_, n) => [(from + n) * 2, 1]).flat());
    const update = deletes(0);
    const scan = scanUpdate(update);
    if ("refused" in scan) throw new Error(scan.refused);
    let looks = 0;
    const pieces = piecesOf(update, scan, {
      reachOf: () => 2 * count,
      isDeleted: () => {
        looks += 1;
        return false;
      },
    });
    if ("refused" in pieces) throw new Error(pieces.refused);
    expect(looks).toBe(pieces.length);
    expect(Math.max(...pieces.map(({ structs }) => structs))).toBe(GROUP_RANGES);
    // Somebody else's come first.
    admitAll(pad, [deletes(count - 50)]);
    const parts = pieces.flatMap((piece) => integrate(pad, piece));
    expect(Math.max(...parts.map(({ structs }) => structs))).toBe(PIECE_STRUCTS);
    expect(parts.reduce((sum, { structs }) => sum + structs, 0)).toBe(count - 50);
    expect(pad.text).toBe("y".repeat(count));
    expect(pad.admit(update, "ana")).toEqual({ outcome: "nothing-new" });
    const outside = encode(0, 1, 9, count, ...Array.from({ length: count }, (_, n) => [n * 2 + 2, 1]).flat());
    expect(pad.admit(outside, "ana")).toMatchObject({ outcome: "refused" });
  });

  it("[N40] a question that names more clients than write in any pad is not understood", () => {
    const asked = (count: number) =>
      readPadMessage(encode(0, 0, encode(count, ...Array.from({ length: count }, (_, n) => [n, 1]).flat())));
    expect(asked(16_384)).toMatchObject({ type: "sync" });
    expect(asked(16_385)).toEqual({ type: "undecodable", reason: "it knows of too many clients" });
  });

  it("[N12] mutated updates are refused without a throw, or integrate completely", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 25 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (steps, changes, isCut) => {
          const update = Y.encodeStateAsUpdate(play(steps)[0].doc);
          for (const [at, byte] of changes) update[at % update.length] = byte;
          const hostile = update.slice(0, update.length - (isCut ? 1 : 0));
          const pad = await emptyPad();
          admitAll(pad, [insertion(1234, "what was there")]);
          const admission = pad.admit(hostile, "mallory");
          if (admission.outcome === "edit") for (const piece of admission.pieces) pad.integrate(piece);
          admitAll(pad, [insertion(4321, "and goes on")]);
          expect(pad.text).toContain("and goes on");
        },
      ),
      { numRuns: 250 },
    );
  });

  it("[N12] random bytes are refused without a throw, or integrate completely", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async (bytes) => {
        const pad = await emptyPad();
        const admission = pad.admit(bytes, "mallory");
        if (admission.outcome === "edit") for (const piece of admission.pieces) pad.integrate(piece);
      }),
      { numRuns: 250 },
    );
  });
});

function structsOf(update: Uint8Array, group: StructGroup): ScannedStruct[] {
  const reader = new StructReader(update, group);
  const structs: ScannedStruct[] = [];
  for (; reader.current !== undefined; reader.next()) {
    const { origin, rightOrigin } = reader.current;
    structs.push({ ...reader.current, origin, rightOrigin });
  }
  return structs;
}
