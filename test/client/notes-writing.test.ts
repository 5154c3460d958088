import { ensureSyntaxTree } from "@codemirror/language";
import { EditorSelection, EditorState, type Transaction, type TransactionSpec } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { continuationOf, continueList, deleteMarker } from "../../client/notes/editor/continue-list.ts";
import { formatCommand, type Format } from "../../client/notes/editor/format-commands.ts";
import { markdownLanguage } from "../../client/notes/editor/markdown-language.ts";
import { pastedBlocks, pastedLink } from "../../client/notes/editor/paste-place.ts";
import { numbersAfter } from "../../client/notes/editor/renumber-list.ts";
import { outlineOf } from "../../shared/notes/outline.ts";

/** A text with its selection written into it: `|` for a cursor, `[…]` in angle quotes for a range. */
function stateOf(picture: string): EditorState {
  const [from, to] = picture.includes("«")
    ? [picture.indexOf("«"), picture.indexOf("»") - 1]
    : [picture.indexOf("|"), picture.indexOf("|")];
  const doc = picture.replaceAll(/[«»|]/gu, "");
  return parsed(
    EditorState.create({ doc, selection: EditorSelection.range(from, to), extensions: [markdownLanguage] }),
  );
}

/** The same, read to its end: a busy machine may not have read it in the time that making it takes. */
function parsed(state: EditorState): EditorState {
  ensureSyntaxTree(state, state.doc.length, 5000);
  return state.update({}).state;
}

function pictureOf({ doc, selection: { main } }: EditorState): string {
  const text = doc.toString();
  if (main.empty) return `${text.slice(0, main.head)}|${text.slice(main.head)}`;
  return `${text.slice(0, main.from)}«${text.slice(main.from, main.to)}»${text.slice(main.to)}`;
}

function after(picture: string, command: typeof continueList): string {
  let state = stateOf(picture);
  command({ state, dispatch: (transaction) => (state = numbered(transaction)) });
  return pictureOf(state);
}

/** What an edit comes to, with the numbers that follow it. */
function numbered(transaction: Transaction): EditorState {
  return transaction.state.update({ changes: numbersAfter(transaction) }).state;
}

describe("Enter", () => {
  test.each([
    ["- milk|", "- milk\n- |"],
    ["  * milk|", "  * milk\n  * |"],
    ["9. nine|", "9. nine\n10. |"],
    ["1. a|\n   ```\n   1. x\n   3. y\n   ```\n2. b", "1. a\n2. |\n   ```\n   1. x\n   3. y\n   ```\n3. b"],
    ["- [x] done|", "- [x] done\n- [ ] |"],
    ["> said|", "> said\n> |"],
    ["- one| two", "- one\n- | two"],
    ["- one\n- |", "- one\n|"],
    ["> said\n> |", "> said\n|"],
    ["1. a\n2. |", "1. a\n|"],
    ["- a\n    - |", "- a\n- |"],
    ["- a\n    - b\n        - |", "- a\n    - b\n    - |"],
    ["1. a\n    - b\n    - |\n2. c", "1. a\n    - b\n2. |\n3. c"],
    ["- [ ] a\n  more\n    - [ ] |", "- [ ] a\n  more\n- [ ] |"],
    ["text\n  - |", "text\n|"],
    ["- a -> b <https://a.example>\n    - |", "- a -> b <https://a.example>\n- |"],
  ])("in %j makes %j", (before, expected) => {
    expect(after(before, continueList)).toBe(expected);
  });

  test.each(["|- milk", "plain|", "-no gap|", "```\n- code|\n```", "1.5 of them|"])("is left alone in %j", (before) => {
    expect(after(before, continueList)).toBe(before);
  });

  test.each([
    ["- [-] dropped|", "- [-] dropped\n- [ ] |"],
    ["- [-] |", "|"],
  ])("behind what was dropped, %j, makes %j", (before, expected) => {
    expect(after(before, continueList)).toBe(expected);
  });

  test("before the words of an item begins no item", () => {
    expect(continuationOf("- [ ] a", 3)).toEqual({ do: "nothing" });
  });
});

describe("Backspace", () => {
  test.each([
    ["- |milk", "|milk"],
    ["- [ ] |", "|"],
    ["- a\n    - |", "- a\n- |"],
    ["- a > b\n    - |", "- a > b\n- |"],
    ["- a\n    - |b", "- a\n    |b"],
    ["> |said", "|said"],
    ["> > |said", "> |said"],
    ["12. |twelve", "|twelve"],
  ])("in %j makes %j", (before, expected) => {
    expect(after(before, deleteMarker)).toBe(expected);
  });

  test.each(["- m|ilk", "-| milk", "|", "2026. |We", "```\n- |\n```"])("is left alone in %j", (before) => {
    expect(after(before, deleteMarker)).toBe(before);
  });
});

