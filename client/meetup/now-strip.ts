import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { clockTime } from "../../shared/time.ts";
import { nowOf, type Now, type SessionOn } from "../../shared/meetup/now.ts";
import type { MeetupView, MeView, RoomView, SessionView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { deadlines } from "./deadlines.ts";
import { nextWords, startsSoonWords } from "./day-words.ts";
import { notesAddress } from "./notes-address.ts";
import { MinuteTimer } from "./minute-timer.ts";

/** How wide a screen is, and for how many rooms it has the room. */
const FITTING: readonly (readonly [width: string, count: number])[] = [
  ["phone", 1],
  ["tablet", 2],
  ["desk", 3],
  ["large", 5],
];

/** How far ahead what comes next is worth a word. Milliseconds. */
const DAY_MS = 86_400_000;

/** What is on now and next, by this device's clock, in the meetup's time zone. */
@customElement("now-strip")
export class NowStrip extends LightElement {
  @property({ attribute: false }) view!: MeetupView;
  /** Whose: their sessions come first. */
  @property({ attribute: false }) me: MeView | null = null;

  constructor() {
    super();
    this.addController(new MinuteTimer(() => this.requestUpdate()));
  }

  protected override render() {
    const { meetup } = this.view;
    const at = Date.now();
    const { rooms, slots, next, soon } = nowOf(this.view, at);
    const running = rooms
      .flatMap(({ room, on }) => (on ? [{ ...on, room }] : []))
      .toSorted((a, b) => Number(this.#isMine(b.session)) - Number(this.#isMine(a.session)));
    const closing = deadlines(meetup, at);
    const isNear = next !== undefined && Date.parse(next.startsAt) < at + DAY_MS;
    if (running.length === 0 && slots.length === 0 && !isNear && closing.length === 0) return nothing;
    const [pause] = slots;
    const isPause = running.length === 0 && pause !== undefined;
    return html`<section class="now" aria-label="On now">
      <span class="now-pill"
        ><span class="vh">Now </span>${clockTime(new Date(at).toISOString(), meetup.timezone)}</span
      >
      ${closing.map(
        (words, index) =>
          html`<span class="closing ${index > 0 || running.length > 0 ? "wide" : ""}">${icon("clock")}${words}</span>`,
      )}
      ${running.map((on, index) => this.#on(on, FITTING.find(([, count]) => index < count)?.[0] ?? ""))}
      ${FITTING.map(([width, count]) => (running.length > count ? this.#more(running.length - count, width) : nothing))}
      ${
        isPause
          ? html`<span class="trunc">${pause.slot.label || (pause.slot.kind === "break" ? "Break" : "Everyone")}</span
              ><span class="now-left num">${pause.minutesLeft} min left</span>`
          : nothing
      }
      ${next && isNear ? this.#next(next, soon, running.length > 0 || isPause, at) : nothing}
    </section>`;
  }

  /** One room, on screens that are at least so wide. */
  #on({ session, room, minutesLeft, minutesOver }: SessionOn & { room: RoomView }, width: string) {
    return html`<a class="now-on" data-from=${width} href=${notesAddress(this.view.meetup.slug, session)}
      ><b class="now-room">${room.name}</b><span class="trunc">${session.title}</span
      ><span class="now-left num"
        >${minutesLeft > 0 ? `${minutesLeft} min left` : minutesOver > 0 ? `${minutesOver} min over` : "time is up"}${
          session.full ? ", full" : ""
        }</span
      ></a
    >`;
  }

  /** How many rooms more, on a screen that is so wide. */
  #more(count: number, width: string) {
    const words =
      width === "phone"
        ? html`+${count}<span class="vh"> more on now</span>`
        : html`${count} more<span class="vh"> on now</span>`;
    return html`<a class="now-more num" data-on=${width} href="/m/${this.view.meetup.slug}/schedule">${words}</a>`;
  }

  /** What comes; in its last five minutes how soon and where. */
  #next(next: NonNullable<Now["next"]>, soon: readonly SessionView[], isBeside: boolean, at: number) {
    const { meetup } = this.view;
    const first = soon.find((session) => this.#isMine(session)) ?? soon[0];
    const words = first !== undefined ? startsSoonWords(this.view, first, at) : nextWords(this.view, next, at);
    return html`<a class="next ${isBeside ? "wide" : "trunc"}" href="/m/${meetup.slug}/schedule"
      ><span class="trunc">${words}</span>${icon("chevron-right")}</a
    >`;
  }

  /** Whether this person would come to it, or has it in their plan. */
  #isMine({ id, topicIds }: SessionView): boolean {
    const { me } = this;
    return me !== null && (me.plan.includes(id) || topicIds.some((topicId) => me.votes.includes(topicId)));
  }
}
