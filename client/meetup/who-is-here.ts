import { html, nothing, type TemplateResult } from "lit";
import type { LensView } from "../../shared/meetup/lens.ts";
import type { PeopleView } from "../../shared/meetup/view.ts";
import { countOrFew, lensCounts, rowsOf } from "../agenda/lens-counts.ts";

/** A picture of who takes part: what kind of clouds they run, in the words in which it is asked. */
export function whoIsHere(
  { crowd: lens }: PeopleView,
  heading: TemplateResult = html`<h3 id="who-is-here">Who is here</h3>`,
): TemplateResult | typeof nothing {
  if (!lens || !saysAnything(lens)) return nothing;
  return html`<section class="ab-who" aria-labelledby="who-is-here">
    ${heading} ${lensCounts(lens)}
    <details>
      <summary>As a table</summary>
      ${table("Scale: how many people run the cloud", rowsOf(lens, "scale"))}
      ${table("Maturity: of deployment, automation and what becomes of bugs", rowsOf(lens, "maturity"))}
    </details>
  </section>`;
}

/** Until enough have answered, there is nothing to draw. */
function saysAnything(lens: LensView): boolean {
  const { unknown: _, ...scale } = lens.scale;
  const { unknown: __, ...maturity } = lens.maturity;
  return [...Object.values(scale), ...Object.values(maturity)].some((count) => count !== null);
}

function table(caption: string, rows: ReturnType<typeof rowsOf>): TemplateResult {
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col">Group</th>
        <th scope="col">Means</th>
        <th scope="col" class="num">People</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ name, means, count }) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${means}</td>
            <td class="num">${countOrFew(count)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
