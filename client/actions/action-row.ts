import { html, nothing, type TemplateResult } from "lit";
import { dayOf } from "../../shared/time.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import type { ListedAction } from "../../shared/notes/action-list.ts";
import type { ActionState } from "../../shared/notes/actions.ts";
import { avatar } from "../look/avatar.ts";
import { icon } from "../look/icon.ts";
import { richText } from "../look/rich-text.ts";
import { dayName } from "../meetup/times.ts";
import { padPlace } from "../notes/pad-place.ts";
import type { ListedActions } from "./listed-actions.ts";
import "./action-row.css";

/** The states of actions, as they are called and drawn. */
export const ACTION_STATES: { state: ActionState; name: string; glyph: string }[] = [
  { state: "open", name: "Open", glyph: "circle" },
  { state: "done", name: "Done", glyph: "circle-check" },
  { state: "dropped", name: "Dropped", glyph: "minus" },
];

/**
 * A row of a list of actions, with the way to its line. What the list is put together by is not said in each row: who
 * is to do it, or out of which notes it came.
 */
export function actionRow(
  view: MeetupView,
  { text, state, owner, due, padId, line }: ListedAction,
  { isMine, hasWho, hasPlace }: { isMine: boolean; hasWho: boolean; hasPlace: boolean },
): TemplateResult {
  const { slug, timezone } = view.meetup;
  const { title } = padPlace(view, padId);
  const words = state === "dropped" ? text.replace(/^~~(.*)~~$/u, "$1") : text;
  const { name, glyph } = ACTION_STATES.find((each) => each.state === state)!;
  const isLate = state === "open" && due !== null && due < dayOf(new Date().toISOString(), timezone);
  return html`<li class="to-i to-i--${state} ${isMine ? "to-i--mine" : ""}">
    <span class="to-m">${icon(glyph)}<span class="vh">${name}</span></span>
    <div class="to-w">${richText(words)}</div>
    <p class="to-f">
      ${hasWho ? whoDoes(view, owner) : nothing}
      ${due === null ? nothing : html`<span class="num ${isLate ? "to-late" : ""}">${isLate ? "Was due" : "By"} ${dayName(due)}</span>`}
      <a class="to-l" href="/m/${slug}/notes/${padId}#L${line}"
        >${icon("notebook-pen")}<span class="trunc">${hasPlace ? `${title}, line ${line}` : `Line ${line}`}</span
        >${hasPlace ? nothing : html`<span class="vh"> of ${title}</span>`}</a
      >
    </p>
  </li>`;
}

/** What stands in place of actions that can't be loaded, or have not come yet. */
export function inPlaceOfActions(actions: ListedActions): TemplateResult | typeof nothing {
  if (actions.why)
    return html`<p class="err" role="alert">
      ${icon("triangle-alert")}<span>${actions.why}</span>
      <button class="btn btn--sm" @click=${() => actions.fetch()}>Try again</button>
    </p>`;
  return actions.all ? nothing : html`<p class="dim" role="status">Loading</p>`;
}

function whoDoes(view: MeetupView, owner: string | null): TemplateResult {
  return owner === null
    ? html`<span class="to-un">${icon("user-plus")}Nobody yet</span>`
    : html`<span class="row">${avatar(personCalled(view, owner), { size: "sm" })}${owner}</span>`;
}

/** The look of whoever is called so here. */
function personCalled({ people }: MeetupView, name: string): { name: string; color: string } {
  const known = Object.values(people.names).find((person) => person.name.toLowerCase() === name.toLowerCase());
  return known ?? { name, color: "" };
}
