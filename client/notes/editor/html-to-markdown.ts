import { BLOCKS, escaped, inlineOf, inlinesOf, joined, MAX_DEPTH, SILENT, squeezed } from "./inline-markdown.ts";

/** What makes rich text rich: without any of it the plain text says the same. */
const RICH =
  "h1,h2,h3,h4,h5,h6,ul,ol,a[href],strong,b,em,i,del,s,code,pre,table,blockquote,hr,[style*='bold'],[style*='italic'],[style*='font-weight'],[style*='mso-list']";

/**
 * Rich text as Markdown; undefined when it has nothing that Markdown could say, so that the plain
 * text beside it is as good. Scripts, styles and addresses that we don't open are left out. The tree
 * it reads is inert: nothing in it is loaded or run.
 */
export function htmlToMarkdown(html: string): string | undefined {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  if (isFromCodeEditor(body) || !body.querySelector(RICH)) return undefined;
  const markdown = blocksOf(body, 0);
  return markdown.trim() === "" ? undefined : markdown;
}

/** Code editors copy colours, not meaning. */
function isFromCodeEditor(body: HTMLElement): boolean {
  const first = body.firstElementChild;
  return (
    first instanceof HTMLElement && first.style.whiteSpace.startsWith("pre") && /mono/iu.test(first.style.fontFamily)
  );
}

/** The blocks in an element, empty lines between them. */
function blocksOf(parent: Element, depth: number): string {
  if (depth > MAX_DEPTH) return escaped(squeezed(parent.textContent ?? "")).trim();
  const blocks: string[] = [];
  let words = "";
  /** The levels of the list from Word that one is in, the outermost first. */
  let levels: number[] = [];
  const finish = () => {
    const text = tidy(words);
    if (text) blocks.push(guardStart(text));
    words = "";
  };
  for (const node of parent.childNodes) {
    const item = node instanceof Element ? wordItem(node, depth) : undefined;
    if (item !== undefined) {
      if (item.text === "") continue;
      const before = blocks.length;
      finish();
      const isFirst = levels.length === 0 || blocks.length > before;
      levels = [...(isFirst ? [] : levels.filter((level) => level < item.level)), item.level];
      const line = "    ".repeat(levels.length - 1) + item.text;
      blocks.push(isFirst ? line : `${blocks.pop()}\n${line}`);
    } else if (node instanceof Element && (BLOCKS.has(node.tagName) || hasBlocks(node))) {
      finish();
      const block = blockOf(node, depth);
      if (block) blocks.push(block);
    } else words = joined(words, inlineOf(node, depth), () => inlineOf(node, depth, false));
    if (node instanceof Element && !item) levels = [];
  }
  finish();
  return blocks.join("\n\n");
}

/** Google's editor, among others, puts whole documents into one inline element. */
function hasBlocks(element: Element): boolean {
  return (
    element.tagName !== "A" && [...element.children].some((child) => BLOCKS.has(child.tagName) || hasBlocks(child))
  );
}

function blockOf(element: Element, depth: number): string {
  const { tagName } = element;
  switch (tagName) {
    case "H1":
    case "H2":
    case "H3":
    case "H4":
    case "H5":
    case "H6": {
      const text = oneLine(element, depth);
      return text && `${"#".repeat(Number(tagName[1]))} ${text}`;
    }
    case "HR":
      return "---";
    case "PRE":
      return fenced(element);
    case "BLOCKQUOTE":
      return prefixed(blocksOf(element, depth + 1), "> ", ">");
    case "UL":
    case "OL":
      return listOf(element, depth);
    case "LI":
      return itemOf(element, "- ", depth);
    case "TABLE":
      return tableOf(element, depth);
    default:
      return SILENT.has(tagName) ? "" : blocksOf(element, depth + 1);
  }
}

/**
 * Word writes its lists as paragraphs, with the marker as text that is to be ignored; undefined for anything else. A list
 * may begin at any level, and leave some out.
 */
