import { html, type TemplateResult } from "lit";
import { isFull, membersIn } from "../../shared/meetup/now.ts";
import type { SideGroupView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import { whenOf } from "../meetup/time-words.ts";
import { fewOfEach } from "./few-of-each.ts";
import { rotatingPage } from "./rotating-page.ts";
import type { WallMoment } from "./wall-now.ts";

/** How many lines of side groups fit on a stage of 16:9, and on one that is higher. */
const LINES = 6;
const LINES_ON_HIGH = 8;
/** Broader than that is 16:9, narrower than a square stands on its side. */
const HIGH = "(min-aspect-ratio: 1/1) and (max-aspect-ratio: 17/10)";
/** How many letters of a title, and of what stands under it, surely fit on one line. */
const TITLE_LETTERS = 24;
const FACTS_LETTERS = 26;

/** The side groups that one can join; where there are none, those that have met; where neither are, those that are full. */
export function wallGroups({ view, now, at }: WallMoment): TemplateResult {
  const [title, all] = shown(now.groups);
  const { shown: groups, more } = fewOfEach(all, view.people.organizers);
  const rows = groups.map((group) => ({
    title: group.title,
    facts: [
      group.startsAt === null || all === now.groups.now ? "" : whenOf(group.startsAt, at, view.meetup.timezone),
      placesLeft(group),
      group.place,
    ]
      .filter(Boolean)
      .join(", "),
  }));
  const { items, page, pages } = rotatingPage(rows, matchMedia(HIGH).matches ? LINES_ON_HIGH : LINES, at, linesOf);
  const count = [pages > 1 && `${page + 1}/${pages}`, more > 0 && `${more} more`].filter(Boolean).join(", ");
  return html`<section class="w-groups">
    <h2>${icon("split")}${title}${count === "" ? "" : html`<span class="w-dim">${count}</span>`}</h2>
    ${
      rows.length === 0
        ? html`<p class="w-hint">
            ${view.meetup.phase === "closed" ? "They are over. Their notes stay." : "None yet. Anyone can start one: scan the code."}
          </p>`
        : html`<ul>
            ${items.map((row) => html`<li><b>${row.title}</b><span>${row.facts}</span></li>`)}
          </ul>`
    }
  </section>`;
}

function shown({ forming, now, full }: WallMoment["now"]["groups"]): [title: string, groups: SideGroupView[]] {
  if (forming.length > 0) return ["Side groups forming", forming];
  return now.length > 0 || full.length === 0 ? ["Side groups now", now] : ["Side groups, all full", full];
}

function placesLeft(group: SideGroupView): string {
  if (group.capacity === null) return "";
  return isFull(group) ? "full" : `${group.capacity - membersIn(group)} free`;
}

/** Two lines at most of each: what is longer is cut. */
function linesOf({ title, facts }: { title: string; facts: string }): number {
  return (title.length > TITLE_LETTERS ? 2 : 1) + (facts.length > FACTS_LETTERS ? 2 : 1);
}
