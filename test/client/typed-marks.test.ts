import { ensureSyntaxTree } from "@codemirror/language";
import { EditorSelection, EditorState, type TransactionSpec } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { continueList } from "../../client/notes/editor/continue-list.ts";
import { deleteFence, fenceTyped } from "../../client/notes/editor/fence-pairs.ts";
import { lineEnds } from "../../client/notes/editor/line-ends.ts";
import { markdownLanguage } from "../../client/notes/editor/markdown-language.ts";
import { markerInstead, typedAgain } from "../../client/notes/editor/typed-again.ts";

/** Somebody who types where ‸ is. */
class Typist {
  state: EditorState;

  constructor(picture: string) {
    const doc = picture.replace("‸", "");
    const selection = EditorSelection.cursor(picture.indexOf("‸"));
    this.state = EditorState.create({ doc, selection, extensions: [markdownLanguage, lineEnds, typedAgain] });
  }

  get picture(): string {
    const { doc, selection } = this.state;
    return `${doc.sliceString(0, selection.main.head)}‸${doc.sliceString(selection.main.head)}`;
  }

  types(text: string): this {
    for (const character of text) {
      const { head } = this.state.selection.main;
      if (character === "\n" && continueList({ state: this.state, dispatch: ({ state }) => this.#is(state) })) continue;
      const edit = markerInstead(this.state, head, character) ?? (character === "`" && fenceTyped(this.state, head));
      const plain = { changes: { from: head, insert: character }, selection: EditorSelection.cursor(head + 1) };
      this.#does(edit ? edit : { ...plain, userEvent: "input.type" });
    }
    return this;
  }

  /** Others' edits, and what undo brings back, say nothing of who does them. */
  comes(changes: { from: number; to?: number; insert?: string }): this {
    this.#does({ changes });
    return this;
  }

  goes(at: number): this {
    this.#does({ selection: EditorSelection.cursor(at) });
    return this;
  }

  deletes(): this {
    deleteFence({ state: this.state, dispatch: ({ state }) => this.#is(state) });
    return this;
  }

  #does(edit: TransactionSpec): void {
    this.#is(this.state.update(edit).state);
  }

  #is(state: EditorState): void {
    ensureSyntaxTree(state, state.doc.length, 5000);
    ({ state: this.state } = state.update({}));
  }
}

describe("[N56] a marker typed where Enter has put one", () => {
  test.each([
    ["- [ ] a‸", "\n- ", "- [ ] a\n- ‸"],
    ["- [ ] a‸", "\n- b", "- [ ] a\n- b‸"],
    ["- [ ] a‸", "\n- [ ] b", "- [ ] a\n- [ ] b‸"],
    ["- [ ] a‸", "\n[ ] b", "- [ ] a\n- [ ] b‸"],
    ["- a‸", "\n- b", "- a\n- b‸"],
    ["- a‸", "\n* b", "- a\n* b‸"],
    ["- a‸", "\n[ ] b", "- a\n- [ ] b‸"],
    ["- a‸", "\n1. b", "- a\n1. b‸"],
    ["1. a‸", "\n2. b", "1. a\n2. b‸"],
    ["1. a‸", "\n1. b", "1. a\n2. b‸"],
    ["1. a‸", "\n- b", "1. a\n- b‸"],
    ["> - [ ] a‸", "\n- [ ] b", "> - [ ] a\n> - [ ] b‸"],
    ["- x\n    - [ ] a‸", "\n- b", "- x\n    - [ ] a\n    - b‸"],
    ["- [ ] a ‸b", "\n- ", "- [ ] a \n- ‸b"],
  ])("in %j, %j, is there once: %j", (before, typed, expected) => {
    expect(new Typist(before).types(typed).picture).toBe(expected);
  });

  test.each([
    ["typed without one there", "‸", "- - - ", "- - - ‸"],
    ["typed behind words", "- a‸", "\nb - c", "- a\n- b - c‸"],
    ["that is part of the words", "- a‸", "\n-1 degree", "- a\n- -1 degree‸"],
    ["in a new item of no list", "a‸", "\n- - b", "a\n- - b‸"],
  ])("stays where it is %s", (_what, before, typed, expected) => {
    expect(new Typist(before).types(typed).picture).toBe(expected);
  });

  test("stays once one has been elsewhere, or undo has brought it back", () => {
    expect(new Typist("- a‸").types("\n").goes(0).goes(6).types("- b").picture).toBe("- a\n- - b‸");
    const back = new Typist("- [ ] a‸").types("\n- ").comes({ from: 8, to: 10, insert: "- [ ] -" }).goes(15);
    expect(back.types(" b").picture).toBe("- [ ] a\n- [ ] - b‸");
  });

  test("takes its place whatever others write meanwhile elsewhere", () => {
    const typist = new Typist("- [ ] a‸").types("\n").comes({ from: 0, insert: "Above\n" });
    expect(typist.types("- b").picture).toBe("Above\n- [ ] a\n- b‸");
  });
});

describe("[N57] a code block", () => {
  test.each([
    ["a\n‸", "```", "a\n```‸\n```"],
    ["a\n‸\n\nb", "```js", "a\n```js‸\n```\n\nb"],
    ["> ‸", "```", "> ```‸\n> ```"],
    ["‸", "````", "````‸\n````"],
    ["‸", "```a```", "```a```‸"],
    ["a ‸", "```", "a ```‸"],
    ["‸\nb", "```", "```‸\nb"],
    ["- a‸\n- b", "\n```", "- a\n```‸\n```\n- b"],
    ["- x\n    - a‸", "\n```js", "- x\n    - a\n    ```js‸\n    ```"],
    ["- ‸", "```", "- ```‸"],
    ["```\na‸", "\n```", "```\na\n```‸"],
    ["```\na\n‸\n```\nb", "```", "```\na\n```‸\nb"],
    ["```\na\n‸\n\n```\nb", "```", "```\na\n```‸\nb"],
    ["```\na\n‸\nmore\n```", "```", "```\na\n```‸\nmore\n```"],
  ])("that is begun or ended in %j by %j is one: %j", (before, typed, expected) => {
    expect(new Typist(before).types(typed).picture).toBe(expected);
  });

  test("leaves what stands below as it was, while it is written and once it is given up", () => {
    const typist = new Typist("‸\n\n- [ ] below");
    for (const key of ["`", "`", "`", "\n", "c"]) {
      typist.types(key);
      const { doc } = typist.state;
      expect(doc.sliceString(doc.length - 11)).toBe("- [ ] below");
      expect(new Typist(`${doc.toString()}‸`).types("\n").picture).toMatch(/- \[ \] below\n- \[ \] ‸$/u);
    }
    expect(new Typist("‸\n\nbelow").types("```").deletes().picture).toBe("``‸\n\nbelow");
    expect(new Typist("```\nwords\n```‸").deletes().picture).toBe("```\nwords\n```‸");
  });
});
