import { html, nothing, type TemplateResult } from "lit";
import { dayOf } from "../../shared/time.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { dayName, timeSpan } from "../meetup/times.ts";

/** What stands in one place of a plan. */
export interface PlanCell {
  title: string;
  /** How it differs from the plan beside it. */
  mark?: TemplateResult | undefined;
  /** What can be done with it. */
  tool?: TemplateResult | undefined;
}

/**
 * A plan as rooms by times, seen at an instant (ms since 1970); on a phone a list by time. `cellAt` says what is in a
 * room at a time.
 */
export function planGrid(
  view: MeetupView,
  heading: string,
  at: number,
  cellAt: (roomId: string, slotId: string) => PlanCell | undefined,
): TemplateResult {
  const { rooms, meetup } = view;
  const slots = view.slots
    .filter(({ kind }) => kind === "sessions")
    .toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  const days = Map.groupBy(slots, ({ startsAt }) => dayOf(startsAt, meetup.timezone));
  return html`<section class="pg" aria-label=${heading} style="--rooms:${rooms.length}">
    <h2>${heading}</h2>
    <div class="pg-scroll">
      <div class="pg-head" aria-hidden="true">
        <span></span>${rooms.map(({ name }) => html`<span class="pg-room">${name}</span>`)}
      </div>
      ${[...days].map(
        ([day, all]) =>
          html`${days.size > 1 ? html`<p class="pg-day" aria-hidden="true">${dayName(day)}</p>` : nothing}
          ${all.map(
            (slot) =>
              html`<div class="pg-row">
                <h3 class="num">
                  ${days.size > 1 ? html`<span class="vh">${dayName(day)}, </span>` : nothing}${timeSpan(slot.startsAt, slot.endsAt, meetup.timezone)}
                </h3>
                <ul>
                  ${rooms.map((room) => {
                    const cell = cellAt(room.id, slot.id);
                    return html`<li class=${cell ? "" : "pg-free"}>
                      <span class="pg-in">${room.name}</span>
                      ${cell ? html`<span class="pg-title">${cell.title}</span>${cell.mark}${cell.tool}` : html`<span class="faint">${Date.parse(slot.startsAt) > at ? "Free" : "Nothing"}</span>`}
                    </li>`;
                  })}
                </ul>
              </div>`,
          )}`,
      )}
    </div>
  </section>`;
}
