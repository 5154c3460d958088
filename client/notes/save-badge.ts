import { html, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { say } from "../look/say.ts";
import { assertNever } from "../../shared/assert-never.ts";
import type { Kept, SaveState } from "./save-state.ts";

/**
 * Whether what one has written is safe, in a word or two. It changes with every burst of typing, so
 * that screen readers are told only of what matters: that something is not saved, once and at
 * once, that it is kept on this device, and that it is saved after all.
 */
@customElement("save-badge")
export class SaveBadge extends LightElement {
  /** What is known about one's edits. */
  @property({ attribute: false }) save: SaveState = { state: "loading", isReachable: true };

  #isWarned = false;
  /** What was last said of keeping, while something is not saved. */
  #saidKept = "";

  protected override render() {
    const { look, glyph, words } = badgeOf(this.save);
    return html`<span class="saved saved--${look}" role="status" aria-live="off" data-state=${this.save.state}
      >${icon(glyph)}<span>${words}</span></span
    >`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("save")) return;
    const kept = this.save.state === "unsaved" ? this.save.kept : "";
    const isBad = this.save.state === "unsaved" || this.save.state === "error";
    if (isBad && !this.#isWarned) say(`Notes: ${badgeOf(this.save).words}`, { assertive: true });
    if (this.#isWarned && this.save.state === "saved") say("Notes: saved");
    else if (this.#isWarned && kept !== this.#saidKept && kept === "kept") say("Notes: kept on this device");
    else if (this.#isWarned && kept !== this.#saidKept && kept === "failed")
      say("Notes: not kept on this device", { assertive: true });
    if (isBad || this.save.state === "saved") this.#isWarned = isBad;
    // While one types on, it is kept again and again: that is no news.
    if (kept !== "not-yet") this.#saidKept = kept;
  }
}

const KEPT_WORDS = { kept: ", kept here", "not-yet": "", failed: ", not kept here" } as const satisfies Record<
  Kept,
  string
>;

function badgeOf(save: SaveState): { look: "ok" | "wait" | "no" | "bad"; glyph: string; words: string } {
  switch (save.state) {
    case "loading":
      return { look: "wait", glyph: "cloud", words: save.isReachable ? "Opening…" : "Still trying to open…" };
    case "kept-copy":
      return { look: "wait", glyph: "cloud", words: save.isReachable ? "Opening…" : "Kept here, not up to date" };
    case "saved":
      return { look: "ok", glyph: "check-check", words: "Saved" };
    case "saving":
      return { look: "wait", glyph: "cloud", words: "Saving…" };
    case "unsaved":
      return {
        look: save.kept === "failed" ? "bad" : "no",
        glyph: "cloud-off",
        words: `${editCount(save.edits)} not yet saved${KEPT_WORDS[save.kept]}`,
      };
    case "read-only":
      return save.edits > 0
        ? { look: "bad", glyph: "lock", words: `Read only, ${editCount(save.edits)} not saved` }
        : { look: "wait", glyph: "lock", words: "Read only" };
    case "error":
      return {
        look: "bad",
        glyph: "triangle-alert",
        words: save.edits > 0 ? `${editCount(save.edits)} not saved` : "Not open",
      };
    default:
      return assertNever(save);
  }
}

function editCount(edits: number): string {
  return edits === 1 ? "1 edit" : `${edits} edits`;
}
