import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { markdownTree, type MarkdownBlock, type MarkdownInline } from "../../shared/markdown-tree.ts";

const text = (words: string) => ({ kind: "text", text: words });
const paragraph = (...children: unknown[]) => ({ kind: "paragraph", children });
const heading = (words: string) => paragraph({ kind: "strong", children: [text(words)] });
const link = (href: string, words = href) => ({ kind: "link", href, children: [text(words)] });

describe("Markdown in topics and comments", () => {
  it.each([
    ["One\nline\n\nmore", [paragraph(text("One\nline")), paragraph(text("more"))]],
    [
      "**b** and _e_",
      [paragraph({ kind: "strong", children: [text("b")] }, text(" and "), { kind: "em", children: [text("e")] })],
    ],
    ["snake_case_name 2 * 3 * 4", [paragraph(text("snake_case_name 2 * 3 * 4"))]],
    ["x ```a`` b", [paragraph(text("x ```a`` b"))]],
    ["`a*b*` \\*not\\*", [paragraph({ kind: "code", text: "a*b*" }, text(" *not*"))]],
    ["See https://example.org/a, please", [paragraph(text("See "), link("https://example.org/a"), text(", please"))]],
    ["[docs](https://example.org)", [paragraph(link("https://example.org", "docs"))]],
    ["[run](javascript:alert(1))", [paragraph(text("[run](javascript:alert(1))"))]],
    ["```\n<b>\n```", [{ kind: "code", text: "<b>" }]],
    ["```make``` it\nso", [paragraph({ kind: "code", text: "make" }, text(" it\nso"))]],
    [
      "- a\n  - b\n- c\n+1 Ana",
      [
        {
          kind: "list",
          isOrdered: false,
          items: [
            [paragraph(text("a")), { kind: "list", isOrdered: false, items: [[paragraph(text("b"))]] }],
            [paragraph(text("c"))],
          ],
        },
        paragraph(text("+1 Ana")),
      ],
    ],
    ["# One #\n## C# and F#", [heading("One"), heading("C# and F#")]],
    ["## ##\n# One", [heading("One")]],
    ["1. a\n2. b", [{ kind: "list", isOrdered: true, items: [[paragraph(text("a"))], [paragraph(text("b"))]] }]],
  ])("reads %j", (source, tree) => expect(markdownTree(source)).toEqual(tree));

  const payload = fc.constantFrom(
    ..."<script>alert(1)</script>|<img src=x onerror=alert(1)>|[x](javascript:alert(1))|[x](JaVaScRiPt:alert(1))".split(
      "|",
    ),
    ...'[x](data:text/html,x)|[x](https://a.b"onclick=x)|[x](//a.b)|<a href=x>|[**x**](https://a.b)|[a [b](http://c.d)](http://e.f)'.split(
      "|",
    ),
    ..."**|*|__|_|`|```|[|](|)|- |1. |  |\n|\n\n|# |https://|http://a.b|mailto:a@b|[m](mailto:a@b)|\\|<|>|&lt;|a".split(
      "|",
    ),
  );
  const source = fc
    .array(fc.oneof(payload, payload, fc.string({ maxLength: 5 })), { maxLength: 40 })
    .map((all) => all.join(""));

  it("is never more than the allowed kinds, and its links lead only to web and mail addresses", () => {
    const check = (node: MarkdownBlock | MarkdownInline, isInLink = false): void => {
      expect(["paragraph", "list", "code", "text", "strong", "em", "link"]).toContain(node.kind);
      if (node.kind === "link") {
        expect(isInLink).toBe(false);
        expect(node.href).toMatch(/^(?:https?:\/\/[^/]|mailto:[^/])[^"<>\s]*$/iu);
        if (URL.canParse(node.href)) expect(["http:", "https:", "mailto:"]).toContain(new URL(node.href).protocol);
      }
      if (node.kind === "list") for (const item of node.items) for (const each of item) check(each);
      if ("children" in node) for (const each of node.children) check(each, isInLink || node.kind === "link");
    };
    fc.assert(
      fc.property(source, (each) => markdownTree(each).forEach((block) => check(block))),
      { numRuns: 200 },
    );
  });

  it("loses no letter and no digit but those of an address behind its words", () => {
    const words = (node: MarkdownBlock | MarkdownInline): string => {
      if (node.kind === "list") return node.items.flat().map(words).join("");
      if ("children" in node) return node.children.map(words).join("");
      return node.text;
    };
    const letters = (all: string) => all.replaceAll(/[^a-zA-Z]/gu, "");
    const safe = source.filter((each) => !each.includes("](") && !/```|~~~/u.test(each));
    fc.assert(
      fc.property(safe, (each) => {
        expect(letters(markdownTree(each).map(words).join(""))).toBe(letters(each));
      }),
    );
  });

  /** How many characters of a text are passed in searching it, and in reading it by patterns. */
  const lookedAt = (source: string) => {
    const { indexOf } = String.prototype;
    const { exec } = RegExp.prototype;
    let looks = 0;
    const search = vi.spyOn(String.prototype, "indexOf").mockImplementation(function (this: string, mark, from = 0) {
      const found = indexOf.call(this, mark, from);
      looks += 1 + Math.max(0, found < 0 ? this.length - from : found - from);
      return found;
    });
    const read = vi.spyOn(RegExp.prototype, "exec").mockImplementation(function (this: RegExp, text) {
      const found = exec.call(this, text);
      looks += 1 + (found?.[0].length ?? (this.sticky ? 0 : text.length));
      return found;
    });
    try {
      markdownTree(source);
    } finally {
      search.mockRestore();
      read.mockRestore();
    }
    return looks;
  };

  it.each(["**", "*", "[", "`", "_a", "*a ", "[a](", "- ", "  - a\n", "http://", "\\", "```\n", "[a](x "])(
    "looks at each character a few times, however many of %j there are",
    (each) => {
      const [short, long] = [1000, 4000].map((length) => lookedAt(each.repeat(length / each.length))) as [
        number,
        number,
      ];
      // Four times as many; what is looked at once for each one before would be 16 times as many.
      expect(long).toBeLessThan(6 * short);
    },
  );

  it("looks a few times at an address that many links could lead to", () => {
    const lookedAtLinks = (count: number) => lookedAt(`${"[".repeat(count)}a](https://a.b/${"c".repeat(count)}<)`);
    expect(lookedAtLinks(4000)).toBeLessThan(6 * lookedAtLinks(1000));
  });
});
