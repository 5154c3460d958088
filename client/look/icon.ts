import { html, type TemplateResult } from "lit";

/** An icon of `icons.css` by its name; decoration only, the label is text beside it. */
export function icon(name: string): TemplateResult {
  return html`<span class="i i-${name}" aria-hidden="true"></span>`;
}
