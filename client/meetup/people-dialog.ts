import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { MeetupView, PersonView } from "../../shared/meetup/view.ts";
import { avatar } from "../look/avatar.ts";
import { disabledButton } from "../look/disabled-button.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { sayAfterTyping } from "../look/live-region.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import { toast } from "../look/toast.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { act } from "./act.ts";
import { Redraw } from "./redraw.ts";
import { bringBack, leftWords, putAway, whatIsLeft } from "./left-behind.ts";
import "./vote-bursts.ts";
import { actWithUndo } from "./with-undo.ts";

/** A list longer than this can be searched. */
const MANY = 12;

/** Opens the list of people for an organizer. */
export function openPeople(replica: MeetupReplica): void {
  const dialog = document.createElement("people-dialog") as PeopleDialog;
  dialog.replica = replica;
  void openDialog(dialog);
}

/** Who did something here that shows: organizers make others organizers, and remove who misbehaves. */
@customElement("people-dialog")
export class PeopleDialog extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private words = "";
  /** Asked whether they mean to stop organizing. */
  @state() private isSure = false;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  protected override render() {
    const { view, me } = this.replica;
    if (!view || me?.role !== "organizer") return nothing;
    const removed = new Set(me.removedPeople);
    const all = Object.entries(view.people.names)
      .filter(([id]) => !removed.has(id))
      .toSorted(([, a], [, b]) => a.name.localeCompare(b.name));
    const others = Math.max(0, view.people.count - all.length);
    const shown = all.filter(([, { name }]) =>
      name.toLocaleLowerCase().includes(this.words.trim().toLocaleLowerCase()),
    );
    return html`<div class="dialog-form">
      ${dialogHead(this, "People")}
      <p class="hint">
        Everyone who did something here that shows.
        ${others === 0 ? nothing : `${others} more ${others === 1 ? "has" : "have"} only looked or voted, and ${others === 1 ? "is" : "are"} named nowhere.`}
      </p>
      <vote-bursts .replica=${this.replica}></vote-bursts>
      ${
        all.length > MANY
          ? html`<div class="field">
              <label for="people-find">Find someone</label>
              <input
                class="input"
                id="people-find"
                type="search"
                autocomplete="off"
                .value=${this.words}
                @input=${this.find}
              />
            </div>`
          : nothing
      }
      <div class="people-lists">
        <ul class="people" aria-label="People">
          ${repeat(
            shown,
            ([id]) => id,
            ([id, person]) => this.#person(view, id, person),
          )}
        </ul>
        ${shown.length === 0 ? html`<p class="dim">Nobody fits.</p>` : nothing}
        ${
          removed.size > 0
            ? html`<section aria-labelledby="people-removed">
                <h3 class="caps" id="people-removed">Removed</h3>
                <ul class="people">
                  ${repeat(
                    removed,
                    (id) => id,
                    (id) => this.#removed(view, id),
                  )}
                </ul>
              </section>`
            : nothing
        }
      </div>
    </div>`;
  }

  /** Whom another organizer has unmade meanwhile is asked nothing more here. */
  protected override updated(): void {
    if (this.replica.me?.role === "participant") done(this);
  }

  #person({ people }: MeetupView, id: string, person: PersonView) {
    const { name } = person;
    const isOrganizer = people.organizers.includes(id);
    const isLast = isOrganizer && people.organizers.length === 1;
    const isMe = id === this.replica.person?.id;
    const why = isLast ? "A meetup always has an organizer. Make someone else one first." : undefined;
    const whyStays = why ?? (isMe ? "Another organizer can remove you, not you yourself." : undefined);
    if (isMe && this.isSure) return this.#stopping(id);
    return html`<li ?data-me=${isMe}>
      ${avatar(person)}
      <span class="grow">${name}${isOrganizer ? html` <span class="chip chip--plain">Organizer</span>` : nothing}</span>
      <span class="people-do"
        >${disabledButton(
          html`<span>${isOrganizer ? "Unmake" : "Make"}<span class="vh"> ${name}</span> organizer</span>`,
          why,
          () => void (isMe ? this.#ask(true) : this.#setRole(id, name, !isOrganizer)),
          "btn--quiet btn--sm",
        )}
        ${disabledButton(
          html`${icon("x")}Remove<span class="vh"> ${name}</span>`,
          whyStays,
          () => void this.#remove(id, name),
          "btn--quiet btn--sm",
        )}</span
      >
    </li>`;
  }

  /** Who stops organizing can't undo that, nor see this list any more. */
  #stopping(personId: string) {
    return html`<li data-me>
      <div class="row wrap danger grow" role="alert">
        <span class="grow">Stop organizing? Only another organizer can make you one again.</span>
        <button type="button" class="btn" @click=${() => this.#ask(false)}>Go on organizing</button>
        <button type="button" class="btn btn--bad" @click=${() => this.#stop(personId)}>Stop</button>
      </div>
    </li>`;
  }

  /** Whoever has a keyboard stays where they were. */
  async #ask(isSure: boolean): Promise<void> {
    this.isSure = isSure;
    await this.updateComplete;
    this.querySelector<HTMLElement>("[data-me] button")?.focus();
  }

  async #stop(personId: string): Promise<void> {
    if (!(await act(this.replica, { type: "person.setRole", personId, role: "participant" }))) return;
    done(this);
    toast("You don’t organize this meetup any more");
  }

  #removed(view: MeetupView, id: string) {
    const person = view.people.names[id] ?? this.replica.me?.leftBehind?.[id]?.person ?? undefined;
    const name = person?.name ?? "Someone who had only voted";
    const left = whatIsLeft(this.replica, view, id);
    return html`<li>
      ${avatar(person)}<span class="grow">${name}</span>
      <span class="people-do people-do--apart"
        >${
          left.topics.length + left.comments + left.sideGroups > 0
            ? html`<button type="button" class="btn btn--sm" @click=${() => putAway(this.replica, left, name)}>
                <span
                  >${left.comments + left.sideGroups > 0 ? "Take away" : "Withdraw"} ${leftWords(left)}<span class="vh">
                    of ${name}</span
                  ></span
                >
              </button>`
            : nothing
        }${
          left.aside
            ? html`<button
                type="button"
                class="btn btn--quiet btn--sm"
                @click=${() => bringBack(this.replica, id, name)}
              >
                <span>Bring back ${leftWords(left.aside)}<span class="vh"> of ${name}</span></span>
              </button>`
            : nothing
        }<button type="button" class="btn btn--sm" @click=${() => this.#letIn(id, name)}>
          <span>Let<span class="vh"> ${name}</span> back in</span>
        </button></span
      >
    </li>`;
  }

  private readonly find = (event: Event) => {
    this.words = (event.target as HTMLInputElement).value;
    void this.updateComplete.then(() => {
      const count = this.querySelector(".people-lists ul")?.childElementCount ?? 0;
      sayAfterTyping(count === 0 ? "Nobody fits" : count === 1 ? "1 person" : `${count} people`);
    });
  };

  #setRole(personId: string, name: string, isWish: boolean): Promise<boolean> {
    const [role, before] = isWish ? (["organizer", "participant"] as const) : (["participant", "organizer"] as const);
    const said = isWish ? `${name} is an organizer now` : `${name} is no organizer any more`;
    return actWithUndo(this.replica, { type: "person.setRole", personId, role }, said, {
      type: "person.setRole",
      personId,
      role: before,
    });
  }

  #remove(personId: string, name: string): Promise<boolean> {
    return actWithUndo(this.replica, { type: "person.remove", personId }, `Removed: ${name}. Their votes don’t count`, {
      type: "person.restore",
      personId,
    });
  }

  #letIn(personId: string, name: string): Promise<boolean> {
    return actWithUndo(this.replica, { type: "person.restore", personId }, `Back in: ${name}`, {
      type: "person.remove",
      personId,
    });
  }
}
