import type { SyntaxNode } from "@lezer/common";
import { html, type TemplateResult } from "lit";
import { LINK_REL, urlOf } from "../note-links.ts";
import { safeHref } from "../safe-href.ts";

/** Text or a template: what a piece of Markdown shows as. */
export type Shown = string | TemplateResult;

/** A text whose Markdown is being drawn. */
export interface Source {
  text: string;
  /** Where `[words][label]` leads, by label in small letters. */
  references: ReadonlyMap<string, string>;
}

/** Marks that are not shown themselves. */
const MARKS = new Set([
  "EmphasisMark",
  "StrikethroughMark",
  "CodeMark",
  "LinkMark",
  "QuoteMark",
  "HeaderMark",
  "TaskMarker",
  "ListMark",
  "Comment",
]);
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** What stands between two places of a node, with what is marked in it drawn. HTML stays the text it is. */
export function inlineShown(source: Source, node: SyntaxNode, from = node.from, to = node.to): Shown[] {
  const shown: Shown[] = [];
  let at = from;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.from < at || child.to > to) continue;
    if (child.from > at) shown.push(source.text.slice(at, child.from));
    shown.push(...nodeShown(source, child));
    at = child.to;
  }
  if (at < to) shown.push(source.text.slice(at, to));
  return shown;
}

function nodeShown(source: Source, node: SyntaxNode): Shown[] {
  const { name, from, to } = node;
  if (MARKS.has(name)) return [];
  switch (name) {
    case "Emphasis":
      return [html`<em>${inlineShown(source, node)}</em>`];
    case "StrongEmphasis":
      return [html`<strong>${inlineShown(source, node)}</strong>`];
    case "Strikethrough":
      return [html`<del>${inlineShown(source, node)}</del>`];
    case "InlineCode":
      return [html`<code>${codeIn(source, node)}</code>`];
    case "HardBreak":
      return ["\n"];
    case "Escape":
      return [source.text.slice(from + 1, to)];
    case "Entity":
      return [entity(source.text.slice(from, to))];
    case "Autolink":
    case "URL": {
      const url = name === "URL" ? node : node.getChild("URL");
      const written = url ? source.text.slice(url.from, url.to) : source.text.slice(from, to);
      return [linkTo(safeHref(written), [written])];
    }
    case "Link":
    case "Image":
      return [linkShown(source, node)];
    default:
      return [source.text.slice(from, to)];
  }
}

function linkShown(source: Source, node: SyntaxNode): Shown {
  const [open, close] = node.getChildren("LinkMark");
  if (!open || !close) return source.text.slice(node.from, node.to);
  const url = urlOf(node);
  const label = node.getChild("LinkLabel");
  const words = source.text.slice(open.to, close.from);
  const name = (label && source.text.slice(label.from + 1, label.to - 1)) || words;
  const address = url
    ? source.text.slice(url.from, url.to).replaceAll(/^<|>$/gu, "")
    : source.references.get(name.toLowerCase());
  // Brackets that lead nowhere are brackets.
  if (address === undefined)
    return html`${source.text.slice(node.from, open.to)}${inlineShown(source, node, open.to, close.from)}${source.text.slice(close.from, node.to)}`;
  // Pictures are not loaded from elsewhere: their words lead there.
  if (node.name === "Image") return linkTo(safeHref(address), [words || address]);
  return linkTo(safeHref(address), words ? inlineShown(source, node, open.to, close.from) : [address]);
}

function linkTo(href: string | undefined, words: Shown[]): TemplateResult {
  if (href === undefined) return html`${words}`;
  return html`<a href=${href} target="_blank" rel=${LINK_REL}>${words}</a>`;
}

function codeIn(source: Source, node: SyntaxNode): string {
  const [open, close] = node.getChildren("CodeMark");
  const text = source.text.slice(open?.to ?? node.from, close?.from ?? node.to).replaceAll("\n", " ");
  return /^ .*[^ ].* $/u.test(text) ? text.slice(1, -1) : text;
}

function entity(written: string): string {
  const name = written.slice(1, -1);
  const number = /^#x/iu.test(name)
    ? Number.parseInt(name.slice(2), 16)
    : name.startsWith("#")
      ? Number(name.slice(1))
      : Number.NaN;
  if (number > 0 && number <= 0x10ffff) return String.fromCodePoint(number);
  return ENTITIES[name] ?? written;
}
