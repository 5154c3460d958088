import { html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { LIMITS } from "../../shared/limits.ts";
import type { MeetupSummary } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { avatar } from "../look/avatar.ts";
import { empty } from "../look/empty.ts";
import { fieldError, formError, messageFor } from "../look/field-error.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { logo } from "../look/logo.ts";
import { switchTheme } from "../look/theme.ts";
import { toast } from "../look/toast.ts";
import { askName, changeName } from "../meetup/ask-name.ts";
import { dayRange } from "../meetup/times.ts";
import { visitedMeetups } from "../meetup/visited-meetups.ts";
import { newId } from "../new-id.ts";
import { goTo } from "../routes.ts";
import { server } from "../server-connection.ts";
import { onWhoIAm, whoIAm } from "../who-i-am.ts";
import { heroArt } from "./hero-art.ts";

const PHASE_CHIPS = {
  gathering: { classes: "chip--info", glyph: "arrow-up", name: "Gathering topics" },
  voting: { classes: "chip--info", glyph: "arrow-up", name: "Voting open" },
  running: { classes: "chip--agenda", glyph: "circle-dot", name: "Running" },
  closed: { classes: "chip--plain", glyph: "check", name: "Finished" },
} as const;

/** Where everyone starts: join with a code, start a meetup, or pick a public one. */
@customElement("home-page")
export class HomePage extends LightElement {
  @state() private meetups: MeetupSummary[] | undefined;
  @state() private listProblem: Problem | undefined;
  @state() private createProblem: Problem | undefined;
  @state() private codeError = new URLSearchParams(location.search).has("unknown-code") ? UNKNOWN_CODE : "";
  @state() private isBusy = false;
  @query("#code") private code!: HTMLInputElement;
  #wishId = newId();
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = "Midcycle: meetups for operators";
    this.#stop = onWhoIAm(() => this.requestUpdate());
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override render() {
    const me = whoIAm();
    return html`<header class="bar hb home-bar">
        ${logo()}
        <div class="bar-end">
          <button class="btn btn--quiet btn--icon" aria-label="Switch between light and dark" @click=${switchTheme}>
            ${icon("moon")}
          </button>
          ${
            me
              ? html`<button
                  class="me"
                  aria-label="You are ${me.name}. Change your name"
                  aria-haspopup="dialog"
                  @click=${() => changeName()}
                >
                  ${avatar(me, { isMe: true })}
                </button>`
              : nothing
          }
        </div>
      </header>
      <main class="home" id="main" tabindex="-1">
        <section class="hero">
          <div>
            <h1>Halfway through, compare notes.</h1>
            <p class="lede">
              Run an operators’ meetup in the open: propose topics, vote, build the agenda together, and keep the notes.
              No accounts.
            </p>
          </div>
          ${heroArt}
        </section>
        <section class="start" aria-label="Start">${this.#join} ${this.#create}</section>
        ${this.#visited} ${this.#public}
      </main>`;
  }

  get #join() {
    return html`<form class="panel" @submit=${this.join}>
      <h2>Join a meetup</h2>
      <div class="field">
        <label for="code">Meetup code</label>
        <div class="code">
          <input
            class="input"
            id="code"
            placeholder="KITE-42"
            maxlength="12"
            autocapitalize="characters"
            autocomplete="off"
            spellcheck="false"
            aria-invalid=${this.codeError !== ""}
            aria-describedby="code-hint"
          /><button class="btn btn--primary">Join</button>
        </div>
        ${
          this.codeError
            ? html`<p class="err" id="code-hint" role="alert">
                ${icon("triangle-alert")}<span>${this.codeError}</span>
              </p>`
            : html`<p class="hint row" id="code-hint">
                ${icon("qr-code")}An organizer has it. Scanning their code works too.
              </p>`
        }
      </div>
    </form>`;
  }

  get #create() {
    const wrong = (path: string) => messageFor(this.createProblem, path) !== undefined;
    return html`<form class="panel" novalidate @submit=${this.create}>
      <h2>Start a meetup</h2>
      <div class="mk">
        <div class="field">
          <label for="n">What is it called?</label>
          <input
            class="input"
            id="n"
            name="title"
            placeholder="Ops Mid-Cycle, Porto"
            maxlength=${LIMITS.meetupTitle.max}
            aria-invalid=${wrong("title")}
            aria-describedby="n-error"
            autocomplete="off"
          />
          ${fieldError(this.createProblem, "title", "n-error")}
        </div>
        <div class="field">
          <label for="w">Where?</label>
          <input
            class="input"
            id="w"
            name="place"
            placeholder="Venue or link"
            maxlength=${LIMITS.meetupPlace.max}
            autocomplete="off"
          />
        </div>
        <div class="field">
          <label for="d">First day</label>
          <input
            class="input"
            id="d"
            name="startsOn"
            type="date"
            aria-invalid=${wrong("startsOn")}
            aria-describedby="d-error"
          />
          ${fieldError(this.createProblem, "startsOn", "d-error")}
        </div>
        <div class="field">
          <label for="e">Last day</label>
          <input
            class="input"
            id="e"
            name="endsOn"
            type="date"
            aria-invalid=${wrong("endsOn")}
            aria-describedby="e-error"
          />
          ${fieldError(this.createProblem, "endsOn", "e-error")}
        </div>
      </div>
      ${formError(this.createProblem, ["title", "startsOn", "endsOn"])}
      <div class="row wrap mk-end">
        <button class="btn btn--primary" ?disabled=${this.isBusy}>Create meetup</button>
        <label class="check"><input type="checkbox" name="listed" />List it here for everyone</label>
      </div>
      <p class="hint">You become its organizer. Add rooms and times later.</p>
    </form>`;
  }

  get #visited() {
    const visits = visitedMeetups();
    if (visits.length === 0) return nothing;
    return html`<section class="pub" aria-labelledby="vh">
      <div class="pub-h"><h2 id="vh">You were at</h2></div>
      <ul class="visits">
        ${visits.map(({ slug, title }) => html`<li><a class="btn" href="/m/${slug}">${icon("history")}${title}</a></li>`)}
      </ul>
    </section>`;
  }

  get #public() {
    return html`<section class="pub" aria-labelledby="ph">
      <div class="pub-h">
        <h2 id="ph">Public meetups</h2>
        ${this.meetups && this.meetups.length > 0 ? this.#sampleButton("btn btn--quiet") : nothing}
      </div>
      ${
        this.listProblem
          ? html`<div class="panel er">
              <span class="er-i">${icon("triangle-alert")}</span>
              <div>
                <h3>The list can’t be loaded</h3>
                <p>${this.listProblem.detail}</p>
                <div class="row er-a"><button class="btn" @click=${() => this.#load()}>Try again</button></div>
              </div>
            </div>`
          : this.meetups === undefined
            ? html`<div class="panel sk-list" role="status">
                <span class="vh">Loading</span>${[1, 2, 3].map(() => html`<span class="sk"></span>`)}
              </div>`
            : this.meetups.length === 0
              ? html`<div class="panel">
                  ${empty({
                    picture: "arc",
                    title: "No public meetups yet",
                    text: "Start one, ask an organizer for a code, or look around in a made-up one.",
                    action: this.#sampleButton("btn btn--primary"),
                  })}
                </div>`
              : html`<ul class="panel">
                  ${this.meetups.map((meetup) => this.#row(meetup))}
                </ul>`
      }
    </section>`;
  }

  #row(meetup: MeetupSummary) {
    const { classes, glyph, name } = PHASE_CHIPS[meetup.phase];
    const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
    return html`<li class="mt">
      <div>
        <h3><a href="/m/${meetup.slug}">${meetup.title}</a></h3>
        <p>${meetup.sample ? "Sample, made up" : dayRange(meetup.startsOn, meetup.endsOn)}</p>
      </div>
      <p>${meetup.place}</p>
      <p class="num">${count(meetup.people, "person", "people")}<br />${count(meetup.topics, "topic", "topics")}</p>
      <span class="chip ${classes}">${icon(glyph)}${name}</span>
      <span class="btn" aria-hidden="true">${meetup.phase === "closed" ? "Read" : "Join"}</span>
    </li>`;
  }

  #sampleButton(classes: string) {
    return html`<button class="${classes} try" ?disabled=${this.isBusy} @click=${this.trySample}>
      ${icon("play")}Try the sample meetup
    </button>`;
  }

  private readonly join = (event: Event) => {
    event.preventDefault();
    const code = this.code.value.trim();
    if (/^[a-z]{4}[\s-]?[0-9]{2}$/iu.test(code)) location.assign(`/j/${encodeURIComponent(code)}`);
    else {
      this.codeError = "A code has four letters and two digits, like KITE-42.";
      this.code.focus();
    }
  };

  private readonly create = async (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const text = (name: string) => (fields.get(name) as string | null)?.trim() ?? "";
    if (!text("title")) {
      this.createProblem = {
        type: "",
        title: "",
        status: 422,
        detail: "",
        errors: [{ path: "title", message: "Give it a name first" }],
      };
      form.querySelector<HTMLInputElement>("#n")?.focus();
      return;
    }
    if (!(await askName())) return;
    this.isBusy = true;
    const answer = await server.createMeetup({
      id: this.#wishId,
      title: text("title"),
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
      ...(text("place") && { place: text("place") }),
      ...(text("startsOn") && { startsOn: text("startsOn") }),
      ...(text("endsOn") && { endsOn: text("endsOn") }),
      ...(fields.has("listed") && { listed: true }),
    });
    this.isBusy = false;
    if ("problem" in answer) {
      this.createProblem = answer.problem;
      // The same id may come again only with the same content.
      if (answer.problem.status === 409) this.#wishId = newId();
      await this.updateComplete;
      form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    } else goTo(`/m/${answer.slug}`);
  };

  private readonly trySample = async () => {
    if (!(await askName())) return;
    this.isBusy = true;
    const answer = await server.createSample();
    this.isBusy = false;
    if ("problem" in answer) toast(answer.problem.detail, { isBad: true });
    else goTo(`/m/${answer.slug}`);
  };

  async #load(): Promise<void> {
    this.listProblem = undefined;
    const answer = await server.meetups();
    if ("problem" in answer) this.listProblem = answer.problem;
    else this.meetups = answer.meetups;
  }
}

const UNKNOWN_CODE = "No meetup has this code. Check the letters, or ask for a new one.";
