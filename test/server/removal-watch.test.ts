import { describe, expect, it } from "vitest";
import { RemovalWatch, type Removal } from "../../server/notes/removal-watch.ts";

/** Edits of one person in a text of some length, and what each came to. */
function watched(length: number, edits: [at: number, inserted: number, removed: number][]): (Removal | undefined)[] {
  const watch = new RemovalWatch();
  let now = length;
  return edits.map(([at, inserted, removed], index) => {
    const lengthBefore = now;
    now += inserted - removed;
    return watch.note("ana", { inserted, removed, lengthBefore, seqBefore: index + 1 }, at);
  });
}

describe("removing most of a pad", () => {
  it.each<[string, number, [number, number, number][], (Removal | undefined)[]]>([
    ["at once is noticed", 1000, [[0, 0, 501]], [{ characters: 501, seq: 1 }]],
    ["half of it is not", 1000, [[0, 0, 500]], [undefined]],
    ["a little text is no matter", 300, [[0, 0, 199]], [undefined]],
    [
      "in steps is noticed once, with the last",
      1000,
      [
        [0, 0, 300],
        [900, 0, 300],
        [1800, 0, 150],
      ],
      [undefined, { characters: 600, seq: 1 }, undefined],
    ],
    [
      "slowly is not",
      1000,
      [
        [0, 0, 300],
        [11_000, 0, 300],
      ],
      [undefined, undefined],
    ],
    [
      "across any ten seconds is",
      1000,
      [
        [0, 9, 0],
        [9000, 0, 400],
        [12_000, 0, 400],
      ],
      [undefined, undefined, { characters: 791, seq: 2 }],
    ],
    ["and putting other text there is noticed", 1000, [[0, 1000, 1000]], [{ characters: 1000, seq: 1 }]],
    [
      "taking back what one has just written is nobody's loss",
      100,
      [
        [0, 900, 0],
        [3000, 0, 900],
      ],
      [undefined, undefined],
    ],
  ])("%s", (_what, length, edits, expected) => {
    expect(watched(length, edits)).toEqual(expected);
  });

  it("is counted for each person alone", () => {
    const watch = new RemovalWatch();
    const edit = { inserted: 0, removed: 300, lengthBefore: 1000, seqBefore: 1 };
    expect([watch.note("ana", edit, 0), watch.note("bo", { ...edit, lengthBefore: 700 }, 1)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
