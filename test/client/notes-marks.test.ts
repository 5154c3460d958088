import { EditorSelection, EditorState } from "@codemirror/state";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatCommand, type Format } from "../../client/notes/editor/format-commands.ts";
import { markdownLanguage, markdownParser } from "../../client/notes/editor/markdown-language.ts";

const KINDS = ["StrongEmphasis", "Emphasis", "InlineCode", "Strikethrough", "Link"];
const KIND_OF: Partial<Record<Format, string>> = { bold: "StrongEmphasis", italic: "Emphasis", code: "InlineCode" };

interface Letter {
  letter: string;
  at: number;
  kinds: ReadonlySet<string>;
}

/** What one reads, letter by letter, and what marks it. */
function read(text: string): Letter[] {
  const kinds = Array.from(text, () => new Set<string>());
  const isHidden = Array.from(text, () => false);
  markdownParser.parse(text).iterate({
    enter: ({ name, from, to, node }) => {
      for (let at = from; at < to; at++) {
        if (KINDS.includes(name)) kinds[at]!.add(name);
        if (name.endsWith("Mark") || (name === "URL" && node.parent?.name === "Link")) isHidden[at] = true;
        if (name === "Escape" && at === from) isHidden[at] = true;
      }
    },
  });
  return [...text]
    .map((letter, at) => ({ letter, at, kinds: kinds[at]! }))
    .filter(({ letter, at }) => !isHidden[at] && letter.trim() !== "");
}

const wordsOf = (text: string) =>
  read(text)
    .map(({ letter }) => letter)
    .join("");
const looksOf = (text: string, but?: string) =>
  read(text).map(
    ({ letter, kinds }) =>
      letter +
      [...kinds]
        .filter((kind) => kind !== but)
        .toSorted()
        .join(),
  );

const { markdown } = fc.letrec<{ markdown: string; part: string }>((tie) => ({
  markdown: fc
    .array(fc.tuple(tie("part"), fc.constantFrom(" ", " ", "", ", ", " (", ") ")), { minLength: 1, maxLength: 4 })
    .map((parts) =>
      parts
        .map(([part, gap]) => part + gap)
        .join("")
        .trim(),
    ),
  part: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("word", "a", "(note)", "中文", "so-so", "x.", "snake_case"),
    fc.constantFrom("`code`", "`a b`"),
    fc
      .tuple(fc.constantFrom("**", "_", "*", "***", "~~", "__"), tie("markdown"))
      .map(([mark, inner]) => mark + inner + mark),
    tie("markdown").map((inner) => `[${inner}](https://a.example)`),
  ),
}));

