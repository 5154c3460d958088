import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { BECAME } from "../../shared/exports/own-take-home.ts";
import type { Became } from "../../shared/meetup/commands/commands-take-home.ts";
import type { LastThings } from "../../shared/meetup/last-things.ts";
import { notesOpen } from "../../shared/meetup/notes-open.ts";
import { LightElement } from "../look/light-element.ts";
import { act } from "../meetup/act.ts";
import { Redraw } from "../meetup/redraw.ts";
import { unsent } from "../meetup/unsent.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import "./last-time-panel.css";

/** What became of each thing that one took home from the meetup before: asked here, and answered in one press each. */
@customElement("last-time-panel")
export class LastTimePanel extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) last!: LastThings;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  protected override render() {
    const { view, me } = this.replica;
    if (!view || !me) return nothing;
    const isOpen = notesOpen(view.meetup, new Date().toISOString()) && !me.removed;
    return html`<section class="panel yo-s lt" aria-labelledby="lt">
      <h2 id="lt">Last time, at ${this.last.title}</h2>
      <p class="dim">You took these home. ${isOpen ? "How did they go?" : ""} Only you see your answers.</p>
      <ul>
        ${repeat(
          this.last.things,
          ({ text }) => text,
          ({ text, became }, at) => this.#thing(text, became, at, isOpen),
        )}
      </ul>
    </section>`;
  }

  #thing(text: string, became: Became | null, at: number, isOpen: boolean): TemplateResult {
    const { isHeldUp, unconfirmed } = this.replica;
    const waits =
      isHeldUp && unconfirmed.some(({ command }) => command.type === "lastTime.tell" && command.text === text);
    return html`<li>
      <fieldset ?disabled=${!isOpen}>
        <legend>${text}</legend>
        <div class="lt-a">
          ${Object.entries(BECAME).map(
            ([value, words]) =>
              html`<label
                ><input
                  type="radio"
                  name="lt-${at}"
                  .checked=${value === became}
                  @change=${() => act(this.replica, { type: "lastTime.tell", text, became: value as Became })}
                /><span>${words}</span></label
              >`,
          )}
        </div>
        ${waits ? html`<p>${unsent}</p>` : nothing}
      </fieldset>
    </li>`;
  }
}
