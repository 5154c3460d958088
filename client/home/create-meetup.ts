import { html } from "lit";
import { customElement, state } from "lit/decorators.js";
import { LIMITS } from "../../shared/limits.ts";
import type { Problem } from "../../shared/problem.ts";
import { fieldError, formError, messageFor } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { askName } from "../meetup/ask-name.ts";
import { newId } from "../new-id.ts";
import { goTo } from "../routes.ts";
import { server } from "../server-connection.ts";

/** Starts a meetup: what it is called, where and when. */
@customElement("create-meetup")
export class CreateMeetup extends LightElement {
  @state() private problem: Problem | undefined;
  @state() private isBusy = false;
  #wishId = newId();

  protected override render() {
    const wrong = (path: string) => messageFor(this.problem, path) !== undefined;
    return html`<form class="panel" novalidate @submit=${this.create}>
      <h2>Start a meetup</h2>
      <div class="mk">
        <div class="field">
          <label for="n">What is it called?</label>
          <input
            class="input"
            id="n"
            name="title"
            placeholder="Ops Mid-Cycle, Porto"
            maxlength=${LIMITS.meetupTitle.max}
            aria-invalid=${wrong("title")}
            aria-describedby="n-error"
            autocomplete="off"
          />
          ${fieldError(this.problem, "title", "n-error")}
        </div>
        <div class="field">
          <label for="w">Where?</label>
          <input
            class="input"
            id="w"
            name="place"
            placeholder="Venue or link"
            maxlength=${LIMITS.meetupPlace.max}
            autocomplete="off"
          />
        </div>
        <div class="field">
          <label for="d">First day</label>
          <input
            class="input"
            id="d"
            name="startsOn"
            type="date"
            aria-invalid=${wrong("startsOn")}
            aria-describedby="d-error"
          />
          ${fieldError(this.problem, "startsOn", "d-error")}
        </div>
        <div class="field">
          <label for="e">Last day</label>
          <input
            class="input"
            id="e"
            name="endsOn"
            type="date"
            aria-invalid=${wrong("endsOn")}
            aria-describedby="e-error"
          />
          ${fieldError(this.problem, "endsOn", "e-error")}
        </div>
      </div>
      ${formError(this.problem, ["title", "startsOn", "endsOn"])}
      <div class="row wrap mk-end">
        <button class="btn btn--primary" ?disabled=${this.isBusy}>Create meetup</button>
        <label class="check"><input type="checkbox" name="listed" />List it here for everyone</label>
      </div>
      <p class="hint">You become its organizer. Add rooms and times later.</p>
    </form>`;
  }

  private readonly create = async (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const text = (name: string) => (fields.get(name) as string | null)?.trim() ?? "";
    if (!text("title")) {
      this.problem = {
        type: "",
        title: "",
        status: 422,
        detail: "",
        errors: [{ path: "title", message: "Give it a name first" }],
      };
      form.querySelector<HTMLInputElement>("#n")?.focus();
      return;
    }
    if (!(await askName())) return;
    this.isBusy = true;
    const answer = await server.createMeetup({
      id: this.#wishId,
      title: text("title"),
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
      ...(text("place") && { place: text("place") }),
      ...(text("startsOn") && { startsOn: text("startsOn") }),
      ...(text("endsOn") && { endsOn: text("endsOn") }),
      ...(fields.has("listed") && { listed: true }),
    });
    this.isBusy = false;
    if ("problem" in answer) {
      this.problem = answer.problem;
      // The same id may come again only with the same content.
      if (answer.problem.status === 409) this.#wishId = newId();
      await this.updateComplete;
      form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    } else goTo(`/m/${answer.slug}`);
  };
}
