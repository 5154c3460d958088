import { html, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { say } from "../look/live-region.ts";
import { assertNever } from "../../shared/assert-never.ts";
import type { PadReplica } from "./replica/pad-replica.ts";
import type { Kept, SaveState } from "./replica/save-state.ts";

/** "Saved" is said once one pauses for so long: it would flicker between any two keys, and each time be drawn. Milliseconds. */
const PAUSE_MS = 200;

/**
 * Whether what one has written is safe, in a word or two. It changes with every burst of typing, so
 * that it follows the pad by itself, without the page around it, and screen readers are told only of
 * what matters: that something is not saved, once and at once, that it is kept on this device, and
 * that it is saved after all.
 */
@customElement("save-badge")
export class SaveBadge extends LightElement {
  /** The pad whose edits it tells of; undefined until there is one. */
  @property({ attribute: false }) pad: PadReplica | undefined;
  /** Whether one only reads, and has nothing to save. */
  @property({ type: Boolean }) isReadOnly = false;

  /** What is said of one's edits. */
  @state() private save: SaveState = OPENING;
  #stop: (() => void) | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #isWarned = false;
  /** What was last said of keeping, while something is not saved. */
  #saidKept = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    clearTimeout(this.#pause);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("pad")) this.#follow();
    else if (changed.has("isReadOnly")) this.#show();
  }

  protected override render() {
    const { look, glyph, words, short } = badgeOf(this.save);
    const { state } = this.save;
    const edits = "edits" in this.save ? this.save.edits : 0;
    return html`<span class="saved saved--${look}" role="status" aria-live="off" data-state=${state} data-edits=${edits}
      >${icon(glyph)}${
        short === undefined
          ? html`<span>${words}</span>`
          : html`<span class="hide-s">${words}</span><span class="only-s">${short}</span>`
      }</span
    >`;
  }

  protected override updated(): void {
    const kept = this.save.state === "unsaved" ? this.save.kept : "";
    const isBad = this.save.state === "unsaved" || this.save.state === "error";
    if (isBad && !this.#isWarned) say(`Notes: ${badgeOf(this.save).words.toLowerCase()}`, { assertive: true });
    if (this.#isWarned && this.save.state === "saved") say("Notes: saved");
    else if (this.#isWarned && kept !== this.#saidKept && kept === "kept") say("Notes: kept on this device");
    else if (this.#isWarned && kept !== this.#saidKept && kept === "failed")
      say("Notes: not kept on this device", { assertive: true });
    if (isBad || this.save.state === "saved") this.#isWarned = isBad;
    // While one types on, it is kept again and again: that is no news.
    if (kept !== "not-yet") this.#saidKept = kept;
  }

  #follow(): void {
    this.#stop?.();
    this.#stop = this.pad?.subscribe(this.padNews);
    this.#show();
  }

  private readonly padNews = () => {
    clearTimeout(this.#pause);
    const isSaved = this.pad?.save.state === "saved" && this.save.state === "saving";
    if (isSaved) this.#pause = setTimeout(() => this.#show(), PAUSE_MS);
    else this.#show();
  };

  #show(): void {
    clearTimeout(this.#pause);
    const save = this.pad?.save ?? OPENING;
    const shown: SaveState = save.state === "saved" && this.isReadOnly ? { state: "read-only", edits: 0 } : save;
    // A word that stays needs no drawing.
    if (JSON.stringify(shown) !== JSON.stringify(this.save)) this.save = shown;
  }
}

const OPENING: SaveState = { state: "loading", isReachable: true };

const KEPT_WORDS = {
  kept: ["Not saved yet, kept here", "Kept here"],
  "not-yet": ["Not saved yet", "Not saved yet"],
  failed: ["Not saved yet, not kept here", "Not kept here"],
} as const satisfies Record<Kept, [words: string, short: string]>;

/** How a state looks and what it says: not how many edits, as to a page each key is one; on small screens in few words: one line is all that there is for it. */
interface Badge {
  look: "ok" | "wait" | "no" | "bad";
  glyph: string;
  words: string;
  short?: string;
}

function badgeOf(save: SaveState): Badge {
  switch (save.state) {
    case "loading":
      return { look: "wait", glyph: "cloud", words: save.isReachable ? "Opening…" : "Still trying to open…" };
    case "kept-copy":
      return save.isReachable
        ? { look: "wait", glyph: "cloud", words: "Opening…" }
        : { look: "wait", glyph: "cloud", words: "Kept here, not up to date", short: "Not up to date" };
    case "saved":
      return { look: "ok", glyph: "check-check", words: "Saved" };
    case "saving":
      return { look: "wait", glyph: "cloud", words: "Saving…" };
    case "unsaved": {
      const [words, short] = KEPT_WORDS[save.kept];
      return { look: save.kept === "failed" ? "bad" : "no", glyph: "cloud-off", words, short };
    }
    case "read-only":
      return save.edits > 0
        ? {
            look: "bad",
            glyph: "lock",
            words: "Read only, not all is saved",
            short: "Not all is saved",
          }
        : { look: "wait", glyph: "lock", words: "Read only" };
    case "error":
      return {
        look: "bad",
        glyph: "triangle-alert",
        words: save.edits > 0 ? "Not all is saved" : "Not open",
      };
    default:
      return assertNever(save);
  }
}
