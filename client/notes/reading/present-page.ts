import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { clockTime } from "../../../shared/time.ts";
import { nowOf } from "../../../shared/meetup/now.ts";
import { icon } from "../../look/icon.ts";
import { LightElement } from "../../look/light-element.ts";
import "../../look/qr-code.ts";
import type { MeetupReplica } from "../../replica/meetup-replica.ts";
import { timeLeft } from "../../meetup/time-words.ts";
import { Unattended } from "../../wall/unattended.ts";
import { onNewestPlace } from "./newest-place.ts";
import { notesAddress } from "../replica/open-pads.ts";
import { padPlace } from "../pad-place.ts";
import { PadReplica } from "../replica/pad-replica.ts";
import "./reading-view.ts";
import type { ReadingView } from "./reading-view.ts";
import { showWholeLines } from "./whole-lines.ts";
import "../../wall/wall-page.css";
import "./present-page.css";

/** The view follows this long after the first of a burst, when the text has been drawn anew. Milliseconds. */
const FOLLOW_MS = 250;
/** What happens within this part of the height, from above, needs no scrolling. */
const CALM_TO = 0.7;
/** Where in the height the note taker's line comes to stand. */
const STAND = 0.45;

/**
 * A pad on the projector of its room: its text in large letters, following the note taker, with the time that is
 * left. Reads only, as nobody, and looks after itself.
 */
@customElement("present-page")
export class PresentPage extends LightElement {
  /** The meetup it belongs to. */
  @property({ attribute: false }) replica!: MeetupReplica;
  /** Which pad. */
  @property({ attribute: "pad-id" }) padId = "";
  @state() private pad: PadReplica | undefined;
  /** What of the time is drawn. */
  @state() private drawn = "";
  @query("reading-view") private reader!: ReadingView | null;
  #unattended!: Unattended;
  #stops: (() => void)[] = [];
  /** What scrolls, and how to stop looking after its lines. */
  #whole: { scroller: Element; stop: () => void } | undefined;
  #followSoon: ReturnType<typeof setTimeout> | undefined;
  /** Where in the text the newest edit or cursor is. */
  #index = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    const pad = new PadReplica({ padId: this.padId, address: notesAddress(), person: null });
    this.pad = pad;
    this.#unattended = new Unattended({
      tick: () => this.#tick(),
      isCutOff: () => this.replica.reach === "offline",
      heard: () => pad.isLoaded && pad.wake(),
    });
    let stopFollowing: (() => void) | undefined;
    const padNews = () => {
      this.requestUpdate();
      // What comes while the text arrives is nobody's doing now.
      if (pad.isLoaded)
        stopFollowing ??= onNewestPlace({ text: pad.text, awareness: pad.awareness, now: Date.now }, this.follow);
    };
    this.#stops = [
      this.replica.subscribe(() => this.requestUpdate()),
      pad.subscribe(padNews),
      () => stopFollowing?.(),
      () => pad.close(),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    this.#unattended.close();
    this.#whole?.stop();
    this.#whole = undefined;
    clearTimeout(this.#followSoon);
  }

  protected override updated(): void {
    const { reader } = this;
    void reader?.updateComplete.then(() => {
      const scroller = reader.querySelector<HTMLElement>(".rd");
      if (!scroller || scroller === this.#whole?.scroller || !this.isConnected) return;
      this.#whole?.stop();
      this.#whole = { scroller, stop: showWholeLines(scroller) };
    });
  }

  protected override render() {
    const { view } = this.replica;
    const place = view && padPlace(view, this.padId);
    const { touch, shift } = this.#unattended;
    const at = touch.now();
    const now = view && nowOf(view, at);
    const on = now?.rooms.find((each) => each.on && each.on.session.id === place?.session?.id)?.on;
    document.title = `${place?.title ?? "Notes"} · Midcycle`;
    return html`<main id="main" class="wall present" tabindex="-1" style="transform:${shift}">
      <header class="w-h">
        <h1>${place?.title ?? "Notes"}</h1>
        ${this.#lost(view?.meetup.timezone)}
        ${on ? html`<span class="w-d">${on.session.full ? "Room full, " : ""}${timeLeft(on)}</span>` : nothing}
        ${
          view ? html`<time class="w-t">${clockTime(new Date(at).toISOString(), view.meetup.timezone)}</time>` : nothing
        }
      </header>
      ${
        on
          ? html`<span class="w-bar p-bar" aria-hidden="true"
              ><i style="inline-size:${(on.share * 100).toFixed(1)}%"></i
            ></span>`
          : nothing
      }
      <section class="w-l" aria-label="Notes">${this.#text}</section>
      <aside class="w-r" aria-label="Take notes too">
        ${now?.announcements.slice(0, 1).map(({ text }) => html`<p class="w-say">${text}</p>`)}
        <div class="w-join">
          <qr-code .text=${location.origin + location.pathname} label="QR code of these notes"></qr-code>
          <span class="w-do">Write along</span>
          ${view ? html`<span class="w-code">${view.meetup.code}</span>` : nothing}
        </div>
      </aside>
    </main>`;
  }

  get #text(): TemplateResult {
    const { pad } = this;
    if (pad?.save.state === "error")
      return html`<p class="w-none">
        ${pad.save.why === "unknown-pad" ? "There are no notes at this address" : "These notes can’t be shown"}
      </p>`;
    if (!pad?.isLoaded) return html`<p class="w-none" role="status">Opening the notes</p>`;
    return html`<reading-view .replica=${pad}></reading-view>`;
  }

  #lost(timezone: string | undefined): TemplateResult | typeof nothing {
    const { lostAt } = this.#unattended.touch;
    const isCutOff = this.pad?.isLoaded === true && !this.pad.isConnected;
    if (lostAt === undefined && !isCutOff) return nothing;
    const since = lostAt && timezone ? ` since ${clockTime(new Date(lostAt).toISOString(), timezone)}` : "";
    return html`<p class="w-lost" role="alert">${icon("wifi-off")}No connection${since}</p>`;
  }

  #tick(): void {
    const { touch } = this.#unattended;
    this.drawn = `${Math.floor(touch.now() / 10_000)} ${touch.lostAt}`;
  }

  private readonly follow = (index: number) => {
    this.#index = index;
    this.#followSoon ??= setTimeout(() => {
      this.#followSoon = undefined;
      this.#showNewest();
    }, FOLLOW_MS);
  };

  /** Brings the line of the newest edit into view: blocks know their first lines, and in a block lines share its height. */
  #showNewest(): void {
    const scroller = this.reader?.querySelector<HTMLElement>(".rd");
    const text = this.pad?.text.toString();
    if (!scroller || text === undefined) return;
    const line = text.slice(0, this.#index).split("\n").length;
    const blocks = [...scroller.querySelectorAll<HTMLElement>(".md-block")];
    const at = blocks.findLastIndex(({ dataset }) => Number(dataset["line"]) <= line);
    const block = blocks[at];
    if (!block) return;
    const first = Number(block.dataset["line"]);
    const after = Number(blocks[at + 1]?.dataset["line"] ?? text.split("\n").length + 1);
    const share = Math.min(1, (line - first + 0.5) / Math.max(1, after - first));
    for (const each of blocks) each.toggleAttribute("data-newest", each === block);
    const box = scroller.getBoundingClientRect();
    const own = block.getBoundingClientRect();
    const y = own.top - box.top + share * own.height;
    if (y > 0 && y < box.height * CALM_TO) return;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scroller.scrollBy({ top: y - box.height * STAND, behavior: isCalm ? "instant" : "smooth" });
  }
}
