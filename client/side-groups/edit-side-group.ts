import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { SideGroupView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { done } from "../look/open-dialog.ts";
import { openForm } from "../look/open-form.ts";
import { whenOf } from "../meetup/time-words.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { saveEdit } from "../meetup/save-edit.ts";
import { placeField, readFields, timeAndSeats, titleField } from "./side-group-fields.ts";
import { timeChoices, type TimeChoice } from "./time-choices.ts";

type Edit = Extract<CommandInput, { type: "sideGroup.edit" }>;

/** Opens a side group for its host or an organizer: another place, time, name or number of seats. */
export function openEditSideGroup(replica: MeetupReplica, group: SideGroupView): void {
  const element = document.createElement("edit-side-group") as EditSideGroup;
  Object.assign(element, { replica, group });
  openForm(element);
}

/** Moves a side group, renames it, or sets how many fit. */
@customElement("edit-side-group")
export class EditSideGroup extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** As it was when the dialog opened: what others change meanwhile must not change under the hand. */
  @property({ attribute: false }) group!: SideGroupView;
  @state() private chosen: string | undefined;
  @state() private refusal: Problem | undefined;
  #choices: TimeChoice[] | undefined;

  protected override render() {
    const { view } = this.replica;
    if (!view) return nothing;
    const { group } = this;
    const choices = (this.#choices ??= this.#offered());
    const chosen = (this.chosen ??= group.startsAt === null ? "free" : "as-it-is");
    return html`<form class="dialog-form" novalidate @submit=${this.save}>
      ${dialogHead(this, "Move or edit")} ${titleField(group.title, this.refusal)}
      ${placeField(view, group.place, this.refusal)}
      ${timeAndSeats({
        view,
        choices,
        chosen,
        choose: (value) => (this.chosen = value),
        startsAt: group.startsAt,
        capacity: group.capacity,
        refusal: this.refusal,
      })}
      ${formError(this.refusal, ["title", "place", "capacity", "startsAt"])}
      <div class="dialog-end"><button class="btn btn--plum">Save</button></div>
    </form>`;
  }

  #offered(): TimeChoice[] {
    const { view } = this.replica;
    const { startsAt } = this.group;
    if (!view) return [];
    const choices = timeChoices(view, Date.now());
    if (startsAt === null) return choices;
    return [
      { value: "as-it-is", words: `As it is, ${whenOf(startsAt, Date.now(), view.meetup.timezone)}`, startsAt },
      ...choices,
    ];
  }

  private readonly save = async (event: Event) => {
    event.preventDefault();
    const { replica, group } = this;
    if (!replica.view) return;
    const read = readFields(event.target as HTMLFormElement, replica.view, this.#choices ?? [], this.chosen ?? "free");
    if ("refusal" in read) {
      this.refusal = read.refusal;
      return;
    }
    const edit: Edit = { type: "sideGroup.edit", sideGroupId: group.id };
    const opposite: Edit = { type: "sideGroup.edit", sideGroupId: group.id };
    if (read.title !== group.title) [edit.title, opposite.title] = [read.title, group.title];
    if (read.place !== group.place) [edit.place, opposite.place] = [read.place, group.place];
    if (read.startsAt !== group.startsAt) [edit.startsAt, opposite.startsAt] = [read.startsAt, group.startsAt];
    if (read.capacity !== group.capacity) [edit.capacity, opposite.capacity] = [read.capacity, group.capacity];
    if (Object.keys(edit).length <= 2) return done(this);
    const refusal = await saveEdit(this, replica, { title: group.title, edit, opposite });
    if (refusal) this.refusal = refusal;
  };
}