describe("deleting lines of a numbered list", () => {
  const deletion: typeof continueList = ({ state, dispatch }) => {
    dispatch(state.update({ ...state.replaceSelection(""), userEvent: "delete.selection" }));
    return true;
  };

  test.each([
    ["1. a\n«2. b\n»3. c\n4. d", "1. a\n|2. c\n3. d"],
    ["«1. a\n»2. b\n3. c", "|1. b\n2. c"],
    ["1. a\n2. b«\n3. c»\n4. d", "1. a\n2. b|\n3. d"],
    ["1. a\n    1. x\n«    2. y\n»    3. z\n2. b", "1. a\n    1. x\n|    2. z\n2. b"],
    ["> 1. a\n«> 2. b\n»> 3. c", "> 1. a\n|> 2. c"],
    ["3. a\n«4. b\n»5. c", "3. a\n|4. c"],
    [
      "1. a\n«2. b\n»3. c\n   ```\n   1. x\n   3. y\n   ```\n4. d",
      "1. a\n|2. c\n   ```\n   1. x\n   3. y\n   ```\n3. d",
    ],
  ])("counts on in what follows: %j makes %j", (before, expected) => {
    expect(after(before, deletion)).toBe(expected);
  });

  test.each([
    ["1. a\n«5. b\n»9. c", "1. a\n|9. c"],
    ["1. a\n«1. b\n»1. c", "1. a\n|1. c"],
    ["«words\n»3. c\n4. d", "|3. c\n4. d"],
    ["«words\n»3. c\n5. d", "|3. c\n5. d"],
    ["«1. a\n»1. b\n1. c", "|1. b\n1. c"],
    ["- a\n«- b\n»- c", "- a\n|- c"],
    ["1. a\n2. «b»\n3. c", "1. a\n2. |\n3. c"],
    ["```\n1. a\n«2. b\n»3. c\n```", "```\n1. a\n|3. c\n```"],
    ["words\n\n    1. a\n«    2. b\n»    3. c", "words\n\n    1. a\n|    3. c"],
  ])("leaves other numbers as they are: %j makes %j", (before, expected) => {
    expect(after(before, deletion)).toBe(expected);
  });

  test("leaves numbers as they are where it isn't known what is code", () => {
    const state = EditorState.create({ doc: "1. a\n2. b\n3. c" });
    expect(numbersAfter(state.update({ changes: { from: 5, to: 10 }, userEvent: "delete.selection" }))).toEqual([]);
  });

  test("leaves what others delete to them", () => {
    const state = stateOf("|1. a\n2. b\n3. c");
    expect(numbersAfter(state.update({ changes: { from: 5, to: 10 } }))).toEqual([]);
  });
});

describe("what is pasted", () => {
  const pasting = (make: (state: EditorState) => TransactionSpec | undefined): typeof continueList => {
    return ({ state, dispatch }) => {
      const spec = make(state);
      if (spec) dispatch(state.update(spec));
      return spec !== undefined;
    };
  };

  test.each([
    ["see «here» now", "https://a.example/x", "see [here](https://a.example/x)| now"],
    ["see «here» now", "https://a.example/x_(y)\n", "see [here](https://a.example/x_%28y%29)| now"],
    ["see | now", "https://a.example/x", "see | now"],
    ["see «https://b.example»", "https://a.example/x", "see «https://b.example»"],
    ["«a\nb»", "https://a.example/x", "«a\nb»"],
    ["see «here»", "an https://a.example/x", "see «here»"],
    ["see «here»", "javascript:alert(1)", "see «here»"],
    ["[«here»](old)", "https://a.example/x", "[«here»](old)"],
    ["![«here»](old)", "https://a.example/x", "![«here»](old)"],
    ["`see «here»`", "https://a.example/x", "`see «here»`"],
    ["see «`here`»", "https://a.example/x", "see [`here`](https://a.example/x)|"],
    ["«# Title»", "https://a.example/x", "# [Title](https://a.example/x)|"],
    ["«- [ ] item »", "https://a.example/x", "- [ ] [item](https://a.example/x)| "],
  ])("over %j as %j makes %j", (before, address, expected) => {
    expect(
      after(
        before,
        pasting((state) => pastedLink(state, address)),
      ),
    ).toBe(expected);
  });

  test.each([
    ["- a\n- |", "- b\n    - c\n- d", "- a\n- b\n    - c\n- d|"],
    ["- a\n    - |", "1. b\n2. c", "- a\n    1. b\n    2. c|"],
    ["- |", "## T\n\npara", "- ## T\n\n  para|"],
    ["- [ ] |", "## T\n\npara", "- [ ] ## T\n\n  para|"],
    ["1. a\n2. |", "```\ncode\n```", "1. a\n2. ```\n   code\n   ```|"],
    ["> |", "## T\n\npara", "> ## T\n>\n> para|"],
    ["> - |", "- b\n- c", "> - b\n> - c|"],
    ["> |", "- b\n- c", "> - b\n> - c|"],
    ["some |words", "## T\n\npara", "some \n\n## T\n\npara|\n\nwords"],
    ["some\n|", "| a | b |\n| --- | --- |", undefined],
    ["some |", "plain words", "some |"],
  ])("into %j as %j makes %j", (before, text, expected) => {
    const command = pasting((state) => pastedBlocks(state, text, { isRich: true }));
    if (expected !== undefined) expect(after(before, command)).toBe(expected);
    else expect(pastedBlocks(stateOf(before), text, { isRich: true })).toMatchObject({ changes: { insert: text } });
  });

  test("over cells of a table as an address breaks no row", () => {
    const doc = "| aa | b |\n| - | - |";
    const link = (anchor: number, head: number) =>
      pastedLink(
        EditorState.create({ doc, selection: { anchor, head }, extensions: [markdownLanguage] }),
        "https://a.example/x",
      );
    expect(link(2, 8)).toBeUndefined();
    expect(link(2, 4)).toMatchObject({ changes: [{ from: 2 }, { from: 4 }] });
  });

  test("plain stays as it is, but for a list in an empty item", () => {
    const plain = (text: string) => pasting((state) => pastedBlocks(state, text, { isRich: false }));
    expect(after("a |", plain("# T\n\nb"))).toBe("a |");
    expect(after("> |", plain("a\n\nb"))).toBe("> |");
    expect(after("- |", plain("- [ ] a\n- b"))).toBe("- [ ] a\n- b|");
  });
});

