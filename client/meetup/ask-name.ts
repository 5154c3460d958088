import { html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { LIMITS } from "../../shared/limits.ts";
import { PERSON_COLORS } from "../../shared/person-look.ts";
import type { Problem } from "../../shared/problem.ts";
import { avatar } from "../look/avatar.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { fieldError, formError, messageFor, ownRefusal } from "../look/field-error.ts";
import { icon } from "../look/icon.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import { goTo } from "../routes.ts";
import { forgetMe, loadCurrentPerson, nameMe, currentPerson } from "../current-person.ts";
import { mayLeave } from "./may-leave.ts";

const COLOR_NAMES = [
  "Tomato",
  "Ember",
  "Brass",
  "Moss",
  "Fern",
  "Lagoon",
  "Cable",
  "Cobalt",
  "Iris",
  "Orchid",
  "Rose",
  "Slate",
];

let open: Promise<boolean> | undefined;

/** Makes sure that we have a name, by asking if need be. Resolves false when the person would rather not. */
export async function askName(): Promise<boolean> {
  if (!currentPerson()) await loadCurrentPerson();
  return currentPerson() ? true : changeName();
}

/** Where the name dialog leads on to within a meetup: what is asked of one there, and one's own page. */
export interface WaysOn {
  openProfile?: (() => void) | undefined;
  ownPage?: string | undefined;
}

/** Opens the name dialog, whether or not there is a name already. */
export function changeName({ openProfile, ownPage }: WaysOn = {}): Promise<boolean> {
  const dialog = document.createElement("name-dialog") as NameDialog;
  dialog.openProfile = openProfile;
  dialog.ownPage = ownPage;
  open ??= openDialog<boolean>(dialog).then((isNamed) => {
    open = undefined;
    return isNamed ?? false;
  });
  return open;
}

/** Asks for a name and, if wanted, a colour. */
@customElement("name-dialog")
export class NameDialog extends LightElement {
  /** Opens what a meetup asks besides the name, where it does. */
  @property({ attribute: false }) openProfile: (() => void) | undefined;
  /** The address of one's own page there, where it is one. */
  @property({ attribute: false }) ownPage: string | undefined;
  @state() private name = currentPerson()?.name ?? "";
  @state() private color: string | undefined = currentPerson()?.color;
  @state() private refusal: Problem | undefined;
  @state() private isBusy = false;
  @query("#your-name") private field!: HTMLInputElement;

  protected override firstUpdated(): void {
    this.field.focus();
    this.field.select();
  }

  protected override render() {
    const isWrong = messageFor(this.refusal, "name") !== undefined;
    const shown = this.name.trim() ? { name: this.name.trim(), color: this.color ?? PERSON_COLORS[5] } : undefined;
    return html`<form class="dialog-form" novalidate @submit=${this.save}>
      ${dialogHead(this, currentPerson() ? "Your name" : "Pick a name and go")}
      <div class="field">
        <label for="your-name">Your name, as on your badge</label>
        <div class="pv">
          ${avatar(shown)}
          <input
            class="input"
            id="your-name"
            autocomplete="name"
            enterkeyhint="go"
            .value=${this.name}
            maxlength=${LIMITS.personName.max}
            aria-invalid=${isWrong}
            aria-describedby="your-name-error"
            @input=${this.write}
          />
        </div>
        ${fieldError(this.refusal, "name", "your-name-error")}
      </div>
      <fieldset class="field">
        <legend class="label">Your colour</legend>
        <div class="pick">
          ${PERSON_COLORS.map(
            (color, at) =>
              html`<label class="p${at + 1}"
                ><input
                  type="radio"
                  name="color"
                  aria-label=${COLOR_NAMES[at] ?? color}
                  .checked=${color === this.color}
                  @change=${() => (this.color = color)} /><span></span
              ></label>`,
          )}
        </div>
      </fieldset>
      ${this.#ownPart()} ${this.#profile()} ${this.#ownData()} ${formError(this.refusal, ["name"])}
      <p class="hint">
        No account, no password. Your name stands beside what you propose and write. Votes are never shown by name.
      </p>
      <div class="dialog-end">
        ${
          currentPerson()
            ? html`<button type="button" class="btn btn--quiet" @click=${this.leave}>Sign out here</button>`
            : nothing
        }
        <button class="btn btn--primary btn--lg" ?disabled=${this.isBusy}>${currentPerson() ? "Save" : "Go"}</button>
      </div>
    </form>`;
  }

  /** The way to all that is one's own in the meetup. */
  #ownPart() {
    if (!currentPerson() || this.ownPage === undefined) return nothing;
    return html`<button
      type="button"
      class="btn btn--quiet sheet-more"
      ?disabled=${this.isBusy}
      @click=${this.toOwnPart}
    >
      ${icon("list-checks")}Your votes, actions and sessions
    </button>`;
  }

  /** The way to the questions that nobody has to answer; not before there is a name. */
  #profile() {
    if (!currentPerson() || !this.openProfile) return nothing;
    return html`<button
      type="button"
      class="btn btn--quiet sheet-more"
      ?disabled=${this.isBusy}
      @click=${this.toProfile}
    >
      ${icon("server")}About your cloud
    </button>`;
  }

  /** The way to one's other devices, and to being forgotten. */
  #ownData() {
    if (!currentPerson()) return nothing;
    return html`<button
      type="button"
      class="btn btn--quiet sheet-more"
      ?disabled=${this.isBusy}
      @click=${this.toOwnData}
    >
      ${icon("smartphone")}Your devices and data
    </button>`;
  }

  private readonly toOwnPart = async (event: Event) => {
    if (this.#isChanged && !(await this.save(event))) return;
    done(this, false);
    if (this.ownPage !== undefined) goTo(this.ownPage);
  };

  private readonly toOwnData = async (event: Event) => {
    if (this.#isChanged && !(await this.save(event))) return;
    done(this, false);
    whenLoaded(import("./own-data-dialog.ts"), (code) => code.openOwnData());
  };

  get #isChanged(): boolean {
    const me = currentPerson();
    return this.name.trim() !== me?.name || this.color !== me.color;
  }

  /** What was changed here is saved first, so that the way there loses nothing. */
  private readonly toProfile = async (event: Event) => {
    if (this.#isChanged && !(await this.save(event))) return;
    done(this, false);
    this.openProfile?.();
  };

  private readonly write = () => {
    this.name = this.field.value;
    this.refusal = undefined;
  };

  /** Resolves whether it is saved. */
  private readonly save = async (event: Event): Promise<boolean> => {
    event.preventDefault();
    if (!this.name.trim()) {
      this.refusal = ownRefusal("Write a name first", "name");
      this.field.focus();
      return false;
    }
    this.isBusy = true;
    this.refusal = undefined;
    const answer = await nameMe(this.name.trim(), this.color);
    this.isBusy = false;
    if (!("problem" in answer)) {
      done(this, true);
      return true;
    }
    this.refusal = answer.problem;
    await this.updateComplete;
    this.field.focus();
    return false;
  };

  private readonly leave = async () => {
    if (this.isBusy) return;
    this.isBusy = true;
    if (!(await mayLeave())) return void (this.isBusy = false);
    const answer = await forgetMe();
    this.isBusy = false;
    if ("problem" in answer) this.refusal = answer.problem;
    else done(this, false);
  };
}
