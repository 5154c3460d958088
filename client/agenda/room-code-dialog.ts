import { html } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { LIMITS } from "../../shared/limits.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { fieldError, formError, messageFor, ownRefusal } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { openDialog } from "../look/open-dialog.ts";
import { askFromDialog } from "../meetup/ask-from-dialog.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";

/**
 * Asks for the code on the screen. Resolves whether it was right; without a connection, whether it was entered: what it
 * comes to is told later.
 */
export async function askRoomCode(replica: MeetupReplica): Promise<boolean> {
  const dialog = document.createElement("room-code-dialog") as RoomCodeDialog;
  dialog.replica = replica;
  let isEntered = false;
  dialog.addEventListener("done", () => (isEntered = true));
  await openDialog(dialog);
  return isEntered;
}

/** One field for the code that is on the screen in the room. */
@customElement("room-code-dialog")
export class RoomCodeDialog extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private refusal: Problem | undefined;
  @query("#room-code") private field!: HTMLInputElement;

  protected override firstUpdated(): void {
    this.field.focus();
  }

  protected override render() {
    return html`<form class="dialog-form" novalidate @submit=${this.enter}>
      ${dialogHead(this, "Are you in the room?")}
      <div class="field">
        <label for="room-code">The code on the screen</label>
        <input
          class="input room-code-field"
          id="room-code"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          enterkeyhint="go"
          maxlength=${LIMITS.roomCode.max}
          aria-invalid=${messageFor(this.refusal, "code") !== undefined}
          aria-describedby="room-code-error room-code-hint"
          @input=${() => (this.refusal = undefined)}
        />
        ${fieldError(this.refusal, "code", "room-code-error")}
      </div>
      <p class="hint" id="room-code-hint">
        Four letters and two digits that stand there beside “To vote”, like KITE-42. You are asked once.
      </p>
      ${formError(this.refusal, ["code"])}
      <div class="dialog-end"><button class="btn btn--primary btn--lg">Enter</button></div>
    </form>`;
  }

  private readonly enter = async (event: Event) => {
    event.preventDefault();
    // Sent already, and not answered yet.
    if (this.ariaBusy) return;
    const code = this.field.value.trim();
    if (code === "") this.refusal = ownRefusal("Write the code first", "code");
    else {
      const command = { type: "roomCode.enter" as const, code };
      ({ refusal: this.refusal } = await askFromDialog(this, this.replica, command, "You are not in the room."));
    }
    if (!this.refusal || !this.isConnected) return;
    await this.updateComplete;
    this.field.focus();
    this.field.select();
  };
}
