import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { dayOf } from "../../shared/time.ts";
import type { MeetupView, RoomView, SlotView } from "../../shared/meetup/view.ts";
import { disabledButton } from "../look/disabled-button.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { openForm } from "../look/open-form.ts";
import { isWaiting } from "../meetup/is-waiting.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { Redraw } from "../meetup/redraw.ts";
import { dayName, timeSpan } from "../meetup/times.ts";
import { unsent } from "../meetup/unsent.ts";
import { actWithUndo } from "../meetup/with-undo.ts";
import { newId } from "../new-id.ts";
import "./add-room.ts";
import "./add-slot.ts";

/** Opens the rooms and times of a meetup for an organizer. */
export function openRoomsAndTimes(replica: MeetupReplica): void {
  const element = document.createElement("rooms-and-times") as RoomsAndTimes;
  element.replica = replica;
  openForm(element);
}

/** Where organizers add, change and remove rooms and times. */
@customElement("rooms-and-times")
export class RoomsAndTimes extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** The rooms and slots that are being changed: what is written of one stays while another is begun. */
  @state() private edited: readonly string[] = [];

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  protected override render() {
    const view = this.replica.view;
    if (!view) return nothing;
    const slots = view.slots.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
    const { timezone } = view.meetup;
    const isEditing = [...view.rooms, ...slots].some(({ id }) => this.edited.includes(id));
    return html`<div class="dialog-form">
      ${dialogHead(this, "Rooms and times")}
      ${
        view.rooms.length > 0
          ? html`<ul class="people" aria-label="Rooms">
              ${repeat(
                view.rooms,
                ({ id }) => id,
                (room) => this.#room(view, room),
              )}
            </ul>`
          : nothing
      }
      <add-room ?hidden=${isEditing} .replica=${this.replica}></add-room>
      <hr class="rule" ?hidden=${isEditing} />
      ${
        slots.length > 0
          ? html`<ul class="people" aria-label="Times">
              ${repeat(
                slots,
                ({ id }) => id,
                (slot) => this.#slot(view, slot),
              )}
            </ul>`
          : nothing
      }
      <add-slot ?hidden=${isEditing} .replica=${this.replica}></add-slot>
      <p class="hint">Times are in ${timezone.replaceAll("_", " ")}.</p>
      <div class="dialog-end"><button class="btn btn--primary" @click=${this.close}>Done</button></div>
    </div>`;
  }

  /** What was begun and not added is not done: it can be gone on with, as after Escape. */
  private readonly close = () => this.closest("dialog")?.close();

  #room(view: MeetupView, room: RoomView): TemplateResult {
    const { id, name, capacity, where, link } = room;
    if (this.edited.includes(id))
      return html`<li class="people-edit">
        <add-room
          .replica=${this.replica}
          .room=${room}
          @added=${() => this.#endEditing(id)}
          @cancelled=${() => this.#endEditing(id)}
        ></add-room>
      </li>`;
    const isUsed = view.sessions.some(({ roomId }) => roomId === id);
    return this.#line(
      "room",
      id,
      capacity === null ? name : `${name}, ${capacity} seats`,
      isUsed ? "Sessions are on here. Move or take them off first." : undefined,
      () =>
        void actWithUndo(this.replica, { type: "room.remove", roomId: id }, `Removed: ${name}`, {
          type: "room.add",
          id: newId(),
          name,
          where,
          ...(capacity !== null && { capacity }),
          ...(link !== null && { link }),
        }),
    );
  }

  #slot(view: MeetupView, slot: SlotView): TemplateResult {
    const { id, startsAt, endsAt, label, kind } = slot;
    if (this.edited.includes(id))
      return html`<li class="people-edit">
        <add-slot
          .replica=${this.replica}
          .slotToEdit=${slot}
          @added=${() => this.#endEditing(id)}
          @cancelled=${() => this.#endEditing(id)}
        ></add-slot>
      </li>`;
    const { timezone } = view.meetup;
    const span = `${dayName(dayOf(startsAt, timezone))}, ${timeSpan(startsAt, endsAt, timezone)}`;
    const words = label ? `${span} ${label}` : span;
    const isUsed = view.sessions.some(({ slotId }) => slotId === id);
    return this.#line(
      "slot",
      id,
      words,
      isUsed ? "Sessions are on then. Move or take them off first." : undefined,
      () =>
        void actWithUndo(this.replica, { type: "slot.remove", slotId: id }, `Removed: ${words}`, {
          type: "slot.add",
          id: newId(),
          startsAt,
          endsAt,
          label,
          kind,
        }),
    );
  }

  #line(
    what: "room" | "slot",
    id: string,
    words: string,
    whyStays: string | undefined,
    remove: () => void,
  ): TemplateResult {
    return html`<li data-id=${id}>
      <span class="grow num people-w"
        >${inParts(words)}${isWaiting(this.replica, what, id) ? html` ${unsent}` : nothing}</span
      >
      <span class="people-do"
        ><button type="button" class="btn btn--quiet btn--sm" @click=${() => (this.edited = [...this.edited, id])}>
          ${icon("pencil")}Edit<span class="vh"> ${words}</span>
        </button>
        ${disabledButton(html`${icon("x")}Remove<span class="vh"> ${words}</span>`, whyStays, remove, "btn--quiet btn--sm")}</span
      >
    </li>`;
  }

  /** Who has changed a line is back at the button that began it. */
  async #endEditing(id: string): Promise<void> {
    this.edited = this.edited.filter((each) => each !== id);
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] .people-do button`)?.focus();
  }
}

/** A line that wraps at its commas, not within a time. */
function inParts(words: string): TemplateResult[] {
  const parts = words.split(", ");
  return parts.map((part, at) => html`<span class="people-part">${part}${at < parts.length - 1 ? "," : ""}</span> `);
}
