import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { copyText } from "../look/copy-text.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { openDialog } from "../look/open-dialog.ts";
import "../look/qr-code.ts";

/** Opens the links to a pad. */
export function openSharePad(slug: string, padId: string): void {
  const dialog = document.createElement("share-pad") as SharePad;
  dialog.address = `${location.origin}/m/${slug}/notes/${padId}`;
  void openDialog(dialog);
}

/** The links to a pad, each with its code to scan: first the one to read by, then the one to write by. */
@customElement("share-pad")
export class SharePad extends LightElement {
  /** Where the pad is written. */
  @property({ attribute: false }) address = "";

  protected override render() {
    return html`<div class="dialog-form sheet">
      ${dialogHead(this, "Share these notes")}
      ${this.#link({
        id: "share-read",
        label: "Link to read",
        hint: "Opens the notes as a page. Nothing can be typed there.",
        address: `${this.address}?read`,
      })}
      ${this.#link({
        id: "share-write",
        label: "Link to write",
        hint: "Opens the notes to write in, with a name. No account is needed.",
        address: this.address,
      })}
    </div>`;
  }

  #link({ id, label, hint, address }: Record<"id" | "label" | "hint" | "address", string>): TemplateResult {
    return html`<section class="share" aria-labelledby="${id}-label">
      <div class="share-t">
        <div class="field">
          <label for=${id} id="${id}-label">${label}</label>
          <div class="row">
            <input
              class="input"
              id=${id}
              readonly
              aria-describedby="${id}-hint"
              .value=${address}
              @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
            />
            <button
              type="button"
              class="btn copy"
              aria-label="Copy the ${label.toLowerCase()}"
              @click=${() => copyText(address, "Link")}
            >
              ${icon("copy")}Copy
            </button>
          </div>
          <p class="hint" id="${id}-hint">${hint}</p>
        </div>
      </div>
      <qr-code .text=${address} .label=${`QR code of the ${label.toLowerCase()}`}></qr-code>
    </section>`;
  }
}
