import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { actionLine } from "../../shared/notes/action-line.ts";
import { listActions } from "../../shared/notes/action-list.ts";
import { actionsIn } from "../../shared/notes/actions.ts";
import { PAD_TEXT } from "../../shared/notes/pad-document.ts";

function pad(text: string): { doc: Y.Doc; text: Y.Text } {
  const doc = new Y.Doc();
  doc.getText(PAD_TEXT).insert(0, text);
  return { doc, text: doc.getText(PAD_TEXT) };
}

const ids = (doc: Y.Doc) => listActions(doc, "pad-one", []).map(({ id }) => id);

describe("actions", () => {
  it("are task items with words and lines tagged ##action", () => {
    const text =
      "# Notes\n- [ ] Write to Ana\n- [x] Done\n- [ ]\n- ##action Ben files a bug\n```\n- [ ] code\n```\n1. [-] Not now\n- [ ] ~~Never~~";
    expect(actionsIn(text).map(({ text: words, state, line }) => [line, state, words])).toEqual([
      [2, "open", "Write to Ana"],
      [3, "done", "Done"],
      [5, "open", "Ben files a bug"],
      [9, "dropped", "Not now"],
      [10, "dropped", "~~Never~~"],
    ]);
  });

  it("say whose they are and until when, as far as the line does", () => {
    const of = (line: string) => {
      const [action] = listActions(pad(`- [ ] ${line}`).doc, "pad-one", ["Ana", "Ana Costa", "Bo"]);
      return [action?.owner, action?.due];
    };
    expect(of("@Ana Costa writes, due 2026-12-24")).toEqual(["Ana Costa", "2026-12-24"]);
    expect(of("@ana writes to @bo by 2026-02-30 or 2026-03-01.")).toEqual(["Ana", "2026-03-01"]);
    expect(of("for @Zoë-M., soon")).toEqual(["Zoë-M", null]);
    expect(of("mail ana@example.org about 12026-12-24")).toEqual([null, null]);
    expect(of("@Anabel")).toEqual(["Anabel", null]);
  });

  it("[E8] keep their ids while lines are edited, ticked, tagged and pushed down", () => {
    const { doc, text } = pad("- [ ] One\n##action Two\n  - [ ] Three\n");
    const before = ids(doc);
    expect(new Set(before).size).toBe(3);
    for (const id of before) expect(id).toMatch(/^[a-z0-9]{12}$/u);
    text.insert(0, "Above\n");
    text.insert(text.toJSON().indexOf("One"), "Number ");
    text.delete(text.toJSON().indexOf("[ ]") + 1, 1);
    text.insert(text.toJSON().indexOf("[]") + 1, "x");
    text.insert(text.toJSON().indexOf("  - [ ] Three"), "- [ ] New\n");
    const after = listActions(doc, "pad-one", []);
    expect(after.map(({ line, text: words }) => [line, words])).toEqual([
      [2, "Number One"],
      [3, "Two"],
      [4, "New"],
      [5, "Three"],
    ]);
    expect(after.filter((_, index) => index !== 2).map(({ id }) => id)).toEqual(before);
    // The same notes in another document, and the same line in other notes.
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    expect(ids(copy)).toEqual(after.map(({ id }) => id));
    expect(listActions(doc, "pad-two", [])[0]!.id).not.toBe(after[0]!.id);
  });

  it("[E8] are the same ones where their exported lines are pasted", () => {
    const { doc } = pad("- [x] @bo does it 2026-12-24\n- [-] Not\n- [ ] Later ##action\n");
    const listed = listActions(doc, "pad-one", ["Bo"]);
    const pasted = pad(listed.map((action) => actionLine(action, "Packaging")).join("\n"));
    const again = listActions(pasted.doc, "pad-two", ["Bo"]);
    expect(again.map(({ id, state, owner, due }) => [id, state, owner, due])).toEqual(
      listed.map(({ id, state, owner, due }) => [id, state, owner, due]),
    );
    expect(again[0]!.text).toBe("@bo does it 2026-12-24 (Packaging)");
    const twice = pad(again.map((action) => actionLine(action, "Notes")).join("\n"));
    expect(ids(twice.doc)).toEqual(listed.map(({ id }) => id));
  });
});

describe("[E9] lines that are made to take long", () => {
  const LENGTH = 1_000_000;
  /** Backticks in runs of which no two are alike. */
  const runs = Array.from({ length: 1400 }, (_, index) => "`".repeat(index + 1)).join("a");

  it.each([
    ["an empty task with many spaces", `- [x]${" ".repeat(LENGTH)}`, []],
    ["the same with a line end of Windows", `- [x] ${" ".repeat(LENGTH)}\r`, []],
    ["nothing but spaces, and a word", `${" ".repeat(LENGTH)}word`, []],
    ["runs of backticks that don't match, and a tag", `${runs}a##action Go`, [`${runs}a Go`]],
    ["many pairs of backticks, each with a tag", "`##action`a".repeat(LENGTH / 20), []],
    ["many names", `- [ ] ${"@a ".repeat(LENGTH / 3)}x`, [`${"@a ".repeat(LENGTH / 3)}x`]],
  ])("take as long as others: %s", (_what, line, words) => {
    const names = Array.from({ length: 500 }, (_, index) => `Person number ${index}`);
    expect(listActions(pad(line).doc, "pad-one", names).map(({ text }) => text)).toEqual(words);
  });
});
