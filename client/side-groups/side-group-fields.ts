import { html, nothing, type TemplateResult } from "lit";
import { clockTime, dayOf } from "../../shared/exports/meetup-times.ts";
import { LIMITS } from "../../shared/limits.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { fieldError, messageFor, ownRefusal } from "../look/field-error.ts";
import { instantAt } from "../meetup/times.ts";
import type { TimeChoice } from "./time-choices.ts";

/** So many places can be chosen by a tap; the field offers them all. */
const TAPS = 8;

/** Where a side group can meet: the meetup's places, then its rooms. */
export function offeredPlaces({ meetup, rooms }: MeetupView): string[] {
  return [...new Set([...meetup.places, ...rooms.map(({ name }) => name)])];
}

/** What a side group is about. */
export function titleField(value: string, refusal: Problem | undefined): TemplateResult {
  return html`<div class="field">
    <label for="g-title">What about?</label>
    <input
      class="input"
      id="g-title"
      name="title"
      autocomplete="off"
      maxlength=${LIMITS.sideGroupTitle.max}
      .value=${value}
      aria-invalid=${messageFor(refusal, "title") !== undefined}
      aria-describedby="g-title-error"
    />
    ${fieldError(refusal, "title", "g-title-error")}
  </div>`;
}

/** Where: anywhere, with the places that the meetup offers one tap away. */
export function placeField(view: MeetupView, value: string, refusal: Problem | undefined): TemplateResult {
  const places = offeredPlaces(view);
  const choose = (event: Event, place: string) => {
    const field = (event.currentTarget as HTMLElement).closest("form")?.elements.namedItem("place");
    if (field instanceof HTMLInputElement) field.value = place;
  };
  return html`<div class="field">
    <label for="g-place">Where?</label>
    <input
      class="input"
      id="g-place"
      name="place"
      list="g-places"
      autocomplete="off"
      maxlength=${LIMITS.sideGroupPlace.max}
      .value=${value}
      aria-invalid=${messageFor(refusal, "place") !== undefined}
      aria-describedby="g-place-error"
    />
    <datalist id="g-places">${places.map((place) => html`<option value=${place}></option>`)}</datalist>
    ${
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
    }
    ${fieldError(refusal, "place", "g-place-error")}
  </div>`;
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
  const isWrong = (path: string) => messageFor(refusal, path) !== undefined;
  return html`<div class="two">
      <div class="field">
        <label for="g-when">When?</label>
        <select
          class="input"
          id="g-when"
          @change=${(event: Event) => form.choose((event.target as HTMLSelectElement).value)}
        >
          ${[...choices, { value: "other", words: "Another time" }].map(
            ({ value, words }) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`,
          )}
        </select>
      </div>
      <div class="field">
        <label for="g-seats">Seats <span class="faint">optional</span></label>
        <input
          class="input"
          id="g-seats"
          name="capacity"
          inputmode="numeric"
          autocomplete="off"
          placeholder="Any"
          .value=${capacity === null ? "" : String(capacity)}
          aria-invalid=${isWrong("capacity")}
          aria-describedby="g-seats-error"
        />
      </div>
    </div>
    ${
      chosen === "other"
        ? html`<div class="two">
            <div class="field">
              <label for="g-day">Day</label>
              <input class="input" id="g-day" name="day" type="date" .value=${day} />
            </div>
            <div class="field">
              <label for="g-time">Time</label>
              <input
                class="input"
                id="g-time"
                name="time"
                type="time"
                .value=${startsAt ? clockTime(startsAt, timezone) : ""}
                aria-invalid=${isWrong("startsAt")}
                aria-describedby="g-time-error"
              />
            </div>
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
