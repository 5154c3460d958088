import { html, nothing, type TemplateResult } from "lit";
import type { MyPart } from "../../shared/meetup/my-part.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { topicFate } from "./topic-fate.ts";
import "./top-picks.css";

/** One's own few top picks, numbered, and how many more there may be; nothing where there are none to have. */
export function topPicks(
  { me }: MeetupReplica,
  view: MeetupView,
  { picks, votes }: Pick<MyPart, "picks" | "votes">,
): TemplateResult | typeof nothing {
  const { slug, voting } = view.meetup;
  const left = voting.open ? (me?.picksLeft ?? 0) : 0;
  if (picks.length + left === 0) return nothing;
  return html`<section class="panel tp" aria-labelledby="tp">
    <h2 id="tp">Your top ${voting.picks}</h2>
    <ol>
      ${picks.map(
        (mine, at) =>
          html`<li>
            <span class="tp-n" aria-hidden="true">${at + 1}</span>
            <div>
              <h3><a href="/m/${slug}/${mine.topic.number}">${mine.topic.title}</a></h3>
              ${topicFate(view, mine)}
            </div>
          </li>`,
      )}
      ${Array.from(
        { length: left },
        (_, at) =>
          html`<li>
            <span class="tp-n tp-n--free" aria-hidden="true">${picks.length + at + 1}</span>
            <p>Still free</p>
          </li>`,
      )}
    </ol>
    ${
      left === 0
        ? nothing
        : html`<p>
            <a href="/m/${slug}"
              >${icon("lift2")}${picks.length + votes.length === 0 ? "Vote on the agenda, then choose" : "Choose on the agenda"}</a
            >
          </p>`
    }
  </section>`;
}
