import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { LIMITS } from "../../shared/limits.ts";
import { reasonOf, type Problem } from "../../shared/page-problem.ts";
import { fieldError, formError, ownRefusal } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { textField } from "../look/text-field.ts";
import { visitedMeetups } from "../meetup/visited-meetups.ts";
import { askName } from "../meetup/ask-name.ts";
import { learnOrganizerLink } from "../meetup/organizer-link.ts";
import { newId } from "../new-id.ts";
import { goTo } from "../routes.ts";
import { server } from "../server-connection.ts";

/** What keys are made of. */
const KEY = /^[\w-]+$/u;
const NO_SUCH_KEY = "This is none of this server’s keys. Check that it is all there.";

/** Starts a meetup: what it is called, where and when. */
@customElement("create-meetup")
export class CreateMeetup extends LightElement {
  @state() private problem: Problem | undefined;
  @state() private isBusy = false;
  /** Once the server has said so. */
  @state() private needsKey = false;
  #wishId = newId();
  /** The slug of the meetup whose report led here. */
  readonly #after = new URLSearchParams(location.search).get("after") ?? "";

  /** Whoever comes to start one begins here. */
  protected override firstUpdated(): void {
    this.querySelector<HTMLElement>("[data-begins]")?.focus();
  }

  protected override render() {
    return html`<form class="panel" novalidate @submit=${this.create}>
      <h2 tabindex=${this.#after ? "-1" : nothing} ?data-begins=${this.#after !== ""}>Start a meetup</h2>
      <div class="mk">
        ${textField(this.problem, { id: "n", name: "title", label: "What is it called?", placeholder: "Ops Mid-Cycle, Porto", maxLength: LIMITS.meetupTitle.max })}
        ${textField(this.problem, { id: "w", name: "place", label: "Where?", placeholder: "Venue or link", maxLength: LIMITS.meetupPlace.max })}
        ${textField(this.problem, { id: "d", name: "startsOn", label: "First day", type: "date" })}
        ${textField(this.problem, { id: "e", name: "endsOn", label: "Last day", type: "date" })}
      </div>
      ${this.#previous}
      ${
        this.needsKey
          ? textField(this.problem, { id: "k", name: "key", label: "Key for making meetups here", isVerbatim: true })
          : nothing
      }
      ${formError(this.problem, ["title", "place", "startsOn", "endsOn", "previous", "key"])}
      <div class="row wrap mk-end">
        <button class="btn btn--primary" ?disabled=${this.isBusy}>Create meetup</button>
        <label class="check"><input type="checkbox" name="listed" />List it here for everyone</label>
      </div>
      <p class="hint">You become its organizer. Add rooms and times later.</p>
    </form>`;
  }

  /** Which meetup this one follows, out of those that this device has been at. */
  get #previous(): TemplateResult | typeof nothing {
    const visits = visitedMeetups();
    const after = this.#after;
    if (after && !visits.some(({ slug }) => slug === after)) visits.unshift({ slug: after, title: after });
    if (visits.length === 0) return nothing;
    return html`<div class="field">
      <label for="p">The meetup before <span class="faint">optional</span></label>
      <select class="input" id="p" name="previous">
        <option value="">None</option>
        ${visits.map(({ slug, title }) => html`<option value=${slug} ?selected=${slug === after}>${title}</option>`)}
      </select>
      ${fieldError(this.problem, "previous", "p-error")}
    </div>`;
  }

  private readonly create = async (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const text = (name: string) => (fields.get(name) as string | null)?.trim() ?? "";
    if (!text("title")) {
      this.problem = ownRefusal("Give it a name first", "title");
      form.querySelector<HTMLInputElement>("#n")?.focus();
      return;
    }
    if (!(await askName())) return;
    this.isBusy = true;
    const wish = {
      id: this.#wishId,
      title: text("title"),
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
      ...(text("place") && { place: text("place") }),
      ...(text("startsOn") && { startsOn: text("startsOn") }),
      ...(text("endsOn") && { endsOn: text("endsOn") }),
      ...(text("previous") && { previous: text("previous") }),
      ...(fields.has("listed") && { listed: true }),
    };
    const key = KEY.test(text("key")) ? text("key") : undefined;
    const answer = await server.createMeetup(wish, key);
    this.isBusy = false;
    if ("problem" in answer) {
      const isOfKey = reasonOf(answer.problem) === "creation-key";
      if (isOfKey) this.needsKey = true;
      this.problem = isOfKey ? ownRefusal(text("key") ? NO_SUCH_KEY : answer.problem.detail, "key") : answer.problem;
      // The same id may come again only with the same content.
      if (answer.problem.status === 409) this.#wishId = newId();
      await this.updateComplete;
      form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    learnOrganizerLink(answer.slug, answer.organizerUrl);
    goTo(`/m/${answer.slug}`);
  };
}
