import { html, type TemplateResult } from "lit";
import { isComposing } from "../look/is-composing.ts";

/** How a line that is being changed ends: saved, or as it was. */
export const editEnd: TemplateResult = html`<div class="row">
  <button class="btn">Save</button><button type="button" class="btn btn--quiet" @click=${cancel}>Cancel</button>
</div>`;

/** Escape ends the change of a line, not the dialog that it is in. */
export function cancelEdit(event: KeyboardEvent): void {
  if (event.key !== "Escape" || isComposing(event)) return;
  event.preventDefault();
  event.stopPropagation();
  cancel(event);
}

function cancel(event: Event): void {
  (event.currentTarget as HTMLElement).dispatchEvent(new CustomEvent("cancelled", { bubbles: true }));
}
