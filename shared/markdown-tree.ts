import { endsFence, fenceBegunBy } from "./code-fence.ts";
import { headingWords } from "./heading-words.ts";
import { Ahead } from "./markdown-ahead.ts";

/**
 * The Markdown that descriptions and comments are shown with, as a tree: paragraphs, lists, code, emphasis and links to
 * web and mail addresses. There is no HTML in it: what isn't one of these is text. The tree is all that a page draws.
 */

export type MarkdownInline =
  | { kind: "text"; text: string }
  | { kind: "strong" | "em"; children: MarkdownInline[] }
  | { kind: "code"; text: string }
  /** `href` begins with http://, https:// or mailto:. */
  | { kind: "link"; href: string; children: MarkdownInline[] };

export type MarkdownBlock =
  | { kind: "paragraph"; children: MarkdownInline[] }
  | { kind: "code"; text: string }
  | { kind: "list"; isOrdered: boolean; items: MarkdownBlock[][] };

/** Deeper lists and emphasis are shown as text. */
const DEEPEST = 6;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])(\s+)(?=\S)/u;
const HEADING = /^#{1,6}\s+(\S.*)$/u;
const BARE = /https?:\/\/[\p{L}\p{N}[][^\s<>"\\]+/iuy;
/** What may stand behind an address without being a part of it. */
const ENDS_A_SENTENCE = new Set(".,;:!?'*_`])");
const WORD = /[\p{L}\p{N}]/u;

/** Reads a text as Markdown; any text is some Markdown. */
export function markdownTree(text: string): MarkdownBlock[] {
  return blocksOf(text.replaceAll("\t", "    ").split("\n"), 0);
}

function blocksOf(lines: string[], depth: number): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  let paragraph: string[] = [];
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ kind: "paragraph", children: inlinesOf(paragraph.join("\n"), 0) });
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const fence = fenceBegunBy(line);
    const heading = HEADING.exec(line)?.[1];
    if (fence !== undefined) {
      endParagraph();
      let end = at + 1;
      while (end < lines.length && !endsFence(fence, lines[end]!)) end += 1;
      blocks.push({ kind: "code", text: lines.slice(at + 1, end).join("\n") });
      at = end;
    } else if (heading !== undefined) {
      endParagraph();
      const words = inlinesOf(headingWords(heading), 1);
      if (words.length > 0) blocks.push({ kind: "paragraph", children: [{ kind: "strong", children: words }] });
    } else if (depth < DEEPEST && ITEM.test(line)) {
      endParagraph();
      const { list, end } = listAt(lines, at, depth);
      blocks.push(list);
      at = end - 1;
    } else if (line.trim() === "") endParagraph();
    else paragraph.push(line.trim());
  }
  endParagraph();
  return blocks;
}

/** The list that begins at a line, and the line after it. What is indented below an item belongs to it. */
function listAt(lines: string[], start: number, depth: number): { list: MarkdownBlock; end: number } {
  const [, margin = "", mark = ""] = ITEM.exec(lines[start] ?? "") ?? [];
  const isOrdered = /\d/u.test(mark);
  const items: string[][] = [];
  let at = start;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const item = ITEM.exec(line);
    const indent = line.length - line.trimStart().length;
    const isOfThisList = item !== null && indent <= margin.length + 1 && /\d/u.test(item[2] ?? "") === isOrdered;
    if (isOfThisList) items.push([line.slice(item[0].length)]);
    else if (line.trim() === "") {
      // A blank line ends the list unless it goes on behind it.
      const next = lines[at + 1] ?? "";
      const goesOn =
        next.trim() !== "" && (ITEM.test(next) || next.length - next.trimStart().length > margin.length + 1);
      if (!goesOn) break;
      items.at(-1)?.push("");
    } else if (indent > margin.length + 1) items.at(-1)?.push(line.slice(Math.min(indent, margin.length + 2)));
    else break;
  }
  return { list: { kind: "list", isOrdered, items: items.map((item) => blocksOf(item, depth + 1)) }, end: at };
}

interface Special {
  inline: MarkdownInline;
  /** Where the text goes on behind it. */
  end: number;
}

