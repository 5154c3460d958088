import { html, nothing, type TemplateResult } from "lit";
import type { TopicView } from "../../shared/meetup/view.ts";
import { lensCounts } from "./lens-counts.ts";

/** Who wants a topic, on its own page: how many of those who saw it, and what kind of clouds they run. */
export function topicDemand({ votes, picks, shown, lens }: TopicView): TemplateResult | typeof nothing {
  if (votes === null || votes === 0) return nothing;
  const picked = picks ? ` For ${picks} it is a top pick.` : "";
  return html`<section class="d-sec" aria-labelledby="who-wants">
    <h3 id="who-wants">Who wants this</h3>
    <p class="dim">
      ${shown === 1 ? "The one person who has seen it would come." : `${votes} of the ${shown} people who have seen it would come.`}${picked}
    </p>
    ${lens ? lensCounts(lens) : nothing}
  </section>`;
}
