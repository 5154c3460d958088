import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { keep, kept } from "../../look/device-storage.ts";
import { done, openDialog } from "../../look/open-dialog.ts";
import { say } from "../../look/live-region.ts";
import type { MeetupReplica } from "../../replica/meetup-replica.ts";
import type { PadMode } from "../../routes.ts";
import type { PadSession } from "../replica/pad-session.ts";
import { CommentNews } from "./comment-news.ts";
import "./pad-panel.ts";
import type { PadPanel, PanelTab } from "./pad-panel.ts";
import { padTopic } from "./pad-topic.ts";

/** Below this width the panel opens as a sheet over the text. */
const narrow = matchMedia("(max-width: 899px)");
/** Whether this device has it open beside the text. */
const OPEN_KEY = "midcycle.panel";

type Page = ReactiveControllerHost & { replica: MeetupReplica; mode: PadMode };

/** Where the panel of a pad's page is: beside the text unless one closes it, on a phone over it when asked for. */
export class PanelPlace implements ReactiveController {
  readonly news = new CommentNews();
  readonly #page: Page;
  readonly #session: () => PadSession | undefined;
  readonly #addAction: () => (() => void) | undefined;
  readonly #connection: () => TemplateResult | typeof nothing;
  #tab: PanelTab = "actions";
  #isOpen = kept(OPEN_KEY) !== "0";
  #sheet: PadPanel | undefined;
  #stop: (() => void) | undefined;

  constructor(
    page: Page,
    {
      session,
      addAction,
      connection,
    }: {
      session: () => PadSession | undefined;
      addAction: () => (() => void) | undefined;
      connection: () => TemplateResult | typeof nothing;
    },
  ) {
    this.#page = page;
    this.#session = session;
    this.#addAction = addAction;
    this.#connection = connection;
    page.addController(this);
  }

  hostConnected(): void {
    const moved = () => {
      // Beside the text it would stand twice.
      if (!narrow.matches) this.#endSheet();
      this.#looked();
    };
    // Who comes back to it sees what is new, and goes on: by then it was looked at.
    const goesOn = () => this.news.unread > 0 && this.#isLooking && this.#looked();
    narrow.addEventListener("change", moved);
    addEventListener("pointerdown", goesOn);
    addEventListener("keydown", goesOn);
    this.#stop = () => {
      narrow.removeEventListener("change", moved);
      removeEventListener("pointerdown", goesOn);
      removeEventListener("keydown", goesOn);
    };
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#endSheet();
  }

  /** What the button says and does that opens it. */
  get opener(): { name: string; isOpen: boolean; unread: number; toggle: () => void } {
    const { view } = this.#page.replica;
    const padId = this.#session()?.padId;
    const hasTopic = view !== undefined && padId !== undefined && padTopic(view, padId) !== undefined;
    const name = hasTopic ? "Actions and comments" : "Actions";
    return { name, isOpen: this.isOpen, unread: this.news.unread, toggle: this.#toggle };
  }

  /** Whether it shows, beside the text or over it. */
  get isOpen(): boolean {
    return narrow.matches ? this.#sheet !== undefined : this.isBeside;
  }

  /** Whether it stands beside the text now. Who looks back has the versions there. */
  get isBeside(): boolean {
    return !narrow.matches && this.#isOpen && this.#page.mode !== "history" && this.#session() !== undefined;
  }

  get aside(): TemplateResult | typeof nothing {
    const session = this.#session();
    if (!session || !this.isBeside) return nothing;
    return html`<aside class="pp-aside" id="pad-panel" aria-label="Beside the notes">
      ${keyed(
        session,
        html`<pad-panel
          .replica=${this.#page.replica}
          .session=${session}
          .unread=${this.news.unread}
          .tab=${this.#tab}
          .addAction=${this.#addAction()}
          .chosen=${this.#choose}
        ></pad-panel>`,
      )}
    </aside>`;
  }

  readonly #toggle = (): void => {
    if (narrow.matches) return void this.#openSheet();
    this.#isOpen = !this.#isOpen;
    keep(OPEN_KEY, this.#isOpen ? "1" : "0");
    this.#looked();
  };

  /** The page is drawn anew at each news of its meetup. */
  hostUpdate(): void {
    const { replica } = this.#page;
    const session = this.#session();
    if (replica.view && session) {
      const topic = padTopic(replica.view, session.padId);
      const news = this.news.heed(topic, replica, this.#isLooking);
      if (news > 0) say(news === 1 ? "1 new comment" : `${news} new comments`);
    }
    this.#drawSheet(session);
  }

  get #isLooking(): boolean {
    return this.isOpen && this.#tab === "comments" && document.visibilityState === "visible";
  }

  readonly #choose = (tab: PanelTab): void => {
    this.#tab = tab;
    if (this.#sheet) this.#sheet.tab = tab;
    this.#looked();
  };

  #looked(): void {
    if (this.#isLooking) this.news.looked();
    this.#page.requestUpdate();
  }

  /** What may be done changes under it, as the notes are locked; the pad of another person has another text. */
  #drawSheet(session: PadSession | undefined): void {
    if (!this.#sheet) return;
    this.#sheet.unread = this.news.unread;
    this.#sheet.addAction = this.#addAction();
    this.#sheet.connection = this.#connection();
    if (session !== this.#sheet.session) this.#endSheet();
  }

  #endSheet(): void {
    if (this.#sheet) done(this.#sheet);
  }

  async #openSheet(): Promise<void> {
    const session = this.#session();
    if (!session || this.#sheet) return;
    const sheet = document.createElement("pad-panel") as PadPanel;
    const { replica } = this.#page;
    const [addAction, connection, chosen] = [this.#addAction(), this.#connection(), this.#choose];
    Object.assign(sheet, { replica, session, tab: this.#tab, addAction, connection, chosen, isSheet: true });
    this.#sheet = sheet;
    this.#looked();
    await openDialog(sheet);
    this.#sheet = undefined;
    this.#page.requestUpdate();
  }
}
