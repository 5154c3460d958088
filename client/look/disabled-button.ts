import { html, nothing, type TemplateResult } from "lit";

/**
 * A button that can't be used now and says why, to those who point at it and to those who have it read aloud. It stays
 * reachable by keyboard, so that the reason is found; pressing it does nothing.
 */
export function disabledButton(
  content: TemplateResult,
  why: string | undefined,
  press: () => void,
  classes = "",
): TemplateResult {
  return html`<button
    type="button"
    class="btn ${classes}"
    aria-disabled=${why === undefined ? nothing : "true"}
    aria-description=${why ?? nothing}
    title=${why ?? nothing}
    @click=${() => why === undefined && press()}
  >
    ${content}
  </button>`;
}
