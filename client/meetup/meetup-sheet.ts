import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { MeetupPhase } from "../../shared/meetup/commands.ts";
import type { MeetupFacts } from "../../shared/meetup/view.ts";
import { copyText } from "../look/copy-text.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import "../look/qr-code.ts";
import { richText } from "../look/rich-text.ts";
import { switchTheme } from "../look/theme.ts";
import { toast } from "../look/toast.ts";
import { server } from "../server-connection.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { act } from "./act.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { Redraw } from "./redraw.ts";
import type { SheetPlace } from "./next-steps.ts";
import { knownOrganizerLink, learnOrganizerLink, noteLinkKept } from "./organizer-link.ts";
import { isMeetupWaiting } from "./is-waiting.ts";
import { PHASES, phaseWords } from "./phases.ts";
import { dayRange } from "./times.ts";
import { unsent } from "./unsent.ts";

/** Opens what there is to say and do about a meetup as a whole; `begins` is where an organizer begins in it. */
export function openMeetupSheet(replica: MeetupReplica, begins?: SheetPlace): void {
  const sheet = document.createElement("meetup-sheet") as MeetupSheet;
  Object.assign(sheet, { replica, begins });
  void openDialog(sheet);
}

/** A meetup as a whole: how to join it, take it home, and, for organizers, run it. */
@customElement("meetup-sheet")
export class MeetupSheet extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** Where somebody begins who comes for that alone. */
  @property({ attribute: false }) begins: SheetPlace | undefined;
  @state() private organizerUrl = "";
  @state() private isSure = false;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  protected override willUpdate(changed: PropertyValues): void {
    // Others may look at this screen: it is shown to who comes for it.
    if (changed.has("begins") && this.begins === "organizer-link") this.organizerUrl = this.#knownLink ?? "";
  }

  /** Once the dialog is open, which begins at its first field otherwise. */
  protected override firstUpdated(): void {
    if (this.begins === undefined) return;
    const place = this.begins === "phase" ? '.seg [aria-pressed="true"]' : "#organizer-link :is(input, button)";
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(place)?.focus());
  }

  protected override render() {
    const meetup = this.replica.view?.meetup;
    if (!meetup) return nothing;
    const when = dayRange(meetup.startsOn, meetup.endsOn);
    return html`<div class="dialog-form sheet">
      ${dialogHead(this, meetup.title)}
      <p class="dim">${[when, meetup.place].filter(Boolean).join(" · ")}</p>
      <section class="share" aria-label="Share">
        <div class="share-t">
          <div class="field">
            <label for="address">Address</label>
            <div class="row">
              <input class="input" id="address" readonly .value=${this.#address} @focus=${selectAll} />
              <button type="button" class="btn copy" @click=${() => copyText(this.#address, "Address")}>
                ${icon("copy")}Copy
              </button>
            </div>
          </div>
          <p class="field"><span class="label">Join code</span><b class="share-code">${meetup.code}</b></p>
        </div>
        <qr-code .text=${this.#address} label="QR code of the address"></qr-code>
      </section>
      ${meetup.description ? richText(meetup.description) : nothing}
      <div class="sheet-ways">
        <a class="btn" href="/m/${meetup.slug}/practical" @click=${() => done(this)}>
          ${icon("wifi")}Wi-Fi, food, the way
        </a>
        <a class="btn" href="/m/${meetup.slug}/history" @click=${() => done(this)}>
          ${icon("history")}History of the agenda
        </a>
        <a class="btn" href="/m/${meetup.slug}/actions" @click=${() => done(this)}>
          ${icon("list-checks")}Actions from all notes
        </a>
        <a class="btn" href="/m/${meetup.slug}/report" @click=${() => done(this)}>
          ${icon("chart-bar")}${meetup.phase === "closed" ? "What came out" : "What has come out so far"}
        </a>
        <a class="btn" href="/m/${meetup.slug}/export.md" download>${icon("download")}Take it home as Markdown</a>
      </div>
      <p class="hint">
        Or <a href="/m/${meetup.slug}/votes.csv" download>votes as CSV</a>,
        <a href="/m/${meetup.slug}/export.json" download>all public data as JSON</a>,
        <a href="/m/${meetup.slug}/schedule.ics" download>the schedule as a calendar</a>.
      </p>
      ${
        meetup.phase === "closed"
          ? nothing
          : html`<button
              type="button"
              class="btn btn--quiet sheet-more"
              @click=${() => whenLoaded(import("../push/push-dialog.ts"), (code) => (done(this), void code.openPushDialog(this.replica)))}
            >
              ${icon("bell")}Notifications
            </button>`
      }
      ${
        this.replica.me && meetup.phase !== "closed"
          ? html`<button
              type="button"
              class="btn btn--quiet sheet-more"
              @click=${() => whenLoaded(import("./profile-form.ts"), (code) => (done(this), code.openProfile(this.replica)))}
            >
              ${icon("server")}Your cloud: scale and maturity
            </button>`
          : nothing
      }
      <button type="button" class="btn btn--quiet sheet-theme" @click=${switchTheme}>
        ${icon("moon")}Switch between light and dark
      </button>
      ${this.replica.me?.role === "organizer" ? this.#forOrganizers(meetup) : nothing}
    </div>`;
  }

  /** The link that came with the meetup; another organizer may have replaced it. */
  get #knownLink(): string | undefined {
    const isAlone = this.replica.view?.people.organizers.length === 1;
    return isAlone ? knownOrganizerLink(this.replica.slug) : undefined;
  }

  get #address(): string {
    return `${location.origin}/m/${this.replica.slug}`;
  }

  /** A button that opens something else in place of this. */
  #opener(glyph: string, words: string, open: () => void): TemplateResult {
    const press = () => {
      done(this);
      open();
    };
    return html`<button type="button" class="btn" @click=${press}>${icon(glyph)}${words}</button>`;
  }

  #forOrganizers(meetup: MeetupFacts) {
    return html`<section class="sheet-org" aria-labelledby="sheet-org">
      <h3 id="sheet-org">For organizers</h3>
      <a class="btn" href="/m/${this.replica.slug}/wall" target="_blank"> ${icon("monitor")}Open the wall </a>
      <div class="field">
        <span class="label" id="phase-label">Phase</span>
        <div class="seg seg--wrap" role="group" aria-labelledby="phase-label">
          ${PHASES.map(
            (each) =>
              html`<button
                type="button"
                aria-pressed=${each.phase === meetup.phase}
                @click=${() => this.#setPhase(each.phase)}
              >
                ${each.name}
              </button>`,
          )}
        </div>
        <p class="hint">${phaseWords(meetup, Date.now())} ${isMeetupWaiting(this.replica) ? unsent : nothing}</p>
      </div>
      <div class="sheet-ways">
        ${
          meetup.phase === "closed"
            ? nothing
            : html`
                ${this.#opener("pin", "Announce something", () => whenLoaded(import("./announce-dialog.ts"), (code) => code.openAnnounceDialog(this.replica)))}
                ${this.#opener("list", "Paste a list of topics", () => whenLoaded(import("../agenda/paste-dialog.ts"), (code) => code.openPasteDialog(this.replica)))}
              `
        }
        ${
          meetup.phase === "closed" || meetup.sample
            ? nothing
            : this.#opener("list-checks", "What comes next", () =>
                whenLoaded(import("./next-steps.ts"), (code) =>
                  code.openNextSteps(this.replica, (begins) => openMeetupSheet(this.replica, begins)),
                ),
              )
        }
        ${this.#opener("settings", "Settings", () => whenLoaded(import("./meetup-settings.ts"), (code) => code.openMeetupSettings(this.replica)))}
        ${this.#opener("users", "People", () => whenLoaded(import("./people-dialog.ts"), (code) => code.openPeople(this.replica)))}
        ${this.#opener("send", "News for a chat bot", () => whenLoaded(import("./webhook-dialog.ts"), (code) => code.openWebhookDialog(this.replica)))}
      </div>
      <div class="field" id="organizer-link">
        <span class="label">Organizer link</span>
        ${
          this.organizerUrl
            ? html`<div class="row">
                  <input
                    class="input"
                    readonly
                    aria-label="Organizer link"
                    .value=${this.organizerUrl}
                    @focus=${selectAll}
                  />
                  <button type="button" class="btn copy" @click=${this.copyLink}>${icon("copy")}Copy</button>
                </div>
                <p class="hint">
                  Whoever opens it becomes an organizer, you on another device too. Keep it: this page can’t show it
                  again once it is closed.
                </p>
                <button type="button" class="btn btn--quiet sheet-more" @click=${this.makeLink}>
                  ${icon("rotate-ccw")}Replace it by a new one
                </button>`
            : this.#noLink
        }
      </div>
      ${
        this.isSure
          ? html`<div class="row wrap danger" role="alert">
              <span class="grow">Delete the meetup with all topics, votes and notes? Nobody can bring them back.</span>
              <button type="button" class="btn" @click=${() => (this.isSure = false)}>Keep it</button>
              <button type="button" class="btn btn--bad" @click=${this.deleteMeetup}>Delete</button>
            </div>`
          : html`<button type="button" class="btn btn--quiet danger-b" @click=${() => (this.isSure = true)}>
              Delete this meetup
            </button>`
      }
    </section>`;
  }

  get #noLink(): TemplateResult {
    const known = this.#knownLink;
    return known === undefined
      ? html`<p class="hint">
            Makes someone else an organizer, or you on another device. A new link stops the earlier ones.
          </p>
          <button type="button" class="btn" @click=${this.makeLink}>${icon("link")}Make a new organizer link</button>`
      : html`<p class="hint">Makes someone else an organizer, or you on another device.</p>
          <button type="button" class="btn" @click=${() => (this.organizerUrl = known)}>
            ${icon("eye")}Show the organizer link
          </button>`;
  }

  /** A phase sets what is open anew, so that the way back restores that too. */
  readonly #setPhase = async (phase: MeetupPhase) => {
    const before = this.replica.view?.meetup;
    if (!before || before.phase === phase || !(await act(this.replica, { type: "meetup.setPhase", phase }))) return;
    const undo = async () => {
      const answer = await server.batch(this.replica.slug, [
        { type: "meetup.setPhase", phase: before.phase },
        { type: "meetup.edit", proposals: { open: before.proposals.open }, voting: { open: before.voting.open } },
      ]);
      if ("problem" in answer) toast(answer.problem.detail, { isBad: true });
      else toast("Undone");
    };
    toast(`Phase: ${PHASES.find((each) => each.phase === phase)?.name}`, { undo: () => void undo() });
  };

  private readonly makeLink = async () => {
    const answer = await server.organizerLink(this.replica.slug);
    if ("problem" in answer) toast(answer.problem.detail, { isBad: true });
    else {
      this.organizerUrl = answer.organizerUrl;
      learnOrganizerLink(this.replica.slug, answer.organizerUrl);
      noteLinkKept(this.replica.slug);
    }
  };

  private readonly copyLink = async () => {
    if (await copyText(this.organizerUrl, "Organizer link")) noteLinkKept(this.replica.slug);
  };

  private readonly deleteMeetup = async () => {
    if (await act(this.replica, { type: "meetup.delete" })) done(this);
  };
}

function selectAll(event: Event): void {
  (event.target as HTMLInputElement).select();
}
