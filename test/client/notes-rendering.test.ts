import { TreeFragment } from "@lezer/common";
import { indentLess, indentMore } from "@codemirror/commands";
import { ensureSyntaxTree, indentUnit, syntaxTree } from "@codemirror/language";
import { EditorSelection, EditorState, type StateCommand } from "@codemirror/state";
import { keymap, type Decoration } from "@codemirror/view";
import { highlightTree, tagHighlighter, tags } from "@lezer/highlight";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { continueList } from "../../client/notes/editor/continue-list.ts";
import { formatCommand } from "../../client/notes/editor/format-commands.ts";
import { lineEnds } from "../../client/notes/editor/line-ends.ts";
import { lineInHash } from "../../client/notes/editor/linked-line.ts";
import { isLoneDash } from "../../client/notes/editor/lone-dash.ts";
import { markdownLanguage, markdownParser } from "../../client/notes/editor/markdown-language.ts";
import { linkAt, LinkArrow } from "../../client/notes/note-links.ts";
import { renderedMarks } from "../../client/notes/editor/rendered-marks.ts";
import { editorKeys } from "../../client/notes/editor/editor-keys.ts";
import { numbersAfter, thenRenumber } from "../../client/notes/editor/renumber-list.ts";
import { safeHref } from "../../client/notes/safe-href.ts";
import { tintsIn } from "../../client/notes/editor/syntax-tints.ts";
import { moveToCell } from "../../client/notes/editor/table-cells.ts";
import { Space } from "../../client/notes/editor/table-columns.ts";
import { taskToggle, TaskBox, toggleTask } from "../../client/notes/editor/task-box.ts";

const extensions = [markdownLanguage, lineEnds, indentUnit.of("    ")];

/** A text with the cursor where ‸ is. */
function stateOf(picture: string): EditorState {
  const doc = picture.replace("‸", "");
  const at = Math.max(picture.indexOf("‸"), 0);
  return parsed(EditorState.create({ doc, selection: EditorSelection.cursor(at), extensions }));
}

/** The same, read to its end: on a busy machine a state is made with what was read in 20 ms, and only the next one has the rest. */
function parsed(state: EditorState): EditorState {
  ensureSyntaxTree(state, state.doc.length, 5000);
  return state.update({}).state;
}

/** How a text is drawn: hidden marks left out, a box as ☐ or ☑, a link's arrow as ↗, room in tables as dots. */
function drawn(state: EditorState, touched: readonly { from: number; to: number }[] = [], columns = 80): string {
  let shown = "";
  let at = 0;
  const { doc } = state;
  const marks = renderedMarks(state, [{ from: 0, to: doc.length }], touched, columns);
  for (const cursor = marks.iter(); cursor.value; cursor.next()) {
    const { widget } = cursor.value.spec as { widget?: unknown };
    if (!cursor.value.point || (cursor.value.spec as { class?: string }).class) continue;
    shown += doc.sliceString(at, cursor.from);
    if (widget instanceof TaskBox) shown += doc.sliceString(cursor.from, cursor.to).includes("[ ]") ? "☐" : "☑";
    if (widget instanceof LinkArrow) shown += "↗";
    if (widget instanceof Space) shown += "·".repeat(widget.width);
    at = cursor.to;
  }
  return shown + doc.sliceString(at);
}

describe("what is drawn of", () => {
  test.each([
    ["## Title", "Title"],
    ["## Title ##", "Title"],
    ["##", "##"],
    ["a **bold** _it_ ~~no~~ `code` \\*", "a bold it no code *"],
    ["- [ ] do\n- [x] done\n1. [ ] third", "☐ do\n☑ done\n1. ☐ third"],
    ["- [ ]", "- [ ]"],
    ["> said\n> > twice", "said\ntwice"],
    ["[words](https://a.example/x) end", "words↗ end"],
    ["https://a.example and <mailto:a@b.example>", "https://a.example↗ and mailto:a@b.example↗"],
    ["[x](javascript:alert(1)) [ref] [a](/path)", "[x](javascript:alert(1)) [ref] [a](/path)"],
    ["[](https://a.example)", "[](https://a.example)↗"],
    ["```\n**raw** [x](https://a.example)\n```", "```\n**raw** [x](https://a.example)\n```"],
    ["| a | bb |\n|---|---|\n| ccc | d |", "| a ··| bb |\n|---··|---·|\n| ccc | d ·|"],
    ["[https://a.example](https://b.example)", "https://a.example↗"],
    ["[https://a.example]", "[https://a.example]"],
    ["[two\nlines](https://a.example)", "two\nlines↗"],
  ])("%j is %j", (text, expected) => {
    expect(drawn(stateOf(text))).toBe(expected);
  });

  test.each([
    ["a **bo‸ld** _it_", "a **bold** it"],
    ["# Ti‸tle\n## Sub", "# Title\nSub"],
    ["- [‸ ] do\n- [ ] more", "- [ ] do\n☐ more"],
    ["- [ ] do‸", "☐ do"],
    ["[wo‸rds](https://a.example)", "[words](https://a.example)↗"],
  ])("%j, the source is shown where the cursor is", (picture, expected) => {
    const state = stateOf(picture);
    expect(drawn(state, state.selection.ranges)).toBe(expected);
  });
});

