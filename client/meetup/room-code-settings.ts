import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { LightElement } from "../look/light-element.ts";
import { act } from "./act.ts";
import { Redraw } from "./redraw.ts";

/** In the settings: whether it takes a code to vote, and the code. The box belongs to the form around it. */
@customElement("room-code-settings")
export class RoomCodeSettings extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** As it was when the form opened. */
  @property({ attribute: false }) isOn = false;
  @state() private isRenewing = false;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  protected override render() {
    const code = this.replica.me?.roomCode;
    return html`<label class="row"
        ><input type="checkbox" name="roomCode" .checked=${this.isOn} aria-describedby="set-room-code-hint" /><span
          >Only people in the room can vote</span
        ></label
      >
      <p class="hint" id="set-room-code-hint">
        Voting takes a code then. It stands here, and on the wall where an organizer opens that:
        <a href="/m/${this.replica.slug}/wall" target="_blank">open the wall</a>.
      </p>
      ${
        code === undefined
          ? nothing
          : html`<div class="row room-code">
              <output class="room-code-now" aria-label="The code" aria-live="polite">${code}</output>
              <button
                type="button"
                class="btn btn--sm"
                aria-busy=${this.isRenewing ? "true" : nothing}
                @click=${() => this.renew(code)}
              >
                New code
              </button>
            </div>`
      }`;
  }

  /** Who has entered the one before stays in. */
  private async renew(was: string): Promise<void> {
    if (this.isRenewing) return;
    this.isRenewing = true;
    await act(this.replica, { type: "roomCode.renew", was });
    this.isRenewing = false;
  }
}
