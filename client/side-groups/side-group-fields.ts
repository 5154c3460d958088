import { html, nothing, type TemplateResult } from "lit";
import { clockTime, dayOf, instantAt } from "../../shared/time.ts";
import { LIMITS } from "../../shared/limits.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { choiceField } from "../look/choice-field.ts";
import { fieldError, ownRefusal } from "../look/field-error.ts";
import { textField } from "../look/text-field.ts";
import type { TimeChoice } from "./time-choices.ts";

/** At most this many places can be chosen by a tap; the field offers them all. */
const TAPS = 8;

/** Where a side group can meet: the meetup's places, then its rooms. */
export function offeredPlaces({ meetup, rooms }: MeetupView): string[] {
  return [...new Set([...meetup.places, ...rooms.map(({ name }) => name)])];
}

/** What a side group is about. */
export function titleField(value: string, refusal: Problem | undefined): TemplateResult {
  return textField(refusal, {
    id: "g-title",
    name: "title",
    label: "What about?",
    maxLength: LIMITS.sideGroupTitle.max,
    value,
  });
}

/** Where: anywhere, with the places that the meetup offers one tap away. */
export function placeField(view: MeetupView, value: string, refusal: Problem | undefined): TemplateResult {
  const places = offeredPlaces(view);
  const choose = (event: Event, place: string) => {
    const field = (event.currentTarget as HTMLElement).closest("form")?.elements.namedItem("place");
    if (field instanceof HTMLInputElement) field.value = place;
  };
  return textField(refusal, {
    id: "g-place",
    name: "place",
    label: "Where?",
    list: "g-places",
    maxLength: LIMITS.sideGroupPlace.max,
    value,
    below: html`<datalist id="g-places">${places.map((place) => html`<option value=${place}></option>`)}</datalist> ${
        places.length > 0
          ? html`<div class="row wrap" role="group" aria-label="Places">
              ${places
                .slice(0, TAPS)
                .map(
                  (place) =>
                    html`<button type="button" class="btn btn--sm" @click=${(event: Event) => choose(event, place)}>
                      ${place}
                    </button>`,
                )}
            </div>`
          : nothing
      }`,
  });
}

/** When, out of what is offered, or at a time of its own; and how many fit. */
export function timeAndSeats(form: {
  view: MeetupView;
  choices: readonly TimeChoice[];
  chosen: string;
  choose: (value: string) => void;
  /** The time of its own that it has, if any. */
  startsAt: string | null;
  capacity: number | null;
  refusal: Problem | undefined;
}): TemplateResult {
  const { view, choices, chosen, startsAt, capacity, refusal } = form;
  const { timezone, startsOn } = view.meetup;
  const today = dayOf(new Date().toISOString(), timezone);
  const day = startsAt ? dayOf(startsAt, timezone) : startsOn && today < startsOn ? startsOn : today;
  return html`<div class="two">
      ${choiceField({ id: "g-when", label: "When?", options: [...choices, { value: "other", words: "Another time" }], chosen, choose: form.choose })}
      ${textField(refusal, { id: "g-seats", name: "capacity", label: html`Seats <span class="faint">optional</span>`, inputMode: "numeric", placeholder: "Any", value: capacity === null ? "" : String(capacity), errorId: "g-seats-error" })}
    </div>
    ${
      chosen === "other"
        ? html`<div class="two">
            ${textField(refusal, { id: "g-day", name: "day", label: "Day", type: "date", value: day })}
            ${textField(refusal, { id: "g-time", name: "time", label: "Time", type: "time", value: startsAt ? clockTime(startsAt, timezone) : "", path: "startsAt", errorId: "g-time-error" })}
          </div>`
        : nothing
    }
    ${fieldError(refusal, "startsAt", "g-time-error")} ${fieldError(refusal, "capacity", "g-seats-error")}`;
}

/** What a form of these fields says, or what is wrong in it. */
export function readFields(
  form: HTMLFormElement,
  view: MeetupView,
  choices: readonly TimeChoice[],
  chosen: string,
): { title: string; place: string; startsAt: string | null; capacity: number | null } | { refusal: Problem } {
  const fields = new FormData(form);
  const text = (name: string) => ((fields.get(name) as string | null) ?? "").trim();
  const seats = text("capacity");
  const { min, max } = LIMITS.sideGroupCapacity;
  if (seats !== "" && !(Number.isInteger(Number(seats)) && Number(seats) >= min && Number(seats) <= max))
    return { refusal: ownRefusal(`A whole number from ${min} to ${max}, or nothing for any number`, "capacity") };
  if (chosen === "other" && (text("day") === "" || text("time") === ""))
    return { refusal: ownRefusal("Choose a day and a time", "startsAt") };
  const startsAt =
    chosen === "other"
      ? instantAt(text("day"), text("time"), view.meetup.timezone)
      : (choices.find(({ value }) => value === chosen)?.startsAt ?? null);
  return { title: text("title"), place: text("place"), startsAt, capacity: seats === "" ? null : Number(seats) };
}
