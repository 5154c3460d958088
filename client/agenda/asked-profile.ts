import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import type { MeetupReplica } from "../replica/meetup-replica.ts";

/** After the third vote, once: what kind of cloud they run. Whoever skips it is not asked again on this device. */
export class AskedProfile implements ReactiveController {
  readonly #page: ReactiveControllerHost & { replica: MeetupReplica };
  /** Who is asked. */
  #asked: string | undefined;
  /** How many votes this person had when the page opened. */
  #votesThen: number | undefined;
  #isAsking = false;

  constructor(page: ReactiveControllerHost & { replica: MeetupReplica }) {
    this.#page = page;
    page.addController(this);
  }

  hostUpdated(): void {
    const { slug, me, view, person } = this.#page.replica;
    if (view) this.#votesThen ??= me?.votes.length ?? 0;
    const votes = me?.votes.length ?? 0;
    if (votes <= (this.#votesThen ?? 0) || votes < 3 || me?.profile || !view?.meetup.voting.open) return;
    if (this.#isAsking || !person) return;
    this.#isAsking = true;
    import("../meetup/profile-offer.ts").then(
      (code) => this.#ask(code.wasProfileOffered(slug, person.id) ? undefined : person.id),
      () => (this.#isAsking = false),
    );
  }

  /** The question, where it is theirs to answer. */
  render(): TemplateResult | typeof nothing {
    const { replica } = this.#page;
    const { me, person } = replica;
    // They may have answered elsewhere, or somebody else may be here by now.
    if (this.#asked === undefined || this.#asked !== person?.id || me?.profile) return nothing;
    return html`<profile-offer
      .replica=${replica}
      .personId=${this.#asked}
      @done=${() => this.#ask(undefined)}
    ></profile-offer>`;
  }

  #ask(personId: string | undefined): void {
    this.#asked = personId;
    this.#page.requestUpdate();
  }
}
