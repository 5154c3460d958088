import { html, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { toast } from "../look/toast.ts";

/** At most this many "+1" a second in the whole page; beyond it only counts change. */
const PINGS_A_SECOND = 3;
/** A vote of one's own settles within this long. */
const PRESS_MS = 3000;
const recentPings: number[] = [];

/** Fired when the person votes or takes the vote back. */
export type VoteEvent = CustomEvent<{ isCast: boolean }>;

/** The vote: an arch with a count. It knows what it shows, not what a vote costs or whether it counted. */
@customElement("vote-button")
export class VoteButton extends LightElement {
  /** What is voted for, to name the button. */
  @property() topic = "";
  /** Null while counts are withheld. */
  @property({ attribute: false }) count: number | null = 0;
  @property({ attribute: false }) isMine = false;
  /** One of the few top picks. */
  @property({ attribute: false }) isPick = false;
  /** What is shown in place of the count, when the list is sorted by something else, and how to say it. */
  @property({ attribute: false }) instead: { shown: string; says: string } | undefined;
  /** Yours, but the server has not confirmed it for a while. */
  @property({ attribute: false }) isHeldUp = false;
  /** Why it can't be pressed, in a few words: it stays reachable by keyboard, and pressing it says so. */
  @property({ attribute: false }) whyNot: string | undefined;
  @property({ attribute: false }) isWide = false;
  @state() private pinged = 0;
  @query("button") private button!: HTMLButtonElement;
  #isPressed = false;
  /** The time of one's own last press: what changes right after it is not others' doing. */
  #pressedAt = 0;
  #isRolling = false;

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get("count") as number | null | undefined;
    if (!this.hasUpdated || !changed.has("count")) return;
    this.#isRolling = true;
    const isFromOthers =
      typeof before === "number" && (this.count ?? 0) > before && !changed.has("isMine") && !changed.has("topic");
    const isAfterPress = Date.now() - this.#pressedAt < PRESS_MS;
    if (isFromOthers && !isAfterPress && document.visibilityState === "visible" && mayPing()) this.pinged += 1;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("isMine") && this.isMine && this.#isPressed) {
      this.button.classList.remove("sweep");
      void this.button.offsetWidth;
      this.button.classList.add("sweep");
    }
    if (changed.has("isMine")) this.#isPressed = false;
  }

  protected override render() {
    const shown = this.instead?.shown ?? this.count ?? (this.isMine ? "✓" : "–");
    const votes = this.count === null ? "" : `, ${this.count} ${this.count === 1 ? "vote" : "votes"}`;
    const more = `${this.instead ? `, ${this.instead.says}` : ""}${this.isPick ? ", a top pick of yours" : ""}`;
    return html`<button
      type="button"
      class="vote ${this.isWide ? "vote--wide" : ""}"
      aria-pressed=${this.isMine}
      aria-label=${this.isWide ? nothing : `Vote for ${this.topic}${votes}${more}`}
      aria-disabled=${this.whyNot === undefined ? nothing : "true"}
      title=${this.whyNot ?? nothing}
      aria-description=${this.whyNot ?? nothing}
      ?data-pending=${this.isHeldUp}
      ?data-closed-count=${this.count === null}
      ?data-must=${this.isPick && this.isMine}
      @click=${this.press}
    >
      ${icon("lift")}<span class="count"
        >${keyed(shown, html`<span class=${this.#isRolling ? "roll" : ""}>${shown}</span>`)}</span
      >${this.isWide ? html`<span>I will come<span class="vh">: ${this.topic}</span></span>` : nothing}${
        this.pinged > 0 ? keyed(this.pinged, html`<span class="ping" aria-hidden="true">+1</span>`) : nothing
      }
    </button>`;
  }

  private readonly press = () => {
    // On a touch screen no title shows.
    if (this.whyNot !== undefined) return toast(this.whyNot);
    this.#isPressed = true;
    this.#pressedAt = Date.now();
    const isCast = !this.isMine;
    if (isCast && "vibrate" in navigator) navigator.vibrate(8);
    this.dispatchEvent(new CustomEvent("vote", { detail: { isCast }, bubbles: true }));
  };
}

function mayPing(): boolean {
  const now = Date.now();
  while ((recentPings[0] ?? now) < now - 1000) recentPings.shift();
  if (recentPings.length >= PINGS_A_SECOND) return false;
  recentPings.push(now);
  return true;
}
