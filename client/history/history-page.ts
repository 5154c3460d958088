import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "./history-page.css";
import { historySentence } from "../../shared/exports/history-sentences.ts";
import { clockTime, dayOf } from "../../shared/time.ts";
import type { PublicLogEntry } from "../../shared/meetup/public-log.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { avatar } from "../look/avatar.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { dayName } from "../meetup/times.ts";
import { server } from "../server-connection.ts";

/** Rows that are fetched at once. */
const PAGE_ROWS = 100;
/** News is asked for at most this often: votes, which are not in the history, change the meetup too. */
const LOOK_MS = 5000;

/** How the agenda came about, newest first. What happens meanwhile waits behind a button, so that nothing moves. */
@customElement("history-page")
export class HistoryPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** In order of seq; undefined until the first page has come. */
  @state() private entries: PublicLogEntry[] | undefined;
  @state() private news: PublicLogEntry[] = [];
  @state() private hasOlder = false;
  @state() private why = "";
  #stop: (() => void) | undefined;
  #looking: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.replica.subscribe(() => {
      this.requestUpdate();
      this.#looking ??= setTimeout(() => void this.#lookForNews(), LOOK_MS);
    });
    void this.#fetchOlder();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    clearTimeout(this.#looking);
  }

  protected override render() {
    const { view } = this.replica;
    document.title = pageTitle(this.replica, "History");
    return pageShell(this.replica, "history", view ? this.#content(view) : html``);
  }

  #content(view: MeetupView) {
    const { slug } = this.replica;
    const days = Map.groupBy((this.entries ?? []).toReversed(), ({ at }) => dayOf(at, view.meetup.timezone));
    return html`<div class="hi">
      <div class="hi-h">
        <div class="grow">
          <h1>History</h1>
          <p>How the agenda came about. Who voted for what is never shown.</p>
        </div>
        <a class="btn" href="/m/${slug}/history.atom" type="application/atom+xml">${icon("link")}Feed</a>
      </div>
      <div role="status">
        ${
          this.news.length > 0
            ? html`<button class="btn hi-new" @click=${this.showNews}>
                ${icon("arrow-up")}${this.news.length} new
              </button>`
            : nothing
        }
      </div>
      ${[...days].map(([day, entries]) => this.#day(view, day, entries))}
      ${this.entries === undefined && !this.why ? html`<p class="dim" role="status">Loading</p>` : nothing}
      ${this.why ? html`<p class="err" role="alert">${icon("triangle-alert")}${this.why}</p>` : nothing}
      ${
        this.hasOlder || this.why
          ? html`<button class="btn" @click=${this.showOlder}>${this.why ? "Try again" : "Show earlier"}</button>`
          : nothing
      }
    </div>`;
  }

  #day({ meetup, people }: MeetupView, day: string, entries: PublicLogEntry[]) {
    const nameOf = (id: string) => people.names[id]?.name;
    return html`<section class="hi-day">
      <h2>${dayName(day)}</h2>
      <ol class="panel" reversed>
        ${entries.map(
          (entry) =>
            html`<li>
              ${avatar(entry.by === null ? undefined : people.names[entry.by])}
              <span class="grow"
                >${this.#linked(entry, historySentence(entry, { nameOf, timezone: meetup.timezone }))}</span
              >
              <time class="dim num" datetime=${entry.at}>${clockTime(entry.at, meetup.timezone)}</time>
            </li>`,
        )}
      </ol>
    </section>`;
  }

  /** A topic in a sentence leads to it. */
  #linked(entry: PublicLogEntry, sentence: string) {
    if (!("number" in entry)) return sentence;
    const topic = `${entry.number}. ${entry.title ?? ""}`;
    const at = sentence.indexOf(topic);
    if (at < 0) return sentence;
    const rest = sentence.slice(at + topic.length);
    return html`${sentence.slice(0, at)}<a href="/m/${this.replica.slug}/${entry.number}">${topic}</a>${rest}`;
  }

  private readonly showOlder = () => this.#fetchOlder();

  private readonly showNews = () => {
    this.entries = [...(this.entries ?? []), ...this.news];
    this.news = [];
    // The button is gone with what it promised: whoever used it goes on reading at the top.
    this.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  };

  async #fetchOlder(): Promise<void> {
    this.why = "";
    const before = this.entries?.[0]?.seq ?? Number.MAX_SAFE_INTEGER;
    const page = await server.history(this.replica.slug, { before, limit: PAGE_ROWS });
    if ("problem" in page) {
      this.why = `The history can’t be loaded. ${page.problem.detail}`;
      return;
    }
    this.entries = [...page.entries, ...(this.entries ?? [])];
    this.hasOlder = page.more;
  }

  /** A look that fails is no loss: the next change brings another. */
  async #lookForNews(): Promise<void> {
    const after = (this.news.at(-1) ?? this.entries?.at(-1))?.seq;
    if (after !== undefined) {
      const page = await server.history(this.replica.slug, { after, limit: PAGE_ROWS });
      if (!("problem" in page)) this.news = [...this.news, ...page.entries];
    }
    this.#looking = undefined;
  }
}
