import { html, nothing, type TemplateResult } from "lit";
import { clockTime, dayOf } from "../../shared/time.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import "../look/menu-button.ts";
import type { MenuItem } from "../look/menu-button.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { dayName, timeSpan } from "../meetup/times.ts";
import type { PadMode } from "../routes.ts";
import "./save-badge.ts";
import type { PadPerson } from "./pad-people.ts";
import type { PadPlace } from "./pad-place.ts";
import type { PadReplica } from "./replica/pad-replica.ts";

const FACES = 5;

/** What the head of a pad shows, and what it asks for. */
export interface PadHead {
  slug: string;
  padId: string;
  view: MeetupView | undefined;
  place: PadPlace | undefined;
  people: readonly PadPerson[];
  /** Who reads this; they can't follow themselves. */
  me: string | undefined;
  /** Whose cursor is followed, by key. */
  following: string | undefined;
  /** What its edits come to; undefined until it is open. */
  pad: PadReplica | undefined;
  isReadOnly: boolean;
  mode: PadMode;
  /** Whether the text is tinted by who wrote it. */
  hasAuthors: boolean;
  go: (mode: PadMode) => void;
  toggleAuthors: () => void;
  follow: (person: PadPerson) => void;
  share: () => void;
  /** Shows the headings to go to. */
  outline: () => void;
  copy: () => void;
  /** What stands beside the text; undefined where nothing does. */
  panel: { name: string; isOpen: boolean; unread: number; toggle: () => void } | undefined;
  /** Locks or unlocks, for those who may. */
  toggleLock: (() => void) | undefined;
}

/** The head of a pad: what it is about, where and when, who is here, and whether all is saved. */
export function padHead(pad: PadHead): TemplateResult {
  const { view, place, people, mode } = pad;
  return html`<div class="nh">
    <div class="grow">
      <h1 class="trunc">${place?.title ?? "Notes"}</h1>
      <div class="sub">
        ${view && place ? whereAndWhen(view, place) : nothing}
        <save-badge .pad=${pad.pad} .isReadOnly=${pad.isReadOnly}></save-badge>
      </div>
    </div>
    <div class="end">
      ${people.length > 0 ? whoIsHere(pad) : nothing}
      ${
        mode === "write"
          ? html`<button class="btn hide-s" aria-pressed=${pad.hasAuthors} @click=${pad.toggleAuthors}>
              ${icon("highlighter")}Who wrote what
            </button>`
          : nothing
      }
      <button
        class="btn"
        aria-pressed=${mode === "read"}
        aria-label="Read"
        title="Read: the notes as a page"
        @click=${() => pad.go(mode === "read" ? "write" : "read")}
      >
        ${icon("eye")}<span class="hide-s">Read</span>
      </button>
      <button
        class="btn hide-s"
        aria-pressed=${mode === "history"}
        title="History: every moment of these notes"
        @click=${() => pad.go(mode === "history" ? "write" : "history")}
      >
        ${icon("history")}History
      </button>
      <button class="btn hide-s" aria-haspopup="dialog" @click=${pad.share}>${icon("link")}Share</button>
      ${pad.panel ? panelToggle(pad.panel) : nothing}
      <menu-button .label=${"More"} .items=${moreItems(pad)}></menu-button>
    </div>
  </div>`;
}

/** Opens and closes what stands beside the text, and says what is new there. */
function panelToggle({ name, isOpen, unread, toggle }: NonNullable<PadHead["panel"]>): TemplateResult {
  const label = unread > 0 && !isOpen ? `${name}, ${unread} new` : name;
  return html`<button
    class="btn btn--icon pp-toggle"
    aria-expanded=${isOpen}
    aria-label=${label}
    title=${label}
    @click=${toggle}
  >
    ${icon("panel-right")}${unread > 0 && !isOpen ? html`<span class="pp-new num" aria-hidden="true">${unread}</span>` : nothing}
  </button>`;
}

const showKeys = () => whenLoaded(import("../meetup/keys-dialog.ts"), ({ openKeys }) => openKeys());

function moreItems({
  slug,
  padId,
  mode,
  place,
  hasAuthors,
  go,
  toggleAuthors,
  outline,
  copy,
  share,
  toggleLock,
}: PadHead): MenuItem[] {
  const isForSmall = true;
  return [
    ...(mode === "write"
      ? [{ label: "Who wrote what", glyph: "highlighter", isOn: hasAuthors, run: toggleAuthors, isForSmall }]
      : []),
    {
      label: "History",
      glyph: "history",
      isOn: mode === "history",
      run: () => go(mode === "history" ? "write" : "history"),
      isForSmall,
    },
    { label: "Share", glyph: "link", run: share, isForSmall },
    ...(mode !== "history" ? [{ label: "Outline", glyph: "list", run: outline }] : []),
    { label: "Present", glyph: "monitor", href: `/m/${slug}/notes/${padId}?present` },
    { label: "Export as Markdown", glyph: "download", href: `/m/${slug}/notes/${padId}.md`, isDownload: true },
    { label: "Copy as Markdown", glyph: "copy", run: copy },
    { label: "Keys", glyph: "keyboard", run: showKeys },
    { label: "Actions from all notes", glyph: "list-checks", href: `/m/${slug}/actions` },
    ...(toggleLock
      ? [
          place?.isLocked
            ? { label: "Unlock these notes", glyph: "lock-open", run: toggleLock }
            : { label: "Lock: read only for all", glyph: "lock", run: toggleLock },
        ]
      : []),
  ];
}

function whereAndWhen(view: MeetupView, { kind, session, sideGroup, topics, leads }: PadPlace): TemplateResult {
  const { slug, timezone } = view.meetup;
  const [topic] = topics;
  const about =
    kind !== "topic" && topic && topics.length === 1
      ? html`<a href="/m/${slug}/${topic.number}">Topic ${topic.number}</a>`
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

/** Who is in these notes now, each to be followed: the page then scrolls along with their cursor. */
function whoIsHere({ people, me, following, follow }: PadHead): TemplateResult {
  const names = people.map(({ name }) => name).join(", ");
  const items = people.map((person): MenuItem => {
    const glyph = html`<span class="av av--sm p${person.color}" aria-hidden="true">${person.initials}</span>`;
    return person.key === me
      ? { label: `${person.name} (you)`, glyph }
      : {
          label: `Follow ${person.name}`,
          glyph,
          isOn: person.key === following,
          run: () => follow(person),
        };
  });
  const label = `${people.length} in these notes: ${names}`;
  return html`<menu-button
    .label=${label}
    .look=${"who-here"}
    .items=${items}
    .face=${html`<span class="stack" role="img" aria-label=${label}
      >${people
        .slice(0, FACES)
        .map(({ color, initials }) => html`<span class="av p${color}" aria-hidden="true">${initials}</span>`)}<span
        class="more num"
        >${people.length} here</span
      ></span
    >`}
  ></menu-button>`;
}
