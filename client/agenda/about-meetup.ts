import { html, nothing, type TemplateResult } from "lit";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import { richText } from "../look/rich-text.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { isMeetupWaiting } from "../meetup/is-waiting.ts";
import type { SheetPlace } from "../meetup/next-steps.ts";
import { phaseWords } from "../meetup/phases.ts";
import { dayRange } from "../meetup/times.ts";
import { unsent } from "../meetup/unsent.ts";
import { cutForOrganizer } from "./cut-words.ts";
import { whoIsHere } from "../meetup/who-is-here.ts";

/**
 * What stands beside the list while no topic is open: the meetup, how to join, what comes next. `hasSteps`: the code of an
 * organizer's steps has come.
 */
export function aboutMeetup(
  replica: MeetupReplica,
  view: MeetupView,
  { hasSteps }: { hasSteps: boolean },
): TemplateResult {
  const { meetup, people } = view;
  const when = dayRange(meetup.startsOn, meetup.endsOn);
  const isOrganizer = replica.me?.role === "organizer";
  return html`<h2>${meetup.title}</h2>
    <ul class="ab-facts">
      ${when ? html`<li>${icon("calendar")}${when}</li>` : nothing}
      ${meetup.place ? html`<li>${icon("map-pin")}${meetup.place}</li>` : nothing}
      <li>${icon("users")}${people.count} ${people.count === 1 ? "person takes" : "people take"} part</li>
      <li>
        ${icon("circle-dot")}<span
          >${phaseWords(meetup, Date.now())} ${isMeetupWaiting(replica) ? unsent : nothing}</span
        >
      </li>
      ${meetup.previous === null ? nothing : html`<li>${icon("history")}<a href="/m/${meetup.previous}">The meetup before</a></li>`}
    </ul>
    ${meetup.description ? richText(meetup.description) : nothing}
    <div class="ab-join">
      <div class="grow"><span class="dim">Join code</span><b class="share-code">${meetup.code}</b></div>
      <button class="btn" aria-haspopup="dialog" @click=${() => openSheet(replica)}>${icon("share-2")}Share</button>
    </div>
    ${whoIsHere(people)}
    ${
      isOrganizer
        ? html`${cutForOrganizer(view)}
            <p class="hint">You organize this meetup. The meetup’s name, at the top, opens what only you can do.</p>
            ${hasSteps && !meetup.sample ? steps(replica) : nothing}`
        : nothing
    }
    <p class="ab-keys dim">
      <span><kbd>J</kbd> <kbd>K</kbd> next, previous</span><span><kbd>V</kbd> vote</span
      ><span><kbd>Shift V</kbd> top pick</span><span><kbd>1</kbd> <kbd>2</kbd> <kbd>3</kbd> lens</span
      ><span><kbd>N</kbd> propose</span><span><kbd>/</kbd> find</span
      ><button
        class="btn btn--quiet btn--sm"
        aria-haspopup="dialog"
        @click=${() => whenLoaded(import("../meetup/keys-dialog.ts"), (code) => code.openKeys())}
      >
        <kbd>?</kbd> all keys
      </button>
    </p>`;
}

function steps(replica: MeetupReplica): TemplateResult {
  const open = (begins?: SheetPlace) => openSheet(replica, begins);
  return html`<next-steps .replica=${replica} .openSheet=${open}></next-steps>`;
}

function openSheet(replica: MeetupReplica, begins?: SheetPlace): void {
  whenLoaded(import("../meetup/meetup-sheet.ts"), (code) => code.openMeetupSheet(replica, begins));
}
