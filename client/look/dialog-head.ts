import { html, type TemplateResult } from "lit";
import { icon } from "./icon.ts";
import { titleIdOf } from "./open-dialog.ts";

/** The head of a dialog: its title, which names it, and a way out. */
export function dialogHead(host: HTMLElement, title: string): TemplateResult {
  return html`<div class="dialog-head">
    <h2 id=${titleIdOf(host)} tabindex="-1">${title}</h2>
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
