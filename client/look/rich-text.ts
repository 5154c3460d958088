import { html, type TemplateResult } from "lit";
import { assertNever } from "../../shared/assert-never.ts";
import { markdownTree, type MarkdownBlock, type MarkdownInline } from "../../shared/markdown-tree.ts";

/** Text as people wrote it, its Markdown drawn by templates: nothing in it can become another element than these. */
export function richText(text: string): TemplateResult {
  return html`<div class="text">${markdownTree(text).map(block)}</div>`;
}

function block(each: MarkdownBlock): TemplateResult {
  switch (each.kind) {
    case "paragraph":
      return html`<p>${each.children.map(inline)}</p>`;
    case "code":
      return html`<pre tabindex="0"><code>${each.text}</code></pre>`;
    case "list": {
      const items = each.items.map((blocks) => html`<li>${blocks.map(block)}</li>`);
      return each.isOrdered
        ? html`<ol>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`;
    }
    default:
      return assertNever(each);
  }
}

function inline(each: MarkdownInline): TemplateResult | string {
  switch (each.kind) {
    case "text":
      return each.text;
    case "strong":
      return html`<b>${each.children.map(inline)}</b>`;
    case "em":
      return html`<em>${each.children.map(inline)}</em>`;
    case "code":
      return html`<code>${each.text}</code>`;
    case "link":
      return html`<a href=${each.href} target="_blank" rel="noopener nofollow">${each.children.map(inline)}</a>`;
    default:
      return assertNever(each);
  }
}
