import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffTexts } from "../../shared/notes/text-diff.ts";
import type { TextOp } from "../../shared/notes/text-ops.ts";
import { applyTextOps } from "../helpers/apply-text-ops.ts";

const text = fc
  .array(fc.constantFrom("one ", "two ", "\n", "three", "👩‍🚀", "😀", "😁", "é", "\r\n", "- [ ] ", "x"), {
    maxLength: 60,
  })
  .map((parts) => parts.join(""));

/** How many units an edit deletes and inserts. */
function cost(ops: readonly TextOp[]): number {
  return ops.reduce<number>((sum, op) => sum + (typeof op === "string" ? op.length : Math.max(0, -op)), 0);
}

describe("the difference between two texts", () => {
  it("makes the one of the other, and says nothing when they are the same", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applyTextOps(before, diffTexts(before, after))).toBe(after);
        expect(diffTexts(before, before)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it("parts no character of two units", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        let at = 0;
        for (const op of diffTexts(before, after)) {
          if (typeof op === "string") expect(op.isWellFormed()).toBe(true);
          else at += Math.abs(op);
          expect(before.slice(0, at).isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 250 },
    );
  });

  it("leaves alone what both have, wherever it stands", () => {
    const lines = Array.from({ length: 500 }, (_, index) => `Line ${index} of these notes.\n`);
    const after = lines.toSpliced(400, 1).toSpliced(100, 0, "New.\n").join("").replace("Line 250 of", "Line 250 in");
    const ops = diffTexts(lines.join(""), after);
    expect(applyTextOps(lines.join(""), ops)).toBe(after);
    expect(cost(ops)).toBeLessThanOrEqual("New.\n".length + "Line 400 of these notes.\n".length + 4);
  });

  it("keeps the lines that stay when many change", () => {
    const lines = (changed: string) =>
      Array.from({ length: 5000 }, (_, index) =>
        index % 5 === 0 ? `${changed} ${index}\n` : `Line ${index} stays.\n`,
      );
    const [before, after] = [lines("This").join(""), lines("That other").join("")];
    const ops = diffTexts(before, after);
    expect(applyTextOps(before, ops)).toBe(after);
    expect(cost(ops)).toBeLessThanOrEqual(1000 * "This That other".length);
  });

  it("keeps the beginning and the end of a word that changed", () => {
    expect(diffTexts("the colour of it", "the color of it")).toEqual([8, -1]);
    expect(diffTexts("a nte and a wrd here", "a note and a word here")).toEqual([3, "o", 10, "o"]);
    expect(diffTexts("x 😀 y", "x 😁 y")).toEqual([2, -2, "😁"]);
  });

  it("takes bounded time when nearly all is different", () => {
    const before = Array.from({ length: 20_000 }, (_, index) => `a ${index}\n`).join("");
    const after = Array.from({ length: 20_000 }, (_, index) => `b ${index * 7}\n`).join("");
    expect(applyTextOps(before, diffTexts(before, after))).toBe(after);
  });
});
