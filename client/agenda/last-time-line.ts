import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { keep, kept } from "../look/device-storage.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { Redraw } from "../meetup/redraw.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { LastTime } from "../you/last-time.ts";

/** Above the agenda, once: whoever took something home from the meetup before is asked how it went, until they have said or put it away. */
@customElement("last-time-line")
export class LastTimeLine extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private isPutAway = false;
  /** Nobody who has put it away asks for it again. */
  #last: LastTime | undefined;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  protected override willUpdate(): void {
    if (!this.#isPutAway) this.#last ??= new LastTime(this);
  }

  protected override render() {
    const last = this.#last?.things;
    if (!last || this.#isPutAway || last.things.every(({ became }) => became !== null)) return nothing;
    const count = last.things.length;
    return html`<section class="ag-room ag-last" aria-label="Last time">
      ${icon("history")}<span class="grow"
        >You took ${count === 1 ? "one thing" : `${count} things`} home from ${last.title}.
        <a href="/m/${this.replica.slug}/you">How did ${count === 1 ? "it" : "they"} go?</a></span
      >
      <button class="btn btn--quiet btn--icon" aria-label="Put this away" @click=${this.putAway}>${icon("x")}</button>
    </section>`;
  }

  get #isPutAway(): boolean {
    return this.isPutAway || kept(this.#keptAs) !== null;
  }

  get #keptAs(): string {
    return `midcycle.last-time.${this.replica.slug}.${this.replica.person?.id ?? ""}`;
  }

  private readonly putAway = () => {
    keep(this.#keptAs, "put away");
    this.isPutAway = true;
  };
}