test.each([
  [39, "| name ··| what it is ··········| end |", "2"],
  [38, "| name ··| what it is | end |", "11"],
  [26, "| name ··| what it is | end |", "11"],
  [25, "| name | what it is | end |", "2"],
])("a table in %i columns lines up as far as it fits, and goes on below itself", (columns, head, hang) => {
  const state = stateOf("| name | what it is | end |\n|---|---|---|\n| naming | to call something so | 1 |");
  expect(drawn(state, [], columns).split("\n")[0]).toBe(head);
  const marks = renderedMarks(state, [{ from: 0, to: state.doc.length }], [], columns);
  const { attributes } = (marks.iter().value as Decoration).spec as { attributes?: { style: string } };
  expect(attributes?.style).toBe(`--hang: ${hang}ch`);
});

test.each([
  ["Tab", 1, "| a‸ | b |\n|---|---|\n| c | d |", "| a | ‸b‸ |\n|---|---|\n| c | d |"],
  ["Tab", 1, "| a | b‸ |\n|---|---|\n| c | d |", "| a | b |\n|---|---|\n| ‸c‸ | d |"],
  ["Tab", 1, "| a | b |\n|---|---|\n|  | d‸ |\n\nend", "| a | b |\n|---|---|\n|  | d |\n| ‸‸ |  |\n\nend"],
  ["Shift+Tab", -1, "| a | b |\n|---|---|\n| c‸ | d |", "| a | ‸b‸ |\n|---|---|\n| c | d |"],
  ["Shift+Tab", -1, "| ‸a | b |\n|---|---|\n| c | d |", "| ‸‸a | b |\n|---|---|\n| c | d |"],
] as const)("%s (%i) goes from cell to cell of a table in %j", (_key, by, before, expected) => {
  let state = stateOf(before);
  expect(moveToCell(by)({ state, dispatch: (transaction) => (state = transaction.state) })).toBe(true);
  const { from, to } = state.selection.main;
  const text = state.doc.toString();
  expect(`${text.slice(0, from)}‸${text.slice(from, to)}‸${text.slice(to)}`).toBe(expected);
});

test.each(["no ‸table", "> | a‸ | b |\n> |---|---|"])("Tab is as ever in %j", (picture) => {
  expect(moveToCell(1)({ state: stateOf(picture), dispatch: () => expect.unreachable() })).toBe(false);
});

test.each(["*a_", "[](", "**a **", "`a "])(
  "words with more of %j than people write are words alone, what stands beside them isn't",
  (mark) => {
    const marked = (count: number) =>
      drawn(stateOf(`**bold** [a](https://a.example)\n\n${mark.repeat(count)}\n\n- [x] done`));
    const many = mark.repeat(1200);
    expect(marked(1200)).toBe(`bold a↗\n\n${many}\n\n☑ done`);
    expect(markdownParser.parse(many).toString()).toBe("Document(Paragraph)");
    expect(markdownParser.parse("*a* ".repeat(400)).toString()).toContain("Emphasis");
  },
);

describe("a task", () => {
  test.each([
    ["- [ ] a", "- [x] a"],
    ["  - [x] a", "  - [ ] a"],
    ["3. [X] a", "3. [ ] a"],
    ["> * [ ] a", "> * [x] a"],
    ["- [-] a", "- [ ] a"],
  ])("in %j is ticked by one edit of one character", (before, after) => {
    const state = stateOf(before);
    const transaction = state.update(taskToggle(state, before.length)!);
    expect(transaction.newDoc.toString()).toBe(after);
    const edits: [number, number, string][] = [];
    transaction.changes.iterChanges((from, to, _fromB, _toB, text) => edits.push([from, to, text.toString()]));
    expect(edits).toEqual([[before.indexOf("[") + 1, before.indexOf("[") + 2, expect.stringMatching(/^[x ]$/u)]]);
  });

  test("stays as it is where one may only read, and where there is none", () => {
    const state = EditorState.create({ doc: "- [ ] a", extensions: [...extensions, EditorState.readOnly.of(true)] });
    expect(taskToggle(state, 0)).toBeUndefined();
    expect(toggleTask({ state, dispatch: () => expect.unreachable() })).toBe(false);
    expect(taskToggle(stateOf("[ ] a"), 0)).toBeUndefined();
  });
});

