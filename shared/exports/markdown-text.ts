import { endsFence, fenceBegunBy } from "../code-fence.ts";
import { partOf, underlined, type Part } from "./paragraph-lines.ts";

/** One line of text from people as Markdown that reads as that text: marks in it are escaped. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replaceAll(/[\\`*[\]<>|~]|&(?=#?\w+;)/gu, "\\$&")
      .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
      .replace(/(?:^(?:#{1,6}|[-+])|(?<=^\d+)[.)])(?=\s|$)/u, "\\$&")
      // A heading may end with as many of its marks as one likes.
      .replace(/(?<=\s)#+$/u, "\\$&")
  );
}

const MARKED = /^ {0,3}[#<`~]/u;
const BLANK = /^[ \t\r]*$/u;
const HEADING = /^( {0,3})(#{1,6})(?=\s|$)/u;
/** What begins HTML that goes on over empty lines, with what ends it. */
const HTML: [begins: RegExp, end: string][] = [
  [/^ {0,3}<pre(?=[\s>]|$)/iu, "</pre>"],
  [/^ {0,3}<script(?=[\s>]|$)/iu, "</script>"],
  [/^ {0,3}<style(?=[\s>]|$)/iu, "</style>"],
  [/^ {0,3}<textarea(?=[\s>]|$)/iu, "</textarea>"],
  [/^ {0,3}<!--/u, "-->"],
  [/^ {0,3}<\?/u, "?>"],
  [/^ {0,3}<!\[CDATA\[/u, "]]>"],
  [/^ {0,3}<![a-z]/iu, ">"],
];
/** What may begin HTML that ends with the next empty line; links in `<>` don't. */
const TAG = /^ {0,3}<(?![!?]|(?:pre|script|style|textarea)[\s>]|[a-z][a-z0-9+.-]+:|[^\s<>@]+@)/iu;

/** What is open behind a line: code, HTML, or what may be HTML up to the next empty line. */
type Open = { kind: "code" | "html"; end: string; indent: number } | { kind: "tag" };

/**
 * The same text with every heading `by` levels deeper, six at most; code and HTML are left alone, and what of it is still
 * open at the end is ended there, as what follows is neither.
 */
export function demoteHeadings(text: string, by: number): string {
  let open: Open | undefined;
  // One set in may be in a list, and end with that, and one right behind a tag may be part of it: whether a later mark ends
  // or begins a block isn't known then.
  let isSure = true;
  let above: Part = "nothing";
  const lines: string[] = [];
  const deeper = (level: number) => "#".repeat(Math.min(6, level + by));
  /** The line, unless it is an underline, which makes one line of the paragraph above it. */
  const shown = (line: string): string | undefined => {
    if (open?.kind === "html") {
      if (endsHtml(line, open.end)) open = undefined;
      return line;
    }
    if (open?.kind === "tag" && BLANK.test(line)) open = undefined;
    if (open === undefined) {
      const level = underlined(above, line);
      if (level !== undefined && typeof above === "object") {
        const words = lines
          .splice(above.from)
          .map((each) => each.trim())
          .join(" ");
        lines.push(`${" ".repeat(above.indent)}${deeper(level)} ${words.replace(/(?<=^|\s)#+$/u, "\\$&")}`);
        above = "nothing";
        return undefined;
      }
      above = partOf(line, lines.length, above);
    }
    if (!MARKED.test(line)) return line;
    if (open?.kind === "code") {
      if (!endsFence(open.end, line)) return line;
      isSure &&= open.indent < 2 || indentOf(line) >= 2;
      open = undefined;
      return line;
    }
    const begun = begunBy(line);
    if (begun) {
      isSure &&= open === undefined;
      open = begun;
    } else if (TAG.test(line)) open = { kind: "tag" };
    if (open || HTML.some(([begins]) => begins.test(line))) above = "nothing";
    return line.replace(HEADING, (_, before: string, marks: string) => before + deeper(marks.length));
  };
  for (const line of text.split("\n")) {
    const one = shown(line);
    if (one !== undefined) lines.push(one);
  }
  const demoted = lines.join("\n");
  if (!open || open.kind === "tag" || !isSure || open.indent >= 2) return demoted;
  return `${demoted}${demoted.endsWith("\n") ? "" : "\n"}${open.end}`;
}

/** The code or HTML that this line leaves open. */
function begunBy(line: string): Exclude<Open, { kind: "tag" }> | undefined {
  const indent = indentOf(line);
  const fence = fenceBegunBy(line);
  if (fence !== undefined) return { kind: "code", end: fence, indent };
  const end = HTML.find(([begins]) => begins.test(line))?.[1];
  return end === undefined || endsHtml(line, end) ? undefined : { kind: "html", end, indent };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Each of the four tags that begin such HTML ends it, whichever began it. */
function endsHtml(line: string, end: string): boolean {
  return end.startsWith("</") ? /<\/(?:pre|script|style|textarea)>/iu.test(line) : line.includes(end);
}