function wordItem(element: Element, depth: number): { level: number; text: string } | undefined {
  const level = /mso-list:\s*\S+\s+level(?<level>[1-9])/u.exec(element.getAttribute("style") ?? "")?.groups?.["level"];
  if (level === undefined || element.tagName !== "P") return undefined;
  const copy = element.cloneNode(true) as Element;
  const written = copy.querySelector("[style*='mso-list:Ignore' i]");
  const count = /^(?=[\da-z])(?<digits>\d{0,9})[a-z]{0,4}[.)]/iu.exec(written?.textContent.trim() ?? "")?.groups?.[
    "digits"
  ];
  // Letters and Roman numbers have no Markdown.
  const marker = count === undefined ? "- " : `${count || "1"}. `;
  written?.remove();
  const text = oneLine(copy, depth);
  return { level: Number(level), text: text && marker + text };
}

function listOf(list: Element, depth: number): string {
  if (depth > MAX_DEPTH) return "";
  let number = list.tagName === "OL" ? Number.parseInt(list.getAttribute("start") ?? "1", 10) || 1 : 0;
  const lines: string[] = [];
  for (const child of list.children) {
    if (child.tagName === "LI") {
      lines.push(itemOf(child, list.tagName === "OL" ? `${number}. ` : "- ", depth));
      number += 1;
      // Some put a list straight into a list, where it belongs to the item before it.
    } else if (child.tagName === "UL" || child.tagName === "OL") lines.push(prefixed(listOf(child, depth + 1), "    "));
  }
  return lines.filter(Boolean).join("\n");
}

function itemOf(item: Element, marker: string, depth: number): string {
  const box = item.querySelector(
    ":scope > input[type=checkbox], :scope > p > input[type=checkbox], :scope > label > input[type=checkbox]",
  );
  const task = box ? (box.hasAttribute("checked") ? "[x] " : "[ ] ") : "";
  // Items of one paragraph and lists stay close together.
  const isTight = item.querySelectorAll(":scope > p").length < 2;
  const inner = blocksOf(item, depth + 1);
  const text = isTight ? inner.replaceAll(/\n{2,}(?=\s*(?:[-*+]|\d+[.)]) )/gu, "\n") : inner;
  if (text === "" && !task) return "";
  return `${marker}${task}${prefixed(text, "    ").trimStart()}`;
}

/** A table of Markdown has one line for each row, and a first row that names the columns. */
function tableOf(table: Element, depth: number): string {
  const rows = [...table.querySelectorAll("tr")]
    .filter((row) => row.closest("table") === table)
    .map((row) =>
      [...row.children]
        .filter(({ tagName }) => tagName === "TD" || tagName === "TH")
        .map((cell) => oneLine(cell, depth).replaceAll(/(?<!\\)\|/gu, "\\|")),
    )
    .filter((row) => row.length > 0);
  const columns = Math.max(0, ...rows.map((row) => row.length));
  if (columns === 0) return "";
  // A table for layout is no table.
  if (columns === 1) return rows.flat().filter(Boolean).join("\n\n");
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: columns }, (_, at) => cells[at] ?? "").join(" | ")} |`;
  const [head = [], ...rest] = rows;
  return [line(head), line(Array.from({ length: columns }, () => "---")), ...rest.map(line)].join("\n");
}

function fenced(pre: Element): string {
  const text = (pre.textContent ?? "").replaceAll(/\r\n?/gu, "\n").replace(/\n$/u, "");
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const language = /\blang(?:uage)?-(?<name>[\w+-]{1,20})/u.exec(pre.querySelector("code")?.className ?? "")?.groups?.[
    "name"
  ];
  return `${fence}${language ?? ""}\n${text}\n${fence}`;
}

function oneLine(element: Element, depth: number): string {
  return tidy(inlinesOf(element, depth)).replaceAll(/\s*\n\s*/gu, " ");
}

/** What would make a heading, quote, list or rule of a line that is none. */
function guardStart(text: string): string {
  return text
    .replaceAll(/^(?:(?=#{1,6}\s|>|[-+]\s|-{3,}$|={3,}$))/gmu, "\\")
    .replaceAll(/^(\d{1,9})([.)]\s)/gmu, "$1\\$2");
}

function tidy(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replaceAll(/ {2,}/gu, " ").trim())
    .join("\n")
    .replaceAll(/\n{3,}/gu, "\n\n")
    .trim();
}

function prefixed(text: string, prefix: string, empty = ""): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? empty : prefix + line))
    .join("\n");
}