describe("formatting", () => {
  test.each<[Format, string, string]>([
    ["bold", "a «word» here", "a **«word»** here"],
    ["bold", "a **«word»** here", "a «word» here"],
    ["bold", "a word| here", "a word**|** here"],
    ["bold", "a wo|rd here", "a **wo|rd** here"],
    ["bold", "a **wo|rd** here", "a wo|rd here"],
    ["bold", "say **loud|**", "say **loud**|"],
    ["bold", "say **|**", "say |"],
    ["italic", "say **|**", "say **_|_**"],
    ["bold", "a «**word**» here", "a «word» here"],
    ["bold", "a «word »here", "a **«word** »here"],
    ["bold", "**_«word»_**", "_«word»_"],
    ["italic", "**«word»**", "_**«word»**_"],
    ["bold", "_«word»_", "**_«word»_**"],
    ["bold", "**one «two» three**", "**one** «two» **three**"],
    ["bold", "**one two «three»**", "**one two** «three»"],
    ["bold", "«a **b** c»", "**«a b c»**"],
    ["bold", "a **b «c** d» e", "a **b «c d»** e"],
    ["italic", "a **b «c** d» e", "a _**b «c** d»_ e"],
    ["bold", "- «[ ] one\n- two\n\n# three»", "- «[ ] **one**\n- **two**\n\n# **three»**"],
    ["bold", "- «**one**\n- **two**»", "- «one\n- two»"],
    ["bold", "«a\n```\nb\n```\nc»", "**«a**\n```\nb\n```\n**c»**"],
    ["bold", "**«a\nb»**", "«a\nb»"],
    ["bold", "«a\n===\n\n---\n\nb»", "**«a**\n===\n\n---\n\n**b»**"],
    ["bold", "**«a**\n===\n\n---\n\n**b»**", "«a\n===\n\n---\n\nb»"],
    [
      "bold",
      "«see [a]\n\n[a]: https://a.example\n\n- - -\n\n<details>\n\nb»",
      "**«see [a]**\n\n[a]: https://a.example\n\n- - -\n\n<details>\n\n**b»**",
    ],
    ["bold", "a `co«de` b» c", "a **`co«de` b»** c"],
    ["bold", "a [«word»](https://a.example)", "a [**«word»**](https://a.example)"],
    ["italic", "wo«r»d", "wo*«r»*d"],
    ["italic", "_a **b «c» d** e_", "_a_ **b «c» d** _e_"],
    ["bold", "**see [the «docs»](u) now**", "**see** [the «docs»](u) **now**"],
    ["italic", "_w«or»d_", "*w*«or»*d*"],
    ["code", "**«word»**", "**`«word»`**"],
    ["code", "_«word»_", "_`«word»`_"],
    ["code", "***«word»***", "***`«word»`***"],
    ["code", "~~«word»~~", "~~`«word»`~~"],
    ["code", "«a **b** c»", "`«a` **`b`** `c»`"],
    ["code", "`«a*b*c»`", "«a\\*b\\*c»"],
    ["code", "«a\\*b\\*c»", "`«a*b*c»`"],
    ["bold", "«(note)»x", "«(**note**)»x"],
    ["bold", "«(**note**)»x", "«(note)»x"],
    ["bold", "«(**note**)» x", "**«(note)»** x"],
    ["bold", "**«(note)»**x", "«(note)»x"],
    ["bold", "中文«（注）»文字", "中文«（**注**）»文字"],
    ["bold", "snake_«case»_x", "snake_**«case»**_x"],
    ["bold", "**w**«or»**d**", "**w«or»d**"],
    ["bold", "**w«or»d**", "**w**«or»**d**"],
    ["bold", "[x](«https://a.example»)", "[x](«https://a.example»)"],
    ["italic", "*«a»*", "«a»"],
    ["code", "a `«word»` here", "a «word» here"],
    ["code", "«a `b` c»", "`«a b c»`"],
    ["code", "«a ` c»", "``«a ` c»``"],
    ["block", "«a\n```\nb\n```»", "````\n«a\n```\nb\n```»\n````"],
    ["link", "see he|re", "see [here](«https://»)"],
    ["italic", "|", "_|_"],
    ["code", "a «word» here", "a `«word»` here"],
    ["code", "«a\nb»", "```\n«a\nb»\n```"],
    ["link", "see «here»", "see [here](«https://»)"],
    ["link", "«https://a.example»", "[|](https://a.example)"],
    ["link", "«- item»", "- [item](«https://»)"],
    ["link", "[he|re](https://a.example)", "[here](«https://a.example»)"],
    ["link", "`«a» b`", "`«a» b`"],
    ["link", "«a\nb»", "«a\nb»"],
    ["heading", "Title|", "## Title|"],
    ["heading", "## Title|", "### Title|"],
    ["heading", "### Title|", "Title|"],
    ["list", "«a\n\nb»", "- «a\n\n- b»"],
    ["list", "- «a\n- b»", "«a\nb»"],
    ["list", "- [ ] a|", "- a|"],
    ["checkbox", "- a|", "- [ ] a|"],
    ["checkbox", "1. a|", "- [ ] a|"],
    ["quote", "- a|", "> - a|"],
    ["quote", "> - a|", "- a|"],
  ])("%s turns %j into %j", (format, before, expected) => {
    expect(after(before, formatCommand(format))).toBe(expected);
  });

  test("marks the cells of a table one by one", () => {
    const doc = "| a | b |\n| - | - |\n| c | d |";
    let state = EditorState.create({ doc, selection: { anchor: 0, head: doc.length }, extensions: [markdownLanguage] });
    formatCommand("bold")({ state, dispatch: (transaction) => (state = transaction.state) });
    expect(state.doc.toString()).toBe("| **a** | **b** |\n| - | - |\n| **c** | **d** |");
    formatCommand("bold")({ state, dispatch: (transaction) => (state = transaction.state) });
    expect(state.doc.toString()).toBe(doc);
  });

  test("does nothing where one may only read", () => {
    const state = EditorState.create({ doc: "a", extensions: [EditorState.readOnly.of(true)] });
    expect(formatCommand("bold")({ state, dispatch: () => expect.unreachable() })).toBe(false);
  });
});

