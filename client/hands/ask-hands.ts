import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { LIMITS } from "../../shared/limits.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { fieldError, formError, messageFor } from "../look/field-error.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { textField } from "../look/text-field.ts";
import { openForm } from "../look/open-form.ts";
import { askFromDialog } from "../meetup/ask-from-dialog.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { newId } from "../new-id.ts";

const { min: FEWEST, max: MOST } = LIMITS.handsAnswers;

/** Opens the form that asks those in a session one question. */
export function openHandsDialog(replica: MeetupReplica, sessionId: string): void {
  const element = document.createElement("ask-hands") as AskHands;
  Object.assign(element, { replica, sessionId });
  openForm(element);
}

/** Asks one question with two to six answers. */
@customElement("ask-hands")
export class AskHands extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) sessionId = "";
  @state() private fields = ["Yes", "No"];
  @state() private refusal: Problem | undefined;
  /** For each field, which of the answers that were sent it was. */
  @state() private sentAs: number[] = [];
  readonly #id = newId();

  protected override render() {
    return html`<form class="dialog-form" novalidate @submit=${this.send}>
      ${dialogHead(this, "Show of hands")}
      <p class="dim">
        Everyone with this session open answers with one tap. How many gave each answer shows when you end it.
      </p>
      ${textField(this.refusal, { id: "h-question", name: "question", label: "Question", placeholder: "Who upgrades in place?", maxLength: LIMITS.handsQuestion.max })}
      <fieldset class="field hands-fs">
        <legend class="label">Answers</legend>
        ${this.fields.map((answer, index) => this.#answer(answer, index))}
        ${fieldError(this.refusal, "answers", "h-answers-error")}
      </fieldset>
      ${
        this.fields.length < MOST
          ? html`<button type="button" class="btn hands-add" @click=${this.add}>${icon("plus")}Add an answer</button>`
          : nothing
      }
      ${formError(this.refusal, ["question", "answers", ...this.fields.map((_, index) => `answers.${index}`)])}
      <div class="dialog-end"><button class="btn btn--primary">${icon("hand")}Ask</button></div>
    </form>`;
  }

  #answer(answer: string, index: number) {
    const path = `answers.${this.sentAs.indexOf(index)}`;
    return html`<div class="row">
        <input
          class="input grow"
          name="answer"
          aria-label="Answer ${index + 1}"
          autocomplete="off"
          maxlength=${LIMITS.handsAnswer.max}
          .value=${answer}
          aria-invalid=${messageFor(this.refusal, path) !== undefined}
          aria-describedby="h-answer-${index}-error"
          @input=${(event: Event) => this.#change(index, (event.target as HTMLInputElement).value)}
        />
        ${
          this.fields.length > FEWEST
            ? html`<button
                type="button"
                class="btn btn--quiet btn--icon"
                aria-label="Remove answer ${index + 1}"
                @click=${() => this.#remove(index)}
              >
                ${icon("x")}
              </button>`
            : nothing
        }
      </div>
      ${fieldError(this.refusal, path, `h-answer-${index}-error`)}`;
  }

  #change(index: number, answer: string): void {
    this.fields = this.fields.with(index, answer);
  }

  #remove(index: number): void {
    this.refusal = undefined;
    this.fields = this.fields.toSpliced(index, 1);
    this.#focusField(Math.min(index, this.fields.length - 1));
  }

  private readonly add = () => {
    this.fields = [...this.fields, ""];
    this.#focusField(this.fields.length - 1);
  };

  #focusField(index: number): void {
    void this.updateComplete.then(() => this.querySelectorAll<HTMLElement>("[name=answer]")[index]?.focus());
  }

  private readonly send = async (event: Event) => {
    event.preventDefault();
    const question = (new FormData(event.target as HTMLFormElement).get("question") as string).trim();
    const filled = this.fields
      .map((answer, index) => ({ answer: answer.trim(), index }))
      .filter(({ answer }) => answer);
    this.sentAs = filled.map(({ index }) => index);
    const { replica, sessionId } = this;
    const answers = filled.map(({ answer }) => answer);
    const command = { type: "hands.ask" as const, id: this.#id, sessionId, question, answers };
    const { refusal } = await askFromDialog(this, replica, command, `Not asked: ${question}.`);
    this.refusal = refusal;
  };
}
