import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Heading } from "../../shared/notes/outline.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";

/** Opens the headings of a pad, where there is no room for them beside the text. Resolves with the line to go to. */
export function chooseHeading(headings: readonly Heading[]): Promise<number | undefined> {
  const dialog = document.createElement("outline-dialog") as OutlineDialog;
  dialog.headings = headings;
  return openDialog<number>(dialog);
}

/** The headings of a pad, each to be gone to. */
@customElement("outline-dialog")
export class OutlineDialog extends LightElement {
  @property({ attribute: false }) headings: readonly Heading[] = [];

  protected override render() {
    const top = Math.min(...this.headings.map(({ level }) => level));
    return html`<div class="dialog-form sheet">
      ${dialogHead(this, "Outline")}
      <ul class="ol-list">
        ${this.headings.map(
          ({ level, line, text }) =>
            html`<li class="ol-${Math.min(level - top, 3)}">
              <button type="button" @click=${() => done(this, line)}>${text}</button>
            </li>`,
        )}
      </ul>
    </div>`;
  }
}
