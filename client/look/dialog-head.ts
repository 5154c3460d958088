import { html, type TemplateResult } from "lit";
import { icon } from "./icon.ts";

/** The head of a dialog: its title, which names it, and a way out. One that may open over another has an id of its own. */
export function dialogHead(host: HTMLElement, title: string, titleId = "dialog-title"): TemplateResult {
  return html`<div class="dialog-head">
    <h2 id=${titleId} tabindex="-1">${title}</h2>
    <button
      type="button"
      class="btn btn--quiet btn--icon"
      aria-label="Close"
      @click=${() => host.closest("dialog")?.close()}
    >
      ${icon("x")}
    </button>
  </div>`;
}
