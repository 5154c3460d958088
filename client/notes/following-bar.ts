import { html, nothing, type TemplateResult } from "lit";
import type { PadPerson } from "./pad-people.ts";

/** Says whose cursor the page scrolls along with. The region is there before its words, so that they are heard. */
export function followingBar(person: PadPerson | undefined, stop: () => void): TemplateResult {
  return html`<div role="status">
    ${
      person
        ? html`<div class="following">
            <span class="av av--sm p${person.color}" aria-hidden="true">${person.initials}</span
            ><span class="grow">Following ${person.name}. Scroll or type to stop.</span
            ><button class="btn btn--sm" @click=${stop}>Stop</button>
          </div>`
        : nothing
    }
  </div>`;
}
