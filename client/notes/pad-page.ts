import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { outlineOf } from "../../shared/notes/outline.ts";
import "../hands/hands-card.ts";
import "./kept-nowhere-dialog.ts";
import "./pad-page.css";
import "./pad-toolbar.ts";
import "./save-badge.ts";
import { copyText } from "../look/copy-text.ts";
import { keep, kept } from "../look/device-storage.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { LightElement } from "../look/light-element.ts";
import { changeName } from "../meetup/ask-name.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { saidAt } from "../meetup/times.ts";
import { waitingWords } from "../meetup/waiting-words.ts";
import { comeTo, type PadMode } from "../routes.ts";
import { currentPersonInTime } from "../current-person.ts";
import { connectionLine } from "./connection-line.ts";
import { discardPad } from "./replica/open-pads.ts";
import { followKeyboard } from "./keyboard-inset.ts";
import type { PadEditor } from "./editor/pad-editor.ts";
import { followingBar } from "./following-bar.ts";
import { PadFollowing } from "./pad-following.ts";
import { padBanner } from "./pad-banner.ts";
import { padFailure } from "./pad-failure.ts";
import { padHead } from "./pad-head.ts";
import { PadLines } from "./pad-lines.ts";
import { padLoading } from "./pad-loading.ts";
import { padOutline } from "./pad-outline.ts";
import { lockersOf, padPlace } from "./pad-place.ts";
import { PanelPlace } from "./panel/panel-place.ts";
import type { PadPerson } from "./pad-people.ts";
import type { PadReplica } from "./replica/pad-replica.ts";
import { PadSession } from "./replica/pad-session.ts";
import { groupFromHeading, sessionBand } from "./session-band.ts";
import { removedNotice } from "./removed-notice.ts";
import { loadHistory, padText } from "./pad-text.ts";
import { lockToggle } from "./lock-toggle.ts";
import { PadWriting } from "./pad-writing.ts";
import type { ReadingView } from "./reading/reading-view.ts";

/** Whether this device shows who wrote what. */
const AUTHORS_KEY = "midcycle.authors";

/** One pad of a meetup: its text, written by everyone at once, and who is there. */
@customElement("pad-page")
export class PadPage extends LightElement {
  /** The meetup it belongs to. */
  @property({ attribute: false }) replica!: MeetupReplica;
  /** Which pad. */
  @property({ attribute: "pad-id" }) padId = "";

  /** What one does with it. */
  @property({ attribute: false }) mode: PadMode = "write";

