import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "./push-dialog.css";
import { NO_PUSH, type PushChoices } from "../../shared/meetup/push-choices.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError } from "../look/field-error.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { openDialog } from "../look/open-dialog.ts";
import { toast } from "../look/toast.ts";
import { askName } from "../meetup/ask-name.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { server } from "../server-connection.ts";
import { pushHere, turnPushOff, turnPushOn, type PushHere } from "./push-here.ts";

const OFFERS: { choice: keyof PushChoices; says: string; hint: string }[] = [
  {
    choice: "soon",
    says: "A session of mine starts in 5 minutes",
    hint: "Yours are those in your day, those you moderate, and those about topics you voted for.",
  },
  { choice: "moved", says: "A session of mine moves", hint: "Another room or time, or off the schedule." },
  {
    choice: "sideGroups",
    says: "My side groups",
    hint: "One starts about a topic you voted for, or from its session; one you are in, or that is in your day, moves or ends.",
  },
];
/** What one who turns it on is offered at first. */
const AT_FIRST: PushChoices = { moved: true, soon: true, sideGroups: true };

/** Opens what this device may tell of a meetup. A name comes first: choices are a person's. */
export async function openPushDialog(replica: MeetupReplica): Promise<void> {
  if (!(await askName())) return;
  const element = document.createElement("push-dialog") as PushDialog;
  element.replica = replica;
  void openDialog(element);
}

/** What to be told of a meetup, and whether this device tells it. */
@customElement("push-dialog")
export class PushDialog extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private here: PushHere | undefined;
  @state() private choices: PushChoices = NO_PUSH;
  @state() private refusal: Problem | undefined;
  @state() private isBusy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  protected override render() {
    return html`<div class="dialog-form">
      ${dialogHead(this, "Notifications")}
      <p class="dim">This device can tell you what concerns you, also while this page is closed.</p>
      ${this.here === undefined ? html`<p class="dim" role="status">Looking</p>` : this.#content(this.here)}
      ${formError(this.refusal)}
    </div>`;
  }

  #content(here: PushHere): TemplateResult {
    switch (here) {
      case "unsupported":
        return html`<p>
          This browser can’t here. It needs a secure address (https); on an iPhone or iPad, add this page to the home
          screen first and open it from there.
        </p>`;
      case "denied":
        return html`<p>
          Your browser’s settings forbid notifications from this site. Allow them there, then come back.
        </p>`;
      case "off":
        return html`${this.#offers}
          <p class="hint">Your browser asks you once more. You can turn it off here at any time.</p>
          <div class="dialog-end">
            <button type="button" class="btn btn--primary" ?disabled=${this.isBusy} @click=${this.turnOn}>
              ${icon("bell")}Turn on for this device
            </button>
          </div>`;
      case "on":
        return html`${this.#offers}
          <div class="dialog-end">
            <button type="button" class="btn" ?disabled=${this.isBusy} @click=${this.turnOff}>
              Turn off for this device
            </button>
          </div>`;
    }
  }

  get #offers(): TemplateResult {
    return html`<fieldset class="pu">
      <legend class="label">Tell me when</legend>
      ${OFFERS.map(
        ({ choice, says, hint }) =>
          html`<label class="pu-l"
            ><input
              type="checkbox"
              .checked=${this.choices[choice]}
              aria-describedby="pu-${choice}"
              @change=${(event: Event) => this.#choose(choice, (event.target as HTMLInputElement).checked)}
            /><span>${says}<span class="hint" id="pu-${choice}">${hint}</span></span></label
          >`,
      )}
      ${this.here === "on" && !Object.values(this.choices).some(Boolean) ? html`<p class="hint">Nothing of this meetup, for now.</p>` : nothing}
    </fieldset>`;
  }

  async #load(): Promise<void> {
    const [here, choices] = await Promise.all([pushHere(), server.pushChoices(this.replica.slug)]);
    if ("problem" in choices) this.refusal = choices.problem;
    else this.choices = here === "off" && !Object.values(choices).some(Boolean) ? AT_FIRST : choices;
    this.here = here;
  }

  async #choose(choice: keyof PushChoices, isWanted: boolean): Promise<void> {
    const before = this.choices;
    this.choices = { ...before, [choice]: isWanted };
    if (this.here !== "on") return;
    const answer = await server.putPushChoices(this.replica.slug, this.choices);
    this.refusal = "problem" in answer ? answer.problem : undefined;
    if ("problem" in answer) this.choices = before;
  }

  private readonly turnOn = () =>
    this.#change(async () => {
      const why = await turnPushOn();
      if (why === "denied") return undefined;
      if (why) return why;
      const answer = await server.putPushChoices(this.replica.slug, this.choices);
      if ("problem" in answer) return answer.problem;
      toast("This device tells you from now on");
      return undefined;
    });

  private readonly turnOff = () =>
    this.#change(async () => {
      const why = await turnPushOff();
      if (!why) toast("This device tells you nothing more");
      return why;
    });

  async #change(change: () => Promise<Problem | undefined>): Promise<void> {
    this.isBusy = true;
    try {
      this.refusal = await change();
    } catch {
      // The browser's push service could not be reached, or refused; it says no more.
      toast("Your browser could not turn this on. Try again later.", { isBad: true });
    }
    this.here = await pushHere();
    this.isBusy = false;
  }
}