function inlinesOf(text: string, depth: number): MarkdownInline[] {
  const ahead = new Ahead(text);
  const found: MarkdownInline[] = [];
  let plain = "";
  const add = (inline: MarkdownInline) => {
    if (plain) found.push({ kind: "text", text: plain });
    plain = "";
    found.push(inline);
  };
  for (let at = 0; at < text.length;) {
    const special = specialAt(ahead, at, depth);
    if (special === undefined) {
      plain += text[at];
      at++;
    } else {
      if (special.inline.kind === "text") plain += special.inline.text;
      else add(special.inline);
      at = special.end;
    }
  }
  if (plain) found.push({ kind: "text", text: plain });
  return found;
}

/** What begins at a place in a text besides plain letters, and where it ends. */
function specialAt(ahead: Ahead, at: number, depth: number): Special | undefined {
  const { text } = ahead;
  switch (text[at]) {
    case "\\":
      return /[\\`*_[\]()#+.!>~-]/u.test(text[at + 1] ?? "")
        ? { inline: { kind: "text", text: text[at + 1] ?? "" }, end: at + 2 }
        : undefined;
    case "`":
      return codeAt(ahead, at);
    case "*":
    case "_":
      return depth < DEEPEST ? emphasisAt(ahead, at, depth) : undefined;
    case "[":
      return depth < DEEPEST ? linkAt(ahead, at, depth) : undefined;
    case "h":
    case "H":
      return bareLinkAt(text, at);
    default:
      return undefined;
  }
}

function codeAt(ahead: Ahead, at: number): Special {
  const { text } = ahead;
  let start = at + 1;
  while (text[start] === "`") start++;
  const mark = text.slice(at, start);
  const close = ahead.next(mark, start);
  if (close < 0) return { inline: { kind: "text", text: mark }, end: start };
  return { inline: { kind: "code", text: text.slice(start, close) }, end: close + mark.length };
}

function emphasisAt(ahead: Ahead, at: number, depth: number): Special | undefined {
  const { text } = ahead;
  const sign = text[at] ?? "";
  const mark = text[at + 1] === sign ? sign + sign : sign;
  const isInWord = (index: number) => sign === "_" && WORD.test(text[index] ?? "");
  const start = at + mark.length;
  if (!/\S/u.test(text[start] ?? "") || isInWord(at - 1)) return undefined;
  const isClose = (index: number) => !/\s/u.test(text[index - 1] ?? "") && !isInWord(index + mark.length);
  const close = ahead.next(mark, start + 1, isClose);
  if (close < 0) return undefined;
  const children = inlinesOf(text.slice(start, close), depth + 1);
  return { inline: { kind: mark.length === 2 ? "strong" : "em", children }, end: close + mark.length };
}

function linkAt(ahead: Ahead, at: number, depth: number): Special | undefined {
  const { text } = ahead;
  const middle = ahead.next("](", at + 1);
  const href = middle < 0 ? undefined : ahead.hrefAt(middle + 2);
  const words = text.slice(at + 1, middle);
  if (href === undefined || words.trim() === "") return undefined;
  // No links within links.
  const children = withoutLinks(inlinesOf(words, depth + 1));
  return { inline: { kind: "link", href, children }, end: middle + 2 + href.length + 1 };
}

function bareLinkAt(text: string, at: number): Special | undefined {
  if (WORD.test(text[at - 1] ?? "")) return undefined;
  BARE.lastIndex = at;
  const match = BARE.exec(text)?.[0];
  if (match === undefined) return undefined;
  let { length } = match;
  while (ENDS_A_SENTENCE.has(match[length - 1]!)) length -= 1;
  const href = match.slice(0, length);
  return { inline: { kind: "link", href, children: [{ kind: "text", text: href }] }, end: at + length };
}

function withoutLinks(inlines: MarkdownInline[]): MarkdownInline[] {
  return inlines.flatMap((inline) => {
    if (inline.kind === "link") return withoutLinks(inline.children);
    return "children" in inline ? [{ ...inline, children: withoutLinks(inline.children) }] : [inline];
  });
}
