import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "./hands-card.css";
import { handsTable } from "../../shared/exports/hands-table.ts";
import type { HandsView } from "../../shared/meetup/hands.ts";
import { isModeratorOf } from "../../shared/meetup/moderators.ts";
import type { SessionView } from "../../shared/meetup/view.ts";
import { keep, kept } from "../look/device-storage.ts";
import { icon } from "../look/icon.ts";
import { whenLoaded } from "../look/when-loaded.ts";
import { LightElement } from "../look/light-element.ts";
import { say } from "../look/live-region.ts";
import { toast } from "../look/toast.ts";
import { act } from "../meetup/act.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { Redraw } from "../meetup/redraw.ts";
import { unsent } from "../meetup/unsent.ts";
import { handsResult } from "./hands-result.ts";

/** Puts a text where one's cursor is; false when it can't. */
export type InsertText = (text: string) => boolean;

/**
 * The show of hands of a session: the open question with a button for each answer, or what came of
 * the last one. Who leads the session asks, ends and puts the result into the notes.
 */
@customElement("hands-card")
export class HandsCard extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** Which session's. */
  @property({ attribute: false }) sessionId = "";
  /** Where the session's notes are open: puts a text at the cursor in them. */
  @property({ attribute: false }) insert: InsertText | undefined;
  /** Among many: shows what is open, or was while this page stood, and offers nothing else. */
  @property({ type: Boolean }) isBrief = false;
  @state() private isBusy = false;
  /** Those seen open on this page. */
  readonly #seenOpen = new Set<string>();
  /** Which were put away here; also where the device keeps nothing. */
  readonly #away = new Set<string>();
  /** Those whose end has been said. */
  readonly #toldOf = new Set<string>();
  /** Those whose result this page has put into the notes. */
  readonly #inserted = new Set<string>();

  constructor() {
    super();
    this.addController(new Redraw(this));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("sessionId")) this.#seenOpen.clear();
    for (const hands of this.#all) {
      const isOpen = hands.state === "open";
      if (isOpen && !this.#seenOpen.has(hands.id)) say(`Show of hands: ${hands.question}`);
      if (isOpen) this.#seenOpen.add(hands.id);
      else if (this.#seenOpen.has(hands.id) && !this.#toldOf.has(hands.id)) {
        this.#toldOf.add(hands.id);
        say(`Ended. ${hands.answers.map((answer, index) => `${answer}: ${hands.totals?.[index] ?? 0}`).join(", ")}`);
      }
    }
  }

  protected override render() {
    const session = this.#session;
    const isOver = this.replica.view?.meetup.phase === "closed";
    if (!session) return nothing;
    const open = isOver ? undefined : this.#all.find((each) => each.state === "open");
    if (open) return this.#question(open);
    const ended = this.#shownResult;
    if (ended) return this.#result(ended, isOver);
    return this.#leads && !this.isBrief && !isOver
      ? html`<div class="hands hands--ask">${this.#askButton}</div>`
      : nothing;
  }

  get #session(): SessionView | undefined {
    return this.replica.view?.sessions.find(({ id }) => id === this.sessionId);
  }

  get #all(): HandsView[] {
    return this.replica.view?.hands.filter(({ sessionId }) => sessionId === this.sessionId) ?? [];
  }

  /** The last one that ended, unless it was put away here. */
  get #shownResult(): HandsView | undefined {
    const last = this.#all.findLast((each) => each.state === "ended");
    if (!last || (this.isBrief && !this.#seenOpen.has(last.id))) return undefined;
    return this.#away.has(last.id) || kept(awayKey(last.id)) ? undefined : last;
  }

  /** Whether this person may ask and end. */
  get #leads(): boolean {
    const { me } = this.replica;
    const session = this.#session;
    return me?.role === "organizer" || (me !== null && session !== undefined && isModeratorOf(session, me.id));
  }

  get #askButton(): TemplateResult {
    return html`<button
      type="button"
      class="btn btn--sm"
      aria-haspopup="dialog"
      aria-label="Ask for a show of hands"
      @click=${this.ask}
    >
      ${icon("hand")}Show of hands
    </button>`;
  }

  #question(hands: HandsView): TemplateResult {
    const mine = this.replica.me?.hands[hands.id];
    return html`<section class="hands" aria-label="Show of hands">
      <h2><span class="hands-k">${icon("hand")}Show of hands</span>${hands.question}</h2>
      <div class="hands-a" role="group" aria-label=${hands.question}>
        ${hands.answers.map(
          (answer, index) =>
            html`<button
              type="button"
              class="btn hands-b"
              aria-pressed=${mine === index}
              @click=${() => this.#answer(hands, index)}
            >
              ${mine === index ? icon("check") : nothing}${answer}
            </button>`,
        )}
      </div>
      <div class="hands-f">
        <span class="num">${counted(hands)}</span>
        ${
          this.#waits(hands)
            ? unsent
            : html`<span class="hint"
                >${mine === undefined ? "Nobody sees who answers what." : "You can still change your answer."}</span
              >`
        }
        ${
          this.#leads
            ? html`<button
                type="button"
                class="btn btn--sm end"
                ?disabled=${this.isBusy}
                @click=${() => this.#end(hands)}
              >
                ${icon("check")}End and count
              </button>`
            : nothing
        }
      </div>
    </section>`;
  }

  #waits({ id }: HandsView): boolean {
    const { isHeldUp, unconfirmed } = this.replica;
    return isHeldUp && unconfirmed.some(({ command }) => command.type === "hands.answer" && command.handsId === id);
  }

  #result(hands: HandsView, isOver: boolean): TemplateResult {
    const canInsert = this.#leads && !this.#inserted.has(hands.id);
    return html`<section class="hands" aria-label="Result of the show of hands">
      <h2><span class="hands-k">${icon("hand")}Show of hands</span>${hands.question}</h2>
      ${handsResult(hands)}
      <div class="hands-f">
        <span class="num">${counted(hands)}</span>
        <span class="row wrap end">
          ${
            canInsert
              ? html`<button
                  type="button"
                  class="btn btn--sm"
                  ?disabled=${this.isBusy}
                  @click=${() => this.#intoNotes(hands)}
                >
                  ${icon("notebook-pen")}Put into notes
                </button>`
              : nothing
          }
          ${this.#leads && !this.isBrief && !isOver ? this.#askButton : nothing}
          <button type="button" class="btn btn--quiet btn--sm" @click=${() => this.#putAway(hands)}>Hide</button>
        </span>
      </div>
    </section>`;
  }

  async #answer(hands: HandsView, index: number): Promise<void> {
    if (!(await act(this.replica, { type: "hands.answer", handsId: hands.id, answer: index }))) return;
    say(`Your answer: ${hands.answers[index] ?? ""}`);
  }

  async #end(hands: HandsView): Promise<void> {
    this.isBusy = true;
    const isDone = await act(this.replica, { type: "hands.end", handsId: hands.id });
    const ended = isDone ? await this.#counted(hands.id) : undefined;
    this.isBusy = false;
    if (!ended) return;
    // Where the notes are open the table is written for whoever ended it, where they were writing.
    if (this.insert) await this.#intoNotes(ended);
  }

  /** The result, once the news of it is here; undefined when the question is gone. */
  #counted(id: string): Promise<HandsView | undefined> {
    return new Promise((resolve) => {
      const look = () => {
        const hands = this.#all.find((each) => each.id === id);
        if (hands?.state === "open") return;
        stop();
        resolve(hands);
      };
      const stop = this.replica.subscribe(look);
      look();
    });
  }

  async #intoNotes(hands: HandsView): Promise<void> {
    const session = this.#session;
    if (!session) return;
    this.isBusy = true;
    const table = handsTable(hands);
    const isIn = this.insert?.(table) ?? false;
    const isAdded = isIn || (await this.#appended(session.padId, table));
    this.isBusy = false;
    if (!isAdded) return toast("The table could not be put into the notes. Try again.", { isBad: true });
    this.#inserted.add(hands.id);
    toast("The result is in the notes");
  }

  /** At the end of notes that are not open here; false when they can't be written now. */
  async #appended(padId: string, table: string): Promise<boolean> {
    try {
      const { addToNotes } = await import("./add-to-notes.ts");
      return await addToNotes(this.replica, padId, table);
    } catch {
      // Offline the code itself can't be loaded: the same to whoever asked.
      return false;
    }
  }

  #putAway({ id }: HandsView): void {
    this.#away.add(id);
    keep(awayKey(id), "1");
    this.requestUpdate();
  }

  private readonly ask = () =>
    whenLoaded(import("./ask-hands.ts"), (code) => code.openHandsDialog(this.replica, this.sessionId));
}

function counted({ answered, state }: HandsView): string {
  const who = answered === 0 ? "Nobody" : answered === 1 ? "1 person" : `${answered} people`;
  if (state === "ended") return `${who} answered`;
  return answered === 0 ? "Nobody has answered yet" : `${who} ${answered === 1 ? "has" : "have"} answered`;
}

function awayKey(id: string): string {
  return `midcycle.hands-away.${id}`;
}
