import type { SyntaxNode } from "@lezer/common";
import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { assertNever } from "../../../shared/assert-never.ts";
import { markdownParser } from "../editor/markdown-language.ts";
import { inlineShown, type Source } from "./read-inline.ts";
import { safeHref } from "../safe-href.ts";

/**
 * Markdown as a page. Templates only, so that nothing people write can become HTML; blocks that
 * have not changed since the last time are left alone. Each block says which line it begins in.
 */
export function markdownShown(text: string): TemplateResult[] {
  const top = markdownParser.parse(text).topNode;
  const source: Source = { text, references: referencesIn(text, top) };
  const shown: TemplateResult[] = [];
  let line = 1;
  let at = 0;
  for (let node = top.firstChild; node; node = node.nextSibling) {
    line += linesIn(text, at, node.from);
    at = node.from;
    const block = node;
    const written = text.slice(node.from, node.to);
    shown.push(
      html`<div class="md-block" data-line=${line} dir="auto">
        ${guard([written, source.references.size], () => blockShown(source, block))}
      </div>`,
    );
  }
  return shown;
}

function blockShown(source: Source, node: SyntaxNode): TemplateResult | typeof nothing {
  const { text } = source;
  switch (node.name) {
    case "Paragraph":
      return html`<p>${inlineShown(source, node)}</p>`;
    case "ATXHeading1":
    case "ATXHeading2":
    case "ATXHeading3":
    case "ATXHeading4":
    case "ATXHeading5":
    case "ATXHeading6":
    case "SetextHeading1":
    case "SetextHeading2":
      return headingShown(source, node);
    case "Blockquote":
      return html`<blockquote>${blocksIn(source, node)}</blockquote>`;
    case "BulletList":
      return html`<ul>
        ${node.getChildren("ListItem").map((item) => itemShown(source, item))}
      </ul>`;
    case "OrderedList": {
      const first = node.getChild("ListItem")?.getChild("ListMark");
      const start = first ? Number.parseInt(text.slice(first.from, first.to), 10) : 1;
      return html`<ol start=${start}>
        ${node.getChildren("ListItem").map((item) => itemShown(source, item))}
      </ol>`;
    }
    case "FencedCode":
    case "CodeBlock":
      return html`<pre
        dir="ltr"
        tabindex="0"
        role="group"
        aria-label="Code"
      ><code>${codeShown(source, node)}</code></pre>`;
    case "Table":
      return tableShown(source, node);
    case "HorizontalRule":
      return html`<hr />`;
    case "LinkReference":
    case "CommentBlock":
      return nothing;
    default:
      // HTML, above all: people see what was typed.
      return html`<p>${text.slice(node.from, node.to)}</p>`;
  }
}

function blocksIn(source: Source, parent: SyntaxNode): (TemplateResult | typeof nothing)[] {
  const blocks: (TemplateResult | typeof nothing)[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling)
    if (node.name !== "QuoteMark" && node.name !== "ListMark") blocks.push(blockShown(source, node));
  return blocks;
}

/** One level down: the page's own heading is the first. */
function headingShown(source: Source, node: SyntaxNode): TemplateResult {
  const level = Math.min(6, Number(node.name.at(-1)) + 1) as 2 | 3 | 4 | 5 | 6;
  const marks = node.getChildren("HeaderMark");
  const isAtx = node.name.startsWith("ATX");
  const from = isAtx ? (marks[0]?.to ?? node.from) : node.from;
  const to = isAtx ? (marks[1]?.from ?? node.to) : (marks[0]?.from ?? node.to);
  const words = inlineShown(source, node, from, to);
  switch (level) {
    case 2:
      return html`<h2>${words}</h2>`;
    case 3:
      return html`<h3>${words}</h3>`;
    case 4:
      return html`<h4>${words}</h4>`;
    case 5:
      return html`<h5>${words}</h5>`;
    case 6:
      return html`<h6>${words}</h6>`;
    default:
      return assertNever(level);
  }
}

