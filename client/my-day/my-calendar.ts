import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Problem } from "../../shared/problem.ts";
import { copyText } from "../look/copy-text.ts";
import { formError } from "../look/field-error.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { say } from "../look/say.ts";
import { toast } from "../look/toast.ts";
import { server } from "../server-connection.ts";

/** The address of one's own day as a calendar: made, copied, and revoked. */
@customElement("my-calendar")
export class MyCalendar extends LightElement {
  /** The meetup's address. */
  @property() slug = "";
  /** The address that was just made; nobody can show it again. */
  @state() private url = "";
  @state() private links = 0;
  @state() private isBusy = false;
  @state() private refusal: Problem | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#count();
  }

  protected override render() {
    return html`<section class="md-s md-cal" aria-labelledby="md-cal">
      <h2 id="md-cal">In your calendar</h2>
      <p class="dim">
        An address that your calendar subscribes to and keeps up with your day. Whoever has it can read your day here,
        and nothing else.
      </p>
      ${
        this.url
          ? html`<div class="row">
                <input
                  class="input"
                  readonly
                  aria-label="Address of your calendar"
                  .value=${this.url}
                  @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
                />
                <button type="button" class="btn copy" @click=${() => copyText(this.url, "Address")}>
                  ${icon("copy")}Copy
                </button>
              </div>
              <p class="hint">Shown this once. It works until you revoke it.</p>`
          : nothing
      }
      <div class="row wrap">
        <button type="button" class="btn" ?disabled=${this.isBusy} @click=${this.make}>
          ${icon("calendar-days")}${this.url ? "Make another address" : "Make an address"}
        </button>
        ${
          this.links > 0
            ? html`<button type="button" class="btn btn--quiet" ?disabled=${this.isBusy} @click=${this.revoke}>
                ${this.links === 1 ? "Revoke the address" : `Revoke all ${this.links} addresses`}
              </button>`
            : nothing
        }
      </div>
      ${formError(this.refusal)}
    </section>`;
  }

  async #count(): Promise<void> {
    const answer = await server.calendars(this.slug);
    if (!("problem" in answer)) this.links = answer.links;
  }

  private readonly make = async () => {
    const answer = await this.#ask(server.makeCalendar(this.slug));
    if (!answer) return;
    this.url = answer.url;
    say("The address of your calendar is here, shown this once.");
    await this.#count();
  };

  private readonly revoke = async () => {
    if (!(await this.#ask(server.revokeCalendars(this.slug)))) return;
    this.url = "";
    this.links = 0;
    toast("Addresses of your day don’t work any more");
  };

  async #ask<T extends object>(asked: Promise<T | { problem: Problem }>): Promise<T | undefined> {
    this.isBusy = true;
    const answer = await asked;
    this.isBusy = false;
    this.refusal = "problem" in answer ? answer.problem : undefined;
    return "problem" in answer ? undefined : answer;
  }
}
