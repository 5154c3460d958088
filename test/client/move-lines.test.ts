import { moveLineDown, moveLineUp } from "@codemirror/commands";
import { EditorSelection, EditorState, type StateCommand } from "@codemirror/state";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { moveLines } from "../../client/notes/editor/move-lines.ts";

function after(command: StateCommand, state: EditorState): EditorState {
  let next = state;
  command({ state, dispatch: (transaction) => (next = transaction.state) });
  return next;
}

describe("[N50] lines that are moved", () => {
  test("leave those that they go past as they were, with what others write there meanwhile", () => {
    for (const [by, at, result] of [
      [1, "one", "two and a half\none\nthree"],
      [-1, "three", "one\nthree\ntwo and a half"],
    ] as const) {
      const [ana, ben] = [new Y.Doc(), new Y.Doc()];
      const texts = [ana, ben].map((doc) => doc.getText("markdown"));
      texts[0]!.insert(0, "one\ntwo\nthree");
      Y.applyUpdate(ben, Y.encodeStateAsUpdate(ana));
      const doc = texts[0]!.toString();
      const state = EditorState.create({ doc, selection: { anchor: doc.indexOf(at) } });
      moveLines(by)({
        state,
        dispatch: ({ changes }) =>
          ana.transact(() => {
            let shift = 0;
            changes.iterChanges((from, to, _fromB, _toB, inserted) => {
              texts[0]!.delete(from + shift, to - from);
              texts[0]!.insert(from + shift, inserted.toString());
              shift += inserted.length - (to - from);
            });
          }),
      });
      texts[1]!.insert(doc.indexOf("two") + 3, " and a half");
      Y.applyUpdate(ana, Y.encodeStateAsUpdate(ben));
      expect(texts[0]!.toString()).toBe(result);
    }
  });

  test("are where CodeMirror's own command has them, whatever is chosen", () => {
    const cases = fc.record({
      doc: fc
        .array(fc.constantFrom("", "a", "bc", "def"), { minLength: 1, maxLength: 6 })
        .map((lines) => lines.join("\n")),
      chosen: fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 3 }),
      by: fc.constantFrom(1 as const, -1 as const),
    });
    fc.assert(
      fc.property(cases, ({ doc, chosen, by }) => {
        const ranges = chosen.map(([anchor, head]) =>
          EditorSelection.range(Math.min(anchor, doc.length), Math.min(head, doc.length)),
        );
        const extensions = EditorState.allowMultipleSelections.of(true);
        const state = EditorState.create({ doc, selection: EditorSelection.create(ranges), extensions });
        const [ours, theirs] = [after(moveLines(by), state), after(by > 0 ? moveLineDown : moveLineUp, state)];
        expect(ours.doc.toString()).toBe(theirs.doc.toString());
        expect(ours.selection.ranges).toEqual(theirs.selection.ranges);
      }),
    );
  });
});
