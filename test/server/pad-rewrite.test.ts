import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { checkpointPieces } from "../../server/notes/log/pad-checkpoint-pieces.ts";
import { encodePadEntry } from "../../server/notes/text/pad-entry.ts";
import { MAX_CLIENTS } from "../../server/notes/intake/pad-admission.ts";
import { PadState } from "../../server/notes/text/pad-state.ts";
import { padStream } from "../../server/notes/text/pad-seed.ts";
import { PIECE_STRUCTS, type Piece } from "../../server/notes/intake/update-pieces.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { diffTexts } from "../../shared/notes/text-diff.ts";
import { Editor, insertion, PAD, SEED, startNotes } from "./notes-story.ts";
import { editing, logOf, wholeCharacters } from "./pad-log-story.ts";

async function stateOf(entries: readonly Uint8Array[]): Promise<PadState> {
  const store = new InMemoryLogStore();
  await store.write({ appends: [{ stream: padStream("pad"), entries }] });
  return PadState.read(store, "pad");
}

/** Makes the text another one, as dee's; `meanwhile` is called before each step, and what it does may change the text. */
function rewrite(
  state: PadState,
  target: string,
  { client = 99, meanwhile = () => undefined }: { client?: number; meanwhile?: (isChanging: boolean) => void } = {},
): Piece[] {
  const rewriting = state.rewriting("dee", client);
  while (!rewriting.read(2)) meanwhile(false);
  expect(rewriting.change(diffTexts(rewriting.text, target))).toBe(true);
  const pieces: Piece[] = [];
  for (;;) {
    meanwhile(true);
    const piece = rewriting.next();
    if (piece === undefined) return pieces;
    expect(piece.structs).toBeLessThanOrEqual(PIECE_STRUCTS);
    state.integrate(piece);
    pieces.push(piece);
  }
}

/** Each visible unit of the text: which client wrote it, and at which clock. */
function unitsOf({ doc }: PadState): string[] {
  const units: string[] = [];
  for (let item = doc.getText("markdown")._start; item !== null; item = item.right)
    if (!item.deleted)
      for (let at = 0; at < item.length; at += 1) units.push(`${item.id.client}:${item.id.clock + at}`);
  return units;
}

const targets = fc.array(fc.constantFrom("# Notes\n", "one ", "😀", "x", "\r\n", "é"), { maxLength: 12 });

test("[N18] a text is made any other one, in pieces that everyone can apply, and what stays is the same characters", async () => {
  await fc.assert(
    fc.asyncProperty(editing, targets, fc.nat(), async (steps, words, cut) => {
      const log = logOf(steps);
      const state = await stateOf(log);
      // What it was at some time, with something else in it or not.
      const target = (await stateOf(log.slice(0, 1 + (cut % log.length)))).text + words.join("");
      const before = { text: state.text, units: unitsOf(state) };
      const reader = new Y.Doc();
      Y.applyUpdate(reader, Y.encodeStateAsUpdate(state.doc));
      for (const piece of rewrite(state, target)) {
        Y.applyUpdate(reader, piece.bytes);
        expect(reader.store.pendingStructs).toBeNull();
      }
      expect(state.text).toBe(target);
      expect(reader.getText("markdown").toJSON()).toBe(target);
      expect(rewrite(state, target)).toEqual([]);
      const kept = before.units.filter((unit) => unitsOf(state).includes(unit)).length;
      const removed = diffTexts(before.text, target).reduce<number>(
        (sum, op) => sum + (typeof op === "number" && op < 0 ? -op : 0),
        0,
      );
      expect(kept).toBe(before.text.length - removed);
      expect(
        unitsOf(state)
          .filter((unit) => !before.units.includes(unit))
          .every((unit) => unit.startsWith("99:")),
      ).toBe(true);
    }),
    { numRuns: 25, endOnFailure: true },
  );
});

/** Somebody who writes in the pad meanwhile, and has all that is in it. */
class Writer {
  readonly doc = new Y.Doc();
  readonly #state: PadState;

  constructor(state: PadState) {
    this.#state = state;
    this.doc.clientID = 7;
  }

  /** Each of their edits goes the way of everyone's. */
  does(what: (text: Y.Text) => void): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.#state.doc));
    const updates: Uint8Array[] = [];
    const note = (update: Uint8Array) => void updates.push(update);
    this.doc.on("update", note);
    what(this.doc.getText("markdown"));
    this.doc.off("update", note);
    for (const update of updates) {
      const admission = this.#state.admit(update, "bo");
      if (admission.outcome !== "edit") throw new Error(admission.outcome);
      for (const piece of admission.pieces) this.#state.integrate(piece);
    }
  }
}

const meanwhiles = fc.array(
  fc.record({ at: fc.nat(), text: fc.constantFrom("a", "bc", "\n", "😀"), removes: fc.constantFrom(0, 0, 1, 5) }),
  { minLength: 1, maxLength: 20 },
);

