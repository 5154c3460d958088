import { html } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import type { SecretAddresses } from "../look/secret-address.ts";
import "../look/secret-address.ts";
import { toast } from "../look/toast.ts";
import { server } from "../server-connection.ts";
import { eraseMe, currentPerson } from "../current-person.ts";
import { mayLeave } from "./may-leave.ts";

/** Opens where one takes oneself to another device, or away for good. */
export function openOwnData(): void {
  void openDialog(document.createElement("own-data-dialog"));
}

const RETURN_LINKS: SecretAddresses = {
  make: "Make a return link",
  makeAnother: "Make another link",
  icon: "link",
  revoke: (count) => (count === 1 ? "Revoke the link" : `Revoke all ${count} links`),
  label: "Your return link",
  copied: "Link",
  code: "QR code of your return link",
  made: "Your return link is here, shown this once.",
  revoked: "Your return links don’t work any more",
  count: () => server.returnLinks(),
  async ask() {
    const answer = await server.makeReturnLink();
    if ("problem" in answer) return answer;
    const url = new URL(answer.url);
    // It leads back to where they are.
    url.pathname = /^\/m\/[a-z0-9-]+/u.exec(location.pathname)?.[0] ?? "/";
    return { url: url.href };
  },
  end: () => server.revokeReturnLinks(),
};

/** Return links, and erasing oneself, which asks once more. */
@customElement("own-data-dialog")
export class OwnDataDialog extends LightElement {
  @state() private isAsking = false;
  @state() private isBusy = false;
  @state() private refusal: Problem | undefined;

  protected override render() {
    return html`<div class="dialog-form">
      ${dialogHead(this, "Your devices and data")}
      <section class="field" aria-labelledby="return-link">
        <h3 class="label" id="return-link">On another device</h3>
        <p class="hint">
          A return link makes a phone or computer yours: your votes, your day and your notes are the same there. Whoever
          has the link can act as you, so keep it to yourself.
        </p>
        <secret-address .kind=${RETURN_LINKS}></secret-address>
      </section>
      ${formError(this.refusal)} ${this.isAsking ? this.#question : this.#erasing}
    </div>`;
  }

  get #erasing() {
    return html`<button type="button" class="btn btn--quiet danger-b" @click=${() => this.ask(true)}>Erase me</button>`;
  }

  get #question() {
    return html`<section class="field danger" role="alert">
      <p>
        <b>Erase ${currentPerson()?.name} for good?</b> Your name, votes, plans and roles go, on all your devices and in
        every meetup. Topics, comments and notes stay without your name. A meetup that only you organize is left with no
        organizer.
      </p>
      <div class="row wrap">
        <button type="button" class="btn" @click=${() => this.ask(false)}>Keep me</button>
        <button type="button" class="btn btn--bad" ?disabled=${this.isBusy} @click=${this.erase}>
          Erase me for good
        </button>
      </div>
    </section>`;
  }

  /** Whoever has a keyboard stays where they were. */
  private async ask(isAsking: boolean): Promise<void> {
    this.isAsking = isAsking;
    await this.updateComplete;
    this.querySelector<HTMLElement>(isAsking ? ".danger .btn" : ".danger-b")?.focus();
  }

  private readonly erase = async () => {
    this.isBusy = true;
    if (!(await mayLeave())) return void (this.isBusy = false);
    const answer = await eraseMe();
    this.isBusy = false;
    this.refusal = "problem" in answer ? answer.problem : undefined;
    if (this.refusal !== undefined) return;
    done(this);
    toast("You are erased. Nobody is signed in here.");
  };
}
