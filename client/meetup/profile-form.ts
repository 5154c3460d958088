import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Profile, Service } from "../../shared/meetup/lens.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError } from "../look/field-error.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import { singleFlight } from "../look/single-flight.ts";
import { toast } from "../look/toast.ts";
import { askFromDialog } from "./ask-from-dialog.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { AUTOMATION, countsAs, DEPLOYMENT, FIXES, OFFERED, PEOPLE, type Question } from "./profile-words.ts";

/** Opens the questions, with what was answered before. */
export function openProfile(replica: MeetupReplica): void {
  const form = document.createElement("profile-form") as ProfileForm;
  Object.assign(form, { replica, profile: replica.me?.profile ?? {} });
  void openDialog(form);
}

/** What kind of cloud someone runs: two questions, and three more behind "more". None has to be answered. */
@customElement("profile-form")
export class ProfileForm extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** The answers so far. */
  @property({ attribute: false }) profile: Profile = {};
  @state() private hasMore = false;
  @state() private refusal: Problem | undefined;

  protected override render() {
    const isAnswered = Object.keys(this.profile).length > 0;
    return html`<form class="dialog-form profile" @submit=${this.save}>
      ${dialogHead(this, "Your cloud")}
      <p class="hint">
        Votes are counted by scale and maturity, so that small teams and large ones find each other. Only counts of 3 or
        more are ever shown.
      </p>
      ${this.#oneOf(PEOPLE)} ${this.#oneOf(FIXES)}
      ${
        this.hasMore
          ? html`${this.#oneOf(DEPLOYMENT)} ${this.#oneOf(AUTOMATION)} ${this.#services()}`
          : html`<button type="button" class="btn btn--quiet btn--sm profile-more" @click=${this.showMore}>
              ${icon("plus")}Three more
            </button>`
      }
      <p class="hint" role="status">${countsAs(this.profile)}</p>
      ${formError(this.refusal)}
      <div class="dialog-end">
        <button type="button" class="btn btn--quiet" @click=${() => done(this)}>Cancel</button>
        <button class="btn btn--primary" ?disabled=${!isAnswered}>Save</button>
      </div>
    </form>`;
  }

  #oneOf<K extends "people" | "fixes" | "deployment" | "automation">({ key, asks, answers }: Question<K>) {
    return html`<fieldset class="field">
      <legend class="label">${asks}</legend>
      <div class="answers">
        ${answers.map(
          ([value, words]) =>
            html`<label class="answer"
              ><input
                type="radio"
                name="profile-${key}"
                .checked=${this.profile[key] === value}
                @change=${() => (this.profile = { ...this.profile, [key]: value })}
              /><span>${words}</span></label
            >`,
        )}
      </div>
    </fieldset>`;
  }

  #services() {
    const chosen = this.profile.services ?? [];
    const toggle = (service: Service) => {
      const services = chosen.includes(service) ? chosen.filter((one) => one !== service) : [...chosen, service];
      this.profile = { ...this.profile, services };
    };
    return html`<fieldset class="field">
      <legend class="label">${OFFERED.asks}</legend>
      <div class="answers">
        ${OFFERED.answers.map(
          ([service, words]) =>
            html`<label class="answer"
              ><input type="checkbox" .checked=${chosen.includes(service)} @change=${() => toggle(service)} /><span
                >${words}</span
              ></label
            >`,
        )}
      </div>
    </fieldset>`;
  }

  /** The button that was pressed is gone then: the focus goes on to what it showed. */
  private readonly showMore = async () => {
    this.hasMore = true;
    await this.updateComplete;
    this.querySelector<HTMLElement>('input[name="profile-deployment"]')?.focus();
  };

  private readonly save = singleFlight(async () => {
    const isFirst = !this.replica.me?.profile;
    const set = { type: "profile.set" as const, ...this.profile };
    const { isDone, refusal } = await askFromDialog(this, this.replica, set, "What you said was not saved.");
    this.refusal = refusal;
    if (isDone) toast(isFirst ? "Thank you. You can change it in the meetup’s menu, at the top" : "Saved");
  });
}
