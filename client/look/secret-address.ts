import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Problem } from "../../shared/problem.ts";
import { copyText } from "./copy-text.ts";
import { formError } from "./field-error.ts";
import { icon } from "./icon.ts";
import { LightElement } from "./light-element.ts";
import "./qr-code.ts";
import { say } from "./live-region.ts";
import { toast } from "./toast.ts";

/** Addresses of one kind that have a secret in them: what is said of them, and who knows of them. */
export interface SecretAddresses {
  /** On the button that makes the first, and another one. */
  make: string;
  makeAnother: string;
  icon: string;
  /** On the button that revokes them. */
  revoke: (count: number) => string;
  /** Names the field that shows the one that was made. */
  label: string;
  /** Names what was copied. */
  copied: string;
  /** Names the code of it, for a phone to scan; undefined where there is none. */
  code?: string;
  /** Told when one is there, and when none works any more. */
  made: string;
  revoked: string;
  count(): Promise<{ links: number } | { problem: Problem }>;
  ask(): Promise<{ url: string } | { problem: Problem }>;
  end(): Promise<object | { problem: Problem }>;
}

/** An address that is shown once: made, copied, and revoked. */
@customElement("secret-address")
export class SecretAddress extends LightElement {
  @property({ attribute: false }) kind!: SecretAddresses;
  /** The one that was just made; nobody can show it again. */
  @state() private url = "";
  @state() private links = 0;
  @state() private isBusy = false;
  @state() private refusal: Problem | undefined;

  protected override firstUpdated(): void {
    void this.#count();
  }

  protected override render() {
    const { kind } = this;
    return html`${this.url ? this.#made : nothing}
      <div class="row wrap">
        <button type="button" class="btn" ?disabled=${this.isBusy} @click=${this.make}>
          ${icon(kind.icon)}${this.url ? kind.makeAnother : kind.make}
        </button>
        ${
          this.links > 0
            ? html`<button type="button" class="btn btn--quiet" ?disabled=${this.isBusy} @click=${this.revoke}>
                ${kind.revoke(this.links)}
              </button>`
            : nothing
        }
      </div>
      ${formError(this.refusal)}`;
  }

  get #made() {
    const { label, copied, code } = this.kind;
    return html`<div class="row">
        <input
          class="input"
          readonly
          aria-label=${label}
          .value=${this.url}
          @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
        />
        <button type="button" class="btn copy" @click=${() => copyText(this.url, copied)}>${icon("copy")}Copy</button>
      </div>
      ${code === undefined ? nothing : html`<qr-code .text=${this.url} label=${code}></qr-code>`}
      <p class="hint">Shown this once. It works until you revoke it.</p>`;
  }

  async #count(): Promise<void> {
    const answer = await this.kind.count();
    if (!("problem" in answer)) this.links = answer.links;
  }

  private readonly make = async () => {
    const answer = await this.#ask(this.kind.ask());
    if (!answer) return;
    this.url = answer.url;
    say(this.kind.made);
    await this.#count();
  };

  private readonly revoke = async () => {
    if (!(await this.#ask(this.kind.end()))) return;
    this.url = "";
    this.links = 0;
    toast(this.kind.revoked);
  };

  async #ask<T extends object>(asked: Promise<T | { problem: Problem }>): Promise<T | undefined> {
    this.isBusy = true;
    const answer = await asked;
    this.isBusy = false;
    this.refusal = "problem" in answer ? answer.problem : undefined;
    return "problem" in answer ? undefined : answer;
  }
}
