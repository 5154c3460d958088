import { EditorSelection, EditorState } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { continuationOf, continueList } from "../../client/notes/continue-list.ts";
import { formatCommand, type Format } from "../../client/notes/format-commands.ts";
import { markdownLanguage } from "../../client/notes/markdown-language.ts";
import { outlineOf } from "../../shared/notes/outline.ts";

/** A text with its selection written into it: `|` for a cursor, `[…]` in angle quotes for a range. */
function stateOf(picture: string): EditorState {
  const [from, to] = picture.includes("«")
    ? [picture.indexOf("«"), picture.indexOf("»") - 1]
    : [picture.indexOf("|"), picture.indexOf("|")];
  const doc = picture.replaceAll(/[«»|]/gu, "");
  return EditorState.create({ doc, selection: EditorSelection.range(from, to), extensions: [markdownLanguage] });
}

function pictureOf({ doc, selection: { main } }: EditorState): string {
  const text = doc.toString();
  if (main.empty) return `${text.slice(0, main.head)}|${text.slice(main.head)}`;
  return `${text.slice(0, main.from)}«${text.slice(main.from, main.to)}»${text.slice(main.to)}`;
}

function after(picture: string, command: typeof continueList): string {
  let state = stateOf(picture);
  command({ state, dispatch: (transaction) => (state = transaction.state) });
  return pictureOf(state);
}

describe("Enter", () => {
  test.each([
    ["- milk|", "- milk\n- |"],
    ["  * milk|", "  * milk\n  * |"],
    ["9. nine|", "9. nine\n10. |"],
    ["- [x] done|", "- [x] done\n- [ ] |"],
    ["> said|", "> said\n> |"],
    ["- one| two", "- one\n- | two"],
    ["- one\n- |", "- one\n|"],
    ["> said\n> |", "> said\n|"],
    ["1. a\n2. |", "1. a\n|"],
  ])("in %j makes %j", (before, expected) => {
    expect(after(before, continueList)).toBe(expected);
  });

  test.each(["|- milk", "plain|", "-no gap|", "```\n- code|\n```", "1.5 of them|"])("is left alone in %j", (before) => {
    expect(after(before, continueList)).toBe(before);
  });

  test("before the words of an item begins no item", () => {
    expect(continuationOf("- [ ] a", 3)).toEqual({ do: "nothing" });
  });
});

describe("formatting", () => {
  test.each<[Format, string, string]>([
    ["bold", "a «word» here", "a **«word»** here"],
    ["bold", "a **«word»** here", "a «word» here"],
    ["italic", "|", "_|_"],
    ["code", "a «word» here", "a `«word»` here"],
    ["code", "«a\nb»", "```\n«a\nb»\n```"],
    ["link", "see «here»", "see [here](«https://»)"],
    ["link", "«https://a.example»", "[|](https://a.example)"],
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
