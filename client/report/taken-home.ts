import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { BECAME } from "../../shared/exports/own-take-home.ts";
import type { LastThings } from "../../shared/meetup/last-things.ts";
import { notesOpen } from "../../shared/meetup/notes-open.ts";
import { becameInWords } from "../../shared/meetup/take-home.ts";
import { thingKey } from "../../shared/meetup/thing-key.ts";
import { isTimeToGo } from "../../shared/meetup/time-to-go.ts";
import type { MeetupView, MeView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import "../you/top-picks.css";
import "./taken-home.css";

const GLYPHS = { done: "check", partly: "half", "not-yet": "circle" } as const;

/** What people took home, and what oneself did; nothing where there is none of it yet. */
export function takenHome(
  { me }: MeetupReplica,
  view: MeetupView,
  last: LastThings | undefined,
): TemplateResult | typeof nothing {
  const hasAll = view.takenHome.people !== null || view.lastTime.people !== null;
  const hasOwn = me !== null && (me.takeHome.some(Boolean) || last !== undefined || isTimeToGo(view, Date.now()));
  return html`${hasAll ? everybodys(view, me, hasOwn ? "rp-main" : "") : nothing}
  ${me && hasOwn ? ones(view, me, last, hasAll ? "rp-side" : "") : nothing}`;
}

function everybodys({ takenHome: { people, things }, lastTime }: MeetupView, me: MeView | null, width: string) {
  const mine = new Set(me?.takeHome.map((text) => thingKey(text ?? "")));
  const most = things[0]?.people ?? 1;
  const became = becameInWords(lastTime);
  return html`<section class="panel rp-s ${width}" aria-labelledby="rp-home">
    <div class="rp-sh">
      <h2 id="rp-home">What people took home</h2>
      ${people === null ? nothing : html`<span class="dim num">${people.toLocaleString("en")} people named theirs</span>`}
    </div>
    ${
      things.length > 0
        ? html`<ol class="rp-t rp-th">
            ${repeat(
              things,
              ({ text }) => text,
              ({ text, people: count }) => {
                const isMine = mine.has(thingKey(text));
                return html`<li class=${isMine ? "rp-mine" : ""}>
                  <h3>${text}</h3>
                  <span class="rp-c">${isMine ? html`<span class="chip chip--mine">Yours too</span>` : nothing}</span
                  ><b class="num">${count}<span class="vh"> people</span></b>
                  <span class="rp-b" aria-hidden="true"><i style="--w:${Math.round((100 * count) / most)}%"></i></span>
                </li>`;
              },
            )}
          </ol>`
        : people === null
          ? nothing
          : html`<p class="dim rp-hn">No thing was named by three people or more.</p>`
    }
    ${became === "" ? nothing : html`<p class="rp-hn num">Of what people took home last time: ${became}.</p>`}
    ${
      people === null
        ? nothing
        : html`<p class="hint rp-hn">
            What three or more named, counted three people at a time: the last one or two may not be in it yet.
          </p>`
    }
  </section>`;
}

/** One's own, which is on no paper: others may see that. */
function ones({ meetup }: MeetupView, me: MeView, last: LastThings | undefined, width: string): TemplateResult {
  const texts = me.takeHome.flatMap((text) => text ?? []);
  const isOpen = notesOpen(meetup, new Date().toISOString()) && !me.removed;
  return html`<section class="panel rp-s rp-own ${width}" aria-labelledby="rp-own">
    <div class="rp-sh">
      <h2 id="rp-own">What you take home</h2>
      ${isOpen && texts.length > 0 ? html`<a href="/m/${meetup.slug}/you">Change</a>` : nothing}
    </div>
    ${
      texts.length > 0
        ? html`<ol class="rp-o3">
            ${texts.map((text, at) => html`<li><span class="tp-n" aria-hidden="true">${at + 1}</span><span>${text}</span></li>`)}
          </ol>`
        : isOpen
          ? html`<p class="rp-hn"><a class="btn" href="/m/${meetup.slug}/you">Name three things</a></p>`
          : html`<p class="dim rp-hn">You named nothing.</p>`
    }
    ${
      last
        ? html`<div class="rp-was">
            <h3>From ${last.title}</h3>
            <ul>
              ${last.things.map(
                ({ text, became }) =>
                  html`<li>
                    <span class="grow">${text}</span>${
                      became === null
                        ? isOpen
                          ? html`<a href="/m/${meetup.slug}/you">How did it go?</a>`
                          : nothing
                        : html`<span class="chip chip--plain">${icon(GLYPHS[became])}${BECAME[became]}</span>`
                    }
                  </li>`,
              )}
            </ul>
          </div>`
        : nothing
    }
    ${isOpen || texts.length > 0 ? html`<p class="hint rp-hn">Only you see this. The next meetup asks what became of it.</p>` : nothing}
  </section>`;
}
