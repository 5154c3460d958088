import { html, type TemplateResult } from "lit";
import { icon } from "./icon.ts";

/** Something went wrong: what happened, what is safe, what to do. */
export function failure(title: string, text: string, actions: TemplateResult): TemplateResult {
  return html`<div class="er panel" role="alert">
    <span class="er-i">${icon("triangle-alert")}</span>
    <div>
      <h1>${title}</h1>
      <p>${text}</p>
      <div class="row wrap er-a">${actions}</div>
    </div>
  </div>`;
}
