import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { dayOf } from "../../shared/exports/meetup-times.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { actionLine } from "../../shared/notes/action-line.ts";
import type { ListedAction } from "../../shared/notes/action-list.ts";
import type { ActionState } from "../../shared/notes/actions.ts";
import { LatestAnswer } from "../latest-answer.ts";
import { avatar } from "../look/avatar.ts";
import { copyText } from "../look/copy-text.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { richText } from "../look/rich-text.ts";
import type { MeetupReplica } from "../meetup/meetup-replica.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { Redraw } from "../meetup/redraw.ts";
import { dayName } from "../meetup/times.ts";
import { padPlace } from "../notes/pad-place.ts";
import { server } from "../server-connection.ts";
import { whenBack } from "../when-back.ts";
import { actionGroups, isNamed, type ActionGroup, type GroupedBy } from "./action-groups.ts";
import "./actions-page.css";

/** What was written meanwhile is looked for this often while somebody looks at the page. Milliseconds. */
const LOOK_MS = 60_000;

const STATES: { state: ActionState; name: string; glyph: string }[] = [
  { state: "open", name: "Open", glyph: "circle" },
  { state: "done", name: "Done", glyph: "circle-check" },
  { state: "dropped", name: "Dropped", glyph: "minus" },
];
const GROUPINGS: { by: GroupedBy; name: string }[] = [
  { by: "session", name: "By session" },
  { by: "person", name: "By person" },
];

