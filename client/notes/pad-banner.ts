import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../look/icon.ts";
import type { SaveState } from "./replica/save-state.ts";
import type { ReadOnlyReason } from "./read-only-reason.ts";

/** The one thing to know above the notes, with what to do about it. */
export function padBanner(pad: {
  save: SaveState;
  reading: ReadOnlyReason | undefined;
  /** Who can lock and unlock, in words. */
  lockers: string;
  /** Who has locked the notes, by name. */
  lockedBy: string | undefined;
  /** Unlocks the notes, for those who may. */
  unlock: (() => void) | undefined;
  copy: () => Promise<void>;
  openAnew: () => Promise<void>;
  sendAgain: () => void;
  startWriting: () => Promise<void>;
}): TemplateResult | typeof nothing {
  const { save, reading } = pad;
  if (save.state === "read-only") {
    const isLocked = reading === "locked";
    return html`<div class="banner banner--bad" role="alert">
      ${icon("lock")}<span class="grow"
        ><b>${isLocked ? lockedWords(pad.lockedBy) : "These notes can’t be changed now."}</b> What you wrote last was
        not taken, and only this page has
        it.${isLocked ? ` It is sent when the notes are unlocked. ${pad.lockers} can do that.` : nothing}</span
      >
      ${
        isLocked
          ? pad.unlock
            ? html`<button class="btn btn--sm" @click=${pad.unlock}>Unlock</button>`
            : nothing
          : reading === undefined
            ? html`<button class="btn btn--sm" @click=${pad.sendAgain}>Send it again</button>`
            : nothing
      }
      <button class="btn btn--sm" @click=${pad.copy}>Copy as Markdown</button>
      <button class="btn btn--sm" @click=${pad.openAnew}>Give it up and show the saved notes</button>
    </div>`;
  }
  if (reading === "notes-closed") {
    return html`<div class="banner banner--read">
      ${icon("lock")}<span class="grow">These notes are closed: the meetup is over.</span>
    </div>`;
  }
  if (reading === "locked") {
    return html`<div class="banner banner--read" role="status">
      ${icon("lock")}<span class="grow"><b>${lockedWords(pad.lockedBy)}</b> ${pad.lockers} can unlock them.</span>
      ${pad.unlock ? html`<button class="btn btn--sm" @click=${pad.unlock}>Unlock</button>` : nothing}
    </div>`;
  }
  if (reading === "no-name") {
    return html`<div class="banner banner--read">
      ${icon("eye")}<span class="grow">You are reading along.</span>
      <button class="btn btn--primary btn--sm" @click=${pad.startWriting}>Enter your name to write</button>
    </div>`;
  }
  return nothing;
}

function lockedWords(by: string | undefined): string {
  return by === undefined ? "These notes are locked: read only." : `${by} has locked these notes: read only.`;
}