/** What a key does in the editor: the first binding has it. */
function keyOf(key: string, how: "run" | "shift" = "run"): StateCommand {
  const bindings = EditorState.create({ extensions: editorKeys }).facet(keymap).flat();
  return bindings.find((binding) => binding.key === key)![how] as unknown as StateCommand;
}

describe("a numbered list", () => {
  const indent = thenRenumber(indentMore, { restart: true });
  const outdent = thenRenumber(indentLess, { restart: false });

  test.each<[string, StateCommand, string, string]>([
    ["Enter", continueList, "1. a‸\n2. b\n3. c", "1. a\n2. \n3. b\n4. c"],
    ["Enter", continueList, "1. a‸\n1. b\n1. c", "1. a\n1. \n1. b\n1. c"],
    ["Enter", continueList, "1. a‸\n    1. in\n2. b", "1. a\n2. \n    1. in\n3. b"],
    ["Tab", indent, "1. a\n2. b‸\n3. c", "1. a\n    1. b\n2. c"],
    ["Tab", indent, "1. a\n    1. b\n2. c‸\n3. d", "1. a\n    1. b\n    2. c\n2. d"],
    ["Shift+Tab", outdent, "1. a\n    1. b‸\n2. c", "1. a\n2. b\n3. c"],
    ["Tab", indent, "- a\n- b‸", "- a\n    - b"],
    ["Alt+Up", keyOf("Alt-ArrowUp"), "1. a\n2. b‸\n3. c", "1. b\n2. a\n3. c"],
    ["Alt+Down", keyOf("Alt-ArrowDown"), "8. a‸\n9. b\n10. c", "8. b\n9. a\n10. c"],
    ["Alt+Down", keyOf("Alt-ArrowDown"), "1. a‸\n5. b", "5. b\n1. a"],
    ["Shift+Alt+Down", keyOf("Alt-ArrowDown", "shift"), "1. a‸\n2. b", "1. a\n2. a\n3. b"],
    ["Shift+Alt+Up", keyOf("Alt-ArrowUp", "shift"), "1. a\n2. b‸\n3. c", "1. a\n2. b\n3. b\n4. c"],
    ["Alt+Up", keyOf("Alt-ArrowUp"), "```\n1. a\n2. b‸\n```", "```\n2. b\n1. a\n```"],
  ])("counts on after %s in %j", (_key, command, before, expected) => {
    let state = stateOf(before);
    command({
      state,
      dispatch: (transaction) => (state = transaction.state.update({ changes: numbersAfter(transaction) }).state),
    });
    expect(state.doc.toString()).toBe(expected);
  });
});

test("keys that save and underline elsewhere do nothing, so that the browser does nothing of its own either", () => {
  const state = stateOf("a‸");
  for (const key of ["Mod-s", "Mod-u"]) expect(keyOf(key)({ state, dispatch: () => expect.unreachable() })).toBe(true);
});

describe("a format", () => {
  test.each([
    ["numbers", "- a‸", "1. a"],
    ["numbers", "1. a‸", "a"],
    ["checkbox", "- [-] a‸", "a"],
    ["list", "- [-] a‸", "- a"],
    ["block", "‸", "```\n\n```"],
    ["block", "a‸", "```\na\n```"],
    ["table", "- a\n‸", "- a\n\n| Column | Column |\n| ------ | ------ |\n|        |        |"],
    ["table", "a‸\nb", "a\n\n| Column | Column |\n| ------ | ------ |\n|        |        |\n\nb"],
  ] as const)("%s turns %j into %j", (format, before, expected) => {
    let state = stateOf(before);
    formatCommand(format)({ state, dispatch: (transaction) => (state = transaction.state) });
    expect(state.doc.toString()).toBe(expected);
  });
});

describe("an address", () => {
  test.each([
    ["https://a.example/x?y#z", "https://a.example/x?y#z"],
    ["www.a.example", "https://www.a.example/"],
    ["a@b.example", "mailto:a@b.example"],
    ["javascript:alert(1)", undefined],
    [" java\nscript:alert(1)", undefined],
    ["data:text/html,x", undefined],
    ["/path", undefined],
    ["//a.example", undefined],
    ["vbscript:x", undefined],
  ])("%j leads to %j", (written, expected) => {
    expect(safeHref(written)).toBe(expected);
  });

  test("is found at the cursor, from either side", () => {
    const state = stateOf("see [it](https://a.example/) there");
    expect(linkAt(stateOf("[https://a.example](https://b.example)"), 5)).toBe("https://b.example/");
    expect([4, 6, 29, 3].map((at) => linkAt(state, at))).toEqual([
      "https://a.example/",
      "https://a.example/",
      undefined,
      undefined,
    ]);
  });

  test.each([
    ["#L12", 12],
    ["#L0", undefined],
    ["#line-3", undefined],
    ["#L12x", undefined],
  ])("ending in %s means line %s", (hash, line) => {
    expect(lineInHash(hash)).toBe(line);
  });
});

