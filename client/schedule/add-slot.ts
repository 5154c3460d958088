import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { clockTime, dayOf, instantAt } from "../../shared/time.ts";
import { LIMITS } from "../../shared/limits.ts";
import type { SlotKind } from "../../shared/meetup/commands.ts";
import type { SlotView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { choiceField } from "../look/choice-field.ts";
import { formError, ownRefusal } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { textField } from "../look/text-field.ts";
import { submitOnce } from "../look/submit-once.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { surelyRefused } from "../replica/surely-refused.ts";
import { dayName } from "../meetup/times.ts";
import { newId } from "../new-id.ts";
import { askFromForm } from "./ask-from-form.ts";
import { cancelEdit, editEnd } from "./edit-end.ts";
import { onlyChanged } from "./only-changed.ts";

/** Length of a new slot, minutes. */
const USUAL_LENGTH_MIN = 45;
const BREAK_AFTER_MIN = 10;

const KINDS: { value: SlotKind; words: string }[] = [
  { value: "sessions", words: "Sessions" },
  { value: "everyone", words: "Everyone together" },
  { value: "break", words: "Break" },
];

/**
 * Adds a time, proposed right after the last one, or changes one, then fires `added` with its id; `cancelled` when it
 * stays as it is.
 */
@customElement("add-slot")
export class AddSlot extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** The slot to change; undefined for a new one. */
  @property({ attribute: false }) slotToEdit: SlotView | undefined;
  @state() private refusal: Problem | undefined;
  /** As it was when it was begun to be changed: what is asked or news tell meanwhile must not change under the hand. */
  #before: SlotView | undefined;
  /** What has been asked of it since. */
  #asked: Partial<SlotView> = {};
  /** What the form was filled with: another proposal must not come over what is typed. */
  #filled: { day: string; start: string; end: string } | undefined;

  protected override render() {
    const slot = (this.#before ??= this.slotToEdit);
    // Several may be changed at once.
    const named = (part: string) => (slot ? `${part}-${slot.id}` : part);
    const { day, start, end } = (this.#filled ??= this.#proposed(slot));
    return html`<form class="add" novalidate @submit=${this.add} @keydown=${slot ? cancelEdit : nothing}>
      <div class="three">
        ${textField(this.refusal, { id: named("slot-day"), name: "day", label: slot ? "On" : "New time, on", type: "date", value: day })}
        ${textField(this.refusal, { id: named("slot-start"), name: "start", label: "From", type: "time", value: start, path: "startsAt" })}
        ${textField(this.refusal, { id: named("slot-end"), name: "end", label: "To", type: "time", value: end, path: "endsAt" })}
      </div>
      <div class="two">
        ${choiceField({ id: named("slot-kind"), name: "kind", label: "What for", options: KINDS, chosen: slot?.kind ?? "sessions" })}
        ${textField(this.refusal, { id: named("slot-label"), name: "label", label: html`Name <span class="faint">optional</span>`, placeholder: "Lunch", maxLength: LIMITS.slotLabel.max, value: slot?.label ?? "" })}
      </div>
      ${formError(this.refusal, ["startsAt", "endsAt"])} ${slot ? editEnd : html`<button class="btn">Add time</button>`}
    </form>`;
  }

  /** Goes on from the last slot, else starts at nine on the first day. */
  #proposed(slot: SlotView | undefined): { day: string; start: string; end: string } {
    const view = this.replica.view;
    const timezone = view?.meetup.timezone ?? "UTC";
    if (slot) {
      const { startsAt, endsAt } = slot;
      return { day: dayOf(startsAt, timezone), start: clockTime(startsAt, timezone), end: clockTime(endsAt, timezone) };
    }
    const last = view?.slots.toSorted((a, b) => Date.parse(a.endsAt) - Date.parse(b.endsAt)).at(-1);
    const first = view?.meetup.startsOn ?? dayOf(new Date().toISOString(), timezone);
    const from = last
      ? Date.parse(last.endsAt) + BREAK_AFTER_MIN * 60_000
      : Date.parse(instantAt(first, "09:00", timezone));
    const start = new Date(from).toISOString();
    const end = new Date(from + USUAL_LENGTH_MIN * 60_000).toISOString();
    return { day: dayOf(start, timezone), start: clockTime(start, timezone), end: clockTime(end, timezone) };
  }

  private readonly add = submitOnce(async (fields, isAsSent, forget) => {
    const text = (name: string) => fields.get(name) as string;
    if (!text("day") || !text("start") || !text("end")) {
      this.refusal = ownRefusal("Choose a day and both times.");
      return;
    }
    const before = this.#before && { ...this.#before, ...this.#asked };
    const id = before?.id ?? newId();
    const wish = {
      startsAt: this.#instant(text("day"), text("start"), before?.startsAt),
      endsAt: this.#instant(text("day"), text("end"), before?.endsAt),
      label: text("label").trim(),
      kind: text("kind") as SlotKind,
    };
    const words = `${dayName(text("day"))}, ${text("start")}–${text("end")}`;
    this.refusal = surelyRefused({ type: "slot.add", id, ...wish });
    if (this.refusal) return;
    const set = before && onlyChanged(wish, before);
    if (set && Object.keys(set).length === 0) return void this.#goOn(id);
    this.#asked = { ...this.#asked, ...set };
    const command = set
      ? { type: "slot.edit" as const, slotId: id, ...set }
      : { type: "slot.add" as const, id, ...wish };
    const goOn = () => this.#goOn(id);
    const answer = await askFromForm(this.replica, command, { words, isNew: !before, isAsSent, forget, goOn });
    if (!answer.isDone) this.#asked = {};
    if (answer.isDone || answer.refusal) this.refusal = answer.refusal;
  });

  /** The minute that is chosen; what was left alone stays the instant it is. */
  #instant(day: string, time: string, before: string | undefined): string {
    const timezone = this.replica.view?.meetup.timezone ?? "UTC";
    if (before !== undefined && dayOf(before, timezone) === day && clockTime(before, timezone) === time) return before;
    return instantAt(day, time, timezone);
  }

  /** The next one is proposed right after this. */
  #goOn(id: string): Promise<unknown> {
    this.#filled = undefined;
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("added", { detail: id }));
    return this.updateComplete;
  }
}
