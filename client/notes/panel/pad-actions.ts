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

/** The list follows the text once nobody has written for this long: in long notes keys would wait for it. Milliseconds. */
const PAUSE_MS = 400;
/** While somebody always writes it does so this often. Milliseconds. */
const LONGEST_MS = 10_000;
/** At most this many are drawn; those further down are in the text. */
const MOST = 50;

/** What is to be done according to one pad, open things first, as its lines stand now. */
@customElement("pad-actions")
export class PadActions extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) session!: PadSession;
  /** Undefined until they were looked for, which waits until the text itself is drawn. */
  @state() private actions: readonly ListedAction[] | undefined;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #stop: (() => void) | undefined;
  #lookedAt = 0;
  /** Who was known when that was last heeded. */
  #names = "";

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { text } = this.session.pad;
    text.observe(this.follow);
    this.#stop = () => text.unobserve(this.follow);
    this.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    clearTimeout(this.#soon);
    this.#soon = undefined;
  }

  protected override willUpdate(): void {
    const names = this.#known().join("\n");
    if (names === this.#names) return;
    this.#names = names;
    // Whom a line names changes with who is known.
    this.follow();
  }

  protected override render() {
    const { view, person } = this.replica;
    if (!view || !this.actions) return nothing;
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
    const isLate = this.actions === undefined || performance.now() - this.#lookedAt > LONGEST_MS;
    if (this.#soon !== undefined && isLate) return;
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      this.#look();
    }, PAUSE_MS);
  };

  /** Those with whose names the server reads actions, too. */
  #known(): string[] {
    const { view } = this.replica;
    return view ? namesIn(view) : [];
  }

  #look(): void {
    const { pad, padId } = this.session;
    const actions = listActions(pad.doc, padId, this.#known());
    // Most edits leave them as they are.
    if (JSON.stringify(actions) !== JSON.stringify(this.actions)) this.actions = actions;
    this.#lookedAt = performance.now();
  }
}
