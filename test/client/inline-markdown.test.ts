import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joined } from "../../client/notes/editor/inline-markdown.ts";
import { markdownParser } from "../../client/notes/editor/markdown-language.ts";

interface Part {
  marked: string;
  words: string;
}

const together = (parts: readonly Part[]) =>
  parts.reduce((text, { marked, words }) => joined(text, marked, () => words), "");

/** What stands there as words: all that is no mark. */
function shown(markdown: string): string {
  let text = "";
  let at = 0;
  markdownParser.parse(markdown).iterate({
    enter: ({ name, from, to }) => {
      if (!/^(?:EmphasisMark|CodeMark|StrikethroughMark)$/u.test(name)) return;
      text += markdown.slice(at, from);
      at = to;
    },
  });
  return text + markdown.slice(at);
}

const PARTS: Part[] = [
  { marked: "a", words: "a" },
  { marked: "*b*", words: "b" },
  { marked: "**c**", words: "c" },
  { marked: "***d***", words: "d" },
  { marked: "**e*f***", words: "ef" },
  { marked: "*g**h***", words: "gh" },
  { marked: "`i`", words: "i" },
  { marked: "~~j~~", words: "j" },
  { marked: " ", words: " " },
];

describe("[W21] parts of pasted words that touch each other", () => {
  test("have the marks that both have around both", () => {
    expect(together([PARTS[2]!, { marked: "**x**", words: "x" }])).toBe("**cx**");
    expect(together([PARTS[1]!, PARTS[2]!])).toBe("*b***c**");
  });

  test("have none where they would show", () => {
    expect(
      together([
        { marked: "**a*b***", words: "ab" },
        { marked: "*c*", words: "c" },
      ]),
    ).toBe("**a*b***c");
    expect(
      together([
        { marked: "`` a` ``", words: "a\\`" },
        { marked: "`b`", words: "b" },
      ]),
    ).toBe("`` a` ``b");
  });

  test("show no marks, whatever they are", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 7 }), (parts) => {
        const words = parts.map((part) => part.words).join("");
        expect(shown(together([{ marked: "x", words: "x" }, ...parts]))).toBe(`x${words}`);
      }),
      { numRuns: 2000 },
    );
  });
});