/** Items of one paragraph stay close together, tasks have a box that says how they stand. */
function itemShown(source: Source, item: SyntaxNode): TemplateResult {
  const parts: (TemplateResult | typeof nothing)[] = [];
  let isTask = false;
  for (let node = item.firstChild; node; node = node.nextSibling) {
    const marker = node.getChild("TaskMarker");
    if (node.name === "ListMark") continue;
    if (node.name === "Task" && marker) {
      isTask = true;
      const isDone = source.text.slice(marker.from + 1, marker.to - 1) !== " ";
      const words = source.text.slice(marker.to, node.to).trim();
      parts.push(
        html`<input type="checkbox" disabled .checked=${isDone} aria-label=${words || "Task"} /><span
            class=${isDone ? "is-done" : ""}
            >${inlineShown(source, node, marker.to + 1)}</span
          >`,
      );
    } else if (node.name === "Paragraph") parts.push(html`<span class="md-words">${inlineShown(source, node)}</span>`);
    else parts.push(blockShown(source, node));
  }
  return html`<li class=${isTask ? "is-task" : nothing}>${parts}</li>`;
}

function codeShown({ text }: Source, node: SyntaxNode): string {
  return node
    .getChildren("CodeText")
    .map(({ from, to }) => text.slice(from, to))
    .join("");
}

function tableShown(source: Source, table: SyntaxNode): TemplateResult {
  const header = table.getChild("TableHeader");
  const ruler = table.getChild("TableDelimiter");
  const aligns = ruler ? alignmentsIn(source.text.slice(ruler.from, ruler.to)) : [];
  const heads = header ? cellsOf(source, header) : [];
  return html`<div class="md-table" tabindex="0" role="group" aria-label="Table">
    <table>
      <thead>
        <tr>
          ${heads.map((cell, at) => html`<th scope="col" class=${aligns[at] ?? nothing}>${cell && inlineShown(source, cell)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${table.getChildren("TableRow").map((row) => {
          const cells = cellsOf(source, row);
          return html`<tr>
            ${heads.map((_, at) => html`<td class=${aligns[at] ?? nothing}>${cells[at] && inlineShown(source, cells[at])}</td>`)}
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

/** The cells of a row by column; an empty cell is undefined, because the parser has none for it. */
function cellsOf({ text }: Source, row: SyntaxNode): (SyntaxNode | undefined)[] {
  const cells: (SyntaxNode | undefined)[] = [];
  let column =
    row.firstChild?.name === "TableDelimiter" && text.slice(row.from, row.firstChild.from).trim() === "" ? -1 : 0;
  for (let node = row.firstChild; node; node = node.nextSibling) {
    if (node.name === "TableDelimiter") {
      column += 1;
      if (text.slice(node.to, row.to).trim() !== "") cells[column] ??= undefined;
    } else cells[column] = node;
  }
  return Array.from(cells);
}

function alignmentsIn(ruler: string): ("is-center" | "is-end" | undefined)[] {
  return ruler
    .trim()
    .replaceAll(/^\||\|$/gu, "")
    .split("|")
    .map((dashes) => (/^\s*:-+:\s*$/u.test(dashes) ? "is-center" : /-:\s*$/u.test(dashes) ? "is-end" : undefined));
}

function referencesIn(text: string, top: SyntaxNode): Map<string, string> {
  const references = new Map<string, string>();
  for (const reference of top.getChildren("LinkReference")) {
    const label = reference.getChild("LinkLabel");
    const url = reference.getChild("URL");
    if (!label || !url) continue;
    const name = text.slice(label.from + 1, label.to - 1).toLowerCase();
    const href = safeHref(text.slice(url.from, url.to).replaceAll(/^<|>$/gu, ""));
    if (href !== undefined && !references.has(name)) references.set(name, href);
  }
  return references;
}

function linesIn(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}
