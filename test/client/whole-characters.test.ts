import { EditorState } from "@codemirror/state";
import fc from "fast-check";
import { expect, test } from "vitest";
import { wholeCharacters } from "../../client/notes/editor/whole-characters.ts";

const CHARACTERS = fc.constantFrom("😀", "😁", "a", "é", "\n");
const words = fc.array(CHARACTERS, { maxLength: 6 }).map((all) => all.join(""));

test("[W22] no edit of one's own goes through a character, and all that it changes is what it changes", () => {
  fc.assert(
    fc.property(words, words, fc.array(fc.nat(12), { minLength: 2, maxLength: 2 }), (before, insert, places) => {
      const [from = 0, to = 0] = places.map((at) => Math.min(at, before.length)).toSorted((a, b) => a - b);
      const plain = EditorState.create({ doc: before });
      const changes = { from, to, insert };
      const edit = { changes, selection: { anchor: from }, userEvent: "input.type" };
      const expected = plain.update(edit);
      const { state, changes: made } = EditorState.create({ doc: before, extensions: wholeCharacters }).update(edit);
      expect(state.doc.toString()).toBe(expected.state.doc.toString());
      expect(state.selection).toEqual(expected.state.selection);
      made.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
        const kept = [before.slice(0, fromA), before.slice(toA)];
        for (const part of kept) expect(part.isWellFormed()).toBe(true);
        if (expected.state.doc.toString().isWellFormed()) expect(inserted.toString().isWellFormed()).toBe(true);
      });
    }),
  );
});
