import { html, svg, type TemplateResult } from "lit";

const arc = Array.from({ length: 11 }, (_, at) => {
  const angle = Math.PI - (at * Math.PI) / 10;
  const [x, y] = [60 + 48 * Math.cos(angle), 62 - 48 * Math.sin(angle)];
  return at === 5
    ? svg`<circle cx="60" cy="14" r="7" fill="var(--marigold)"/>`
    : svg`<circle cx=${x.toFixed(1)} cy=${y.toFixed(1)} r="4.2" fill="none" stroke="var(--line-strong)" stroke-width="1.4"/>`;
});
const table = Array.from({ length: 8 }, (_, at) => {
  const angle = (at * Math.PI) / 4 - Math.PI / 2;
  const [x, y] = [60 + 29 * Math.cos(angle), 38 + 29 * Math.sin(angle)];
  return at === 0
    ? svg`<circle cx="60" cy="9" r="7" fill="var(--marigold)"/>`
    : svg`<circle cx=${x.toFixed(1)} cy=${y.toFixed(1)} r="7" fill="none" stroke="var(--line-strong)" stroke-width="1.4" stroke-dasharray="2.6 2.6"/>`;
});

/** A view with nothing in it yet: what it will hold, and the first step. */
export function empty(what: {
  picture: "arc" | "table";
  title: string;
  text: string;
  action?: TemplateResult;
  /** It stands for the page as a whole, so that its title is the page's heading. */
  isPage?: boolean;
}): TemplateResult {
  const picture =
    what.picture === "arc"
      ? svg`${arc}<line x1="4" x2="116" y1="72" y2="72" stroke="var(--line)" stroke-width="2"/>`
      : svg`<circle cx="60" cy="38" r="17" fill="var(--plum-soft)"/>${table}`;
  return html`<div class="empty">
    <svg viewBox="0 0 120 76" aria-hidden="true">${picture}</svg>
    ${what.isPage ? html`<h1>${what.title}</h1>` : html`<h2>${what.title}</h2>`}
    <p>${what.text}</p>
    ${what.action}
  </div>`;
}
