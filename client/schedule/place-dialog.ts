import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { MeetupView, SessionView, TopicView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { dayOf } from "../../shared/time.ts";
import { disabledButton } from "../look/disabled-button.ts";
import { choiceField } from "../look/choice-field.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError } from "../look/field-error.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { openForm } from "../look/open-form.ts";
import { toast } from "../look/toast.ts";
import { singleFlight } from "../look/single-flight.ts";
import { askFromDialog } from "../meetup/ask-from-dialog.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { Redraw } from "../meetup/redraw.ts";
import { dayName, timeSpan } from "../meetup/times.ts";
import { undo } from "../meetup/with-undo.ts";
import { newId } from "../new-id.ts";
import "./add-room.ts";
import "./add-slot.ts";

/** Opens the choice of a room and a time for a topic. */
export function openPlaceDialog(replica: MeetupReplica, topic: TopicView): void {
  const element = document.createElement("place-dialog") as PlaceDialog;
  Object.assign(element, { replica, topic });
  openForm(element);
}

/** Opens the choice of another room and time for a session. */
export function openMoveDialog(replica: MeetupReplica, session: SessionView): void {
  const element = document.createElement("place-dialog") as PlaceDialog;
  Object.assign(element, { replica, session });
  openForm(element);
}

/** Puts a topic on the agenda, or a session elsewhere: a time, then a room that is free then. */
@customElement("place-dialog")
export class PlaceDialog extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** What is to be put on the agenda, if it isn't yet. */
  @property({ attribute: false }) topic: TopicView | undefined;
  /** What is to be moved. */
  @property({ attribute: false }) session: SessionView | undefined;
  @state() private slotId = "";
  @state() private roomId = "";
  @state() private adding: "" | "room" | "slot" = "";
  @state() private refusal: Problem | undefined;
  /** The picture in which was asked what has no answer yet: what stands here doesn't change by that. */
  #asked: MeetupView | undefined;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  /** Who moves a session mostly wants another room or another time, not both. */
  protected override willUpdate(): void {
    const { view } = this.replica;
    const session = this.#session;
    if (this.hasUpdated || !view || !session) return;
    this.roomId = session.roomId;
    if (freeRooms(view, session.slotId).length > 0) this.slotId = session.slotId;
  }

  protected override render() {
    const view = this.#asked ?? this.replica.view;
    if (!view) return nothing;
    const { timezone } = view.meetup;
    const slots = view.slots
      .filter(({ kind }) => kind === "sessions")
      .toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
    const now = Date.now();
    const free = slots.filter(({ id }) => freeRooms(view, id).length > 0);
    const chosen =
      slots.find(({ id }) => id === this.slotId) ??
      free.find(({ startsAt }) => Date.parse(startsAt) > now) ??
      free.at(-1);
    const rooms = chosen ? freeRooms(view, chosen.id) : view.rooms;
    const room = rooms.find(({ id }) => id === this.roomId) ?? rooms[0];
    const moved = view.sessions.find(({ id }) => id === this.session?.id) ?? this.session;
    const adding = view.rooms.length === 0 ? "room" : slots.length === 0 ? "slot" : this.adding;
    return html`<div class="dialog-form">
      ${dialogHead(this, this.session ? "Move" : "Put on the agenda")}
      <p class="dim">${moved ? `${moved.title}, now ${placeOf(view, moved)}` : this.topic?.title}</p>
      ${
        slots.length > 0
          ? choiceField({
              id: "slot",
              label: "Time",
              options: slots.map(({ id, startsAt, endsAt }) => {
                const isTaken = freeRooms(view, id).length === 0;
                const when = `${dayName(dayOf(startsAt, timezone))}, ${timeSpan(startsAt, endsAt, timezone)}`;
                const isOver = Date.parse(endsAt) <= now;
                const note = isTaken ? " (all rooms taken)" : isOver ? " (over)" : "";
                return { value: id, words: `${when}${note}`, isTaken };
              }),
              chosen: chosen?.id,
              choose: (slotId) => (this.slotId = slotId),
            })
          : nothing
      }
      ${
        view.rooms.length > 0
          ? choiceField({
              id: "room",
              label: "Room",
              options: rooms.map(({ id, name, capacity }) => ({
                value: id,
                words: `${name}${capacity === null ? "" : `, ${capacity} seats`}`,
              })),
              chosen: room?.id,
              choose: (roomId) => (this.roomId = roomId),
            })
          : nothing
      }
      ${
        adding === "room"
          ? html`<add-room
              .replica=${this.replica}
              @added=${(event: CustomEvent<string>) => this.#added("roomId", event.detail)}
            ></add-room>`
          : adding === "slot"
            ? html`<add-slot
                .replica=${this.replica}
                @added=${(event: CustomEvent<string>) => this.#added("slotId", event.detail)}
              ></add-slot>`
            : html`<div class="row wrap">
                <button class="btn btn--quiet btn--sm" @click=${() => (this.adding = "slot")}>
                  ${icon("plus")}Another time
                </button>
                <button class="btn btn--quiet btn--sm" @click=${() => (this.adding = "room")}>
                  ${icon("plus")}Another room
                </button>
              </div>`
      }
      ${formError(this.refusal)}
      <div class="dialog-end">
        ${disabledButton(
          html`${this.session ? "Move" : "Put on the agenda"}`,
          chosen && room ? undefined : whyNot(view, slots.length),
          () => chosen && room && this.place(chosen.id, room.id),
          "btn--primary",
        )}
      </div>
    </div>`;
  }

  /** What is to be moved as it is by now: somebody else may have put it elsewhere meanwhile. */
  get #session(): SessionView | undefined {
    const { session } = this;
    return this.replica.view?.sessions.find(({ id }) => id === session?.id) ?? session;
  }

  #added(what: "roomId" | "slotId", id: string): void {
    this[what] = id;
    this.adding = "";
  }

  private readonly place = singleFlight(async (slotId: string, roomId: string): Promise<void> => {
    this.#asked = this.replica.view;
    const session = this.#session;
    await (session ? this.#move(session, slotId, roomId) : this.#schedule(slotId, roomId));
    this.#asked = undefined;
  });

  async #schedule(slotId: string, roomId: string): Promise<void> {
    const sessionId = newId();
    const topicIds = this.topic ? [this.topic.id] : [];
    const schedule = { type: "session.schedule" as const, id: sessionId, topicIds, roomId, slotId };
    const { isDone, refusal } = await askFromDialog(this, this.replica, schedule, "Not put on the agenda.");
    this.refusal = refusal;
    if (isDone) toast("On the agenda", { undo: () => void undo(this.replica, { type: "session.cancel", sessionId }) });
  }

  async #move({ id: sessionId, title, ...before }: SessionView, slotId: string, roomId: string): Promise<void> {
    const move = { type: "session.move" as const, sessionId, roomId, slotId };
    const { isDone, refusal } = await askFromDialog(this, this.replica, move, `Not moved: ${title}.`);
    this.refusal = refusal;
    const back = { ...move, roomId: before.roomId, slotId: before.slotId };
    if (isDone) toast(`Moved: ${title}`, { undo: () => void undo(this.replica, back) });
  }
}

function placeOf({ meetup: { timezone }, rooms }: MeetupView, { roomId, startsAt, endsAt }: SessionView): string {
  const when = `${dayName(dayOf(startsAt, timezone))}, ${timeSpan(startsAt, endsAt, timezone)}`;
  return [rooms.find(({ id }) => id === roomId)?.name, when].filter(Boolean).join(", ");
}

function whyNot({ rooms }: MeetupView, slots: number): string {
  if (rooms.length === 0) return "Add a room first.";
  return slots === 0 ? "Add a time for sessions first." : "All rooms are taken at all times. Add one of them first.";
}

function freeRooms({ rooms, sessions }: MeetupView, slotId: string): MeetupView["rooms"] {
  return rooms.filter((room) => !sessions.some((session) => session.slotId === slotId && session.roomId === room.id));
}
