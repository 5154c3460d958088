import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { LIMITS } from "../../shared/limits.ts";
import type { RoomView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { formError } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { textField } from "../look/text-field.ts";
import { submitOnce } from "../look/submit-once.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { surelyRefused } from "../replica/surely-refused.ts";
import { newId } from "../new-id.ts";
import { askFromForm } from "./ask-from-form.ts";
import { cancelEdit, editEnd } from "./edit-end.ts";
import { onlyChanged } from "./only-changed.ts";

/** Adds a room, or changes one, then fires `added` with its id; `cancelled` when it stays as it is. */
@customElement("add-room")
export class AddRoom extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** The room to change; undefined for a new one. */
  @property({ attribute: false }) room: RoomView | undefined;
  @state() private refusal: Problem | undefined;
  /** As it was when it was begun to be changed: what is asked or news tell meanwhile must not change under the hand. */
  #before: RoomView | undefined;
  /** What has been asked of it since. */
  #asked: Partial<RoomView> = {};

  protected override render() {
    const room = (this.#before ??= this.room);
    // Several may be changed at once.
    const named = (part: string) => (room ? `${part}-${room.id}` : part);
    return html`<form class="add" novalidate @submit=${this.add} @keydown=${room ? cancelEdit : nothing}>
      <div class="two">
        ${textField(this.refusal, { id: named("room-name"), name: "name", label: room ? "Room" : "New room", placeholder: "Main hall", maxLength: LIMITS.roomName.max, value: room?.name ?? "" })}
        ${textField(this.refusal, { id: named("room-seats"), name: "capacity", label: html`Seats <span class="faint">optional</span>`, inputMode: "numeric", value: String(room?.capacity ?? "") })}
      </div>
      ${formError(this.refusal, ["name", "capacity"])} ${room ? editEnd : html`<button class="btn">Add room</button>`}
    </form>`;
  }

  private readonly add = submitOnce(async (fields, isAsSent, forget) => {
    const room = this.#before;
    const id = room?.id ?? newId();
    const seats = (fields.get("capacity") as string).trim();
    const name = (fields.get("name") as string).trim();
    const capacity = seats === "" ? null : Number(seats);
    const set = room && onlyChanged({ name, capacity }, { ...room, ...this.#asked });
    if (set && Object.keys(set).length === 0) return void this.#goOn(id);
    const command = set
      ? { type: "room.edit" as const, roomId: id, ...set }
      : { type: "room.add" as const, id, name, ...(capacity !== null && { capacity }) };
    this.refusal = surelyRefused(command);
    if (this.refusal) return;
    this.#asked = { ...this.#asked, ...set };
    const goOn = () => this.#goOn(id);
    const answer = await askFromForm(this.replica, command, { words: name, isNew: !room, isAsSent, forget, goOn });
    if (!answer.isDone) this.#asked = {};
    if (answer.isDone || answer.refusal) this.refusal = answer.refusal;
  });

  #goOn(id: string): Promise<unknown> {
    this.querySelector("form")?.reset();
    this.dispatchEvent(new CustomEvent("added", { detail: id }));
    return this.updateComplete;
  }
}
