import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { moderatorNames } from "../../shared/exports/moderator-names.ts";
import { nowOf, type SessionOn } from "../../shared/meetup/now.ts";
import type { MeetupView, RoomView, SessionView } from "../../shared/meetup/view.ts";
import "../hands/hands-card.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import "../look/qr-code.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { notesAddress } from "../meetup/notes-address.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { Redraw } from "../meetup/redraw.ts";
import { timeSpan } from "../meetup/times.ts";
import { timeLeft, whenOf } from "../meetup/time-words.ts";
import "./room-page.css";

/** What the clock alone changes is drawn this often. Milliseconds. */
const TICK_MS = 10_000;

/** One room at its own address, for its door: what is on there, what comes, and the notes. */
@customElement("room-page")
export class RoomPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** Which room. */
  @property({ attribute: "room-id" }) roomId = "";

  constructor() {
    super();
    this.addController(new Redraw(this, TICK_MS));
  }

  protected override render() {
    const { view } = this.replica;
    const room = view?.rooms.find(({ id }) => id === this.roomId);
    document.title = pageTitle(this.replica, room?.name ?? "Room");
    return pageShell(
      this.replica,
      "schedule",
      view ? (room ? this.#content(view, room) : noSuchRoom(this.replica.slug)) : html``,
    );
  }

  #content(view: MeetupView, room: RoomView): TemplateResult {
    const at = Date.now();
    const { slug } = this.replica;
    const now = nowOf(view, at);
    const { on, toCome = [] } = now.rooms.find((each) => each.room.id === room.id) ?? {};
    const facts = [room.where, room.capacity === null ? "" : `${room.capacity} places`].filter(Boolean);
    return html`<div class="rm">
      <div class="rm-h">
        <h1>${room.name}</h1>
        ${facts.length > 0 ? html`<p class="dim">${facts.join(" · ")}</p>` : nothing}
        ${
          room.link
            ? html`<p>
                <a href=${room.link} target="_blank" rel="noopener nofollow">${icon("link")}Join from elsewhere</a>
              </p>`
            : nothing
        }
      </div>
      <div class="rm-main">
        <section aria-labelledby="rm-now">
          <h2 id="rm-now">In this room now</h2>
          ${on ? html`${this.#on(view, on)}<hands-card .replica=${this.replica} .sessionId=${on.session.id}></hands-card>` : this.#nothingOn(now.slots[0]?.slot.label, toCome[0], at, view)}
        </section>
        <section aria-labelledby="rm-next">
          <h2 id="rm-next">Next here</h2>
          ${
            toCome.length === 0
              ? html`<p class="dim">Nothing more is planned in this room.</p>`
              : html`<ol class="panel rm-next">
                  ${toCome.map(
                    (session) =>
                      html`<li>
                        <span class="num dim">${whenOf(session.startsAt, at, view.meetup.timezone)}</span
                        ><a href=${notesAddress(slug, session)}>${session.title}</a>
                      </li>`,
                  )}
                </ol>`
          }
        </section>
      </div>
      <aside class="panel rm-qr" aria-label="This room’s address">
        <qr-code .text=${this.#address} label="QR code of this page"></qr-code>
        <p>For the door: this page always says what is on in ${room.name}.</p>
        <button class="btn" @click=${() => print()}>${icon("printer")}Print it for the door</button>
        <a class="btn" href="/m/${slug}/wall?room=${room.id}" target="_blank">${icon("monitor")}Wall for this room</a>
      </aside>
      <div class="rm-sheet" aria-hidden="true">
        <p class="rm-sheet-m">${view.meetup.title}</p>
        <p class="rm-sheet-r">${room.name}</p>
        <qr-code .text=${this.#address}></qr-code>
        <p>Scan to see what is on in this room, and to take notes together.</p>
        <p class="rm-sheet-a">${this.#address.replace(/^https?:\/\//u, "")}</p>
      </div>
    </div>`;
  }

  #on(view: MeetupView, on: SessionOn): TemplateResult {
    const { session } = on;
    const { slug } = this.replica;
    const names = moderatorNames(view, session);
    return html`<div class="panel rm-on">
      <p class="row wrap">
        <span class="now-pill">Now</span>
        <span class="num">${timeSpan(session.startsAt, session.endsAt, view.meetup.timezone)}</span>
        ${session.full ? html`<span class="rm-full">${icon("users")}Room full</span>` : nothing}
      </p>
      <h3>${session.title}</h3>
      ${names.length > 0 ? html`<p class="dim">${names.join(", ")}</p>` : nothing}
      <span class="rm-bar" aria-hidden="true"><i style="inline-size:${(on.share * 100).toFixed(1)}%"></i></span>
      <p class="num">${timeLeft(on)}</p>
      <p class="row wrap">
        <a class="btn btn--primary" href=${notesAddress(slug, session)}>${icon("notebook-pen")}Open the notes</a>
        ${
          // Until the server has answered, a session that was just placed has no notes yet.
          session.padId === ""
            ? nothing
            : html`<a class="btn" href="/m/${slug}/notes/${session.padId}?present" target="_blank"
                >${icon("monitor")}Notes on the projector</a
              >`
        }
      </p>
    </div>`;
  }

  #nothingOn(pause: string | undefined, next: SessionView | undefined, at: number, view: MeetupView): TemplateResult {
    return html`<div class="panel rm-on">
      <h3>${pause || "Nothing is on in this room"}</h3>
      <p class="dim">
        ${next ? `The next session starts ${whenOf(next.startsAt, at, view.meetup.timezone)}.` : "Have a look at the schedule."}
      </p>
      <p><a class="btn" href="/m/${this.replica.slug}/schedule">${icon("calendar-days")}See the schedule</a></p>
    </div>`;
  }

  get #address(): string {
    return `${location.origin}/m/${this.replica.slug}/room/${this.roomId}`;
  }
}

function noSuchRoom(slug: string): TemplateResult {
  return html`<div class="panel shell-note">
    ${empty({
      picture: "arc",
      isPage: true,
      title: "No such room here",
      text: "The organizers may have removed it. The schedule has all rooms there are.",
      action: html`<a class="btn btn--primary" href="/m/${slug}/schedule">See the schedule</a>`,
    })}
  </div>`;
}
