import { html, nothing, type TemplateResult } from "lit";
import { placesAt } from "../../shared/meetup/places-left.ts";
import type { CutView, MeetupView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";

/** The line where places end, inside the list: what fits, and whom it leaves out. */
export function cutLine(view: MeetupView, by: "votes" | "support"): TemplateResult {
  const { fits, cut } = cutNow(view, by);
  return html`<li class="cut">
    ${
      view.meetup.phase === "closed"
        ? html`<b>Below this line there was no room.</b>`
        : html`<b>No room below this line.</b> Anyone can start a side group.
            <span class="num">${fits === 1 ? "1 session fits." : `${fits} sessions fit.`}</span>`
    }
    ${cut ? coverage(view, cut) : nothing}
  </li>`;
}

/** The same beside the list, for whoever makes the agenda: also while voting is open and the list shows no line. */
export function cutForOrganizer(view: MeetupView): TemplateResult | typeof nothing {
  const { fits, free, cut } = cutNow(view, "votes");
  // Once all times have come, or the meetup is over, there is nothing to decide any more.
  if (
    view.meetup.phase === "closed" ||
    fits === 0 ||
    view.slots.every(({ startsAt }) => Date.parse(startsAt) <= Date.now())
  )
    return nothing;
  return html`<section class="ab-cut" aria-labelledby="ab-cut">
    <h3 id="ab-cut">What fits</h3>
    <p>
      <span class="num">${fits === 1 ? "1 session fits" : `${fits} sessions fit`}, ${free} still free.</span>
      ${cut ? coverage(view, cut) : nothing}
    </p>
  </section>`;
}

/** The places there are now. Whom they leave out is told unless another has gone by unused since that was counted. */
function cutNow(view: MeetupView, by: "votes" | "support") {
  const places = placesAt(view, Date.now());
  const { cut } = view.schedule;
  return { ...places, cut: cut?.unused === places.unused ? cut[by] : undefined };
}

function coverage(view: MeetupView, { covered, uncovered, next }: CutView): TemplateResult | typeof nothing {
  if (covered === 0 && uncovered === 0) return nothing;
  const topic = next && view.topics.find(({ id }) => id === next.topicId);
  return html`<span class="cut-who">
    ${icon("users")}<span
      >${coverageWords(covered, uncovered)}${
        topic
          ? html` Most wanted by those left out: <a href="/m/${view.meetup.slug}/${topic.number}">${topic.title}</a>
              <span class="num">(${next.people})</span>.`
          : nothing
      }</span
    >
  </span>`;
}

/** How many of the people with a top pick have one that will take place; one or two are "a few". */
export function coverageWords(covered: number | null, uncovered: number | null): string {
  const people = (count: number | null) =>
    count === null ? "A few people have" : count === 0 ? "Nobody has" : `${count} people have`;
  const which = "a top pick above the line or on the agenda";
  if (uncovered === 0) return `Everyone with a top pick has one above the line or on the agenda.`;
  return `${people(covered)} ${which}, ${uncovered ?? "a few"} have none.`;
}
