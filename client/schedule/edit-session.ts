import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { clockTime, dayOf, instantAt } from "../../shared/time.ts";
import { LIMITS } from "../../shared/limits.ts";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { Moderator } from "../../shared/meetup/commands/commands-day.ts";
import type { MeetupView, SessionView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError } from "../look/field-error.ts";
import { icon } from "../look/icon.ts";
import { isComposing } from "../look/is-composing.ts";
import { LightElement } from "../look/light-element.ts";
import { textField } from "../look/text-field.ts";
import { done } from "../look/open-dialog.ts";
import { openForm } from "../look/open-form.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { surelyRefused } from "../replica/surely-refused.ts";
import { saveEdit } from "../meetup/save-edit.ts";

type Edit = Extract<CommandInput, { type: "session.edit" }>;

/** Opens a session for who runs it: organizers change title, times and moderators, moderators the title. */
export function openEditSession(replica: MeetupReplica, session: SessionView): void {
  const element = document.createElement("edit-session") as EditSession;
  Object.assign(element, { replica, session, moderators: session.moderators });
  openForm(element);
}

/** What can be changed of a session besides where it is. */
@customElement("edit-session")
export class EditSession extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** As it was when the dialog opened: what others change meanwhile must not change under the hand. */
  @property({ attribute: false }) session!: SessionView;
  @property({ attribute: false }) moderators: Moderator[] = [];
  @state() private refusal: Problem | undefined;

  protected override render() {
    const { view, me } = this.replica;
    if (!view) return nothing;
    const isOrganizer = me?.role === "organizer";
    return html`<form class="dialog-form" novalidate @submit=${this.save}>
      ${dialogHead(this, "Edit the session")}
      ${textField(this.refusal, { id: "ses-title", name: "title", label: "Title", maxLength: LIMITS.topicTitle.max, value: this.session.title })}
      ${isOrganizer ? html`${this.#times(view)}${this.#whoModerates(view)}` : nothing}
      ${formError(this.refusal, ["title", "startsAt", "endsAt"])}
      <div class="dialog-end"><button class="btn btn--primary">Save</button></div>
    </form>`;
  }

  #times({ meetup: { timezone } }: MeetupView) {
    const time = (name: "startsAt" | "endsAt", label: string) =>
      textField(this.refusal, {
        id: `ses-${name}`,
        name,
        label,
        type: "time",
        value: clockTime(this.session[name], timezone),
      });
    return html`<div class="two">${time("startsAt", "From")}${time("endsAt", "To")}</div>`;
  }

  #whoModerates(view: MeetupView) {
    const offers = volunteersFor(view, this.session).filter(
      (id) => !this.moderators.some((each) => "personId" in each && each.personId === id),
    );
    const name = (each: Moderator) =>
      "name" in each ? each.name : (view.people.names[each.personId]?.name ?? "Someone");
    return html`<fieldset class="parts">
      <legend class="label">Moderators</legend>
      ${
        this.moderators.length === 0
          ? html`<p class="hint">Nobody yet. Who moderates can start, extend and end it.</p>`
          : html`<ul class="mods">
              ${repeat(
                this.moderators,
                (each) => JSON.stringify(each),
                (each, index) =>
                  html`<li class="chip chip--plain">
                    ${name(each)}<button
                      type="button"
                      class="chip-x"
                      aria-label="Not moderating: ${name(each)}"
                      @click=${() => (this.moderators = this.moderators.toSpliced(index, 1))}
                    >
                      ${icon("x")}
                    </button>
                  </li>`,
              )}
            </ul>`
      }
      ${
        offers.length > 0
          ? html`<div class="row wrap">
              <span class="hint">Offered:</span>
              ${offers.map(
                (personId) =>
                  html`<button
                    type="button"
                    class="btn btn--sm"
                    aria-label="Let ${name({ personId })} moderate"
                    @click=${() => (this.moderators = [...this.moderators, { personId }])}
                  >
                    ${icon("plus")}${name({ personId })}
                  </button>`,
              )}
            </div>`
          : nothing
      }
      <div class="field">
        <label for="ses-who">Someone else</label>
        <div class="row">
          <input
            class="input"
            id="ses-who"
            list="ses-people"
            autocomplete="off"
            maxlength=${LIMITS.personName.max}
            @keydown=${this.addOnEnter}
          />
          <button type="button" class="btn copy" @click=${() => this.#add()}>${icon("plus")}Add</button>
        </div>
        <datalist id="ses-people">
          ${Object.values(view.people.names).map(({ name: known }) => html`<option value=${known}></option>`)}
        </datalist>
      </div>
    </fieldset>`;
  }

  private readonly addOnEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || isComposing(event)) return;
    event.preventDefault();
    this.#add();
  };

  /** Someone who is known here by exactly one name gets the rights; any other name is only shown. */
  #add(): void {
    const field = this.querySelector<HTMLInputElement>("#ses-who");
    const name = field?.value.trim() ?? "";
    if (!field || name === "") return;
    const known = Object.entries(this.replica.view?.people.names ?? {}).filter(([, person]) => person.name === name);
    const [only] = known;
    const added: Moderator = only && known.length === 1 ? { personId: only[0] } : { name };
    if (!this.moderators.some((each) => JSON.stringify(each) === JSON.stringify(added)))
      this.moderators = [...this.moderators, added];
    field.value = "";
  }

  private readonly save = async (event: Event) => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const { replica, session } = this;
    const { edit, opposite } = this.#changes(fields);
    if (Object.keys(edit).length <= 2) return done(this);
    // Either time may be the one that was left alone.
    const { startsAt = session.startsAt, endsAt = session.endsAt } = edit;
    this.refusal = surelyRefused({ ...edit, startsAt, endsAt });
    if (this.refusal) return;
    const refusal = await saveEdit(this, replica, { title: session.title, edit, opposite });
    if (refusal) this.refusal = refusal;
  };

  /** Only what was changed, and how to change it back. */
  #changes(fields: FormData): { edit: Edit; opposite: Edit } {
    const { session } = this;
    const timezone = this.replica.view?.meetup.timezone ?? "UTC";
    const edit: Edit = { type: "session.edit", sessionId: session.id };
    const opposite: Edit = { type: "session.edit", sessionId: session.id };
    const title = (fields.get("title") as string).trim();
    if (title !== session.title) [edit.title, opposite.title] = [title, session.title];
    for (const name of ["startsAt", "endsAt"] as const) {
      const time = fields.get(name) as string | null;
      if (!time || time === clockTime(session[name], timezone)) continue;
      edit[name] = instantAt(dayOf(session[name], timezone), time, timezone);
      opposite[name] = session[name];
    }
    if (JSON.stringify(this.moderators) !== JSON.stringify(session.moderators))
      [edit.moderators, opposite.moderators] = [this.moderators, session.moderators];
    return { edit, opposite };
  }
}

/** Who has offered to moderate one of a session's topics. */
export function volunteersFor({ topics }: MeetupView, { topicIds }: SessionView): string[] {
  const offers = topics
    .filter(({ id }) => topicIds.includes(id))
    .flatMap(({ volunteers }) => volunteers.filter(({ as }) => as === "moderator").map(({ personId }) => personId));
  return [...new Set(offers)];
}
