import { html, type TemplateResult } from "lit";
import type { LensView } from "../../shared/meetup/lens.ts";
import { LENS_GROUPS } from "./lens-bar.ts";

/** The counts of a lens as bars with their numbers, scale and maturity each. */
export function lensCounts(lens: LensView): TemplateResult {
  return html`${bars("Scale", rowsOf(lens, "scale"))} ${bars("Maturity", rowsOf(lens, "maturity"))}`;
}

/** One group of a lens: what it is called and means, and how many are in it; null when that would be fewer than three. */
export interface LensRow {
  name: string;
  means: string;
  look: string;
  count: number | null;
}

/** The groups of one lens with their counts, and those of whom it isn't said. */
export function rowsOf(lens: LensView, kind: "scale" | "maturity"): LensRow[] {
  const { unknown, ...cells } = lens[kind];
  const counts: Record<string, number | null> = cells;
  return [
    ...LENS_GROUPS[kind].map(({ group, name, means, look }) => ({ name, means, look, count: counts[group] ?? null })),
    { name: "Not said, or fewer than 3", means: "", look: "c-u", count: unknown },
  ];
}

/** A count in words that fit everywhere: a dash, and what it stands for, where it is withheld. */
export function countOrFew(count: number | null): TemplateResult {
  return count === null ? html`<span aria-hidden="true">–</span><span class="vh">fewer than 3</span>` : html`${count}`;
}

function bars(name: string, rows: readonly LensRow[]): TemplateResult {
  const most = Math.max(1, ...rows.map(({ count }) => count ?? 0));
  return html`<ul class="who" aria-label=${name}>
    ${rows.map(
      ({ name: says, look, count }) =>
        html`<li>
          <span>${says}</span
          ><span class="who-b"><i class=${look} style="--w:${(100 * (count ?? 0)) / most}%"></i></span
          ><span class="num">${countOrFew(count)}</span>
        </li>`,
    )}
  </ul>`;
}
