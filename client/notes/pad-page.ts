import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "../hands/hands-card.ts";
import "./pad-editor.ts";
import "./pad-page.css";
import "./pad-toolbar.ts";
import "./reading-view.ts";
import "./save-badge.ts";
import { outlineOf, type Heading } from "../../shared/notes/outline.ts";
import { copyText } from "../look/copy-text.ts";
import { LightElement } from "../look/light-element.ts";
import { askName, changeName } from "../meetup/ask-name.ts";
import type { MeetupReplica } from "../meetup/meetup-replica.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { knowWhoIAm } from "../who-i-am.ts";
import { discardPad, leavePad, openPad } from "./open-pads.ts";
import { lineInHash } from "./linked-line.ts";
import type { LineEvent, LineLinkEvent, PadEditor } from "./pad-editor.ts";
import { padBanner } from "./pad-banner.ts";
import { padFailure } from "./pad-failure.ts";
import { padHead } from "./pad-head.ts";
import { padOutline } from "./pad-outline.ts";
import { padPlace } from "./pad-place.ts";
import type { PadReplica } from "./pad-replica.ts";
import type { ToolEvent } from "./pad-toolbar.ts";
import type { ReadingView } from "./reading-view.ts";
import { whyReading, type WhyReading } from "./why-reading.ts";

/** A lost connection is announced only after this long: most are back sooner. Milliseconds. */
const GRACE_MS = 1500;
/** The outline follows the text this long after the last of a burst of edits. Milliseconds. */
const OUTLINE_MS = 250;

/** One pad of a meetup: its text, written by everyone at once, and who is there. */
@customElement("pad-page")
export class PadPage extends LightElement {
  /** The meetup it belongs to. */
  @property({ attribute: false }) replica!: MeetupReplica;
  /** Which pad. */
  @property({ attribute: "pad-id" }) padId = "";

