import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { membersIn } from "../../shared/meetup/now.ts";
import type { SideGroupView } from "../../shared/meetup/view.ts";
import { disabledButton } from "../look/disabled-button.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { actWithUndo } from "../meetup/with-undo.ts";

/** Opens the choice of the side group that this one goes on in. */
export function openMergeSideGroup(replica: MeetupReplica, group: SideGroupView): void {
  const element = document.createElement("merge-side-group") as MergeSideGroup;
  Object.assign(element, { replica, group });
  void openDialog(element);
}

/** Merges a side group into another that holds everyone. */
@customElement("merge-side-group")
export class MergeSideGroup extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) group!: SideGroupView;

  protected override render() {
    const { view } = this.replica;
    if (!view) return nothing;
    const { id, title } = this.group;
    const others = view.sideGroups.filter((each) => each.state === "open" && each.id !== id);
    return html`<div class="dialog-form">
      ${dialogHead(this, "Merge")}
      <p class="dim">
        Everyone in ${title} joins the other side group, and this link leads there. Both notes stay, linked to each
        other. It can be undone, later too.
      </p>
      ${
        others.length === 0
          ? html`<p>There is no other side group that is open.</p>`
          : html`<ul class="choices">
              ${others.map((other) => html`<li>${this.#choice(other)}</li>`)}
            </ul>`
      }
    </div>`;
  }

  #choice(other: SideGroupView) {
    const both = together(this.group, other);
    const isTooFew = other.capacity !== null && both > other.capacity;
    return disabledButton(
      html`<span class="grow">${other.title}</span><span class="dim num">${membersIn(other)} going</span>`,
      isTooFew ? `It has ${other.capacity} places, and together you are ${both}.` : undefined,
      () => void this.#merge(other),
    );
  }

  async #merge(other: SideGroupView): Promise<void> {
    done(this);
    const { replica, group } = this;
    await actWithUndo(
      replica,
      { type: "sideGroup.merge", from: group.id, into: other.id },
      `${group.title} goes on in ${other.title}`,
      { type: "sideGroup.unmerge", sideGroupId: group.id },
    );
  }
}

/** How many people two groups are together, each person once. */
function together(one: SideGroupView, other: SideGroupView): number {
  return Array.isArray(one.members) && Array.isArray(other.members)
    ? new Set([...one.members, ...other.members]).size
    : membersIn(one) + membersIn(other);
}