describe("an outline", () => {
  test("has the headings with their lines, as people read them", () => {
    const text =
      "# Caching\n\ntext\n## What **broke** #\n####### no\n#no\n  ### [Docs](https://a.example) of `x_y`\n#\n";
    expect(outlineOf(text)).toEqual([
      { level: 1, text: "Caching", line: 1 },
      { level: 2, text: "What broke", line: 4 },
      { level: 3, text: "Docs of x_y", line: 7 },
    ]);
  });

  test("takes no # in code for a heading, whatever the code block looks like", () => {
    const text =
      "```sh\n# one\n```` not\n~~~\n# two\n```\n# Yes\n~~~~\n# three\n~~~\n# four\n~~~~~\n## Also\n``` inline ``` # not\n# End";
    expect(outlineOf(text).map((heading) => heading.text)).toEqual(["Yes", "Also", "End"]);
  });

  test("[E9] of lines that are made to take long takes as long as of others", () => {
    const many = (part: string) => part.repeat(1_000_000 / part.length);
    expect(outlineOf(`# ${many(" ")}\r`)).toEqual([]);
    expect(outlineOf(`# a${many(" ")}\rb`)).toHaveLength(1);
    expect(outlineOf(`# ${many(" #")}b`)).toHaveLength(1);
    for (const part of ["[", "[](", "(", "![a](b("]) expect(outlineOf(`# ${many(part)}`)).toHaveLength(1);
    expect(outlineOf("# [Docs](https://a.example/(b)) and [a[b]")).toMatchObject([{ text: "Docs and [a[b]" }]);
  });
});
