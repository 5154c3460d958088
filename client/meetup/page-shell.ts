import { html, nothing, type TemplateResult } from "lit";
import "./announcement-bar.ts";
import "./day-announcer.ts";
import "./now-strip.ts";
import { isPast } from "../../shared/meetup/now.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { avatar } from "../look/avatar.ts";
import { empty } from "../look/empty.ts";
import { failure } from "../look/failure.ts";
import { icon } from "../look/icon.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import "../look/steady-box.ts";
import { logo } from "../look/logo.ts";
import { switchTheme } from "../look/theme.ts";
import { act } from "./act.ts";
import { askName, changeName } from "./ask-name.ts";
import { keptViews } from "../replica/kept-views.ts";
import { offlineBar } from "./offline-bar.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import type { ReplicaState } from "../replica/replica-tools.ts";

export type ShellPage =
  | "agenda"
  | "schedule"
  | "groups"
  | "my-day"
  | "you"
  | "report"
  | "notes"
  | "history"
  | "actions"
  | "practical"
  | "missing";

/** The top bar, what is on now, the tabs, and between them a page of a meetup. */
export function pageShell(replica: MeetupReplica, current: ShellPage, content: TemplateResult): TemplateResult {
  const { view, status } = replica;
  // Notes scroll by themselves, in a page that doesn't.
  const isSteady = status.state === "open" && current !== "notes";
  return html`<header class="bar">
      ${logo()}
      ${
        view
          ? html`<span class="bar-sep"></span>
              <button
                class="meet"
                aria-haspopup="dialog"
                @click=${() => whenLoaded(import("./meetup-sheet.ts"), (code) => code.openMeetupSheet(replica))}
              >
                <span class="trunc">${view.meetup.title}</span>${icon("chevron-down")}
              </button>
              <nav class="tabs" aria-label="Meetup">${tabs(replica, view, current, false)}</nav>`
          : nothing
      }
      <div class="bar-end">
        ${view ? presence(replica, view) : nothing}
        <button class="btn btn--quiet btn--icon tt" aria-label="Switch between light and dark" @click=${switchTheme}>
          ${icon("moon")}
        </button>
        ${you(replica)}
      </div>
    </header>
    <steady-box class="on-now" .isSteady=${isSteady}
      >${
        // Beside the notes it would move the text: they say it below.
        replica.reach === "offline" && status.state === "open" && current !== "notes"
          ? offlineBar(replica)
          : view
            ? html`<now-strip .view=${view} .me=${replica.me}></now-strip>`
            : nothing
      }</steady-box
    ><steady-box class="news-box" .isSteady=${isSteady}
      >${
        view && status.state === "open"
          ? html`${
                // The same: notes have it below.
                current === "notes"
                  ? nothing
                  : html`<announcement-bar .replica=${replica} .view=${view}></announcement-bar>`
              }<day-announcer .view=${view} .me=${replica.me}></day-announcer>`
          : nothing
      }${replica.me?.removed ? removedBanner : nothing}</steady-box
    >
    ${view?.meetup.sample && status.state === "open" && current === "agenda" ? sampleBanner(replica) : nothing}
    ${
      // Another element than what stands in its place: the page doesn't move there, it comes.
      status.state === "open"
        ? html`<main id="main" tabindex="-1">${content}</main>`
        : html`<main id="main" tabindex="-1">${inPlaceOf(status, replica)}</main>`
    }
    ${view ? html`<nav class="tabbar" aria-label="Meetup">${tabs(replica, view, current, true)}</nav>` : nothing}`;
}

/** The title a page of a meetup gives its document. */
export function pageTitle(replica: MeetupReplica, page: string): string {
  const title = replica.view?.meetup.title;
  if (replica.status.state === "failed") return "Not here · Midcycle";
  return title === undefined ? "Midcycle" : `${page} · ${title}`;
}

function tabs(replica: MeetupReplica, view: MeetupView, current: ShellPage, isBar: boolean): TemplateResult {
  const { slug } = replica;
  const tab = (page: ShellPage, href: string, name: string, glyph: string, count = 0, forMe = 0) =>
    html`<a href=${href} aria-current=${page === current ? "page" : nothing}
      >${isBar ? html`${icon(glyph)}<span>${name}</span>` : name}${
        !isBar && count > 0 ? html` <span class="n">${count}</span>` : nothing
      }${
        forMe > 0 ? html` <span class="for-me num">${forMe}<span class="vh"> you are invited to</span></span>` : nothing
      }</a
    >`;
  const topics = view.topics.filter(({ status }) => status !== "withdrawn" && status !== "merged").length;
  const isOver = view.meetup.phase === "closed";
  const open = isOver ? [] : view.sideGroups.filter((group) => !isPast(group, Date.now()));
  const invited = open.filter(({ id }) => replica.me?.invitedTo.includes(id)).length;
  const hasSchedule = view.sessions.length > 0 || view.slots.length > 0 || replica.me?.role === "organizer";
  const hasMyDay = view.sessions.length > 0 && !isOver && current !== "report";
  return html`${tab("agenda", `/m/${slug}`, "Agenda", "layout-list", topics)}
  ${
    hasSchedule || current === "schedule"
      ? tab("schedule", `/m/${slug}/schedule`, "Schedule", "calendar-days")
      : nothing
  }
  ${tab("groups", `/m/${slug}/side-groups`, "Side groups", "split", open.length, invited)}
  ${hasMyDay || current === "my-day" ? tab("my-day", `/m/${slug}/my-day`, "My day", "bookmark") : nothing}
  ${isOver || current === "report" ? tab("report", `/m/${slug}/report`, "Report", "chart-bar") : nothing}
  ${current === "notes" ? tab("notes", location.pathname, "Notes", "notebook-pen") : nothing}`;
}

