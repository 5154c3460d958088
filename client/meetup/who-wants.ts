import { html, nothing, type TemplateResult } from "lit";
import type { TopicView } from "../../shared/meetup/view.ts";
import { LENS_GROUPS } from "./lens-bar.ts";

/** Who wants a topic, on its own page: how many of those who saw it, and what kind of clouds they run. */
export function whoWants({ votes, picks, shown, lens }: TopicView): TemplateResult | typeof nothing {
  if (votes === null || votes === 0) return nothing;
  const picked = picks ? ` For ${picks} it is a top pick.` : "";
  return html`<section class="d-sec" aria-labelledby="who-wants">
    <h3 id="who-wants">Who wants this</h3>
    <p class="dim">
      ${votes} of the ${shown} ${shown === 1 ? "person" : "people"} who have seen it would come.${picked}
    </p>
    ${
      lens
        ? html`${bars("Scale", LENS_GROUPS.scale, lens.scale)} ${bars("Maturity", LENS_GROUPS.maturity, lens.maturity)}`
        : nothing
    }
  </section>`;
}

function bars<T extends string>(
  name: string,
  groups: readonly { group: T; name: string; look: string }[],
  cells: Record<T, number | null> & { unknown: number },
): TemplateResult {
  const rows = [
    ...groups.map(({ group, name: says, look }) => ({ says, look, count: cells[group] as number | null })),
    { says: "Not said, or fewer than 3", look: "c-u", count: cells.unknown },
  ];
  const most = Math.max(1, ...rows.map(({ count }) => count ?? 0));
  return html`<ul class="who" aria-label=${name}>
    ${rows.map(
      ({ says, look, count }) =>
        html`<li>
          <span>${says}</span
          ><span class="who-b"><i class=${look} style="--w:${(100 * (count ?? 0)) / most}%"></i></span
          ><span class="num"
            >${count ?? html`<span aria-hidden="true">–</span><span class="vh">fewer than 3</span>`}</span
          >
        </li>`,
    )}
  </ul>`;
}
