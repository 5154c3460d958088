import { html, nothing, type TemplateResult } from "lit";
import type { PadMoment } from "../../../shared/notes/history-replay.ts";
import type { PadVersion } from "../../../shared/notes/pad-version.ts";

/** What the shown moment is compared with. */
export type CompareWith = { kind: "nothing" | "start" | "now" } | { kind: "moment"; seq: number; words: string };

/** Chooses what the shown moment is compared with: a named one, the first, the last, or the one shown now. */
export function compareChoice(pad: {
  chosen: CompareWith;
  /** The moment that shows. */
  here: PadMoment | undefined;
  versions: readonly PadVersion[];
  wordsOf: (moment: PadMoment) => string;
  choose: (chosen: CompareWith) => void;
}): TemplateResult {
  const { chosen, here, versions } = pad;
  const options: { value: string; words: string; with: CompareWith }[] = [
    { value: "nothing", words: "Nothing", with: { kind: "nothing" } },
    ...(here ? [choiceOf(here.seq, `This moment, ${pad.wordsOf(here)}`)] : []),
    { value: "start", words: "The start", with: { kind: "start" } },
    { value: "now", words: "Now", with: { kind: "now" } },
    ...versions.map(({ seq, name }) => choiceOf(seq, `“${name}”`)),
  ];
  const value = chosen.kind === "moment" ? `moment ${chosen.seq}` : chosen.kind;
  const isListed = options.some((option) => option.value === value);
  return html`<div class="field">
    <label for="compare">Compare with</label>
    <select
      class="input"
      id="compare"
      @change=${(event: Event) => {
        const picked = (event.target as HTMLSelectElement).value;
        pad.choose(options.find((option) => option.value === picked)?.with ?? chosen);
      }}
    >
      ${
        chosen.kind === "moment" && !isListed
          ? html`<option value=${value} .selected=${true}>${chosen.words}</option>`
          : nothing
      }
      ${options.map(
        (option) => html`<option value=${option.value} .selected=${option.value === value}>${option.words}</option>`,
      )}
    </select>
  </div>`;
}

function choiceOf(seq: number, words: string) {
  return { value: `moment ${seq}`, words, with: { kind: "moment" as const, seq, words } };
}
