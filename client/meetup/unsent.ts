import { html, type TemplateResult } from "lit";
import { icon } from "../look/icon.ts";

/** Marks what is shown already, and waits for the connection. */
export const unsent: TemplateResult = html`<span class="t-wait">${icon("cloud-off")}Not sent yet</span>`;
