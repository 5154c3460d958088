import { html, nothing, type TemplateResult } from "lit";
import { isTimeToGo } from "../../shared/meetup/time-to-go.ts";
import { icon } from "../look/icon.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import "./return-offer.css";

/** As people go home: the way back to what is theirs, for whoever comes with another phone by the next meetup. */
export function returnOffer({ view, person }: MeetupReplica): TemplateResult | typeof nothing {
  if (!view || !person) return nothing;
  if (view.meetup.phase !== "closed" && !isTimeToGo(view, Date.now())) return nothing;
  return html`<p class="way-back">
    ${icon("smartphone")}<span
      >Another phone by the next meetup? With a return link you are ${person.name} there too, with all that is yours
      here.</span
    >
    <button
      class="btn btn--sm"
      aria-haspopup="dialog"
      @click=${() => whenLoaded(import("./own-data-dialog.ts"), (code) => code.openOwnData())}
    >
      Get a return link
    </button>
  </p>`;
}
