import { parser } from "@lezer/markdown";
import fc from "fast-check";
import { expect, test } from "vitest";
import { codeLines } from "../../shared/code-fence.ts";
import { demoteHeadings } from "../../shared/exports/markdown-text.ts";
import { markdownTree } from "../../shared/markdown-tree.ts";
import { actionsIn } from "../../shared/notes/actions.ts";
import { outlineOf } from "../../shared/notes/outline.ts";

/** Which lines are code in fences, as a parser of CommonMark has it. */
function parsed(text: string): boolean[] {
  const lines = text.split("\n").map(() => false);
  const lineAt = (at: number) => text.slice(0, at).split("\n").length - 1;
  parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (name === "FencedCode") lines.fill(true, lineAt(from), lineAt(to) + 1);
    },
  });
  return lines;
}

test("the lines in code are those that CommonMark has there", () => {
  const line = fc
    .tuple(
      fc.constantFrom("", "", " ", "   ", "    "),
      fc.constantFrom("```", "````", "~~~", "~~~~", "``", "words", "`~~"),
      fc.constantFrom("", "", "", " ", "js", " `", "``", "~"),
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 10 }), (lines) => {
      expect(lines.map(codeLines())).toEqual(parsed(lines.join("\n")));
    }),
    { numRuns: 500 },
  );
});

test.each(["```js", "``", "~~~", "    ```"])("a block of code goes on over %j, whoever reads it", (line) => {
  const code = "# no heading\n##action none";
  const text = ["```", line, code, "```", "# One\n\n##action some"].join("\n");
  expect(markdownTree(text)[0]).toEqual({ kind: "code", text: `${line}\n${code}` });
  expect(outlineOf(text).map((each) => each.text)).toEqual(["One"]);
  expect(actionsIn(text).map((each) => each.text)).toEqual(["some"]);
  expect(demoteHeadings(text, 1)).toBe(text.replace("# One", "## One"));
});
