import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { namesIn } from "../../../shared/meetup/names-in.ts";
import { listActions, type ListedAction } from "../../../shared/notes/action-list.ts";
import { isNamed } from "../../actions/action-groups.ts";
import { actionRow } from "../../actions/action-row.ts";
import { LightElement } from "../../look/light-element.ts";
import { Redraw } from "../../meetup/redraw.ts";
import type { MeetupReplica } from "../../replica/meetup-replica.ts";
import type { PadSession } from "../replica/pad-session.ts";

/** The list follows the text this long after the first of a burst of edits. Milliseconds. */
const LOOK_MS = 400;
/** In long notes it takes at most one part in so many of the time, so that typing stays smooth. */
const SHARE = 50;
/** So many are drawn; those further down are in the text. */
const MOST = 100;

/** What is to be done according to one pad, open things first, as its lines stand now. */
@customElement("pad-actions")
export class PadActions extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) session!: PadSession;
  @state() private actions: readonly ListedAction[] = [];
  #soon: ReturnType<typeof setTimeout> | undefined;
  #stop: (() => void) | undefined;
  #pause = LOOK_MS;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { text } = this.session.pad;
    text.observe(this.follow);
    this.#stop = () => text.unobserve(this.follow);
    this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    clearTimeout(this.#soon);
    this.#soon = undefined;
  }

  protected override render() {
    const { view, person } = this.replica;
    if (!view) return html``;
    if (this.actions.length === 0)
      return html`<p class="pp-none">
        Lines that begin with “- [ ]” are actions. With @name and a day they say who and by when.
      </p>`;
    const isOpen = ({ state: each }: ListedAction) => each === "open";
    const inOrder = [...this.actions.filter(isOpen), ...this.actions.filter((each) => !isOpen(each))];
    const more = inOrder.length - MOST;
    return html`<ul class="pp-actions">
        ${repeat(
          inOrder.slice(0, MOST),
          ({ id }) => id,
          (action) => actionRow(view, action, { isMine: isNamed(action, person?.name), hasWho: true, hasPlace: false }),
        )}
      </ul>
      ${more > 0 ? html`<p class="pp-none">${more} more in the text.</p>` : nothing}`;
  }

  private readonly follow = () => {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#look();
    }, this.#pause);
  };

  #look(): void {
    const began = performance.now();
    const { pad, padId, people } = this.session;
    const { view } = this.replica;
    const names = [...(view ? namesIn(view) : []), ...people.map(({ name }) => name)];
    const actions = listActions(pad.doc, padId, names);
    // Most edits leave them as they are.
    if (JSON.stringify(actions) !== JSON.stringify(this.actions)) this.actions = actions;
    void this.updateComplete.then(() => (this.#pause = Math.max(LOOK_MS, SHARE * (performance.now() - began))));
  }
}
