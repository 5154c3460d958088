import { html, nothing, type TemplateResult } from "lit";
import type { RoomView } from "../../shared/meetup/view.ts";
import { moderatorNames } from "../../shared/exports/moderator-names.ts";
import { timeLeft, whenOf } from "../meetup/time-words.ts";
import { pill, timeBar, type WallMoment } from "./wall-now.ts";

/** How many sessions to come are shown. */
const NEXT = 4;

/** One room's own wall: what is on there, in the largest letters, and what comes. */
export function wallRoom(moment: WallMoment, room: RoomView): TemplateResult {
  const { view, now, at } = moment;
  const { timezone } = view.meetup;
  const { on, toCome: all = [] } = now.rooms.find((each) => each.room.id === room.id) ?? {};
  const toCome = all.slice(0, NEXT);
  const [pause] = now.slots;
  const names = on ? moderatorNames(view, on.session) : [];
  return html`<section class="w-l w-one">
    <h2>${pill(moment)}<span class="w-room">${room.name}</span></h2>
    ${
      on
        ? html`<p class="w-title">${on.session.title}</p>
            ${names.length > 0 ? html`<p class="w-names">${names.join(", ")}</p>` : nothing} ${timeBar(on.share)}
            <p class="w-big">
              ${timeLeft(on)}${on.session.full ? html`<span class="w-full">Room full</span>` : nothing}
            </p>`
        : html`<p class="w-title">
            ${pause ? pause.slot.label || "Break" : toCome.length > 0 ? "Free until the next session" : "Nothing more here"}
          </p>`
    }
    ${
      toCome.length > 0
        ? html`<div class="w-to-come">
            <h2 class="w-next-h">Next in ${room.name}</h2>
            <ul class="w-next">
              ${toCome.map(
                (session) =>
                  html`<li>
                    <span class="w-room">${whenOf(session.startsAt, at, timezone)}</span
                    ><span class="w-line">${session.title}</span>
                  </li>`,
              )}
            </ul>
          </div>`
        : nothing
    }
  </section>`;
}
