import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { decodePadEntry } from "../../server/notes/text/pad-entry.ts";
import { historyOf } from "../../server/notes/past/pad-history.ts";
import { HistoryReplay, type PadMoment } from "../../shared/notes/history-replay.ts";
import type { TextOp } from "../../shared/notes/text-ops.ts";
import { applyTextOps } from "../helpers/apply-text-ops.ts";
import { editing, logOf } from "./pad-log-story.ts";

interface Character {
  unit: string;
  by: string | null;
}

/** Every text that the log goes through, edit by edit, with who wrote each character: worked out one after the other. */
function everyText(entries: readonly Uint8Array[]): Character[][] {
  const doc = new Y.Doc({ gc: false });
  const text = doc.getText("markdown");
  const authors: string[] = [];
  const owners = new Map<number, string | null>();
  const texts: Character[][] = [];
  for (const bytes of entries) {
    const { newAuthors, updates } = decodePadEntry(bytes, "pad");
    authors.push(...newAuthors);
    for (const { author, update } of updates) {
      const by = authors[author - 1] ?? null;
      for (const client of Y.parseUpdateMeta(update).from.keys()) if (!owners.has(client)) owners.set(client, by);
      Y.applyUpdate(doc, update);
      const characters: Character[] = [];
      for (let item = text._start; item !== null; item = item.right) {
        if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
        for (let index = 0; index < item.length; index += 1)
          characters.push({ unit: item.content.str.charAt(index), by: owners.get(item.id.client) ?? null });
      }
      texts.push(characters);
    }
  }
  return texts;
}

function charactersAt(replay: HistoryReplay, index: number): Character[] {
  return replay
    .piecesAt(index)
    .flatMap(({ text, moment }) =>
      Array.from({ length: text.length }, (_, at) => ({ unit: text.charAt(at), by: replay.moments[moment]!.by })),
    );
}

describe("a pad's history", () => {
  it("[N16] every moment has the text and the authors, character by character, that the log had there", () => {
    fc.assert(
      fc.property(editing, fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }), (steps, ends) => {
        const entries = logOf(steps);
        const texts = everyText(entries);
        const replay = new HistoryReplay(historyOf(entries, "pad", new Set(ends)));
        expect(replay.moments.at(-1)?.seq).toBe(texts.length);
        replay.moments.forEach(({ seq }, index) => expect(charactersAt(replay, index)).toEqual(texts[seq - 1]));
        for (const end of ends) if (end <= texts.length) expect(replay.moments.map(({ seq }) => seq)).toContain(end);
      }),
      { numRuns: 50 },
    );
  });

  it("[N16] a moment is what one person wrote within ten seconds, nobody else in between", () => {
    fc.assert(
      fc.property(editing, (steps) => {
        const moments = historyOf(logOf(steps), "pad", new Set());
        for (const { at, until } of moments) expect(until - at).toBeLessThan(10_000);
        moments.forEach(({ by, at }, index) => {
          const before = moments[index - 1];
          if (before && before.by === by) expect(Math.floor(at / 10_000)).not.toBe(Math.floor(before.at / 10_000));
        });
      }),
    );
  });
});

describe("replaying a history", () => {
  const moment = (seq: number, ops: PadMoment["ops"]): PadMoment => ({ seq, at: seq, until: seq, by: "ana", ops });
  const someOps = fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.string({ maxLength: 4 })), { maxLength: 5 });

  it("[N16] looks at moments in any order and says the same as going through them one by one", () => {
    fc.assert(
      fc.property(
        fc.array(someOps, { minLength: 1, maxLength: 300 }),
        fc.array(fc.nat(), { maxLength: 9 }),
        (all, looks) => {
          const texts: string[] = [];
          const moments = all.map((wishes, index) => {
            const before = texts.at(-1) ?? "";
            let room = before.length;
            const ops = wishes.flatMap((op): TextOp[] => {
              if (typeof op === "string") return op === "" ? [] : [op];
              const length = Math.min(Math.abs(op), room);
              room -= length;
              return length === 0 ? [] : [Math.sign(op) * length];
            });
            texts.push(applyTextOps(before, ops));
            return moment(index + 1, ops);
          });
          const replay = new HistoryReplay(moments);
          for (const look of looks) {
            const index = look % moments.length;
            expect(replay.textAt(index)).toBe(texts[index]);
          }
          expect(replay.textAt(-1)).toBe("");
        },
      ),
    );
  });

  it("finds the moment of a seq", () => {
    const replay = new HistoryReplay([moment(1, ["a"]), moment(4, [1, "b"]), moment(9, [2, "c"])]);
    expect([0, 1, 3, 4, 8, 9, 99].map((seq) => replay.indexOf(seq))).toEqual([-1, 0, 0, 1, 1, 2, 2]);
  });
});