test("[N43] what others write while a text is made another one stays, what they remove stays away, and the rest is that other text", async () => {
  await fc.assert(
    fc.asyncProperty(editing, targets, fc.nat(), meanwhiles, async (steps, words, cut, edits) => {
      const log = logOf(steps);
      const state = await stateOf(log);
      const target = (await stateOf(log.slice(0, 1 + (cut % log.length)))).text + words.join("");
      const bo = new Writer(state);
      const [typed, removed] = [new Set<string>(), new Set<string>()];
      const left = [...edits];
      const meanwhile = () => {
        const edit = left.shift();
        if (edit === undefined) return;
        const before = unitsOf(state);
        const placeIn = (at: number) => wholeCharacters(state.text, Math.min(at, state.text.length));
        bo.does((text) => text.insert(placeIn(edit.at % (text.length + 1)), edit.text));
        for (const unit of unitsOf(state)) if (!before.includes(unit)) typed.add(unit);
        if (edit.removes === 0) return;
        const old = unitsOf(state);
        bo.does((text) => {
          const from = placeIn(edit.at % text.length);
          text.delete(from, placeIn(from + edit.removes) - from);
        });
        const now = new Set(unitsOf(state));
        for (const unit of old) if (!now.has(unit)) removed.add(unit);
      };
      rewrite(state, target, { meanwhile });
      const units = unitsOf(state);
      for (const unit of typed) expect(units.includes(unit)).toBe(!removed.has(unit));
      for (const unit of removed) expect(units).not.toContain(unit);
      const text = units.map((unit, at) => (typed.has(unit) ? "" : state.text.charAt(at))).join("");
      if (removed.size === 0) expect(text).toBe(target);
      expect(target.length - text.length).toBeLessThanOrEqual(removed.size);
    }),
    { numRuns: 35, endOnFailure: true },
  );
});

test("[N18] a client id that is taken is left to who has it, and what the server writes under is the person's only then", async () => {
  const state = await stateOf(logOf([]));
  const forged = insertion(2, "something else altogether");
  rewrite(state, "something else", {
    client: 1,
    meanwhile: (isChanging) => {
      if (isChanging) expect(state.admit(forged, "dee").outcome).toBe("refused");
    },
  });
  expect(state.text).toBe("something else");
  expect(unitsOf(state).some((unit) => unit.startsWith("2:"))).toBe(true);
  expect(state.admit(forged, "dee").outcome).toBe("edit");
});

test("[N25] a text of more structs than one update may bring has a checkpoint", async () => {
  const doc = new Y.Doc();
  const text = doc.getText("markdown");
  // Backwards, so that no two of them become one.
  doc.transact(() => {
    for (let count = 0; count < 132_000; count += 1) text.insert(0, "x");
  });
  const update = Y.encodeStateAsUpdate(doc);
  const state = await stateOf([encodePadEntry({ at: 1, newAuthors: ["ana"], updates: [{ author: 1, update }] })]);
  expect(checkpointPieces(state.doc, "pad").length).toBe(132);
});

test("[N18] a long text is brought back in pieces that never part a character", async () => {
  const state = await stateOf(logOf([]));
  const target = `x${"😀".repeat(100_000)}`;
  const pieces = rewrite(state, target);
  expect(pieces.map(({ units }) => units)).toEqual([65_537, 65_536, 65_536, 3_392]);
  expect(state.text).toBe(target);
});

test("[N18] who has as many client ids in a pad as one may is told so, and nobody else notices", async () => {
  const server = await startNotes();
  const updates = Array.from({ length: MAX_CLIENTS }, (_, index) => {
    const doc = new Y.Doc();
    doc.clientID = 1000 + index;
    doc.getText("markdown").insert(0, "x");
    return { author: 1, update: Y.encodeStateAsUpdate(doc) };
  });
  const entry = encodePadEntry({ at: 1, newAuthors: ["ana"], updates });
  await server.store.write({ appends: [{ stream: padStream(PAD), entries: [entry] }] });
  const reader = await new Editor(server.url, "bo").synced();
  const wish = (target: string, key: string, personId = "ana") => {
    const record = { op: "put" as const, kind: "restore", key, value: "{}" };
    const changesOf = async (text: string) => diffTexts(text, target);
    return server.pads.rewrite(PAD, { personId, client: 7, record, changesOf });
  };
  const results = await Promise.all([wish("mine", "one"), wish(`${SEED}theirs`, "two", "bo")]);
  expect(results).toEqual(["too-many-clients", expect.any(Number)]);
  await reader.reads(`${SEED}theirs`);
  // That takes no client id.
  expect(await wish(SEED, "three")).toEqual(expect.any(Number));
  expect((await server.store.records("restore")).map(({ key }) => key)).toEqual(["three", "two"]);
  expect(server.faults).toEqual([]);
  reader.close();
  await server.close();
});
