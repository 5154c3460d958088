import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "./pad-editor.ts";
import "./pad-page.css";
import "./pad-toolbar.ts";
import "./save-badge.ts";
import { outlineOf, type Heading } from "../../shared/notes/outline.ts";
import { copyText } from "../look/copy-text.ts";
import { failure } from "../look/failure.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { askName, changeName } from "../meetup/ask-name.ts";
import type { MeetupReplica } from "../meetup/meetup-replica.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { knowWhoIAm } from "../who-i-am.ts";
import { discardPad, leavePad, openPad } from "./open-pads.ts";
import type { LineEvent, PadEditor } from "./pad-editor.ts";
import { padHead } from "./pad-head.ts";
import { padOutline } from "./pad-outline.ts";
import { padPlace } from "./pad-place.ts";
import type { PadReplica } from "./pad-replica.ts";
import type { ToolEvent } from "./pad-toolbar.ts";

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
  @query("pad-editor") private editor!: PadEditor | null;
  #stops: (() => void)[] = [];
  #stopMeetup: (() => void) | undefined;
  #outlineSoon: ReturnType<typeof setTimeout> | undefined;
  #cutOffSoon: ReturnType<typeof setTimeout> | undefined;
  #openedId = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopMeetup = this.replica?.subscribe(this.meetupNews);
    addEventListener("online", this.tryNow);
    addEventListener("offline", this.tryNow);
    if (this.padId) void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopMeetup?.();
    removeEventListener("online", this.tryNow);
    removeEventListener("offline", this.tryNow);
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
  }

  protected override render() {
    const save = this.pad?.save;
    if (save?.state === "error") return pageShell(this.replica, "notes", this.#failure(save.why, save.edits));
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
        })}
        ${
          this.#canShowText
            ? html`<pad-toolbar .isReadOnly=${this.#isReadOnly} @tool=${this.useTool}></pad-toolbar>`
            : nothing
        }
        <div class="nb">
          ${padOutline({
            slug: this.replica.slug,
            headings: this.headings,
            line: this.line,
            people: this.pad?.people ?? [],
            related: this.#place?.related ?? [],
            go: (to) => this.editor?.goToLine(to),
          })}
          <div class="ed">${this.#text}</div>
        </div>`,
    );
  }

  get #place() {
    return this.replica.view && padPlace(this.replica.view, this.padId);
  }

  get #isReadOnly(): boolean {
    return this.replica.person === null || this.pad?.save.state === "read-only";
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
      return html`<pad-editor
        id="pad"
        .replica=${this.pad}
        .isReadOnly=${this.#isReadOnly}
        @line-change=${(event: LineEvent) => (this.line = event.detail.line)}
      ></pad-editor>`;
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

  #failure(why: "unknown-pad" | "removed", edits: number): TemplateResult {
    const copy =
      edits > 0
        ? html`<button class="btn btn--primary" @click=${this.copyAll}>${icon("copy")}Copy as Markdown</button>`
        : nothing;
    const back = html`${copy}<a class="btn" href="/m/${this.replica.slug}">Go to the agenda</a>`;
    const kept = edits > 0 ? " What you wrote last is still on this page: copy it now." : "";
    return html`<div class="shell-note">
      ${
        why === "unknown-pad"
          ? failure(
              "There are no notes here",
              `The address may have a typing error, or the notes were deleted.${kept}`,
              back,
            )
          : failure(
              "You can’t open these notes any more",
              `An organizer has removed you from this meetup.${kept}`,
              back,
            )
      }
    </div>`;
  }

  get #banner(): TemplateResult | typeof nothing {
    const save = this.pad?.save;
    if (!save || !this.#canShowText) return nothing;
    if (save.state === "read-only") {
      return html`<div class="banner banner--bad" role="alert">
        ${icon("lock")}<span class="grow"
          ><b>These notes can’t be changed now.</b>
          ${save.edits === 1 ? "Your last edit was" : `Your last ${save.edits} edits were`} not taken and only this page
          has them.</span
        >
        <button class="btn btn--sm" @click=${this.copyAll}>Copy as Markdown</button>
        <button class="btn btn--sm" @click=${this.openAnew}>Show the saved notes</button>
      </div>`;
    }
    if (save.state === "unsaved" && save.why === "cannot-store") {
      return html`<div class="banner banner--warn" role="status">
        ${icon("cloud-off")}<span class="grow"
          ><b>The server can’t save right now.</b> What you typed is kept on this page and sent when it can.</span
        >
      </div>`;
    }
    // When all of the meetup is out of reach, the shell's bar says so already.
    if (this.isCutOff && this.replica.reach !== "offline") {
      return html`<div class="banner banner--warn" role="status">
        ${icon("wifi-off")}<span class="grow"
          ><b>No connection.</b>
          ${this.#isReadOnly ? "You see the last text." : "Keep writing: it is sent when the connection is back."}</span
        >
        <button class="btn btn--sm" @click=${this.tryNow}>Try now</button>
      </div>`;
    }
    if (this.replica.person === null) {
      return html`<div class="banner banner--read">
        ${icon("eye")}<span class="grow">You are reading along.</span>
        <button class="btn btn--primary btn--sm" @click=${askName}>Enter your name to write</button>
      </div>`;
    }
    return nothing;
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
      if (this.pad) this.headings = outlineOf(this.pad.text.toString());
    }, OUTLINE_MS);
  }

  private readonly meetupNews = () => {
    this.pad?.introduce(this.replica.person);
    this.requestUpdate();
  };

  private readonly tryNow = () => this.pad?.reconnect();

  private readonly copyAll = () => copyText(this.pad?.text.toString() ?? "", "Notes");

  private readonly openAnew = async () => {
    discardPad(this.padId);
    await this.#open();
    // A lost name is a reason for refusing, and easily mended.
    if (this.replica.person === null) await changeName();
  };

  private readonly useTool = ({ detail: { tool } }: ToolEvent) => {
    if (tool === "undo") this.editor?.undo();
    else if (tool === "redo") this.editor?.redo();
    else this.editor?.format(tool);
  };
}
