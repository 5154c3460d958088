import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { SideGroupView } from "../../shared/meetup/view.ts";
import { avatar } from "../look/avatar.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { actWithUndo } from "../meetup/with-undo.ts";

/** Opens the choice of who hosts a side group from now on. */
export function openHandOver(replica: MeetupReplica, group: SideGroupView): void {
  const element = document.createElement("hand-over-dialog") as HandOverDialog;
  Object.assign(element, { replica, group });
  void openDialog(element);
}

/** Makes another member the host of a side group. */
@customElement("hand-over-dialog")
export class HandOverDialog extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) group!: SideGroupView;

  protected override render() {
    const { view } = this.replica;
    if (!view) return nothing;
    const { host, members, title } = this.group;
    const others = Array.isArray(members) ? members.filter((id) => id !== host) : [];
    return html`<div class="dialog-form">
      ${dialogHead(this, "Hand over")}
      <p class="dim">
        Who hosts ${title} from now on? Only its host, or an organizer, can move, merge or end it. You can take it back
        for two minutes.
      </p>
      ${
        others.length === 0
          ? html`<p>Nobody else is in it yet.</p>`
          : html`<ul class="choices">
              ${others.map((id) => {
                const person = view.people.names[id];
                return html`<li>
                  <button type="button" class="btn" @click=${() => this.#handOver(id, person?.name ?? "Someone")}>
                    ${avatar(person)}${person?.name ?? "Someone"}
                  </button>
                </li>`;
              })}
            </ul>`
      }
    </div>`;
  }

  async #handOver(personId: string, name: string): Promise<void> {
    done(this);
    const { replica, group } = this;
    const handOver = { type: "sideGroup.handOver", sideGroupId: group.id } as const;
    await actWithUndo(replica, { ...handOver, personId }, `Handed over to ${name}: ${group.title}`, {
      ...handOver,
      personId: group.host,
    });
  }
}
