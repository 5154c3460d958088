import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Profile, Service } from "../../shared/meetup/lens.ts";
import { deviceStorage } from "../look/device-storage.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { icon } from "../look/icon.ts";
import { bringsUpKeyboard } from "../look/keep-focus.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import { say } from "../look/live-region.ts";
import { toast } from "../look/toast.ts";
import { act } from "./act.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { AUTOMATION, countsAs, DEPLOYMENT, FIXES, OFFERED, PEOPLE, type Question } from "./profile-words.ts";

/** Narrower than this the card would cover the page: there it only offers to answer. */
const narrow = matchMedia("(max-width: 719px)");

/** Offers the card at the edge of the page, unless this person has answered or skipped it here before. */
export function offerProfileCard(replica: MeetupReplica, personId: string): void {
  const key = `midcycle.profile-asked.${replica.slug}.${personId}`;
  const keeper = deviceStorage();
  if (keeper?.getItem(key) || document.querySelector("aside.profile-at-edge")) return;
  const edge = document.createElement("aside");
  edge.className = "profile-at-edge";
  edge.setAttribute("aria-label", "About your cloud");
  const form = formFor(replica);
  form.look = narrow.matches ? "offer" : "card";
  // Who answers or skips by keyboard is back where the card found them.
  const before = document.activeElement;
  const close = () => {
    removeEventListener("popstate", leave);
    edge.remove();
    if (document.activeElement === document.body && before instanceof HTMLElement && !bringsUpKeyboard(before))
      before.focus({ preventScroll: true });
    try {
      keeper?.setItem(key, "1");
    } catch {
      // They may be asked again; skipping stays one press.
    }
  };
  const leave = () => {
    if (!location.pathname.startsWith(`/m/${replica.slug}`)) edge.remove();
  };
  form.addEventListener("done", close);
  addEventListener("popstate", leave);
  edge.append(form);
  document.body.append(edge);
  say("Two questions about your cloud, if you like, at the end of the page");
}

/** Opens the same questions in a dialog, to answer them otherwise. */
export function openProfile(replica: MeetupReplica): void {
  void openDialog(formFor(replica));
}

function formFor(replica: MeetupReplica): ProfileForm {
  const form = document.createElement("profile-form") as ProfileForm;
  form.replica = replica;
  form.profile = replica.me?.profile ?? {};
  return form;
}

/** What kind of cloud someone runs: two questions, and three more behind "more". None has to be answered. */
@customElement("profile-form")
export class ProfileForm extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** The answers so far. */
  @property({ attribute: false }) profile: Profile = {};
  /** Whether it is a dialog, the card at the edge, or on a phone a line there that offers to answer. */
  @property({ attribute: false }) look: "dialog" | "card" | "offer" = "dialog";
  @state() private hasMore = false;
  @state() private isBusy = false;

  protected override render() {
    if (this.look === "offer") return this.#offer();
    const isAnswered = Object.keys(this.profile).length > 0;
    return html`<form class="dialog-form profile" @submit=${this.save}>
      ${this.look === "card" ? html`<h2>Who wants what?</h2>` : dialogHead(this, "Your cloud")}
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
      <div class="dialog-end">
        <button type="button" class="btn btn--quiet" @click=${() => done(this)}>
          ${this.look === "card" ? "Skip" : "Cancel"}
        </button>
        <button class="btn btn--primary" ?disabled=${!isAnswered || this.isBusy}>Save</button>
      </div>
    </form>`;
  }

  #offer() {
    const answer = () => {
      done(this);
      openProfile(this.replica);
    };
    return html`<div class="profile-offer">
      <div class="grow">
        <h2>Who wants what?</h2>
        <p class="hint">Two questions about your cloud, if you like.</p>
      </div>
      <button type="button" class="btn btn--quiet btn--sm" @click=${() => done(this)}>Skip</button>
      <button type="button" class="btn btn--sm btn--primary" aria-haspopup="dialog" @click=${answer}>Answer</button>
    </div>`;
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

  private readonly save = async (event: Event) => {
    event.preventDefault();
    this.isBusy = true;
    const isSaved = await act(this.replica, { type: "profile.set", ...this.profile });
    this.isBusy = false;
    if (!isSaved) return;
    toast(this.look === "card" ? "Thank you. You can change it in the meetup’s menu, at the top" : "Saved");
    done(this);
  };
}