describe("any Markdown", () => {
  const scrap = fc.constantFrom(
    ..."# |## |- |- [ ] |- [x] |1. |> |**|_|`|```\n|~~|[|](https://a.example)|](javascript:x)|<b>|\\|\n|\n\n|\r\n|\r|    |\t|日本|👩‍💻|---\n|![|&amp;|a@b.example|\u2028|\u00a0|word |\ud800".split(
      "|",
    ),
    "| a | b |\n|---|---|\n| c |\n",
    "|",
  );
  const markdown = fc.array(scrap, { maxLength: 40 }).map((scraps) => scraps.join(""));

  test("[W20] typed in pieces, and drawn after each, is the same text byte for byte", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(markdown, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 6 }),
        (pieces) => {
          let state = EditorState.create({ doc: "", extensions });
          let expected = "";
          for (const [insert, where] of pieces) {
            const from = Math.floor(where * expected.length);
            expected = expected.slice(0, from) + insert + expected.slice(from);
            state = parsed(
              state.update({ changes: { from, insert }, selection: { anchor: from + insert.length } }).state,
            );
            renderedMarks(state, [{ from: 0, to: state.doc.length }], state.selection.ranges);
            drawn(state);
          }
          expect(state.doc.toString()).toBe(expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("[W20] no part that is hidden reaches into another line", () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const state = stateOf("");
        const next = parsed(state.update({ changes: { from: 0, insert: text } }).state);
        const marks = renderedMarks(next, [{ from: 0, to: next.doc.length }], []);
        for (const cursor = marks.iter(); cursor.value; cursor.next())
          if (cursor.value.point) expect(next.sliceDoc(cursor.from, cursor.to)).not.toContain("\n");
      }),
      { numRuns: 150 },
    );
  });

  test("looks in any part as it does when all blocks before are gone through", () => {
    const style = tagHighlighter(
      [tags.heading, tags.quote, tags.list, tags.strong, tags.link, tags.monospace, tags.processingInstruction].map(
        (tag, at) => ({ tag, class: `look-${at}` }),
      ),
    );
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(markdown, share, share, (text, one, other) => {
        const next = parsed(stateOf("").update({ changes: { from: 0, insert: text } }).state);
        // What is a heading by a lone dash only looks as no heading.
        fc.pre(
          syntaxTree(next)
            .topNode.getChildren("SetextHeading2")
            .every((node) => !isLoneDash(next.doc, node)),
        );
        const [from, to] = [one, other].map((at) => Math.floor(at * next.doc.length)).toSorted((a, b) => a - b);
        const found: unknown[] = [];
        const tints = tintsIn(next, [{ from: from!, to: to! }], style);
        for (const at = tints.iter(); at.value; at.next())
          found.push([at.from, at.to, (at.value.spec as { class: string }).class]);
        const expected: unknown[] = [];
        highlightTree(syntaxTree(next), style, (...tint) => expected.push(tint), from, to);
        expect(found).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  test("[W20] is read after each edit of a long text as if it were read for the first time", () => {
    const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30), markdown);
    fc.assert(
      fc.property(
        fc.array(markdown, { minLength: 1, maxLength: 20 }),
        fc.array(edit, { maxLength: 20 }),
        (parts, edits) => {
          const doc = Array.from({ length: 200 }, (_, at) => `${parts[at % parts.length]}\n\nAnd on.\n`).join("\n");
          let state = parsed(EditorState.create({ doc, extensions }));
          // The parser by itself, which takes up what is unchanged as well, and in rare texts reads it differently then.
          let alone = TreeFragment.addTree(markdownParser.parse(doc));
          for (const [where, removed, insert] of edits) {
            const from = Math.floor(where * state.doc.length);
            const to = Math.min(from + removed, state.doc.length);
            state = parsed(state.update({ changes: { from, to, insert } }).state);
            const change = { fromA: from, toA: to, fromB: from, toB: from + insert.length };
            const unchanged = TreeFragment.applyChanges(alone, [change]);
            alone = TreeFragment.addTree(markdownParser.parse(state.doc.toString(), unchanged), unchanged);
          }
          const read = String(ensureSyntaxTree(state, state.doc.length, 5000));
          const right = [String(markdownParser.parse(state.doc.toString())), String(alone[0]?.tree)];
          expect(right.includes(read), state.doc.toString().slice(0, 500)).toBe(true);
        },
      ),
      { numRuns: 12 },
    );
  });
});
