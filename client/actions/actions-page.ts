import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { actionLine } from "../../shared/notes/action-line.ts";
import type { ListedAction } from "../../shared/notes/action-list.ts";
import type { ActionState } from "../../shared/notes/actions.ts";
import { copyText } from "../look/copy-text.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { Redraw } from "../meetup/redraw.ts";
import { padPlace } from "../notes/pad-place.ts";
import { ACTION_STATES, actionRow, inPlaceOfActions } from "./action-row.ts";
import { actionGroups, isNamed, type ActionGroup, type GroupedBy } from "./action-groups.ts";
import "./actions-page.css";
import { ListedActions } from "./listed-actions.ts";

const GROUPINGS: { by: GroupedBy; name: string }[] = [
  { by: "session", name: "By session" },
  { by: "person", name: "By person" },
];

/** What is to be done according to all notes of a meetup. Each leads to its line, where it is ticked and edited. */
@customElement("actions-page")
export class ActionsPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private shown: ActionState = "open";
  @state() private by: GroupedBy = "session";
  readonly #actions = new ListedActions(this);

  constructor() {
    super();
    this.addController(new Redraw(this));
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
      ${inPlaceOfActions(this.#actions)} ${this.#actions.all ? this.#list(view, this.#actions.all) : nothing}
    </div>`;
  }

  #list(view: MeetupView, all: readonly ListedAction[]): TemplateResult {
    if (all.length === 0) return nothingYet(view.meetup.slug);
    const actions = all.filter(({ state: each }) => each === this.shown);
    const me = this.replica.person?.name;
    const groups = actionGroups(view, actions, { by: this.by, me });
    return html`<div class="to-t">
        <div class="seg" role="group" aria-label="Which">
          ${ACTION_STATES.map(({ state: each, name }) => {
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
    const says = { hasWho: this.by === "session", hasPlace: this.by === "person" };
    return html`<section class="to-g" aria-label=${title}>
      <h2>
        ${padId === undefined ? html`${key === "" ? title : html`${title}${isMine ? html` <span class="chip chip--mine">You</span>` : nothing}`}` : html`<a href="/m/${slug}/notes/${padId}">${title}</a>`}
      </h2>
      <ul class="panel">
        ${repeat(
          actions,
          ({ id }) => id,
          (action) => actionRow(view, action, { isMine: isNamed(action, me), ...says }),
        )}
      </ul>
    </section>`;
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
