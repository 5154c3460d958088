import { html, nothing, type TemplateResult } from "lit";
import { clockTime, dayOf } from "../../shared/exports/meetup-times.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { copyText } from "../look/copy-text.ts";
import { icon } from "../look/icon.ts";
import { dayName, timeSpan } from "../meetup/times.ts";
import "./save-badge.ts";
import type { PadPerson } from "./pad-people.ts";
import type { PadPlace } from "./pad-place.ts";
import type { SaveState } from "./save-state.ts";

const FACES = 5;

/** The head of a pad: what it is about, where and when, who is here, and whether all is saved. */
export function padHead(pad: {
  slug: string;
  padId: string;
  view: MeetupView | undefined;
  place: PadPlace | undefined;
  people: readonly PadPerson[];
  save: SaveState;
  /** Whether the text shows as a page to read; undefined while there is no text. */
  isReading: boolean | undefined;
  toggleReading: () => void;
}): TemplateResult {
  const { slug, padId, view, place, people, save, isReading } = pad;
  return html`<div class="nh">
    <div class="grow">
      <h1 class="trunc">${place?.title ?? "Notes"}</h1>
      <div class="sub">
        ${view && place ? whereAndWhen(view, place) : nothing}
        ${people.length > 0 ? html`<span class="only-s num" aria-hidden="true">${people.length} here</span>` : nothing}
        <save-badge .save=${save}></save-badge>
        ${
          save.state === "unsaved" && save.why === "offline"
            ? html`<span class="dim hide-s"
                >Keep writing: this page keeps them and sends them when the connection is back.</span
              >`
            : nothing
        }
      </div>
    </div>
    <div class="end">
      ${people.length > 0 ? faces(people) : nothing}
      ${
        isReading === undefined
          ? nothing
          : html`<button
              class="btn"
              aria-pressed=${isReading}
              aria-label="Read"
              title="Read: the notes as a page"
              @click=${pad.toggleReading}
            >
              ${icon("eye")}<span class="hide-s">Read</span>
            </button>`
      }
      <button
        class="btn"
        aria-label="Share: copy the link to these notes"
        @click=${() => copyText(location.href, "Link")}
      >
        ${icon("link")}<span class="hide-s">Share</span>
      </button>
      <a class="btn" href="/m/${slug}/notes/${padId}.md" download aria-label="Export as Markdown"
        >${icon("download")}<span class="hide-s">Export</span></a
      >
    </div>
  </div>`;
}

function whereAndWhen(view: MeetupView, { kind, session, sideGroup, topics, leads }: PadPlace): TemplateResult {
  const { slug, timezone } = view.meetup;
  const [topic] = topics;
  const about =
    kind !== "topic" && topic && topics.length === 1
      ? html`<a class="hide-s" href="/m/${slug}/${topic.number}">Topic ${topic.number}</a>`
      : nothing;
  switch (kind) {
    case "session": {
      const room = view.rooms.find(({ id }) => id === session?.roomId)?.name ?? "";
      return html`${
        session
          ? html`<a class="at" href="/m/${slug}/schedule"
              ><span class="room" aria-hidden="true">${room.slice(0, 1)}</span
              ><span
                ><span class="hide-s">${room}, </span
                ><span class="hide-s">${day(session.startsAt, view)}</span
                >${timeSpan(session.startsAt, session.endsAt, timezone)}</span
              ></a
            >`
          : nothing
      }${about}${lead(leads, leads.length > 1 ? "moderate" : "moderates")}`;
    }
    case "side group": {
      const when = sideGroup?.startsAt
        ? `${day(sideGroup.startsAt, view)}${clockTime(sideGroup.startsAt, timezone)}`
        : "";
      const at = [sideGroup?.place, when].filter(Boolean).join(", ");
      return html`<a class="at at--plum" href="/m/${slug}/side-groups/${sideGroup?.id ?? ""}"
          >${icon("split")}<span>${at || "Side group"}</span></a
        >${about}${lead(leads, "hosts")}`;
    }
    case "topic":
      return html`<a class="at" href="/m/${slug}/${topic?.number ?? ""}"
        >${icon("message-square")}<span
          >Topic ${topic?.number ?? ""}<span class="hide-s">, not on the schedule</span></span
        ></a
      >`;
    case "unknown":
      return html`<a class="at" href="/m/${slug}">Agenda</a>`;
  }
}

/** The day, for meetups of several. */
function day(instant: string, { meetup: { startsOn, endsOn, timezone } }: MeetupView): string {
  return endsOn !== null && endsOn !== startsOn ? `${dayName(dayOf(instant, timezone))}, ` : "";
}

function lead(names: readonly string[], does: string): TemplateResult | typeof nothing {
  if (names.length === 0) return nothing;
  return html`<span class="dim hide-s">${names.join(" and ")} ${does}</span>`;
}

function faces(people: readonly PadPerson[]): TemplateResult {
  const names = people.map(({ name }) => name).join(", ");
  return html`<span class="stack" role="img" aria-label=${`${people.length} in these notes: ${names}`} title=${names}
    >${people.slice(0, FACES).map(({ color, initials }) => html`<span class="av p${color}" aria-hidden="true">${initials}</span>`)}<span
      class="more num"
      >${people.length} here</span
    ></span
  >`;
}
