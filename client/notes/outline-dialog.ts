import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Heading } from "../../shared/notes/outline.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import { NO_HEADINGS } from "./pad-outline.ts";

/** What was chosen: a line to go to, or a heading to start a side group about. */
export type HeadingChoice = { line: number } | { startGroup: string };

/**
 * Opens the headings of a pad, where there is no room for them beside the text. Resolves with what was chosen;
 * `mayStart` says whether side groups can be started, `isLoaded` whether the text has arrived.
 */
export function chooseHeading(
  headings: readonly Heading[],
  { mayStart, isLoaded }: { mayStart: boolean; isLoaded: boolean },
): Promise<HeadingChoice | undefined> {
  const dialog = document.createElement("outline-dialog") as OutlineDialog;
  Object.assign(dialog, { headings, mayStart, isLoaded });
  return openDialog<HeadingChoice>(dialog);
}

/** The headings of a pad, each to be gone to, or to start a side group about. */
@customElement("outline-dialog")
export class OutlineDialog extends LightElement {
  @property({ attribute: false }) headings: readonly Heading[] = [];
  /** Whether side groups can be started. */
  @property({ attribute: false }) mayStart = false;
  /** Whether the text has arrived, so that no headings means that there are none. */
  @property({ attribute: false }) isLoaded = false;

  protected override render() {
    const top = Math.min(...this.headings.map(({ level }) => level));
    return html`<div class="dialog-form sheet">
      ${dialogHead(this, "Outline")}
      ${this.headings.length === 0 ? html`<p class="dim">${this.isLoaded ? NO_HEADINGS : "The text has not come yet."}</p>` : nothing}
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