/** What is to be done according to all notes of a meetup. Each leads to its line, where it is ticked and edited. */
@customElement("actions-page")
export class ActionsPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private actions: ListedAction[] | undefined;
  @state() private why = "";
  @state() private shown: ActionState = "open";
  @state() private by: GroupedBy = "session";
  readonly #latest = new LatestAnswer();
  #looking: ReturnType<typeof setInterval> | undefined;
  #stop: (() => void) | undefined;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#fetch();
    this.#stop = whenBack(() => void this.#fetch());
    this.#looking = setInterval(() => document.visibilityState === "visible" && void this.#fetch(), LOOK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    clearInterval(this.#looking);
  }

  protected override render() {
    const { view } = this.replica;
    document.title = pageTitle(this.replica, "Actions");
    return pageShell(this.replica, "actions", view ? this.#content(view) : html``);
  }

  #content(view: MeetupView): TemplateResult {
    const { slug, previous } = view.meetup;
    return html`<div class="to">
      <div class="to-h">
        <div class="grow">
          <h1>Actions</h1>
          <p class="dim">What is to be done according to all notes, to tick and edit there.</p>
        </div>
        <a class="btn" href="/api/meetups/${slug}/actions" download="actions.json">${icon("download")}JSON</a>
      </div>
      ${
        previous === null
          ? nothing
          : html`<p><a href="/m/${previous}/actions">${icon("history")}Actions of the meetup before</a></p>`
      }
      ${
        this.why
          ? html`<p class="err" role="alert">
              ${icon("triangle-alert")}<span>${this.why}</span>
              <button class="btn btn--sm" @click=${() => this.#fetch()}>Try again</button>
            </p>`
          : nothing
      }
      ${this.actions ? this.#list(view, this.actions) : this.why ? nothing : html`<p class="dim" role="status">Loading</p>`}
    </div>`;
  }

  #list(view: MeetupView, all: readonly ListedAction[]): TemplateResult {
    if (all.length === 0) return nothingYet(view.meetup.slug);
    const actions = all.filter(({ state: each }) => each === this.shown);
    const me = this.replica.person?.name;
    const groups = actionGroups(view, actions, { by: this.by, me });
    return html`<div class="to-t">
        <div class="seg" role="group" aria-label="Which">
          ${STATES.map(({ state: each, name }) => {
            const count = all.filter((action) => action.state === each).length;
            if (each === "dropped" && count === 0) return nothing;
            return html`<button aria-pressed=${each === this.shown} @click=${() => (this.shown = each)}>
              ${name} <span class="faint num">${count}</span>
            </button>`;
          })}
        </div>
        <div class="seg" role="group" aria-label="In which order">
          ${GROUPINGS.map(
            ({ by, name }) =>
              html`<button aria-pressed=${by === this.by} @click=${() => (this.by = by)}>${name}</button>`,
          )}
        </div>
        ${
          groups.length > 0
            ? html`<button class="btn btn--quiet to-copy" @click=${() => this.#copy(view, groups)}>
                ${icon("copy")}Copy as Markdown
              </button>`
            : nothing
        }
      </div>
      ${groups.length === 0 ? html`<p class="panel to-none dim">${noneIs(this.shown)}</p>` : nothing}
      ${repeat(
        groups,
        ({ key }) => `${this.by} ${key}`,
        (group) => this.#group(view, group, me),
      )}`;
  }

  #group(view: MeetupView, { key, title, padId, isMine, actions }: ActionGroup, me: string | undefined) {
    const { slug } = view.meetup;
    return html`<section class="to-g" aria-label=${title}>
      <h2>
        ${padId === undefined ? html`${key === "" ? title : html`${title}${isMine ? html` <span class="chip chip--mine">You</span>` : nothing}`}` : html`<a href="/m/${slug}/notes/${padId}">${title}</a>`}
      </h2>
      <ul class="panel">
        ${repeat(
          actions,
          ({ id }) => id,
          (action) => this.#action(view, action, isNamed(action, me)),
        )}
      </ul>
    </section>`;
  }

  #action(view: MeetupView, { text, state: how, owner, due, padId, line }: ListedAction, isMine: boolean) {
    const { slug } = view.meetup;
    const { title } = padPlace(view, padId);
    const words = how === "dropped" ? text.replace(/^~~(.*)~~$/u, "$1") : text;
    const { name, glyph } = STATES.find((each) => each.state === how)!;
    const isLate = how === "open" && due !== null && due < this.#today(view);
    return html`<li class="to-i to-i--${how} ${isMine ? "to-i--mine" : ""}">
      <span class="to-m">${icon(glyph)}<span class="vh">${name}</span></span>
      <div class="to-w">${richText(words)}</div>
      <p class="to-f">
        ${this.by === "person" ? nothing : whoDoes(view, owner)}
        ${due === null ? nothing : html`<span class="num ${isLate ? "to-late" : ""}">${isLate ? "Was due" : "By"} ${dayName(due)}</span>`}
        <a class="to-l" href="/m/${slug}/notes/${padId}#L${line}"
          >${icon("notebook-pen")}<span class="trunc"
            >${this.by === "person" ? `${title}, line ${line}` : `Line ${line}`}</span
          >${this.by === "person" ? nothing : html`<span class="vh"> of ${title}</span>`}</a
        >
      </p>
    </li>`;
  }

  #today({ meetup }: MeetupView): string {
    return dayOf(new Date().toISOString(), meetup.timezone);
  }

  #copy(view: MeetupView, groups: readonly ActionGroup[]): void {
    const lines = groups.flatMap(({ title, actions }) => [
      `## ${title}`,
      "",
      ...actions.map((action) => actionLine(action, padPlace(view, action.padId).title)),
      "",
    ]);
    void copyText(lines.join("\n"), "Actions");
  }

  async #fetch(): Promise<void> {
    const answer = await this.#latest.to(() => server.actions(this.replica.slug));
    if (answer === undefined) return;
    if (!("problem" in answer)) {
      this.why = "";
      this.actions = answer;
      // Without a connection what was loaded stands, and the bar above says as of when.
    } else if (this.actions === undefined || answer.problem.status !== 0)
      this.why = `The actions can’t be loaded. ${answer.problem.detail}`;
  }
}

function whoDoes(view: MeetupView, owner: string | null): TemplateResult {
  return owner === null
    ? html`<span class="to-un">${icon("user-plus")}Nobody yet</span>`
    : html`<span class="row">${avatar(personCalled(view, owner), { size: "sm" })}${owner}</span>`;
}

/** The look of whoever is called so here. */
function personCalled({ people }: MeetupView, name: string): { name: string; color: string } {
  const known = Object.values(people.names).find((person) => person.name.toLowerCase() === name.toLowerCase());
  return known ?? { name, color: "" };
}

function noneIs(state: ActionState): string {
  return state === "open" ? "Nothing is open." : state === "done" ? "Nothing is done yet." : "Nothing was dropped.";
}

function nothingYet(slug: string): TemplateResult {
  return html`<div class="panel">
    ${empty({
      picture: "arc",
      title: "Nothing to do yet",
      text: "A line with a box, “- [ ]”, in any notes stands here; with @name and a day it says who and by when.",
      action: html`<a class="btn btn--primary" href="/m/${slug}/schedule">See the schedule</a>`,
    })}
  </div>`;
}
