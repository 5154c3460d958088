import { safeHref } from "../safe-href.ts";

/** What people paste is deep only when it means harm. */
export const MAX_DEPTH = 60;
/** What stands in lines of its own. */
export const BLOCKS = new Set(
  "ADDRESS ARTICLE ASIDE BLOCKQUOTE CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE UL".split(
    " ",
  ),
);
/** What says nothing. */
export const SILENT = new Set(
  "SCRIPT STYLE TEMPLATE NOSCRIPT HEAD TITLE META LINK IFRAME OBJECT EMBED SVG MATH CANVAS BUTTON SELECT TEXTAREA".split(
    " ",
  ),
);

const LETTER = /[\p{L}\p{N}]/u;

/** What stands in a line: words, and what marks them unless it is to be without: the words, and where their links lead. */
export function inlineOf(node: Node, depth: number, hasMarks = true): string {
  if (node.nodeType === Node.TEXT_NODE) return escaped(squeezed(node.nodeValue ?? ""));
  if (!(node instanceof Element) || SILENT.has(node.tagName.toUpperCase())) return "";
  if (depth > MAX_DEPTH) return escaped(squeezed(node.textContent ?? ""));
  const inner = () => inlinesOf(node, depth, hasMarks);
  switch (node.tagName) {
    case "BR":
      return "\n";
    case "CODE":
    case "KBD":
    case "SAMP":
    case "TT":
      return hasMarks ? code(node.textContent ?? "") : escaped(squeezed(node.textContent ?? ""));
    case "IMG":
      return escaped(squeezed(node.getAttribute("alt") ?? ""));
    case "A":
      return link(node, inner());
    case "DEL":
    case "S":
    case "STRIKE":
      return hasMarks ? around("~~", inner(), besideOf(node)) : inner();
    case "B":
    case "STRONG":
    case "I":
    case "EM":
    default:
      return hasMarks ? emphasized(node, inner()) : inner();
  }
}

/** Bold and italic, by element or by style; a style may also take back what the element says. */
function emphasized(element: Element, inner: string): string {
  const style = element instanceof HTMLElement ? element.style : undefined;
  const weight = style?.fontWeight ?? "";
  const isPlain = weight === "normal" || (weight !== "" && Number(weight) < 600);
  const isBold = weight === "bold" || Number(weight) >= 600 || (/^(?:B|STRONG)$/u.test(element.tagName) && !isPlain);
  const isItalic =
    style?.fontStyle === "italic" || (/^(?:I|EM)$/u.test(element.tagName) && style?.fontStyle !== "normal");
  const beside = besideOf(element);
  // Within a word only stars emphasize.
  const isInWord = LETTER.test(beside.before) || LETTER.test(beside.behind);
  const italic = isItalic ? around(isInWord ? "*" : "_", inner, beside) : inner;
  return isBold ? around("**", italic, beside) : italic;
}

function link(element: Element, words: string): string {
  const written = element.getAttribute("href") ?? "";
  const href = safeHref(written);
  const text = words.replaceAll(/\s*\n\s*/gu, " ");
  if (href === undefined || text.trim() === "") return text;
  const address = href.replaceAll(/[()\s<>]/gu, (character) =>
    encodeURIComponent(character).replace("(", "%28").replace(")", "%29"),
  );
  // An address that shows as itself needs no second copy.
  if (text.trim() === written.trim() && /^https?:/u.test(written)) return written.trim();
  return text.replace(
    /^(?<before>\s*)(?<words>.*?)(?<after>\s*)$/su,
    `$<before>[$<words>](${address.replaceAll("$", "$$$$")})$<after>`,
  );
}

