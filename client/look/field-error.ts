import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "../../shared/problem.ts";
import { icon } from "./icon.ts";

/** What is wrong with one field, for `aria-describedby` to point to by its id; said at once, as the focus is elsewhere. */
export function fieldError(refusal: Problem | undefined, path: string, id: string): TemplateResult | typeof nothing {
  const message = messageFor(refusal, path);
  return message === undefined
    ? nothing
    : html`<p class="err" id=${id} role="alert">${icon("triangle-alert")}<span>${message}</span></p>`;
}

/** What is wrong with a field; undefined when it is fine. Other fields are called as the form calls them. */
export function messageFor(refusal: Problem | undefined, path: string): string | undefined {
  const message = refusal?.errors?.find((error) => error.path === path)?.message;
  return message?.replace(/\b(?:startsAt|startsOn|endsOn)\b/u, (name) => CALLED[name] ?? name);
}

const CALLED: Record<string, string> = { startsAt: "the start", startsOn: "the first day", endsOn: "the last day" };

/** A refusal as a whole, for when it names no field that is shown. */
export function formError(refusal: Problem | undefined, shown: string[] = []): TemplateResult | typeof nothing {
  if (!refusal || refusal.errors?.some(({ path }) => shown.includes(path))) return nothing;
  return html`<p class="err" role="alert">${icon("triangle-alert")}<span>${refusal.detail}</span></p>`;
}

/** A refusal that the page gives by itself, before it asks the server: as a whole, or of one field. */
export function ownRefusal(detail: string, path?: string): Problem {
  const named = path !== undefined && { errors: [{ path, message: detail }] };
  return { type: "", title: "", status: 422, detail, ...named };
}
