import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { dayOf } from "../../shared/time.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { choiceField } from "../look/choice-field.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { fieldError, formError } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { textField } from "../look/text-field.ts";
import { openDialog } from "../look/open-dialog.ts";
import { toast } from "../look/toast.ts";
import { askFromDialog } from "../meetup/ask-from-dialog.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { dayName, timeSpan } from "../meetup/times.ts";
import { undo } from "../meetup/with-undo.ts";

const USUAL_MIN = 10;

/** Opens the question from when on, and by how much, everything is moved. */
export function openShift(replica: MeetupReplica): void {
  const dialog = document.createElement("shift-dialog") as ShiftDialog;
  dialog.replica = replica;
  void openDialog(dialog);
}

/** The day runs late: everything from a time on is moved. */
@customElement("shift-dialog")
export class ShiftDialog extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private refusal: Problem | undefined;

  protected override render() {
    const view = this.replica.view;
    if (!view) return nothing;
    const { timezone } = view.meetup;
    const slots = view.slots.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
    const next = slots.find(({ startsAt }) => Date.parse(startsAt) > Date.now()) ?? slots[0];
    return html`<form class="dialog-form" novalidate @submit=${this.shift}>
      ${dialogHead(this, "Running late")}
      ${choiceField({
        id: "shift-from",
        name: "from",
        label: "Move everything from",
        options: slots.map(({ startsAt, endsAt, label }) => ({
          value: startsAt,
          words: `${dayName(dayOf(startsAt, timezone))}, ${timeSpan(startsAt, endsAt, timezone)} ${label}`.trim(),
        })),
        chosen: next?.startsAt,
        below: fieldError(this.refusal, "from", "shift-from-error"),
      })}
      ${textField(this.refusal, { id: "shift-minutes", name: "minutes", label: "Minutes later; less than 0 is earlier", type: "number", step: 5, value: String(USUAL_MIN) })}
      ${formError(this.refusal, ["from", "minutes"])}
      <div class="dialog-end"><button class="btn btn--primary">Move</button></div>
    </form>`;
  }

  private readonly shift = async (event: Event) => {
    event.preventDefault();
    const view = this.replica.view;
    if (!view) return;
    const fields = new FormData(event.target as HTMLFormElement);
    const from = fields.get("from") as string;
    const minutes = fields.get("minutes") === "" ? Number.NaN : Number(fields.get("minutes"));
    const shift = { type: "schedule.shift" as const, from, minutes };
    const { isDone, refusal } = await askFromDialog(this, this.replica, shift, "Nothing was moved.");
    this.refusal = refusal;
    if (!isDone) return;
    const said = `Moved by ${Math.abs(minutes)} min, ${minutes > 0 ? "later" : "earlier"}`;
    const back = wayBack(view, from, minutes);
    toast(said, back ? { undo: () => void undo(this.replica, back) } : {});
  };
}

/** The opposite shift; none where it would take along what was not moved. */
function wayBack({ slots, sessions }: MeetupView, from: string, minutes: number) {
  const start = Date.parse(from) + minutes * 60_000;
  const isInWay = [...slots, ...sessions].some(({ startsAt }) => {
    const at = Date.parse(startsAt);
    return at >= start && at < Date.parse(from);
  });
  if (isInWay) return undefined;
  return { type: "schedule.shift" as const, from: new Date(start).toISOString(), minutes: -minutes };
}
