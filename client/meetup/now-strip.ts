import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { clockTime } from "../../shared/exports/meetup-times.ts";
import type { MeetupView, SessionView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { closings } from "./closings.ts";

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
    const { meetup, rooms, slots } = this.view;
    const sessions = this.view.sessions.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt));
    const now = new Date().toISOString();
    const at = Date.parse(now);
    const running = sessions.filter((each) => Date.parse(each.startsAt) <= at && at < Date.parse(each.endsAt));
    const next = sessions.find((each) => Date.parse(each.startsAt) > at && Date.parse(each.startsAt) < at + 86_400_000);
    const closing = closings(meetup, at);
    if (running.length === 0 && !next && closing.length === 0) return nothing;
    const nextUp = next && sessions.filter(({ startsAt }) => startsAt === next.startsAt);
    const isBreak = slots.find(
      (slot) => Date.parse(slot.startsAt) <= at && at < Date.parse(slot.endsAt) && slot.kind !== "sessions",
    );
    const roomOf = (session: SessionView) => rooms.find(({ id }) => id === session.roomId)?.name ?? "";
    return html`<section class="now" aria-label="On now">
      <span class="now-pill"><span class="vh">Now </span>${clockTime(now, meetup.timezone)}</span>
      ${closing.map(
        (words, index) => html`<span class="closing ${index > 0 ? "wide" : ""}">${icon("clock")}${words}</span>`,
      )}
      ${running.map(
        (session, index) =>
          html`<a class=${index > 0 ? "wide" : ""} href="/m/${meetup.slug}/notes/${session.padId}"
            ><span class="room" aria-hidden="true">${roomOf(session).slice(0, 1)}</span
            ><span class="trunc">${session.title}<span class="vh">, in ${roomOf(session)}</span></span></a
          >`,
      )}
      ${running.length === 0 && isBreak ? html`<span class="trunc">${isBreak.label || "Break"}</span>` : nothing}
      ${
        nextUp && next
          ? html`<a class="next ${running.length > 0 ? "wide" : "trunc"}" href="/m/${meetup.slug}/schedule"
              ><span class="trunc"
                >Next, ${clockTime(next.startsAt, meetup.timezone)}:
                ${nextUp.length === 1 ? next.title : `${nextUp.length} sessions`}</span
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
