import { html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { MeetupSummary } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { avatar } from "../look/avatar.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { logo } from "../look/logo.ts";
import { switchTheme } from "../look/theme.ts";
import { toast } from "../look/toast.ts";
import { askName, changeName } from "../meetup/ask-name.ts";
import { visitedMeetups } from "../meetup/visited-meetups.ts";
import { goTo } from "../routes.ts";
import { server } from "../server-connection.ts";
import { onCurrentPerson, currentPerson } from "../current-person.ts";
import "./create-meetup.ts";
import { heroArt } from "./hero-art.ts";
import { publicMeetups } from "./public-meetups.ts";

/** Where everyone starts: join with a code, start a meetup, or pick a public one. */
@customElement("home-page")
export class HomePage extends LightElement {
  @state() private meetups: MeetupSummary[] | undefined;
  @state() private listProblem: Problem | undefined;
  @state() private codeError = new URLSearchParams(location.search).has("unknown-code") ? UNKNOWN_CODE : "";
  @state() private isBusy = false;
  @query("#code") private code!: HTMLInputElement;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = "Midcycle: meetups for operators";
    this.#stop = onCurrentPerson(() => this.requestUpdate());
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override render() {
    const me = currentPerson();
    return html`<header class="bar hb home-bar">
        ${logo()}
        <div class="bar-end">
          <button class="btn btn--quiet btn--icon" aria-label="Switch between light and dark" @click=${switchTheme}>
            ${icon("moon")}
          </button>
          ${
            me
              ? html`<button class="me" aria-haspopup="dialog" @click=${() => changeName()}>
                  ${avatar(me, { isMe: true })}<span class="vh">You are ${me.name}. Change your name</span>
                </button>`
              : nothing
          }
        </div>
      </header>
      <main class="home" id="main" tabindex="-1">
        <section class="hero">
          <div>
            <h1><span>Halfway through,</span> <span>compare notes.</span></h1>
            <p class="lede">
              Run an operators’ meetup in the open: propose topics, vote, build the agenda together, and keep the notes.
              No accounts.
            </p>
          </div>
          ${heroArt}
        </section>
        ${this.#visited}
        <section class="start" aria-label="Start">${this.#join}<create-meetup></create-meetup></section>
        ${publicMeetups({
          meetups: this.meetups,
          problem: this.listProblem,
          tryAgain: () => void this.#load(),
          sampleButton: (classes) => this.#sampleButton(classes),
        })}
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

  /** Whoever comes back, the same evening or a year later, mostly wants to go there again. */
  get #visited() {
    const visits = visitedMeetups();
    if (visits.length === 0) return nothing;
    return html`<section class="pub visited" aria-labelledby="vh">
      <div class="pub-h"><h2 id="vh">You were at</h2></div>
      <ul class="visits">
        ${visits.map(({ slug, title }) => html`<li><a class="btn" href="/m/${slug}">${icon("history")}${title}</a></li>`)}
      </ul>
    </section>`;
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
