import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { clockTime, dayInWords, dayOf } from "../../shared/time.ts";
import { nowOf } from "../../shared/meetup/now.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { logoMark } from "../look/logo.ts";
import "../look/qr-code.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { rotatingPage } from "./rotating-page.ts";
import { Unattended } from "./unattended.ts";
import { wallGroups } from "./wall-groups.ts";
import { wallNow, type WallMoment } from "./wall-now.ts";
import { wallRoom } from "./wall-room.ts";
import "./wall-page.css";

/** An announcement longer than this stands in smaller letters. */
const LONG_NEWS = 110;

/**
 * The meetup on a projector, for people far away: what is on, what comes, how to join. It runs for days by itself;
 * what it holds is the replica's view and a few numbers.
 */
@customElement("wall-page")
export class WallPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** The one room to show; all of them unless given. */
  @property({ attribute: "room-id" }) roomId: string | undefined;
  /** What of the time is drawn: pages turn with it. */
  @state() private drawn = "";
  #unattended!: Unattended;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    let reach = this.replica.reach;
    this.#unattended = new Unattended({
      tick: () => this.#tick(),
      isCutOff: () => this.replica.reach === "offline",
      heard: () => {
        if (this.replica.status.state === "failed") this.replica.retry();
      },
    });
    this.#stop = this.replica.subscribe(() => {
      if (reach !== this.replica.reach) void this.#unattended.touch.ask();
      reach = this.replica.reach;
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unattended.close();
    this.#stop?.();
  }

  protected override render() {
    const { view, status } = this.replica;
    document.title = view ? `Wall · ${view.meetup.title}` : "Wall · Midcycle";
    const problem =
      status.state === "deleted"
        ? "This meetup was deleted"
        : status.state === "failed" && status.problem.status === 404
          ? "No meetup here"
          : undefined;
    if (!view || problem !== undefined)
      return html`<main id="main" class="wall w-empty" tabindex="-1">
        <h1>${problem ?? (this.#lostSince === undefined ? "Loading" : "No connection. This page keeps trying.")}</h1>
      </main>`;
    return html`<main id="main" class="wall" tabindex="-1" style="transform:${this.#unattended.shift}">
      ${this.#picture(view)}
    </main>`;
  }

  #picture(view: MeetupView): TemplateResult {
    const at = this.#unattended.touch.now();
    const isInTouch = this.#lostSince === undefined;
    const moment: WallMoment = { view, now: nowOf(view, at), at, isInTouch };
    const room = view.rooms.find(({ id }) => id === this.roomId);
    return html`${this.#head(view, at)} ${announcements(moment)}
      ${
        room
          ? wallRoom(moment, room)
          : this.roomId === undefined
            ? wallNow(moment)
            : html`<section class="w-l"><p class="w-none">There is no such room here any more</p></section>`
      }
      <aside class="w-r" aria-label="Take part">
        ${join(moment, this.roomId, this.replica.me?.roomCode)} ${wallGroups(moment)}
      </aside>`;
  }

  #head({ meetup }: MeetupView, at: number): TemplateResult {
    const instant = new Date(at).toISOString();
    const { timezone } = meetup;
    const since = this.#lostSince;
    const count = this.replica.presence?.count ?? 0;
    return html`<header class="w-h">
      <svg viewBox="0 0 28 28" aria-hidden="true">${logoMark}</svg>
      <h1>${meetup.title}</h1>
      ${
        since === undefined
          ? nothing
          : html`<p class="w-lost" role="alert">
              ${icon("wifi-off")}No
              connection${since > 0 ? ` since ${clockTime(new Date(since).toISOString(), timezone)}` : ""}
            </p>`
      }
      <span class="w-d"
        >${dayInWords(dayOf(instant, timezone)).replace(/ \d+$/u, "")}${
          since === undefined && count > 1 ? html`<br />${count} people here` : nothing
        }</span
      >
      <time class="w-t" datetime=${instant}>${clockTime(instant, timezone)}</time>
    </header>`;
  }

  /** Since when no news have come, in the server's time; 0: nobody knows. Undefined: they come. */
  get #lostSince(): number | undefined {
    const lost = this.#unattended.touch.lostAt;
    if (lost !== undefined || this.replica.reach !== "offline") return lost;
    return this.replica.asOf ?? 0;
  }

  /** Draws itself anew when the minute, a page of a list, or the reach has changed. */
  #tick(): void {
    const at = this.#unattended.touch.now();
    this.drawn = `${Math.floor(at / 3000)} ${this.#lostSince}`;
  }
}

function announcements({ now, at }: WallMoment): TemplateResult | typeof nothing {
  const { items } = rotatingPage(now.announcements, 1, at);
  return items.length === 0
    ? nothing
    : html`<div class="w-say" role="status">
        ${items.map(({ text }) => html`<p class=${text.length > LONG_NEWS ? "w-long" : ""}>${icon("pin")}<span>${text}</span></p>`)}
      </div>`;
}

/** `roomCode` is known only on an organizer's device. */
function join({ view, now }: WallMoment, roomId: string | undefined, roomCode: string | undefined): TemplateResult {
  const { slug, code } = view.meetup;
  const on = now.rooms.find(({ room }) => room.id === roomId)?.on;
  const address = on?.session.padId
    ? `${location.origin}/m/${slug}/notes/${on.session.padId}`
    : `${location.origin}/j/${code}`;
  return html`<div class="w-join">
    <qr-code
      .text=${address}
      label=${on ? `QR code of the notes: ${on.session.title}` : `QR code to join: ${location.host}, ${code}`}
    ></qr-code>
    <span class="w-do"
      >${on ? "Notes of this session" : view.meetup.phase === "closed" ? "Read and finish the notes" : "Join, vote, take notes"}</span
    >
    <span class="w-code">${code}</span>
    <span class="w-host">${location.host}</span>
    ${
      roomCode !== undefined && view.meetup.voting.roomCode && view.meetup.voting.open
        ? html`<p class="w-vote">To vote, enter <b>${roomCode}</b></p>`
        : nothing
    }
  </div>`;
}
