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
const FENCE = /^\s*(`{3,}|~{3,})/u;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])(\s+)(?=\S)/u;
const HEADING = /^#{1,6}\s+(\S.*)$/u;
const HREF = /^(?:https?:\/\/[\p{L}\p{N}[][^\s<>"\\]*|mailto:[^\s<>"\\]+@[^\s<>"\\]+)$/iu;
const BARE = /https?:\/\/[\p{L}\p{N}[][^\s<>"\\]+/iuy;
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
    const fence = FENCE.exec(line)?.[1];
    const heading = withoutClosing(HEADING.exec(line)?.[1]);
    if (fence !== undefined) {
      endParagraph();
      const close = lines.findIndex((each, index) => index > at && each.trim().startsWith(fence));
      const end = close < 0 ? lines.length : close;
      blocks.push({ kind: "code", text: lines.slice(at + 1, end).join("\n") });
      at = end;
    } else if (heading !== undefined) {
      endParagraph();
      blocks.push({ kind: "paragraph", children: [{ kind: "strong", children: inlinesOf(heading, 1) }] });
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

function inlinesOf(text: string, depth: number): MarkdownInline[] {
  const found: MarkdownInline[] = [];
  let plain = "";
  const add = (inline: MarkdownInline) => {
    if (plain) found.push({ kind: "text", text: plain });
    plain = "";
    found.push(inline);
  };
  for (let at = 0; at < text.length;) {
    const special = specialAt(text, at, depth);
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
function specialAt(text: string, at: number, depth: number): { inline: MarkdownInline; end: number } | undefined {
  switch (text[at]) {
    case "\\":
      return /[\\`*_[\]()#+.!>~-]/u.test(text[at + 1] ?? "")
        ? { inline: { kind: "text", text: text[at + 1] ?? "" }, end: at + 2 }
        : undefined;
    case "`":
      return codeAt(text, at);
    case "*":
    case "_":
      return depth < DEEPEST ? emphasisAt(text, at, depth) : undefined;
    case "[":
      return depth < DEEPEST ? linkAt(text, at, depth) : undefined;
    case "h":
    case "H":
      return bareLinkAt(text, at);
    default:
      return undefined;
  }
}

function codeAt(text: string, at: number): { inline: MarkdownInline; end: number } | undefined {
  let width = 1;
  while (text[at + width] === "`") width++;
  const close = text.indexOf("`".repeat(width), at + width);
  if (close <= at + width) return undefined;
  return { inline: { kind: "code", text: text.slice(at + width, close) }, end: close + width };
}

function emphasisAt(text: string, at: number, depth: number): { inline: MarkdownInline; end: number } | undefined {
  const sign = text[at] ?? "";
  const mark = text[at + 1] === sign ? sign + sign : sign;
  const isInWord = (index: number) => sign === "_" && WORD.test(text[index] ?? "");
  const start = at + mark.length;
  if (!/\S/u.test(text[start] ?? "") || isInWord(at - 1)) return undefined;
  let close = text.indexOf(mark, start + 1);
  while (close >= 0 && (/\s/u.test(text[close - 1] ?? "") || isInWord(close + mark.length)))
    close = text.indexOf(mark, close + 1);
  if (close < 0) return undefined;
  const children = inlinesOf(text.slice(start, close), depth + 1);
  return { inline: { kind: mark.length === 2 ? "strong" : "em", children }, end: close + mark.length };
}

function linkAt(text: string, at: number, depth: number): { inline: MarkdownInline; end: number } | undefined {
  const middle = text.indexOf("](", at + 1);
  const end = middle < 0 ? -1 : text.indexOf(")", middle + 2);
  if (end < 0) return undefined;
  const href = text.slice(middle + 2, end);
  const words = text.slice(at + 1, middle);
  if (!HREF.test(href) || words.trim() === "") return undefined;
  // No links within links.
  return { inline: { kind: "link", href, children: withoutLinks(inlinesOf(words, depth + 1)) }, end: end + 1 };
}

function bareLinkAt(text: string, at: number): { inline: MarkdownInline; end: number } | undefined {
  if (WORD.test(text[at - 1] ?? "")) return undefined;
  BARE.lastIndex = at;
  const match = BARE.exec(text)?.[0].replace(/[.,;:!?'*_`\])]+$/u, (tail) => (tail.startsWith("/") ? tail : ""));
  if (match === undefined || !HREF.test(match)) return undefined;
  return { inline: { kind: "link", href: match, children: [{ kind: "text", text: match }] }, end: at + match.length };
}

function withoutLinks(inlines: MarkdownInline[]): MarkdownInline[] {
  return inlines.flatMap((inline) => {
    if (inline.kind === "link") return withoutLinks(inline.children);
    return "children" in inline ? [{ ...inline, children: withoutLinks(inline.children) }] : [inline];
  });
}

/** A heading's words without the marks that may close it. */
function withoutClosing(words: string | undefined): string | undefined {
  if (words === undefined) return undefined;
  let end = words.length;
  while (end > 1 && words[end - 1] === "#") end -= 1;
  return words.slice(0, end).trimEnd();
}
