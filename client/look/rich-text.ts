import { html, type TemplateResult } from "lit";

/** Text as people wrote it, with its line breaks; of Markdown only what is bold is shown as such. */
export function richText(text: string): TemplateResult {
  const parts = text.split(/\*\*(?=\S)(.+?)(?<=\S)\*\*/gu);
  return html`<div class="text">${parts.map((part, at) => (at % 2 === 1 ? html`<b>${part}</b>` : part))}</div>`;
}
