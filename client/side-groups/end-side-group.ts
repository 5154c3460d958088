import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { SideGroupView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { fieldError, formError } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import { ask } from "../meetup/act.ts";
import type { MeetupReplica } from "../meetup/meetup-replica.ts";

/** Opens the question of what came out of a side group, which ends it. */
export function openEndDialog(replica: MeetupReplica, group: SideGroupView): void {
  const element = document.createElement("end-side-group") as EndSideGroup;
  Object.assign(element, { replica, group });
  void openDialog(element);
}

/** Ends a side group, with a sentence on what came out. */
@customElement("end-side-group")
export class EndSideGroup extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) group!: SideGroupView;
  @state() private refusal: Problem | undefined;

  protected override render() {
    return html`<form class="dialog-form" novalidate @submit=${this.end}>
      ${dialogHead(this, "End the side group")}
      <p class="dim">${this.group.title}. Its notes stay and can still be written.</p>
      <div class="field">
        <label for="outcome">What came out? <span class="faint">optional</span></label>
        <input
          class="input"
          id="outcome"
          name="outcome"
          maxlength="500"
          autocomplete="off"
          aria-describedby="outcome-error"
        />
        ${fieldError(this.refusal, "outcome", "outcome-error")}
      </div>
      ${formError(this.refusal, ["outcome"])}
      <div class="dialog-end"><button class="btn btn--plum">End it</button></div>
    </form>`;
  }

  private readonly end = async (event: Event) => {
    event.preventDefault();
    const outcome = (new FormData(event.target as HTMLFormElement).get("outcome") as string).trim();
    const refusal = await ask(this.replica, {
      type: "sideGroup.end",
      sideGroupId: this.group.id,
      ...(outcome && { outcome }),
    });
    if (refusal === undefined) done(this);
    else if (refusal !== "cancelled") this.refusal = refusal;
  };
}