  @state() private pad: PadReplica | undefined;
  @state() private headings: readonly Heading[] = [];
  @state() private line = 1;
  @state() private isCutOff = false;
  /** Whether the text shows as a page to read. */
  @state() private isReading = false;
  @query("pad-editor") private editor!: PadEditor | null;
  @query("reading-view") private reader!: ReadingView | null;
  #stops: (() => void)[] = [];
  #stopMeetup: (() => void) | undefined;
  #outlineSoon: ReturnType<typeof setTimeout> | undefined;
  #cutOffSoon: ReturnType<typeof setTimeout> | undefined;
  #openedId = "";
  #hasShownLink = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopMeetup = this.replica?.subscribe(this.meetupNews);
    addEventListener("hashchange", this.showLinkedLine);
    if (this.padId) void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopMeetup?.();
    removeEventListener("hashchange", this.showLinkedLine);
    this.#leave();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("replica")) {
      this.#stopMeetup?.();
      this.#stopMeetup = this.replica.subscribe(this.meetupNews);
    }
    if (changed.has("padId") && this.isConnected) void this.#open();
  }

  protected override updated(): void {
    document.title = pageTitle(this.replica, `Notes: ${this.#place?.title ?? "…"}`);
    if (this.#canShowText && !this.#hasShownLink) void this.#showFirstLink();
  }

  protected override render() {
    const save = this.pad?.save;
    if (save?.state === "error") {
      const { slug } = this.replica;
      return pageShell(
        this.replica,
        "notes",
        padFailure({ slug, why: save.why, edits: save.edits, copy: this.copyAll }),
      );
    }
    return pageShell(
      this.replica,
      "notes",
      html`${this.#banner}${padHead({
          slug: this.replica.slug,
          padId: this.padId,
          view: this.replica.view,
          place: this.#place,
          people: this.pad?.people ?? [],
          save: this.#saveShown,
          isReading: this.#canShowText ? this.isReading : undefined,
          toggleReading: () => void this.toggleReading(),
        })}
        ${this.#hands}
        ${this.#canShowText && !this.#isReadOnly && !this.isReading ? html`<pad-toolbar @tool=${this.useTool}></pad-toolbar>` : nothing}
        <div class="nb">
          ${padOutline({
            slug: this.replica.slug,
            headings: this.headings,
            isLoaded: this.#canShowText,
            line: this.line,
            people: this.pad?.people ?? [],
            related: this.#place?.related ?? [],
            go: (to) => (this.isReading ? this.reader : this.editor)?.goToLine(to),
          })}
          <div class="ed">${this.#text}</div>
        </div>`,
    );
  }

  get #place() {
    return this.replica.view && padPlace(this.replica.view, this.padId);
  }

  get #hands() {
    const session = this.#place?.session;
    return session
      ? html`<hands-card .replica=${this.replica} .sessionId=${session.id} .insert=${this.insertBlock}></hands-card>`
      : nothing;
  }

  get #whyReading(): WhyReading | undefined {
    const today = new Date().toISOString().slice(0, 10);
    return whyReading(this.replica.person !== null, this.replica.view?.meetup, today);
  }

  get #isReadOnly(): boolean {
    return this.#whyReading !== undefined || this.pad?.save.state === "read-only";
  }

  /** What the badge says: a reader has nothing to save. */
  get #saveShown(): PadReplica["save"] {
    const save = this.pad?.save ?? { state: "loading", isReachable: true };
    return save.state === "saved" && this.#isReadOnly ? { state: "read-only", edits: 0 } : save;
  }

  /** An editor stands only for a text that has arrived: an empty one would look like lost notes. */
  get #canShowText(): boolean {
    return this.pad?.isLoaded === true;
  }

  get #text(): TemplateResult {
    if (this.pad && this.#canShowText) {
      // The editor stays, with what can be undone in it, while one reads.
      return html`<pad-editor
          id="pad"
          ?hidden=${this.isReading}
          .replica=${this.pad}
          .isReadOnly=${this.#isReadOnly}
          @line-change=${(event: LineEvent) => (this.line = event.detail.line)}
          @line-link=${this.linkLine}
        ></pad-editor
        >${this.isReading ? html`<reading-view .replica=${this.pad}></reading-view>` : nothing}`;
    }
    const save = this.pad?.save;
    return html`<div class="pad-loading" role="status">
      ${
        save?.state === "loading" && !save.isReachable
          ? html`<div class="pad-trying">
              <p><b>The notes can’t be reached.</b> They are safe on the server. This page keeps trying.</p>
              <button class="btn" @click=${this.tryNow}>Try now</button>
            </div>`
          : html`<span class="vh">Opening the notes</span>`
      }
      <div class="pad-lines" aria-hidden="true">
        ${["h", "a", "b", "g", "c", "d", "b"].map((size) => html`<span class="sk sk-${size}"></span>`)}
      </div>
    </div>`;
  }

  get #banner(): TemplateResult | typeof nothing {
    const save = this.pad?.save;
    if (!save || !this.#canShowText) return nothing;
    return padBanner({
      save,
      reading: this.#whyReading,
      // When all of the meetup is out of reach, the shell's bar says so already.
      isCutOff: this.isCutOff && this.replica.reach !== "offline",
      copy: this.copyAll,
      openAnew: this.openAnew,
      tryNow: this.tryNow,
      startWriting: this.startWriting,
    });
  }

  async #open(): Promise<void> {
    const { padId } = this;
    this.#leave();
    this.#openedId = padId;
    // Opened as nobody first, the server would have to be asked twice.
    await knowWhoIAm();
    if (!this.isConnected || this.padId !== padId || this.pad) return;
    const pad = openPad(padId, this.replica.person);
    const follow = () => this.#followText();
    pad.text.observe(follow);
    this.#stops = [pad.subscribe(() => this.#padNews()), () => pad.text.unobserve(follow)];
    this.pad = pad;
    this.#padNews();
  }

  #leave(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    clearTimeout(this.#outlineSoon);
    clearTimeout(this.#cutOffSoon);
    this.#outlineSoon = this.#cutOffSoon = undefined;
    if (this.pad) leavePad(this.#openedId);
    this.pad = undefined;
    this.headings = [];
    this.isCutOff = false;
    this.line = 1;
    this.#hasShownLink = false;
  }

  /** An address may end in a line; once the text is there, that line is shown. */
  async #showFirstLink(): Promise<void> {
    this.#hasShownLink = true;
    await this.editor?.updateComplete;
    this.showLinkedLine();
  }

  #padNews(): void {
    const pad = this.pad;
    if (!pad) return;
    if (pad.isConnected) {
      clearTimeout(this.#cutOffSoon);
      this.#cutOffSoon = undefined;
      this.isCutOff = false;
      // Who we are may not have been known yet, when the server could not be asked.
      if (this.replica.person === null) void knowWhoIAm();
      if (this.headings.length === 0) this.#followText();
    } else {
      this.#cutOffSoon ??= setTimeout(() => (this.isCutOff = true), GRACE_MS);
    }
    this.requestUpdate();
  }

  #followText(): void {
    this.#outlineSoon ??= setTimeout(() => {
      this.#outlineSoon = undefined;
      if (!this.pad) return;
      const headings = outlineOf(this.pad.text.toString());
      // Most edits leave the headings as they are, and with them the page.
      if (JSON.stringify(headings) !== JSON.stringify(this.headings)) this.headings = headings;
    }, OUTLINE_MS);
  }

  private readonly meetupNews = () => {
    // Edits of the person before stay theirs.
    if (this.pad && !this.pad.introduce(this.replica.person)) void this.#open();
    this.requestUpdate();
  };

  private readonly showLinkedLine = () => {
    const line = lineInHash(location.hash);
    if (line === undefined) this.editor?.hideLinkedLine();
    else {
      this.editor?.showLinkedLine(line);
      this.reader?.goToLine(line);
    }
  };

  private readonly linkLine = ({ detail: { line } }: LineLinkEvent) => {
    history.replaceState(history.state, "", `#L${line}`);
    this.showLinkedLine();
  };

  private readonly toggleReading = async () => {
    const { line } = this;
    this.isReading = !this.isReading;
    await this.updateComplete;
    if (this.isReading) {
      await this.reader?.updateComplete;
      if (line > 1) this.reader?.goToLine(line);
    }
  };

  private readonly startWriting = async () => {
    if (!(await askName())) return;
    await this.updateComplete;
    this.editor?.focus();
  };

  private readonly tryNow = () => this.pad?.reconnect();

  private readonly copyAll = () => copyText(this.pad?.text.toString() ?? "", "Notes");

  private readonly openAnew = async () => {
    await discardPad(this.padId);
    await this.#open();
    // A lost name is a reason for refusing, and easily mended.
    if (this.replica.person === null) await changeName();
  };

  private readonly insertBlock = (text: string) => this.editor?.insertBlock(text) ?? false;

  private readonly useTool = ({ detail: { tool } }: ToolEvent) => {
    if (tool === "undo") this.editor?.undo();
    else if (tool === "redo") this.editor?.redo();
    else if (tool === "find") this.editor?.find();
    else this.editor?.format(tool);
  };
}
