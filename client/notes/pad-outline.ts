import { html, nothing, type TemplateResult } from "lit";
import type { Heading } from "../../shared/notes/outline.ts";
import { icon } from "../look/icon.ts";
import type { PadPerson } from "./pad-people.ts";
import type { Whereabouts } from "./editor/remote-cursors.ts";
import type { PadPlace } from "./pad-place.ts";

/** What stands where headings would. */
export const NO_HEADINGS = "Lines that begin with # are headings and show here.";

/** At most this many faces stand beside a heading. */
const FACES = 3;

/** The heading that a line, counted from 1, is under. */
export function headingAt(headings: readonly Heading[], line: number): Heading | undefined {
  return headings.findLast((heading) => heading.line <= line);
}

/** Beside the text, where there is room: its headings, who is here, and other notes about the same. */
export function padOutline(pad: {
  slug: string;
  headings: readonly Heading[];
  /** Whether the text has arrived, so that no headings means that there are none. */
  isLoaded: boolean;
  /** Where the cursor is. */
  line: number;
  people: readonly PadPerson[];
  /** Where others are in the text. */
  whereabouts: readonly Whereabouts[];
  related: PadPlace["related"];
  go: (line: number) => void;
  /** Starts a side group about a heading; undefined when none can be started. */
  startGroup: ((title: string) => void) | undefined;
}): TemplateResult {
  const { headings, line, whereabouts, people, related, slug, startGroup } = pad;
  const current = headingAt(headings, line);
  const under = Map.groupBy(whereabouts, (each) => headingAt(headings, each.line));
  const top = Math.min(...headings.map(({ level }) => level));
  const jump = (event: Event, to: number) => {
    event.preventDefault();
    pad.go(to);
  };
  return html`<aside class="ol" aria-label="About these notes">
    <nav aria-labelledby="outline-title">
      <h2 id="outline-title">Outline</h2>
      ${
        headings.length === 0
          ? html`<p class="ol-none">${pad.isLoaded ? NO_HEADINGS : ""}</p>`
          : html`<ul>
              ${headings.map(
                (heading) =>
                  html`<li class="ol-${Math.min(heading.level - top, 3)}">
                    <a
                      href="#L${heading.line}"
                      aria-current=${heading === current ? "true" : nothing}
                      @click=${(event: Event) => jump(event, heading.line)}
                      ><span class="trunc">${heading.text}</span>${whoIsIn(under.get(heading) ?? [])}</a
                    >${
                      startGroup
                        ? html`<button
                            type="button"
                            class="ol-group"
                            aria-label="Start a side group: ${heading.text}"
                            title="Start a side group"
                            aria-haspopup="dialog"
                            @click=${() => startGroup(heading.text)}
                          >
                            ${icon("split")}
                          </button>`
                        : nothing
                    }
                  </li>`,
              )}
            </ul>`
      }
    </nav>
    ${
      people.length > 0
        ? html`<section aria-labelledby="here-title">
            <h2 id="here-title">Here now</h2>
            <ul>
              ${people.map(
                ({ color, initials, name }) =>
                  html`<li class="ol-who">
                    <span class="av av--sm p${color}" aria-hidden="true">${initials}</span
                    ><span class="trunc">${name}</span>
                  </li>`,
              )}
            </ul>
          </section>`
        : nothing
    }
    ${
      related.length > 0
        ? html`<nav aria-labelledby="related-title">
            <h2 id="related-title">About the same</h2>
            <ul>
              ${related.map(
                ({ padId, kind, title }) =>
                  html`<li>
                    <a href="/m/${slug}/notes/${padId}"
                      ><span class="trunc">${title}</span><span class="faint">${kind}</span></a
                    >
                  </li>`,
              )}
            </ul>
          </nav>`
        : nothing
    }
  </aside>`;
}

/** Who writes or reads under a heading: their faces, for those who see them; names are in the list of who is here. */
function whoIsIn(whereabouts: readonly Whereabouts[]): TemplateResult | typeof nothing {
  if (whereabouts.length === 0) return nothing;
  const names = whereabouts.map(({ person }) => person.name).join(", ");
  return html`<span class="ol-at" title=${names} aria-hidden="true"
    >${whereabouts
      .slice(0, FACES)
      .map(({ person }) => html`<span class="av p${person.color}">${person.initials}</span>`)}</span
  >`;
}
