import { html, nothing, type TemplateResult } from "lit";
import type { MeetupSummary } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { dayRange } from "../meetup/times.ts";

const PHASE_CHIPS = {
  gathering: { classes: "chip--info", glyph: "arrow-up", name: "Gathering topics" },
  voting: { classes: "chip--info", glyph: "arrow-up", name: "Voting open" },
  running: { classes: "chip--agenda", glyph: "circle-dot", name: "Running" },
  closed: { classes: "chip--plain", glyph: "check", name: "Finished" },
} as const;

/** The meetups that are listed for everyone, as far as they have come. */
export function publicMeetups(list: {
  meetups: MeetupSummary[] | undefined;
  problem: Problem | undefined;
  tryAgain: () => void;
  sampleButton: (classes: string) => TemplateResult;
}): TemplateResult {
  const { meetups, problem, tryAgain, sampleButton } = list;
  return html`<section class="pub" aria-labelledby="ph">
    <div class="pub-h">
      <h2 id="ph">Public meetups</h2>
      ${meetups && meetups.length > 0 ? sampleButton("btn btn--quiet") : nothing}
    </div>
    ${
      problem
        ? html`<div class="panel er">
            <span class="er-i">${icon("triangle-alert")}</span>
            <div>
              <h3>The list can’t be loaded</h3>
              <p>${problem.detail}</p>
              <div class="row er-a"><button class="btn" @click=${tryAgain}>Try again</button></div>
            </div>
          </div>`
        : meetups === undefined
          ? html`<div class="panel sk-list" role="status">
              <span class="vh">Loading</span>${[1, 2, 3].map(() => html`<span class="sk"></span>`)}
            </div>`
          : meetups.length === 0
            ? html`<div class="panel">
                ${empty({
                  picture: "arc",
                  title: "No public meetups yet",
                  text: "Start one, ask an organizer for a code, or look around in a made-up one.",
                  action: sampleButton("btn btn--primary"),
                })}
              </div>`
            : html`<ul class="panel">
                ${meetups.map((meetup) => row(meetup))}
              </ul>`
    }
  </section>`;
}

function row(meetup: MeetupSummary): TemplateResult {
  const { classes, glyph, name } = PHASE_CHIPS[meetup.phase];
  const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
  return html`<li class="mt">
    <div>
      <h3><a href="/m/${meetup.slug}">${meetup.title}</a></h3>
      <p>${meetup.sample ? "Sample, made up" : dayRange(meetup.startsOn, meetup.endsOn)}</p>
    </div>
    <p>${meetup.place}</p>
    <p class="num">${count(meetup.people, "person", "people")}<br />${count(meetup.topics, "topic", "topics")}</p>
    <span class="chip ${classes}">${icon(glyph)}${name}</span>
    <span class="btn" aria-hidden="true">${meetup.phase === "closed" ? "Read" : "Join"}</span>
  </li>`;
}
