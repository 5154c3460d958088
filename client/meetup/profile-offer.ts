import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { keep, kept } from "../look/device-storage.ts";
import { bringsUpKeyboard, focusInSight } from "../look/keep-focus.ts";
import { LightElement } from "../look/light-element.ts";
import { say } from "../look/live-region.ts";
import { done } from "../look/open-dialog.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { openProfile } from "./profile-form.ts";

/** Whether somebody has answered or skipped the questions of this meetup on this device. */
export function wasProfileOffered(slug: string, personId: string): boolean {
  return Boolean(kept(keyOf(slug, personId)));
}

/**
 * A line at the edge of the page that offers to say what kind of cloud one runs; fires `done` once it was answered or
 * skipped. The questions themselves would cover the list that is being voted on.
 */
@customElement("profile-offer")
export class ProfileOffer extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** Who is asked. */
  @property({ attribute: false }) personId = "";
  /** Who answers or skips by keyboard is back where it found them. */
  readonly #before = document.activeElement;

  override connectedCallback(): void {
    super.connectedCallback();
    say("Two questions about your cloud, if you like, at the end of the page");
  }

  protected override render() {
    const answer = () => {
      this.#leave();
      openProfile(this.replica);
    };
    return html`<aside class="profile-offer" aria-label="About your cloud">
      <div class="grow">
        <h2>Who wants what?</h2>
        <p class="hint">Two questions about your cloud, if you like.</p>
      </div>
      <button type="button" class="btn btn--quiet btn--sm" @click=${() => this.#leave()}>Skip</button>
      <button type="button" class="btn btn--sm btn--primary" aria-haspopup="dialog" @click=${answer}>Answer</button>
    </aside>`;
  }

  /** It may have come over what has the focus. */
  protected override firstUpdated(): void {
    if (this.#before?.matches(":focus-visible")) this.#before.scrollIntoView({ block: "nearest" });
  }

  #leave(): void {
    const before = this.#before;
    const isHere = this.contains(document.activeElement) || document.activeElement === document.body;
    if (isHere && before instanceof HTMLElement && before.isConnected && !bringsUpKeyboard(before))
      focusInSight(before);
    keep(keyOf(this.replica.slug, this.personId), "1");
    done(this);
  }
}

function keyOf(slug: string, personId: string): string {
  return `midcycle.profile-asked.${slug}.${personId}`;
}
