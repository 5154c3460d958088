import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Problem } from "../../shared/problem.ts";
import { copyText } from "../look/copy-text.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError } from "../look/field-error.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import "../look/qr-code.ts";
import { say } from "../look/say.ts";
import { toast } from "../look/toast.ts";
import { server } from "../server-connection.ts";
import { eraseMe, whoIAm } from "../who-i-am.ts";

/** Opens where one takes oneself to another device, or away for good. */
export function openOwnData(): void {
  void openDialog(document.createElement("own-data-dialog"));
}

/** Return links, made, copied and revoked; and erasing oneself, which asks once more. */
@customElement("own-data-dialog")
export class OwnDataDialog extends LightElement {
  /** The link that was just made; nobody can show it again. */
  @state() private url = "";
  @state() private links = 0;
  @state() private isAsking = false;
  @state() private isBusy = false;
  @state() private refusal: Problem | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#count();
  }

  protected override render() {
    return html`<div class="dialog-form">
      ${dialogHead(this, "Your devices and data")}
      <section class="field" aria-labelledby="return-link">
        <h3 class="label" id="return-link">On another device</h3>
        <p class="hint">
          A return link makes a phone or computer yours: your votes, your day and your notes are the same there. Whoever
          has the link can act as you, so keep it to yourself.
        </p>
        ${this.url ? this.#made : nothing}
        <div class="row wrap">
          <button type="button" class="btn" ?disabled=${this.isBusy} @click=${this.make}>
            ${icon("link")}${this.url ? "Make another link" : "Make a return link"}
          </button>
          ${
            this.links > 0
              ? html`<button type="button" class="btn btn--quiet" ?disabled=${this.isBusy} @click=${this.revoke}>
                  ${this.links === 1 ? "Revoke the link" : `Revoke all ${this.links} links`}
                </button>`
              : nothing
          }
        </div>
      </section>
      ${formError(this.refusal)} ${this.isAsking ? this.#question : this.#erasing}
    </div>`;
  }

  get #made() {
    return html`<div class="row">
        <input
          class="input"
          readonly
          aria-label="Your return link"
          .value=${this.url}
          @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
        />
        <button type="button" class="btn copy" @click=${() => copyText(this.url, "Link")}>${icon("copy")}Copy</button>
      </div>
      <qr-code .text=${this.url} label="QR code of your return link"></qr-code>
      <p class="hint">Shown this once. It works until you revoke it.</p>`;
  }

  get #erasing() {
    return html`<button type="button" class="btn btn--quiet danger-b" @click=${() => this.ask(true)}>Erase me</button>`;
  }

  get #question() {
    return html`<section class="field danger" role="alert">
      <p>
        <b>Erase ${whoIAm()?.name} for good?</b> Your name, votes, plans and roles go, on all your devices and in every
        meetup. Topics, comments and notes stay without your name. A meetup that only you organize is left with no
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

  async #count(): Promise<void> {
    const answer = await server.returnLinks();
    if (!("problem" in answer)) this.links = answer.links;
  }

  private readonly make = async () => {
    const answer = await this.#ask(server.makeReturnLink());
    if (!answer) return;
    const url = new URL(answer.url);
    // It leads back to where they are.
    url.pathname = /^\/m\/[a-z0-9-]+/u.exec(location.pathname)?.[0] ?? "/";
    this.url = url.href;
    say("Your return link is here, shown this once.");
    await this.#count();
  };

  private readonly revoke = async () => {
    if (!(await this.#ask(server.revokeReturnLinks()))) return;
    this.url = "";
    this.links = 0;
    toast("Your return links don’t work any more");
  };

  private readonly erase = async () => {
    if (!(await this.#ask(eraseMe()))) return;
    done(this);
    toast("You are erased. Nobody is signed in here.");
  };

  async #ask<T extends object>(asked: Promise<T | { problem: Problem }>): Promise<T | undefined> {
    this.isBusy = true;
    const answer = await asked;
    this.isBusy = false;
    this.refusal = "problem" in answer ? answer.problem : undefined;
    return "problem" in answer ? undefined : answer;
  }
}
