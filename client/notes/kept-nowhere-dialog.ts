import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { copyText } from "../look/copy-text.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import { toast } from "../look/toast.ts";
import { askBeforeLeaving, currentPerson } from "../current-person.ts";
import { giveUp, onLost, openUnsent, unsavedPads } from "./replica/open-pads.ts";
import type { PadReplica } from "./replica/pad-replica.ts";
import { withTimeout } from "./replica/with-timeout.ts";

/** What is on its way is saved within this time, most often: nobody is asked about that. Milliseconds. */
const ON_ITS_WAY_MS = 1000;

/**
 * What becomes of words in notes that the server doesn't have: `kept` waits on this device for whoever wrote it, `only-here` goes with the page,
 * and `lost` is somebody else's page already.
 */
type Fate = "kept" | "only-here" | "lost";

/** Words in notes that the server doesn't have, and ways to take them along. */
@customElement("kept-nowhere-dialog")
export class KeptNowhereDialog extends LightElement {
  /** All of the notes that they are in. */
  @property({ attribute: false }) markdown: () => string = () => "";
  /** What becomes of them. */
  @property() fate: Fate = "only-here";
  /** Whether they were taken along. */
  isTaken = false;

  protected override render() {
    return html`<div class="dialog-form">
      ${dialogHead(this, "What you wrote last is not saved")}
      <p>${WORDS[this.fate]}</p>
      <div class="row wrap">
        <button type="button" class="btn" @click=${this.copy}>${icon("copy")}Copy as Markdown</button>
        <button type="button" class="btn" @click=${this.download}>${icon("download")}Download as Markdown</button>
      </div>
      <div class="dialog-end">${this.fate === "lost" ? this.#end : this.#choice}</div>
    </div>`;
  }

  get #choice(): TemplateResult {
    return html`<button type="button" class="btn btn--bad" @click=${() => done(this, true)}>
        ${this.fate === "kept" ? "Go on" : "Lose it and go on"}
      </button>
      <button type="button" class="btn btn--primary btn--lg" @click=${() => done(this, false)}>Stay</button>`;
  }

  get #end(): TemplateResult {
    return html`<button type="button" class="btn btn--quiet" @click=${() => done(this)}>Close</button>`;
  }

  private readonly copy = async () => {
    if (await copyText(this.markdown(), "Notes")) this.isTaken = true;
  };

  private readonly download = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.markdown()], { type: "text/markdown" }));
    link.download = "notes.md";
    link.click();
    // Browsers fetch it after the click.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    this.isTaken = true;
  };
}

const WORDS: Record<Fate, string> = {
  kept: "Your last edits of notes have not reached the server. This device keeps them, and sends them only once you are yourself here again, by a return link. Stay until they are saved, or take the notes along.",
  "only-here":
    "Your last edits of notes have not reached the server, and this device could not keep them. If you go on, they are lost. Stay until they are saved, or take the notes along.",
  lost: "This device is somebody else’s now. The last edits that were made here before have not reached the server, and could not be kept. Take the notes along: once this is closed they are gone.",
};

askBeforeLeaving(async () => {
  const person = currentPerson();
  const leave = person && (await openUnsent(person));
  try {
    return await mayBeLeft(unsavedPads());
  } finally {
    leave?.();
  }
});

/** Whether what isn't saved in these pads may be left; asks where it isn't saved in a moment. */
async function mayBeLeft(pads: readonly PadReplica[]): Promise<boolean> {
  if (pads.length === 0 || (await areSavedSoon(pads))) return true;
  const dialog = document.createElement("kept-nowhere-dialog") as KeptNowhereDialog;
  dialog.markdown = () => pads.map(({ text }) => text.toString()).join("\n\n");
  dialog.fate = pads.some(({ isAtRisk }) => isAtRisk) ? "only-here" : "kept";
  const stop = onceSaved(pads, () => done(dialog, true));
  const mayLeave = (await openDialog<boolean>(dialog)) === true;
  stop();
  if (mayLeave) for (const pad of pads) giveUp(pad);
  return mayLeave;
}

onLost((markdown) => {
  const dialog = document.createElement("kept-nowhere-dialog") as KeptNowhereDialog;
  dialog.markdown = () => markdown;
  dialog.fate = "lost";
  void showLost(dialog);
});

/** Escape and presses beside it happen by accident. */
async function showLost(dialog: KeptNowhereDialog): Promise<void> {
  await openDialog(dialog);
  if (!dialog.isTaken) toast("Closed without a copy", { undo: () => void showLost(dialog), undoLabel: "Go on" });
}

async function areSavedSoon(pads: readonly PadReplica[]): Promise<boolean> {
  let stop: () => void = () => undefined;
  const saved = new Promise<void>((resolve) => (stop = onceSaved(pads, resolve)));
  await withTimeout(saved, ON_ITS_WAY_MS).catch(() => undefined);
  stop();
  return pads.every(({ hasUnsaved }) => !hasUnsaved);
}

/** Calls `then` once all of it is saved. Returns how to stop. */
function onceSaved(pads: readonly PadReplica[], then: () => void): () => void {
  const look = () => {
    if (pads.every(({ hasUnsaved }) => !hasUnsaved)) then();
  };
  const stops = pads.map((pad) => pad.subscribe(look));
  look();
  return () => {
    for (const stop of stops) stop();
  };
}
