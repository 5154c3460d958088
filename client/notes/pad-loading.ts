import { html, type TemplateResult } from "lit";
import type { SaveState } from "./replica/save-state.ts";

/** Stands where the text will: it is on its way, or can't be reached. */
export function padLoading(save: SaveState | undefined, tryNow: () => void): TemplateResult {
  return html`<div class="pad-loading" role="status">
    ${
      save?.state === "loading" && !save.isReachable
        ? html`<div class="pad-trying">
            <p><b>The notes can’t be reached.</b> They are safe on the server. This page keeps trying.</p>
            <button class="btn" @click=${tryNow}>Try now</button>
          </div>`
        : html`<span class="vh">Opening the notes</span>`
    }
    <div class="pad-lines" aria-hidden="true">
      ${["h", "a", "b", "g", "c", "d", "b"].map((size) => html`<span class="sk sk-${size}"></span>`)}
    </div>
  </div>`;
}
