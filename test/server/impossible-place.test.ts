/** Insertions that Yjs puts elsewhere when it has the text around them in one piece than when it has it in two. */
import { expect, test } from "vitest";
import * as Y from "yjs";
import { PadState } from "../../server/notes/text/pad-state.ts";
import { padStream, seedEntry } from "../../server/notes/text/pad-seed.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { bytesOf, inserted, raw, type Part } from "../faults/support/pad-bytes.ts";
import { RawClient, PAD, SEED, startNotes, encode } from "./notes-story.ts";

/** A struct of one letter, behind and before these characters. */
function between(origin: [number, number], rightOrigin: [number, number], text = "x"): Part[] {
  return [raw(0xc4), ...origin, ...rightOrigin, text];
}

/** An update of client 5's structs, from this clock on. */
function updateOf(clock: number, ...structs: Part[][]): Uint8Array {
  return bytesOf(1, structs.length, 5, clock, ...structs, 0);
}

async function emptyPad(): Promise<PadState> {
  const store = new InMemoryLogStore();
  await store.write({ appends: [{ stream: padStream("pad"), entries: [seedEntry("", 0)] }] });
  return PadState.read(store, "pad");
}

/** A pad in which client 5 has typed four letters. */
async function padOf(): Promise<PadState> {
  const pad = await emptyPad();
  take(pad, updateOf(0, inserted("abcd")));
  return pad;
}

/** What comes of an update: whether any of it is in no place. */
function take(pad: PadState, update: Uint8Array): "taken" | "impossible" {
  const admission = pad.admit(update, "ana");
  if (admission.outcome !== "edit") throw new Error(admission.outcome);
  for (const piece of admission.pieces) {
    if (pad.singlesOf(piece) === "impossible") return "impossible";
    pad.integrate(piece);
  }
  return "taken";
}

test.each<[string, Uint8Array]>([
  ["before what it is behind", updateOf(4, between([5, 1], [5, 1]))],
  ["before what is ahead of that", updateOf(4, between([5, 2], [5, 0]))],
  ["within what comes with it", updateOf(4, between([5, 1], [5, 2], "vw"), between([5, 5], [5, 4]))],
  ["within what goes on with it", updateOf(4, [raw(0x84), 5, 3, "ef"], between([5, 5], [5, 2]))],
  ["with what is there in part", updateOf(3, between([5, 2], [5, 3], "dx"))],
])("[N12] what belongs %s is in no place, and isn't taken", async (_, update) => {
  const pad = await padOf();
  expect(take(pad, update)).toBe("impossible");
  expect(pad.text).toBe("abcd");
});

test("[N12] nor is it when what it is behind waits, or is in pieces that have yet to be joined", async () => {
  for (const isTogether of [false, true]) {
    const pad = await padOf();
    const typing = () => {
      for (const [clock, letter] of [..."efgh"].entries())
        expect(take(pad, updateOf(4 + clock, [raw(0x84), 5, 3 + clock, letter]))).toBe("taken");
      expect(take(pad, updateOf(8, between([5, 7], [5, 5])))).toBe("impossible");
    };
    if (isTogether) pad.together(typing);
    else typing();
    expect(pad.text).toBe("abcdefgh");
  }
});

test("[N12] who types before what they wrote earlier, there or in the same update, is as welcome as ever", async () => {
  const device = new Y.Doc();
  device.clientID = 5;
  const text = device.getText("markdown");
  const updates: Uint8Array[] = [];
  device.on("update", (update: Uint8Array) => updates.push(update));
  for (const [at, word] of [
    [0, "world"],
    [0, "hello "],
    [6, "my "],
    [7, "o"],
    [8, "ld"],
    [3, "-"],
  ] as const)
    text.insert(at, word);
  const [typed, whole] = [await emptyPad(), await emptyPad()];
  for (const update of updates) expect(take(typed, update)).toBe("taken");
  expect(take(whole, Y.encodeStateAsUpdate(device))).toBe("taken");
  expect([typed.text, whole.text]).toEqual([text.toJSON(), text.toJSON()]);
});

test("[N12] whoever sends such a thing is cut off, nothing of it is stored, and nobody else notices", async () => {
  const server = await startNotes();
  const [ana, bo] = [await RawClient.join(server.url, "ana"), await RawClient.join(server.url, "bo")];
  ana.send(encode(0, 2, updateOf(0, inserted("abcd"))));
  await ana.fence(1);
  ana.send(encode(0, 2, updateOf(4, between([5, 1], [5, 1]))), encode(4, 2));
  expect(await ana.closed).toBe(1008);
  const edits = (await server.store.read(padStream(PAD))).length;
  bo.send(encode(0, 2, bytesOf(1, 1, 6, 0, raw(0x84), 5, 3, "!", 0)));
  await bo.fence(3);
  expect((await server.pads.contents.textOf(PAD)).replace(SEED, "")).toBe("abcd!");
  expect(edits).toBe(2);
  expect(server.faults).toEqual([]);
  bo.close();
  await server.close();
});
