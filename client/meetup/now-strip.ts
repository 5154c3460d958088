import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { clockTime } from "../../shared/exports/meetup-times.ts";
import { nowOf } from "../../shared/meetup/now.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { closings } from "./closings.ts";

/** How far ahead what comes next is worth a word. Milliseconds. */
const DAY_MS = 86_400_000;

/** What is on now and next, by this device's clock, in the meetup's time zone. */
@customElement("now-strip")
export class NowStrip extends LightElement {
  @property({ attribute: false }) view!: MeetupView;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#tick();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render() {
    const { meetup } = this.view;
    const at = Date.now();
    const { rooms, slots, next } = nowOf(this.view, at);
    const running = rooms.flatMap(({ room, on }) => (on ? [{ ...on, room }] : []));
    const closing = closings(meetup, at);
    const isNear = next !== undefined && Date.parse(next.startsAt) < at + DAY_MS;
    if (running.length === 0 && slots.length === 0 && !isNear && closing.length === 0) return nothing;
    const [pause] = slots;
    return html`<section class="now" aria-label="On now">
      <span class="now-pill"
        ><span class="vh">Now </span>${clockTime(new Date(at).toISOString(), meetup.timezone)}</span
      >
      ${closing.map(
        (words, index) => html`<span class="closing ${index > 0 ? "wide" : ""}">${icon("clock")}${words}</span>`,
      )}
      ${running.map(
        ({ session, room }, index) =>
          html`<a class=${index > 0 ? "wide" : ""} href="/m/${meetup.slug}/notes/${session.padId}"
            ><span class="room" aria-hidden="true">${room.name.slice(0, 1)}</span
            ><span class="trunc">${session.title}<span class="vh">, in ${room.name}</span></span></a
          >`,
      )}
      ${running.length === 0 && pause ? html`<span class="trunc">${pause.slot.label || "Break"}</span>` : nothing}
      ${
        next && isNear
          ? html`<a class="next ${running.length > 0 ? "wide" : "trunc"}" href="/m/${meetup.slug}/schedule"
              ><span class="trunc"
                >Next, ${clockTime(next.startsAt, meetup.timezone)}:
                ${next.sessions.length === 1 ? next.sessions[0]?.title : `${next.sessions.length} sessions`}</span
              >${icon("chevron-right")}</a
            >`
          : nothing
      }
    </section>`;
  }

  /** Wakes at each full minute, when the clock shown changes. */
  #tick(): void {
    this.#timer = setTimeout(
      () => {
        this.requestUpdate();
        this.#tick();
      },
      60_000 - (Date.now() % 60_000),
    );
  }
}
