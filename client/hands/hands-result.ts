import { html, nothing, type TemplateResult } from "lit";
import { TEAM_SIZE_NAMES } from "../../shared/exports/hands-table.ts";
import { TEAM_SIZES, type HandsView } from "../../shared/meetup/hands.ts";

const SIZES = [...TEAM_SIZES, "unknown"] as const;

/** What came of a show of hands: a bar for each answer, and the sizes of teams behind them where they may be told. */
export function handsResult({ answers, totals, bySize }: HandsView): TemplateResult {
  const most = Math.max(1, ...(totals ?? []));
  return html`<ul class="hands-r">
      ${answers.map((answer, index) => {
        const count = totals?.[index] ?? 0;
        return html`<li>
          <span class="hands-l">${answer}</span>
          <span class="hands-bar" aria-hidden="true"><i style="--part:${Math.round((100 * count) / most)}%"></i></span>
          <b class="num">${count}</b>
        </li>`;
      })}
    </ul>
    ${bySize === null ? nothing : sizes(answers, bySize)}`;
}

function sizes(answers: readonly string[], bySize: NonNullable<HandsView["bySize"]>): TemplateResult {
  return html`<details class="hands-d">
    <summary>By team size</summary>
    <div class="hands-t" tabindex="0" role="region" aria-label="Answers by team size">
      <table>
        <thead>
          <tr>
            <th scope="col">People who run the cloud</th>
            ${SIZES.map((size) => html`<th scope="col">${TEAM_SIZE_NAMES[size]}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${answers.map(
            (answer, index) =>
              html`<tr>
                <th scope="row">${answer}</th>
                ${SIZES.map(
                  (size) =>
                    html`<td class="num">
                      ${bySize[index]?.[size] ?? html`<span aria-hidden="true">–</span><span class="vh">fewer than 3</span>`}
                    </td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="hint">Fewer than 3 are counted under “Not said”.</p>
  </details>`;
}
