import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Heading } from "../../shared/notes/outline.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";

/** What was chosen: a line to go to, or a heading to start a side group about. */
export type HeadingChoice = { line: number } | { startGroup: string };

/**
 * Opens the headings of a pad, where there is no room for them beside the text. Resolves with what was chosen;
 * `mayStart` says whether side groups can be started.
 */
export function chooseHeading(
  headings: readonly Heading[],
  { mayStart }: { mayStart: boolean },
): Promise<HeadingChoice | undefined> {
  const dialog = document.createElement("outline-dialog") as OutlineDialog;
  Object.assign(dialog, { headings, mayStart });
  return openDialog<HeadingChoice>(dialog);
}

/** The headings of a pad, each to be gone to, or to start a side group about. */
@customElement("outline-dialog")
export class OutlineDialog extends LightElement {
  @property({ attribute: false }) headings: readonly Heading[] = [];
  /** Whether side groups can be started. */
  @property({ attribute: false }) mayStart = false;

  protected override render() {
    const top = Math.min(...this.headings.map(({ level }) => level));
    return html`<div class="dialog-form sheet">
      ${dialogHead(this, "Outline")}
      <ul class="ol-list">
        ${this.headings.map(
          ({ level, line, text }) =>
            html`<li class="ol-${Math.min(level - top, 3)}">
              <button type="button" @click=${() => done<HeadingChoice>(this, { line })}>${text}</button>${
                this.mayStart
                  ? html`<button
                      type="button"
                      class="ol-start"
                      aria-label="Start a side group: ${text}"
                      @click=${() => done<HeadingChoice>(this, { startGroup: text })}
                    >
                      ${icon("split")}
                    </button>`
                  : nothing
              }
            </li>`,
        )}
      </ul>
    </div>`;
  }
}
