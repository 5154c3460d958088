import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { barsOf, didIn, placeOf } from "../../client/notes/history/moments.ts";
import { textAtMoment, textBetween, writtenIn } from "../../client/notes/history/pad-history-model.ts";
import { HistoryReplay, type PadMoment } from "../../shared/notes/history-replay.ts";
import { textDifference } from "../../shared/notes/text-difference.ts";
import type { TextOp } from "../../shared/notes/text-ops.ts";
import { applyTextOps } from "../helpers/apply-text-ops.ts";

function moment(by: string | null, ops: TextOp[], seq = 1): PadMoment {
  return { seq, at: 0, until: 0, by, ops };
}

/** The parts as a picture: what came in +…+, what went in −…−. */
function picture(text: string, edits: TextOp[][]): string {
  return textDifference(text, edits)
    .map((part) => (part.kind === "kept" ? part.text : part.kind === "added" ? `+${part.text}+` : `−${part.text}−`))
    .join("");
}

describe("the difference between two moments", () => {
  test("is what came and what went; what came and went in between is left out", () => {
    expect(picture("one two", [[3, " and"], [-3]])).toBe("−one−+ and+ two");
    expect(picture("abc", [["xyz"], [-3]])).toBe("abc");
    expect(picture("abc", [[-3, "abc"]])).toBe("−abc−+abc+");
    expect(picture("", [["one"], [3, " two"]])).toBe("+one two+");
    expect(
      picture("the cat sat", [
        [4, -3],
        [4, "dog"],
      ]),
    ).toBe("the −cat−+dog+ sat");
  });

  test("[W11] leads from the one text to the other, whatever was edited", () => {
    const edit = fc.record({ at: fc.nat(1000), remove: fc.nat(8), insert: fc.string({ maxLength: 5 }) });
    fc.assert(
      fc.property(fc.string(), fc.array(edit, { maxLength: 40 }), (text, wishes) => {
        let after = text;
        const edits = wishes.map(({ at, remove, insert }) => {
          const from = at % (after.length + 1);
          const gone = Math.min(remove, after.length - from);
          const ops = [from, -gone, insert].filter((op) => op !== 0 && op !== "" && !Object.is(op, -0));
          after = applyTextOps(after, ops);
          return ops;
        });
        const parts = textDifference(text, edits);
        const without = (kind: string) =>
          parts
            .filter((part) => part.kind !== kind)
            .map((part) => part.text)
            .join("");
        expect([without("added"), without("removed")]).toEqual([text, after]);
      }),
    );
  });
});

describe("a pad's history", () => {
  const replay = new HistoryReplay([
    moment(null, ["# T\n"]),
    moment("ana", [4, "hello"]),
    moment("ben", [9, " there"]),
    moment("ana", [4, -5, "hi"]),
  ]);
  const colorOf = (by: string) => (by === "ana" ? 1 : 7);

  test("shows each part in the colour of who wrote it, and what the moment itself wrote", () => {
    const { text, marks, at } = textAtMoment(replay, 2, colorOf);
    expect({ text, at }).toEqual({ text: "# T\nhello there", at: 9 });
    expect(marks).toEqual([
      { from: 4, to: 9, look: { color: 1 } },
      { from: 9, to: 15, look: { color: 7 } },
      { from: 9, to: 15, look: "fresh" },
    ]);
  });

  test("compares any two moments, in whichever order they are named", () => {
    const forth = textBetween(replay, 1, 3);
    expect(forth).toEqual(textBetween(replay, 3, 1));
    expect(forth).toMatchObject({ text: "# T\nhellohi there", added: 8, removed: 5, isSource: true });
  });

  test("knows which moment wrote what", () => {
    expect([0, 4, 9, 99].map((at) => writtenIn(replay, 2, at))).toEqual([0, 1, 2, undefined]);
  });

  test("says in words what was done, with the first words that say something", () => {
    expect(didIn(moment("a", ["\n\n- What broke\nand how"]))).toBe("wrote “- What broke”");
    expect(didIn(moment("a", [5, -3200]))).toBe("removed 3,200 characters");
    expect(didIn(moment("a", [5, -1, "ok"]))).toBe("wrote “ok”");
    expect(didIn(moment("a", [5, -40, "ok"]))).toBe("wrote “ok” and removed 40 characters");
    expect(didIn(moment("a", [5, "\n"]))).toBe("added line breaks");
    expect(placeOf(moment("a", [5, "x"]))).toBe(5);
    expect(placeOf(moment("a", ["x"]))).toBe(0);
  });

  test("is drawn in few bars, which cover all moments and say whose part is how large", () => {
    const bars = barsOf([...replay.moments, moment("ben", ["abcd"])], 3);
    expect(bars.map(({ from, to }) => [from, to])).toEqual([
      [0, 0],
      [1, 2],
      [3, 4],
    ]);
    expect(Math.max(...bars.map(({ height }) => height))).toBe(1);
    expect(bars[1]?.shares.map(({ by }) => by)).toEqual(["ben", "ana"]);
    for (const { shares } of bars) expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });
});