describe("a mark put on and taken off", () => {
  test.each<Format>(["bold", "italic", "code"])(
    "[N45] as %s changes no word, and no other mark, and is there or not",
    (format) => {
      const command = formatCommand(format);
      const kind = KIND_OF[format]!;
      const press = (state: EditorState): EditorState => {
        let after = state;
        command({ state, dispatch: (transaction) => (after = transaction.state) });
        return after;
      };
      const has = (state: EditorState) => {
        const { from, to } = state.selection.main;
        return read(state.doc.toString())
          .filter(({ at, letter }) => at >= from && at < to && /[\p{L}\p{N}]/u.test(letter))
          .map(({ kinds }) => kinds.has(kind));
      };
      const text = markdown.filter((each) => !/[*`~[\]]|(?<!snake)_/u.test(wordsOf(each)) && wordsOf(each) !== "");
      fc.assert(
        fc.property(text, fc.nat(), fc.nat(), (doc, a, b) => {
          const places = [a % (doc.length + 1), b % (doc.length + 1)].toSorted((one, other) => one - other);
          const selection = EditorSelection.range(places[0]!, places[1]!);
          if (selection.empty) return;
          const before = EditorState.create({ doc, selection, extensions: [markdownLanguage] });
          const once = press(before);
          if (once.selection.main.empty) return;
          const twice = press(once);
          for (const state of [once, twice]) {
            expect(wordsOf(state.doc.toString())).toBe(wordsOf(doc));
            expect(looksOf(state.doc.toString(), kind)).toEqual(looksOf(doc, kind));
          }
          if (once.doc.eq(before.doc) || read(doc).some(({ kinds }) => kinds.has(kind))) return;
          // Between odd marks, code may find no way.
          if (format === "code" && has(once).includes(false)) return;
          expect(has(once)).toEqual(has(once).map(() => true));
          expect(looksOf(twice.doc.toString())).toEqual(looksOf(doc));
        }),
        {
          numRuns: 200,
          // Each word by itself can be code, and all of them together make the marks around them others'.
          examples: [["[**(note)**word (**word**word**, word**](https://a.example)", 29, 0]],
        },
      );
    },
  );

  test.each<[Format, string, string]>([
    ["italic", "*a _<b>_ c*", "*a* b *c*"],
    ["italic", "*a _b <c>_ d*", "*a b* c *d*"],
    ["italic", "_*<a>*_", "a"],
    ["bold", "**a __b <c> d__ e**", "**a b** c **d e**"],
    ["bold", "**a __b__ <c>**", "**a b** c"],
    ["bold", "**<a __b__ c>**", "a b c"],
    ["bold", "**a <b** **c> d**", "**a** b c **d**"],
    ["bold", "<**a** **b**>", "a b"],
    ["bold", "_**<a** **b>**_", "_a b_"],
    ["bold", "[**a** b **<c**](https://a.example) **d>**", "[**a** b c](https://a.example) d"],
    ["bold", "<**a**, **b**>", "**a, b**"],
    ["bold", "- **<a** **b**\n- **c>**", "- a b\n- c"],
    ["italic", "<_a_ *b*>", "a b"],
    ["code", "<`a` `b`>", "a b"],
  ])("[N45] as %s goes by one press from where it is more than once: %s", (format, marked, expected) => {
    const [from, to] = [marked.indexOf("<"), marked.indexOf(">") - 1];
    const doc = marked.replaceAll(/[<>]/gu, "");
    const selection = EditorSelection.range(from, to);
    const state = EditorState.create({ doc, selection, extensions: [markdownLanguage] });
    let after = state;
    formatCommand(format)({ state, dispatch: (transaction) => (after = transaction.state) });
    expect(after.doc.toString()).toBe(expected);
  });

  test.each(["bold", "italic"] as const)("[N45] as %s goes from all that is chosen, or nothing does", (format) => {
    const kind = KIND_OF[format]!;
    const has = (state: EditorState) => {
      const { from, to } = state.selection.main;
      return read(state.doc.toString())
        .filter(({ at }) => at >= from && at < to)
        .map(({ kinds }) => kinds.has(kind));
    };
    fc.assert(
      fc.property(markdown, fc.nat(), fc.nat(), (inner, a, b) => {
        const mark = format === "bold" ? "**" : "*";
        const doc = `${mark}${inner}${mark}`;
        if (/[*`~[\]]|(?<!snake)_/u.test(wordsOf(doc))) return;
        const places = [a % (doc.length + 1), b % (doc.length + 1)].toSorted((one, other) => one - other);
        const selection = EditorSelection.range(places[0]!, places[1]!);
        const before = EditorState.create({ doc, selection, extensions: [markdownLanguage] });
        if (selection.empty || has(before).length === 0 || has(before).includes(false)) return;
        let once = before;
        formatCommand(format)({ state: before, dispatch: (transaction) => (once = transaction.state) });
        if (once.doc.eq(before.doc)) return;
        expect(wordsOf(once.doc.toString())).toBe(wordsOf(doc));
        // Where one of several can't go alone, they become one first.
        expect(new Set(has(once)).size).toBe(1);
      }),
      { numRuns: 200 },
    );
  });
});
