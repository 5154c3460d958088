import { html, svg, type TemplateResult } from "lit";
import type { PadMoment } from "../../../shared/notes/history-replay.ts";
import { icon } from "../../look/icon.ts";
import type { Writer } from "../pad-authors.ts";
import type { Bar } from "./moments.ts";

/** What the timeline shows, and what it asks for. */
export interface Timeline {
  moments: readonly PadMoment[];
  bars: readonly Bar[];
  /** Which moment shows. */
  index: number;
  /** That moment in words. */
  words: string;
  isPlaying: boolean;
  lookOf: (by: string) => Writer;
  sayWhen: (at: number) => string;
  /** Why this moment can't be brought back, if so: it is what is there now, or one may not write. */
  whyNotRestore: string | undefined;
  go: (index: number) => void;
  play: () => void;
  /** Whether versions and comparing show, where there is no room for them always. */
  isSideOpen: boolean;
  toggleSide: () => void;
  restore: () => void;
}

/** A slider over all moments, with how much was written when and by whom over it, and the way back. */
export function timeline(pad: Timeline): TemplateResult {
  const { moments, index, words, isPlaying, go } = pad;
  const last = moments.length - 1;
  const [first, end] = [moments[0], moments[last]];
  return html`<section class="ph-bar" aria-label="Timeline">
    <div class="ph-steps">
      <button
        class="btn btn--icon"
        aria-label=${isPlaying ? "Pause" : "Play"}
        title=${isPlaying ? "Pause" : "Play"}
        @click=${pad.play}
      >
        ${icon(isPlaying ? "pause" : "play")}
      </button>
      <button class="btn btn--icon" aria-label="Earlier edit" title="Earlier edit" @click=${() => go(index - 1)}>
        ${icon("chevron-left")}
      </button>
      <button class="btn btn--icon" aria-label="Later edit" title="Later edit" @click=${() => go(index + 1)}>
        ${icon("chevron-right")}
      </button>
      <button
        class="btn btn--icon ph-more"
        aria-label="Versions and comparing"
        aria-expanded=${pad.isSideOpen}
        aria-controls="ph-side"
        @click=${pad.toggleSide}
      >
        ${icon("layers")}
      </button>
    </div>
    <div class="ph-line">
      <p class="ph-words trunc" aria-hidden="true">${words}</p>
      <div class="ph-bars" aria-hidden="true">${bars(pad)}</div>
      <input
        id="moment"
        type="range"
        min="0"
        max=${last}
        step="1"
        aria-label="Moment"
        aria-valuetext=${words}
        .value=${String(index)}
        @input=${(event: Event) => go(Number((event.target as HTMLInputElement).value))}
      />
      <div class="ph-ends num" aria-hidden="true">
        <span>${first ? pad.sayWhen(first.at) : ""}</span><span>${end ? pad.sayWhen(end.until) : ""}</span>
      </div>
    </div>
    <button
      class="btn btn--primary ph-restore"
      aria-disabled=${pad.whyNotRestore === undefined ? "false" : "true"}
      title=${pad.whyNotRestore ?? "A new edit makes the notes what they were"}
      @click=${() => pad.whyNotRestore === undefined && pad.restore()}
    >
      ${icon("rotate-ccw")}Restore this version
    </button>
  </section>`;
}

/** Each bar in the colours of who wrote in it; what is still to come is pale. */
function bars({ bars: all, index, lookOf }: Timeline): TemplateResult {
  const wide = 100 / Math.max(1, all.length);
  return html`<svg viewBox="0 0 100 100" preserveAspectRatio="none">
    ${all.map(({ from, height, shares }, n) => {
      let top = 100;
      return shares.map(({ by, share }) => {
        const part = Math.max(4, height * 100) * share;
        top -= part;
        const look = by === null ? "ph-seed" : `p${lookOf(by).color}`;
        return svg`<rect class="${look} ${from > index ? "is-later" : ""}" x=${n * wide} y=${top} width=${wide * 0.8} height=${part}></rect>`;
      });
    })}
  </svg>`;
}
