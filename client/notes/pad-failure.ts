import { html, nothing, type TemplateResult } from "lit";
import { assertNever } from "../../shared/assert-never.ts";
import { failure } from "../look/failure.ts";
import { icon } from "../look/icon.ts";
import type { PadFailure } from "./replica/save-state.ts";

/** Stands where the notes would: why they can't be opened, and a way to keep what only this page has. */
export function padFailure(pad: {
  slug: string;
  why: PadFailure;
  edits: number;
  copy: () => Promise<void>;
}): TemplateResult {
  const { slug, why, edits } = pad;
  const kept = edits > 0 ? " What you wrote last is still on this page: copy it now." : "";
  const copy =
    edits > 0
      ? html`<button class="btn btn--primary" @click=${pad.copy}>${icon("copy")}Copy as Markdown</button>`
      : nothing;
  const back = html`${copy}<a class="btn" href="/m/${slug}">Go to the agenda</a>`;
  const again = html`${copy}<button class="btn" @click=${() => location.reload()}>Load the page again</button>`;
  switch (why) {
    case "unknown-pad": {
      const text = `The address may have a typing error, or the notes were deleted.${kept}`;
      return note(failure("There are no notes here", text, back));
    }
    case "removed": {
      const text = `An organizer has removed you from this meetup.${kept}`;
      return note(failure("You can’t open these notes any more", text, back));
    }
    case "not-understood": {
      const text = `This page may be older than the server. The notes are safe there.${kept}`;
      return note(failure("The notes can’t be opened", text, again));
    }
    default:
      return assertNever(why);
  }
}

function note(content: TemplateResult): TemplateResult {
  return html`<div class="shell-note">${content}</div>`;
}
