import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { ownTakeHomeMarkdown } from "../../shared/exports/own-take-home.ts";
import { LIMITS } from "../../shared/limits.ts";
import type { LastThings } from "../../shared/meetup/last-things.ts";
import { notesOpen } from "../../shared/meetup/notes-open.ts";
import { thingKey } from "../../shared/meetup/thing-key.ts";
import { thingsToName } from "../../shared/meetup/things-to-name.ts";
import type { MeetupView, MeView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { copyText } from "../look/copy-text.ts";
import { fieldError, formError, messageFor } from "../look/field-error.ts";
import { icon } from "../look/icon.ts";
import { isComposing } from "../look/is-composing.ts";
import { LightElement } from "../look/light-element.ts";
import { say } from "../look/live-region.ts";
import { ask } from "../meetup/act.ts";
import { Redraw } from "../meetup/redraw.ts";
import { unsent } from "../meetup/unsent.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import "./take-home-panel.css";

/**
 * Three things that one takes home, in one's own words. Each is asked for as one leaves its field, or the page: what is
 * being written is nobody's news, and what was written stays in the field when it is refused.
 */
@customElement("take-home-panel")
export class TakeHomePanel extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** What one took home last time, to be copied along. */
  @property({ attribute: false }) last: LastThings | undefined;
  /** Whether people are about to go. */
  @property({ attribute: false }) isTime = false;
  /** What is being written, by its number. */
  @state() private drafts: ReadonlyMap<number, string> = new Map();
  @state() private refusals: ReadonlyMap<number, Problem> = new Map();
  @state() private said = "";
  /** What others name, as long as one looks at it. */
  @state() private ideas: readonly string[] | undefined;
  /** Who is writing. */
  #writer: string | undefined;

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pagehide", this.saveAll);
    document.addEventListener("visibilitychange", this.saveAll);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pagehide", this.saveAll);
    document.removeEventListener("visibilitychange", this.saveAll);
    this.saveAll();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.#waits) this.said = "";
  }

  protected override render() {
    const { view, me } = this.replica;
    if (!view || !me) return nothing;
    const isOpen = notesOpen(view.meetup, new Date().toISOString()) && !me.removed;
    const hasAny = me.takeHome.some((text) => text !== null);
    if (!isOpen && !hasAny) return nothing;
    return html`<section class="panel th" aria-labelledby="th">
      <h2 id="th">Three things to take home</h2>
      ${isOpen ? this.#fields(me) : kept(me)}
      <p class="th-s" role="status">${this.#waits ? unsent : this.said && html`${icon("check")}${this.said}`}</p>
      <p class="hint">
        What three or more people name is in the <a href="/m/${view.meetup.slug}/report">report</a>, never who.
      </p>
      ${
        hasAny
          ? html`<p class="th-x">
              <button class="btn" @click=${() => this.#copy(view, me)}>${icon("copy")}Copy as Markdown</button>
            </p>`
          : nothing
      }
    </section>`;
  }

  #fields(me: MeView): TemplateResult {
    return html`<p>
        ${this.isTime ? "Before you go: what will you do, or tell someone? " : "What will you do, or tell someone, when you are back? "}Only
        you see it, and the next meetup asks you what became of it.
      </p>
      <ol>
        ${me.takeHome.map((text, at) => this.#field(at + 1, text ?? ""))}
      </ol>
      ${this.#ideas(me)}`;
  }

  /** What others name too, for who wants to say the same; as it was when it was opened, so that nothing in it moves. */
  #ideas(me: MeView): TemplateResult | typeof nothing {
    const { view } = this.replica;
    if (!view || (!this.ideas && thingsToName(view, me).length === 0)) return nothing;
    const taken = new Set(me.takeHome.map((text) => thingKey(text ?? "")));
    const ideas = this.ideas?.filter((text) => !taken.has(thingKey(text))) ?? [];
    return html`<details class="th-i" @toggle=${(event: Event) => this.#openIdeas(event.target as HTMLDetailsElement)}>
      <summary>What others name, and what came out${icon("chevron-down")}</summary>
      ${
        this.#free === undefined
          ? html`<p class="dim">All three are taken. Empty one to take another.</p>`
          : html`<ul>
              ${repeat(
                ideas,
                (text) => text,
                (text) =>
                  html`<li>
                    <button class="btn" @click=${() => this.#take(text)}>${icon("plus")}<span>${text}</span></button>
                  </li>`,
              )}
            </ul>`
      }
    </details>`;
  }

  #field(number: number, saved: string): TemplateResult {
    const text = this.drafts.get(number) ?? saved;
    const refusal = this.refusals.get(number);
    const id = `th-${number}`;
    return html`<li>
      <label class="th-n ${text === "" ? "th-n--free" : ""}" for=${id}><span class="vh">Number </span>${number}</label>
      <div class="field">
        <textarea
          class="input"
          id=${id}
          rows="1"
          enterkeyhint="done"
          maxlength=${LIMITS.takeHome.max}
          placeholder="One thing"
          .value=${text}
          aria-invalid=${messageFor(refusal, "text") !== undefined}
          aria-describedby="${id}-error"
          @input=${(event: Event) => this.#write(number, (event.target as HTMLTextAreaElement).value)}
          @change=${() => this.#save(number)}
          @keydown=${(event: KeyboardEvent) => this.#press(event, number)}
        ></textarea>
        ${fieldError(refusal, "text", `${id}-error`)} ${formError(refusal, ["text"])}
      </div>
    </li>`;
  }

  /** Whether any of it waits for the connection. */
  get #waits(): boolean {
    const { isHeldUp, unconfirmed } = this.replica;
    return isHeldUp && unconfirmed.some(({ command }) => command.type === "takeHome.set");
  }

  #write(number: number, text: string): void {
    this.#writer = this.replica.person?.id;
    this.drafts = new Map(this.drafts).set(number, text);
    this.refusals = without(this.refusals, number);
    this.said = "";
  }

  /** It is one line, however many it takes on the screen. */
  #press(event: KeyboardEvent, number: number): void {
    if (event.key !== "Enter" || isComposing(event)) return;
    event.preventDefault();
    void this.#save(number);
  }

  /** The first place with nothing in it; undefined when all are taken. */
  get #free(): number | undefined {
    const at = this.replica.me?.takeHome.findIndex((text, place) => !(this.drafts.get(place + 1) ?? text)) ?? -1;
    return at < 0 ? undefined : at + 1;
  }

  #openIdeas({ open }: HTMLDetailsElement): void {
    const { view, me } = this.replica;
    this.ideas = open && view && me ? thingsToName(view, me) : undefined;
  }

  #take(text: string): void {
    const number = this.#free;
    if (number === undefined) return;
    this.#write(number, text);
    void this.#save(number);
    say(`Number ${number}: ${text}`);
  }

  /** Shown as asked for at once; it is in the field again, to be mended, if the answer is no. */
  async #save(number: number): Promise<void> {
    const draft = this.drafts.get(number);
    if (draft === undefined) return;
    this.drafts = without(this.drafts, number);
    // Whoever is here by now has not written it.
    if (this.replica.person?.id !== this.#writer) return;
    const text = draft.replaceAll(/\s+/gu, " ").trim();
    if (text === (this.replica.me?.takeHome[number - 1] ?? "")) return;
    const refusal = await ask(this.replica, { type: "takeHome.set", number, text });
    if (refusal === undefined) {
      if (!this.#waits) this.said = "Saved";
      return;
    }
    if (!this.drafts.has(number)) this.drafts = new Map(this.drafts).set(number, draft);
    if (refusal !== "cancelled") this.refusals = new Map(this.refusals).set(number, refusal);
  }

  private readonly saveAll = () => {
    for (const number of this.drafts.keys()) void this.#save(number);
  };

  #copy(view: MeetupView, me: MeView): void {
    void copyText(ownTakeHomeMarkdown(view, me, this.last), "What you take home is");
  }
}

/** Once the time to write it has passed. */
function kept({ takeHome }: MeView): TemplateResult {
  const texts = takeHome.flatMap((text) => text ?? []);
  return html`<ol class="th-k">
    ${texts.map(
      (text, at) =>
        html`<li><span class="th-n" aria-hidden="true">${at + 1}</span><span class="th-t">${text}</span></li>`,
    )}
  </ol>`;
}

function without<T>(all: ReadonlyMap<number, T>, number: number): Map<number, T> {
  const rest = new Map(all);
  rest.delete(number);
  return rest;
}
