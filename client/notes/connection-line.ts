import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../look/icon.ts";
import type { SaveState } from "./replica/save-state.ts";

/**
 * Says below the text what has become of the connection, over the room that is always left there: a line above it would
 * move what one reads or types as the network comes and goes.
 */
export function connectionLine(pad: {
  save: SaveState | undefined;
  /** Whether the notes' connection has been gone for more than a moment. */
  isCutOff: boolean;
  /** Whether all else of the meetup is out of reach. */
  isMeetupAway: boolean;
  /** Whether one can't write here, or doesn't. */
  isReading: boolean;
  /** What else waits for the connection, as a sentence. */
  waiting: string;
  tryNow: () => void;
}): TemplateResult {
  const said = wordsOf(pad);
  // The region is there before its words, so that they are heard.
  return html`<div class="net" role="status">
    ${
      said
        ? html`<div class="banner banner--warn">
            ${icon(said.glyph)}<span class="grow"><b>${said.what}</b> ${said.hint} ${pad.waiting}</span>
            ${said.canTry ? html`<button class="btn btn--sm" @click=${pad.tryNow}>Try now</button>` : nothing}
          </div>`
        : nothing
    }
  </div>`;
}

function wordsOf({ save, isCutOff, isMeetupAway, isReading }: Parameters<typeof connectionLine>[0]) {
  if (save?.state === "unsaved" && save.why === "cannot-store") {
    const hint = "What you typed is kept on this page and sent when it can.";
    return { glyph: "cloud-off", what: "The server can’t save right now.", hint, canTry: false };
  }
  if (!isCutOff && !isMeetupAway) return undefined;
  const hint = !isCutOff
    ? "The notes go on. All else of the meetup is as it was last seen."
    : save?.state === "unsaved" && save.kept === "failed"
      ? "Keep this page open: what you write can’t be kept on this device."
      : isReading
        ? "You see the last text."
        : "Keep writing: it is sent when the connection is back.";
  return { glyph: "wifi-off", what: isCutOff ? "No connection." : "No connection to the meetup.", hint, canTry: true };
}