  @state() private session: PadSession | undefined;
  @state() private hasAuthors = kept(AUTHORS_KEY) === "1";
  @query("pad-editor") private editor!: PadEditor | null;
  @query("reading-view") private reader!: ReadingView | null;
  readonly #lines = new PadLines(this, () => ({ mode: this.mode, editor: this.editor, reader: this.reader }));
  readonly #following = new PadFollowing(this, () => this.session);
  readonly #writing = new PadWriting(this, {
    isLocked: () => this.#place?.isLocked === true,
    editor: () => this.editor,
    write: () => this.goTo("write"),
  });
  readonly #panel = new PanelPlace(this, {
    session: () => this.session,
    addAction: () => (this.#writing.isReadOnly ? undefined : this.#writing.addAction),
    connection: () => this.#connection,
  });
  #stopMeetup: (() => void) | undefined;
  #stopKeyboard: (() => void) | undefined;
  /** The editor stays, with what can be undone in it, while one reads or looks back. */
  #hasEditor = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopMeetup = this.replica?.subscribe(this.meetupNews);
    this.#stopKeyboard = followKeyboard(this);
    if (this.padId) void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopMeetup?.();
    this.#stopKeyboard?.();
    this.#leave();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("replica")) {
      this.#stopMeetup?.();
      this.#stopMeetup = this.replica.subscribe(this.meetupNews);
    }
    if (changed.has("padId") && this.isConnected) void this.#open();
    if (changed.get("mode") !== undefined) this.#lines.modeChanges(changed.get("mode")!);
    if (this.mode === "write") this.#hasEditor = true;
    else this.#following.end();
    if (this.mode === "history") loadHistory(() => this.requestUpdate());
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.get("mode") !== undefined) void this.#lines.modeChanged();
    document.title = pageTitle(this.replica, `Notes: ${this.#place?.title ?? "…"}`);
    if (this.#canShowText) void this.#lines.showFirst();
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
    // Who one is decides what stands above the text: nothing is put over what is there already.
    if (!this.session) return pageShell(this.replica, "notes", padLoading(undefined, this.tryNow));
    return pageShell(
      this.replica,
      "notes",
      html`${this.#notice}${this.#banner}${this.#head}
        <div class="pday">${sessionBand(this.replica, this.#place)} ${this.#hands}</div>
        ${
          // There before the text is, so that nothing moves when that comes.
          !this.#writing.isReadOnly && this.mode === "write"
            ? html`<pad-toolbar .inert=${!this.#canShowText} @tool=${this.#writing.useTool}></pad-toolbar>`
            : nothing
        }
        <div class=${this.#columns}>
          ${padOutline({
            slug: this.replica.slug,
            headings: this.session?.headings ?? [],
            isLoaded: this.#canShowText,
            line: this.#lines.line,
            whereabouts: this.mode === "write" ? this.#following.whereabouts : [],
            people: this.session?.people ?? [],
            related: this.#place?.related ?? [],
            go: (line) => this.#lines.goTo(line),
            startGroup: this.#mayStartGroup ? this.startGroup : undefined,
          })}
          <div class="ed">
            ${followingBar(this.#following.person, this.#following.end)}${this.#text}
            <div class="below">${this.#announcements}${this.#connection}</div>
          </div>
          ${this.#panel.aside}
        </div>`,
    );
  }

  get #columns(): string {
    if (this.mode === "history") return "nb nb--wide";
    return this.#panel.isBeside ? "nb nb--panel" : "nb";
  }

  get pad(): PadReplica | undefined {
    return this.session?.pad;
  }

  get #head(): TemplateResult {
    return padHead({
      slug: this.replica.slug,
      padId: this.padId,
      view: this.replica.view,
      place: this.#place,
      people: this.session?.people ?? [],
      me: this.replica.person?.id,
      following: this.#following.person?.key,
      pad: this.pad,
      isReadOnly: this.#writing.isReadOnly,
      mode: this.mode,
      hasAuthors: this.hasAuthors,
      go: (mode) => void this.goTo(mode),
      toggleAuthors: this.toggleAuthors,
      follow: this.follow,
      share: this.share,
      outline: this.showOutline,
      copy: () => void this.copyAll(),
      panel: this.mode === "history" ? undefined : this.#panel.opener,
      toggleLock: this.#toggleLock,
    });
  }

  get #notice(): TemplateResult | typeof nothing {
    const { session, replica } = this;
    return session ? removedNotice({ session, replica, canWrite: !this.#writing.isReadOnly }) : nothing;
  }

  get #place() {
    return this.replica.view && padPlace(this.replica.view, this.padId);
  }

  get #hands() {
    const session = this.#place?.session;
    return session
      ? html`<hands-card
          .replica=${this.replica}
          .sessionId=${session.id}
          .insert=${this.#writing.insertBlock}
        ></hands-card>`
      : nothing;
  }

  /** An editor stands only for a text that has arrived: an empty one would look like lost notes. */
  get #canShowText(): boolean {
    return this.pad?.isLoaded === true;
  }

  get #text(): TemplateResult {
    const { session, mode } = this;
    if (!session || !this.#canShowText) return padLoading(this.pad?.save, this.tryNow);
    return padText({
      meetup: this.replica,
      session,
      mode,
      hasEditor: this.#hasEditor,
      isReadOnly: this.#writing.isReadOnly,
      mayRestore: !this.#writing.isReadOnly || this.#writing.reason === "no-name",
      hasAuthors: this.hasAuthors,
      following: this.#following.person?.key,
      sayWhen: this.sayWhen,
      followEnd: this.#following.end,
      lineChange: ({ detail: { line } }) => this.#lines.moved(line),
      lineLink: ({ detail: { line } }) => this.#lines.link(line),
      peopleMove: ({ detail }) => this.#following.moved(detail),
    });
  }

  get #banner(): TemplateResult | typeof nothing {
    const save = this.pad?.save;
    if (!save) return nothing;
    return padBanner({
      save,
      reading: this.#writing.reason,
      lockers: this.#place ? lockersOf(this.#place) : "An organizer",
      lockedBy: this.#place?.lockedBy,
      unlock: this.#toggleLock,
      copy: this.copyAll,
      openAnew: this.openAnew,
      sendAgain: () => this.pad?.sendAgain(),
      startWriting: this.#writing.start,
    });
  }

  /** Above the text they would move it as they come and go. */
  get #announcements(): TemplateResult | typeof nothing {
    const { replica } = this;
    return replica.view
      ? html`<announcement-bar .replica=${replica} .view=${replica.view}></announcement-bar>`
      : nothing;
  }

  get #connection(): TemplateResult | typeof nothing {
    // Until the text is there, what stands in its place says so.
    if (!this.session || !this.#canShowText) return nothing;
    const isMeetupAway = this.replica.reach === "offline";
    return connectionLine({
      save: this.pad?.save,
      isCutOff: this.session.isCutOff || (isMeetupAway && !this.pad?.isConnected),
      isMeetupAway,
      isReading: this.#writing.isReadOnly || this.mode !== "write",
      waiting: waitingWords(this.replica.unconfirmed),
      tryNow: this.tryNow,
    });
  }

  get #toggleLock(): (() => void) | undefined {
    return this.#place && lockToggle(this.replica, this.#place, this.padId);
  }

  async #open(): Promise<void> {
    const { padId } = this;
    this.#leave();
    // Opened as nobody first, the server would have to be asked twice.
    await currentPersonInTime();
    if (!this.isConnected || this.padId !== padId || this.session) return;
    this.session = new PadSession(padId, this.replica, () => this.requestUpdate());
  }

  #leave(): void {
    this.session?.close();
    this.session = undefined;
    this.#following.reset();
    this.#lines.reset();
    this.#hasEditor = false;
  }

  private readonly meetupNews = () => {
    // Edits of the person before stay theirs.
    if (this.session?.heed({ isShut: this.#writing.isShut }) === false) void this.#open();
    this.requestUpdate();
  };

  private readonly sayWhen = (at: number) =>
    saidAt(new Date(at).toISOString(), this.replica.view?.meetup.timezone ?? "UTC");

  private readonly goTo = (mode: PadMode) =>
    comeTo(`/m/${this.replica.slug}/notes/${this.padId}${mode === "write" ? "" : `?${mode}`}`);

  private readonly toggleAuthors = () => {
    this.hasAuthors = !this.hasAuthors;
    keep(AUTHORS_KEY, this.hasAuthors ? "1" : "0");
  };

  private readonly follow = (person: PadPerson) => {
    this.#following.toggle(person);
    if (this.mode !== "write") void this.goTo("write");
  };

  private readonly showOutline = () =>
    whenLoaded(import("./outline-dialog.ts"), async ({ chooseHeading }) => {
      // As the text is now: those beside it follow a little later.
      const headings = outlineOf(this.pad?.text.toString() ?? "");
      const choice = await chooseHeading(headings, {
        mayStart: this.#mayStartGroup,
        isLoaded: this.#canShowText,
      });
      if (choice && "line" in choice) this.#lines.goTo(choice.line);
      else if (choice) this.startGroup(choice.startGroup);
    });

  get #mayStartGroup(): boolean {
    return this.replica.view?.meetup.phase !== "closed";
  }

  private readonly startGroup = (title: string) => groupFromHeading(this.replica, this.#place, title);

  private readonly share = () =>
    whenLoaded(import("./share-pad.ts"), ({ openSharePad }) => openSharePad(this.replica.slug, this.padId));

  private readonly tryNow = () => this.session?.tryNow();

  private readonly copyAll = async () => void (await copyText(this.pad?.text.toString() ?? "", "Notes"));

  private readonly openAnew = async () => {
    await discardPad(this.padId);
    await this.#open();
    // A lost name is a reason for refusing, and easily mended.
    if (this.replica.person === null) await changeName();
  };
}
