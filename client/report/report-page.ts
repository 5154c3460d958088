import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { reportOf, type CameOut, type Report } from "../../shared/meetup/report.ts";
import type { MeetupView, TopicView } from "../../shared/meetup/view.ts";
import type { ListedAction } from "../../shared/notes/action-list.ts";
import { actionGroups, isNamed } from "../actions/action-groups.ts";
import { actionRow, inPlaceOfActions } from "../actions/action-row.ts";
import { ListedActions } from "../actions/listed-actions.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { endedAlone } from "../meetup/ended-alone.ts";
import { Redraw } from "../meetup/redraw.ts";
import { returnOffer } from "../meetup/return-offer.ts";
import { statusChip } from "../agenda/status-chip.ts";
import { clockTime, dayOf } from "../../shared/time.ts";
import { dayName, dayRange } from "../meetup/times.ts";
import { whoIsHere } from "../meetup/who-is-here.ts";
import { LastTime } from "../you/last-time.ts";
import { takenHome } from "./taken-home.ts";
import { server } from "../server-connection.ts";
import "./report-page.css";

/** What came out of a meetup, to read, print and take home. */
@customElement("report-page")
export class ReportPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** How far the actions of the meetup before have come; undefined when that isn't known. */
  @state() private lastTime: { slug: string; done: number; all: number } | undefined;
  readonly #actions = new ListedActions(this);
  readonly #last = new LastTime(this);
  #askedAbout: string | undefined;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  protected override render() {
    const { view } = this.replica;
    document.title = pageTitle(this.replica, "Report");
    return pageShell(this.replica, "report", view ? this.#content(view) : html``);
  }

  protected override updated(): void {
    const previous = this.replica.view?.meetup.previous;
    if (previous) void this.#lookBefore(previous);
  }

  #content(view: MeetupView): TemplateResult {
    const { meetup } = view;
    const report = reportOf({ ...view, sideGroups: this.#met(view) }, this.#listed);
    const isOver = meetup.phase === "closed";
    return html`<div class="rp">
      <header class="rp-h">
        <div class="grow">
          <h1>${isOver ? "What came out" : "What has come out so far"}</h1>
          <p class="rp-m">
            ${[meetup.title, dayRange(meetup.startsOn, meetup.endsOn), meetup.place].filter(Boolean).join(", ")}
          </p>
          ${report.topics > 0 ? html`<p class="rp-n num">${this.#numbers(report)}</p>` : nothing}
        </div>
        <div class="rp-x">
          <a class="btn btn--primary" href="/m/${meetup.slug}/export.md" download>${icon("file-text")}Markdown</a>
          <a class="btn" href="/m/${meetup.slug}/export.zip" download>${icon("download")}Files</a>
          <a class="btn" href="/m/${meetup.slug}/export.json" download>${icon("braces")}JSON</a>
          <a class="btn" href="/m/${meetup.slug}/votes.csv" download>${icon("table-2")}Votes</a>
          <button class="btn" @click=${() => print()}>${icon("printer")}Print</button>
          ${
            isOver && this.replica.me?.role === "organizer"
              ? html`<a class="btn" href="/?after=${meetup.slug}">${icon("plus")}Start the next meetup</a>`
              : nothing
          }
        </div>
      </header>
      ${returnOffer(this.replica)}
      ${report.topics + report.sessions.length + report.sideGroups.length === 0 ? nothingYet(meetup.slug) : this.#parts(view, report)}
    </div>`;
  }

  /** What was or is to be done; empty until it has come. */
  get #listed(): ListedAction[] {
    return this.#actions.all?.filter(({ state: each }) => each !== "dropped") ?? [];
  }

  /** The side groups that there is something to tell of. */
  #met({ sideGroups }: MeetupView): MeetupView["sideGroups"] {
    const named = new Set(this.#listed.map(({ padId }) => padId));
    return sideGroups.filter((group) => !endedAlone(group) || named.has(group.padId));
  }

  #numbers({ people, topics, votes, sessions, sideGroups, actions }: Report): string {
    const into = [
      count(sessions.length, "session"),
      count(sideGroups.length, "side group"),
      ...(this.#actions.all ? [count(actions, "action")] : []),
    ];
    const from = [
      count(people, "person", "people"),
      count(topics, "topic"),
      ...(votes === null ? [] : [count(votes, "vote")]),
    ];
    return `${inARow(from)} became ${inARow(into)}.`;
  }

  #parts(view: MeetupView, report: Report): TemplateResult {
    const crowd = whoIsHere(view.people, html`<h2 id="who-is-here">Who took part</h2>`);
    const hasSide = crowd !== nothing;
    const hasWanted = (report.wanted[0]?.votes ?? 0) > 0;
    const hasBoth = report.sessions.length > 0 && report.sideGroups.length > 0;
    return html`<div class="rp-g">
      ${takenHome(this.replica, view, this.#last.things)}
      ${hasWanted ? this.#wanted(view, report.wanted, hasSide) : nothing}
      ${hasSide ? html`<div class="panel rp-s rp-who ${hasWanted ? "rp-side" : ""}">${crowd}</div>` : nothing}
      ${cameOut(view, "Sessions", report.sessions, hasBoth ? "rp-main" : "")}
      ${cameOut(view, "Side groups", report.sideGroups, hasBoth ? "rp-side" : "")} ${this.#todo(view)}
    </div>`;
  }

  #wanted(view: MeetupView, topics: readonly TopicView[], hasSide: boolean): TemplateResult {
    const { slug } = view.meetup;
    const most = topics[0]?.votes ?? 1;
    const mine = new Set(this.replica.me?.votes);
    return html`<section class="panel rp-s ${hasSide ? "rp-main" : ""}" aria-labelledby="rp-top">
      <h2 id="rp-top">What people wanted most</h2>
      <ol class="rp-t">
        ${repeat(
          topics,
          ({ id }) => id,
          ({ id, number, title, votes, status }) =>
            html`<li class=${mine.has(id) ? "rp-mine" : ""}>
              <h3>
                <a href="/m/${slug}/${number}">${title}</a>
              </h3>
              <span class="rp-c"
                >${mine.has(id) ? html`<span class="chip chip--mine">You voted</span>` : nothing}${statusChip(status, view)}</span
              ><b class="num">${votes}<span class="vh"> ${votes === 1 ? "vote" : "votes"}</span></b>
              <span class="rp-b" aria-hidden="true"
                ><i style="--w:${Math.round((100 * (votes ?? 0)) / most)}%"></i
              ></span>
            </li>`,
        )}
      </ol>
    </section>`;
  }

  #todo(view: MeetupView): TemplateResult {
    const { slug } = view.meetup;
    const { lastTime } = this;
    const me = this.replica.person?.name;
    const all = actionGroups(view, this.#listed, { by: "session", me }).flatMap(({ actions }) => actions);
    return html`<section class="panel rp-s rp-todo" aria-labelledby="rp-todo">
      <div class="rp-sh">
        <h2 id="rp-todo">Actions</h2>
        ${
          lastTime
            ? html`<a class="num" href="/m/${lastTime.slug}/actions"
                >Of the meetup before, ${lastTime.done} of ${lastTime.all} are done</a
              >`
            : nothing
        }
      </div>
      ${inPlaceOfActions(this.#actions)}
      ${
        all.length > 0
          ? html`<ul>
              ${repeat(
                all,
                ({ id }) => id,
                (action) => actionRow(view, action, { isMine: isNamed(action, me), hasWho: true, hasPlace: true }),
              )}
            </ul>`
          : this.#actions.all
            ? html`<p class="dim">No notes name any. <a href="/m/${slug}/actions">How actions are written</a></p>`
            : nothing
      }
    </section>`;
  }

  /** Once for each meetup before. That it can't be told is no loss: the page for them says why. */
  async #lookBefore(slug: string): Promise<void> {
    if (this.#askedAbout === slug) return;
    this.#askedAbout = slug;
    const answer = await server.actions(slug);
    if ("problem" in answer) return;
    const all = answer.filter(({ state: each }) => each !== "dropped");
    if (all.length > 0)
      this.lastTime = { slug, done: all.filter(({ state: each }) => each === "done").length, all: all.length };
  }
}

/** What came of each, the sentence that was said at its end first. */
function cameOut(
  { meetup }: MeetupView,
  title: string,
  all: readonly CameOut[],
  width: string,
): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  const { slug, timezone } = meetup;
  const id = `rp-${title.toLowerCase().replaceAll(" ", "-")}`;
  const isToCome = (startsAt: string | null) =>
    meetup.phase !== "closed" && startsAt !== null && Date.parse(startsAt) > Date.now();
  const when = (startsAt: string) => `${dayName(dayOf(startsAt, timezone))}, ${clockTime(startsAt, timezone)}`;
  return html`<section class="panel rp-s ${width}" aria-labelledby=${id}>
    <h2 id=${id}>${title}</h2>
    <ul class="rp-o">
      ${repeat(
        all,
        (each) => each.id,
        ({ title: name, padId, startsAt, place, outcome, actions }) =>
          html`<li>
            <div>
              <h3>${padId === "" ? name : html`<a href="/m/${slug}/notes/${padId}?read">${name}</a>`}</h3>
              <p class="rp-f num">
                ${[startsAt && when(startsAt), place, actions > 0 && count(actions, "action")].filter(Boolean).join(", ")}
              </p>
            </div>
            <p>
              ${outcome ?? html`<span class="dim">${isToCome(startsAt) ? "Still to come" : "No outcome written"}</span>`}
            </p>
          </li>`,
      )}
    </ul>
  </section>`;
}

function nothingYet(slug: string): TemplateResult {
  return html`<div class="panel rp-none">
    ${empty({
      picture: "arc",
      title: "Nothing yet",
      text: "What people propose, meet about and write down comes together here.",
      action: html`<a class="btn btn--primary" href="/m/${slug}">Go to the agenda</a>`,
    })}
  </div>`;
}

function count(many: number, one: string, more = `${one}s`): string {
  return `${many.toLocaleString("en")} ${many === 1 ? one : more}`;
}

function inARow(parts: readonly string[]): string {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(parts);
}