function code(text: string): string {
  const words = squeezed(text);
  if (words.trim() === "") return words;
  const longest = Math.max(0, ...[...words.matchAll(/`+/gu)].map(([run]) => run.length));
  const marks = "`".repeat(longest + 1);
  const gap = words.startsWith("`") || words.endsWith("`") ? " " : "";
  return `${marks}${gap}${words}${gap}${marks}`;
}

/**
 * Marks go around the words, not around the room beside them, and not around several lines; nor around a sign between them
 * and the letters `beside`: it would keep them from being marks.
 */
function around(mark: string, text: string, beside: { before: string; behind: string }): string {
  const lines = text.split("\n");
  return lines
    .map((line, at) => {
      const before = at === 0 && LETTER.test(beside.before) ? /^[^\s\p{L}\p{N}\\*_~`[]*/u.exec(line)![0] : "";
      const behind =
        at === lines.length - 1 && LETTER.test(beside.behind) ? /[^\s\p{L}\p{N}*_~`\])]*$/u.exec(line)![0] : "";
      const words = line.slice(before.length, Math.max(before.length, line.length - behind.length)).trim();
      if (words === "" || (words.startsWith(mark) && words.endsWith(mark) && words.length > 2 * mark.length))
        return line;
      return line.replace(words, () => `${mark}${words}${mark}`);
    })
    .join("\n");
}

/** The characters right before and behind an element in its line; empty at the line's ends. */
function besideOf(element: Element): { before: string; behind: string } {
  const textBeside = (side: "previousSibling" | "nextSibling"): string => {
    const ends = ({ tagName }: Element) => BLOCKS.has(tagName) || ["BR", "TD", "TH"].includes(tagName);
    for (let node: Element | null = element; node && !ends(node); node = node.parentElement)
      for (let other = node[side]; other; other = other[side]) {
        if (other instanceof Element && ends(other)) return "";
        if (other.textContent) return other.textContent;
      }
    return "";
  };
  return { before: [...textBeside("previousSibling")].at(-1) ?? "", behind: [...textBeside("nextSibling")][0] ?? "" };
}

/** The same of all that is in an element. */
export function inlinesOf(parent: Node, depth: number, hasMarks = true): string {
  const inline = (child: Node, isMarked: boolean) => inlineOf(child, depth + 1, isMarked && hasMarks);
  return [...parent.childNodes].reduce(
    (text, child) => joined(text, inline(child, true), () => inline(child, false)),
    "",
  );
}

/**
 * One text behind another: what ends with marks and goes on with the same has them once, around both. Where the marks of
 * both would run into what is none any more, the other comes without its own.
 */
export function joined(text: string, more: string, unmarked: () => string): string {
  const [end = ""] = /(?<![\\*_~`])(?:\*{1,3}|_|~~|`)$/u.exec(text) ?? [];
  const isSame = end !== "" && more.startsWith(end) && more[end.length] !== end[0] && more.trim().length > end.length;
  const isAlone = !end.startsWith("*") || /^(?<mark>\*+)[^*]+\k<mark>(?!\*)/u.test(more);
  if (isSame && isAlone && text.length > end.length) return text.slice(0, -end.length) + more.slice(end.length);
  return text + (runTogether(text, more) ? unmarked() : more);
}

/** Whether marks at the end of a text and at the beginning of another are no marks side by side. */
function runTogether(text: string, more: string): boolean {
  const ending = /(?<!\\)(?:\*+|`+|~+|_+)$/u.exec(text)?.[0] ?? "";
  const beginning = /^(?:\*+|`+|~+|_+)/u.exec(more)?.[0] ?? "";
  if (ending === "" || ending[0] !== beginning[0]) return false;
  // Of stars, bold may be right beside italic, with nothing else in either.
  const isPlain = /(?<mark>\*{1,2})[^*]+\k<mark>$/u.test(text) && /^(?<mark>\*{1,2})[^*]+\k<mark>(?!\*)/u.test(more);
  return !isPlain || ending.length === beginning.length;
}

/** Room as a browser shows it. */
export function squeezed(text: string): string {
  return text.replaceAll(/[\s\u00a0]+/gu, " ");
}

/** Characters that would mark something where people only wrote them. */
export function escaped(text: string): string {
  return text.replaceAll(
    /[\\`*[\]]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=[a-z/!])|~~/giu,
    (character) => `\\${character}`,
  );
}
