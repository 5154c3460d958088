import { describe, expect, it } from "vitest";
import { RemovalWatch, type Removal } from "../../server/notes/removal-watch.ts";

/** Edits of one person in a text of some length, and what each came to. */
function watched(
  length: number,
  edits: [at: number, removed: number, others: number, inserted?: number][],
): (Removal | undefined)[] {
  const watch = new RemovalWatch();
  let now = length;
  return edits.map(([at, removed, others, inserted = 0], index) => {
    const lengthBefore = now;
    now += inserted - removed;
    return watch.note("ana", { removed, others, lengthBefore, seqBefore: index + 1 }, at);
  });
}

describe("removing most of a pad", () => {
  it.each<[string, number, Parameters<typeof watched>[1], (Removal | undefined)[]]>([
    ["at once is noticed", 1000, [[0, 501, 501]], [{ characters: 501, seq: 1 }]],
    ["half of it is not", 1000, [[0, 500, 500]], [undefined]],
    ["a little text of others is no matter", 300, [[0, 300, 199]], [undefined]],
    ["with one's own words a part of others' is noticed", 1000, [[0, 501, 200]], [{ characters: 501, seq: 1 }]],
    [
      "in steps is noticed once, with the last",
      1000,
      [
        [0, 300, 300],
        [900, 300, 300],
        [1800, 150, 150],
      ],
      [undefined, { characters: 600, seq: 1 }, undefined],
    ],
    [
      "slowly is not",
      1000,
      [
        [0, 300, 300],
        [11_000, 300, 300],
      ],
      [undefined, undefined],
    ],
    [
      "across any ten seconds is",
      1000,
      [
        [0, 0, 0, 9],
        [9000, 400, 391],
        [12_000, 400, 400],
      ],
      [undefined, undefined, { characters: 800, seq: 2 }],
    ],
    ["and putting other text there is noticed", 1000, [[0, 1000, 1000, 1000]], [{ characters: 1000, seq: 1 }]],
    [
      "of which one has written all is nobody's loss, however long ago",
      100,
      [
        [0, 0, 0, 900],
        [60_000, 900, 0],
      ],
      [undefined, undefined],
    ],
  ])("%s", (_what, length, edits, expected) => {
    expect(watched(length, edits)).toEqual(expected);
  });

  it("is counted for each person alone", () => {
    const watch = new RemovalWatch();
    const edit = { removed: 300, others: 300, lengthBefore: 1000, seqBefore: 1 };
    expect([watch.note("ana", edit, 0), watch.note("bo", { ...edit, lengthBefore: 700 }, 1)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