function presence({ presence: here }: MeetupReplica, view: MeetupView): TemplateResult | typeof nothing {
  if (!here || here.count === 0) return nothing;
  const faces = here.some.flatMap((id) => view.people.names[id] ?? []);
  const names = faces.map(({ name }) => name).join(", ");
  const label = `${here.count} ${here.count === 1 ? "person" : "people"} here${names && `: ${names}`}`;
  return html`<span class="stack pres" role="img" aria-label=${label}
    >${faces.map((person) => avatar(person))}<span class="more num">${here.count} here</span></span
  >`;
}

function you(replica: MeetupReplica): TemplateResult {
  const { person, me, view } = replica;
  const openProfile =
    me && view?.meetup.phase !== "closed"
      ? () => whenLoaded(import("./profile-form.ts"), (code) => code.openProfile(replica))
      : undefined;
  const ownPage = me ? `/m/${replica.slug}/you` : undefined;
  return person
    ? html`<button class="me" aria-haspopup="dialog" @click=${() => changeName({ openProfile, ownPage })}>
        ${avatar(person, { isMe: true })}<span class="vh">You are ${person.name}. Change your name</span>
      </button>`
    : html`<button class="btn" aria-haspopup="dialog" @click=${askName}>Your name</button>`;
}

const removedBanner = html`<section class="banner banner--info" aria-label="Removed">
  ${icon("lock")}<span
    >An organizer has removed you from this meetup. You can read on; what you do here is not taken.</span
  >
</section>`;

function sampleBanner(replica: MeetupReplica): TemplateResult {
  return html`<section class="banner banner--info" aria-label="Sample">
    ${icon("circle-help")}<span
      >This is a sample meetup with made-up people and votes.
      ${
        replica.me?.role === "organizer"
          ? html`<button class="in-words" @click=${() => deleteSample(replica)}>Delete it</button>`
          : nothing
      }</span
    >
  </section>`;
}

async function deleteSample(replica: MeetupReplica): Promise<void> {
  if (confirm("Delete this sample meetup and its notes? Nobody can bring them back."))
    await act(replica, { type: "meetup.delete" });
}

/** What stands where the content would, while there is none. */
function inPlaceOf(status: Exclude<ReplicaState, { state: "open" }>, replica: MeetupReplica): TemplateResult {
  switch (status.state) {
    case "loading":
      return html`<div class="shell-loading" role="status">
        <span class="vh">Loading</span>${Array.from({ length: 5 }, () => skeletonRow)}
      </div>`;
    case "deleted":
      return html`<div class="panel shell-note">
        ${empty({
          picture: "arc",
          isPage: true,
          title: "This meetup was deleted",
          text: "An organizer has deleted it. Its topics and notes are gone.",
          action: html`<a class="btn btn--primary" href="/">Go home</a>`,
        })}
      </div>`;
    case "failed":
      return status.problem.status === 404
        ? html`<div class="panel shell-note">
            ${empty({
              picture: "arc",
              isPage: true,
              title: "No meetup here",
              text: "The address may have a typing error, or the meetup was deleted.",
              action: html`<a class="btn btn--primary" href="/">Go home</a>`,
            })}
          </div>`
        : html`<div class="shell-note">
            ${failure(
              "The meetup can’t be loaded",
              `${status.problem.detail} What you wrote here before is safe.`,
              html`<button class="btn btn--primary" @click=${() => tryAgain(replica)}>Try again</button>
                <a class="btn" href="/">Go home</a>`,
            )}
          </div>`;
  }
}

/** What this device saw with another build only the pages of that can show, which a page that is loaded anew may be. */
async function tryAgain(replica: MeetupReplica): Promise<void> {
  const isOfOtherBuild = await keptViews.isOfOtherBuild(replica.slug).catch(() => false);
  if (isOfOtherBuild) location.reload();
  else replica.retry();
}

const skeletonRow = html`<div class="skr">
  <span class="sk sk-vote"></span>
  <div class="grow">
    <span class="sk sk-title"></span>
    <div class="row"><span class="sk sk-face"></span><span class="sk sk-meta"></span></div>
  </div>
  <span class="sk sk-chip"></span>
</div>`;
