import { svg, html, type TemplateResult } from "lit";

/** Half a cycle, and where we are on it. */
export const logoMark = svg`<path d="M4 15.5a10 10 0 0 0 20 0" fill="none" stroke="var(--line-strong)" stroke-width="2.4" stroke-linecap="round" stroke-dasharray="0.1 5.15"/><path d="M4 15.5a10 10 0 0 1 20 0" fill="none" stroke="var(--spruce)" stroke-width="4" stroke-linecap="round"/><circle cx="14" cy="5.5" r="4.6" fill="var(--marigold)" stroke="var(--surface)" stroke-width="2"/>`;

/** The way home. */
export function logo(): TemplateResult {
  return html`<a class="logo" href="/" aria-label="Midcycle home"
    ><svg viewBox="0 0 28 28" aria-hidden="true">${logoMark}</svg><b>Midcycle</b></a
  >`;
}
