import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { LIMITS } from "../../shared/limits.ts";
import type { SessionView, SideGroupView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { done } from "../look/open-dialog.ts";
import { openForm } from "../look/open-form.ts";
import { textField } from "../look/text-field.ts";
import { toast } from "../look/toast.ts";
import { askFromDialog } from "../meetup/ask-from-dialog.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { undo } from "../meetup/with-undo.ts";

/** What the outcome is of; a side group may be ended with it. */
export type OutcomeOf = { session: SessionView } | { group: SideGroupView; isEnding?: boolean };

/** Asks in one sentence what came out of a session or a side group. */
export function openOutcome(replica: MeetupReplica, of: OutcomeOf): void {
  const element = document.createElement("outcome-dialog") as OutcomeDialog;
  Object.assign(element, { replica, of });
  openForm(element);
}

/** "What came out?" */
@customElement("outcome-dialog")
export class OutcomeDialog extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) of!: OutcomeOf;
  @state() private refusal: Problem | undefined;

  protected override firstUpdated(): void {
    this.querySelector("input")?.focus();
  }

  protected override render() {
    const { title, outcome } = this.#what;
    const isEnding = "group" in this.of && this.of.isEnding === true;
    const path = isEnding ? "outcome" : "text";
    return html`<form class="dialog-form" novalidate @submit=${this.save}>
      ${dialogHead(this, isEnding ? "End the side group" : "What came out?")}
      <p class="dim">
        ${title}${isEnding ? ". Its notes stay and can still be written." : ". One sentence for those who were elsewhere."}
      </p>
      ${textField(this.refusal, { id: "outcome", name: "outcome", label: html`${isEnding ? "What came out?" : "In a sentence"} <span class="faint">optional</span>`, maxLength: LIMITS.outcome.max, value: outcome ?? "", path })}
      ${formError(this.refusal, [path])}
      <div class="dialog-end">
        ${
          isEnding
            ? nothing
            : html`<button type="button" class="btn btn--quiet" @click=${() => done(this)}>Not now</button>`
        }
        <button class="btn ${"group" in this.of ? "btn--plum" : "btn--primary"}">
          ${isEnding ? "End it" : "Save"}
        </button>
      </div>
    </form>`;
  }

  get #what(): SessionView | SideGroupView {
    return "session" in this.of ? this.of.session : this.of.group;
  }

  private readonly save = async (event: Event) => {
    event.preventDefault();
    const { replica, of } = this;
    const text = (new FormData(event.target as HTMLFormElement).get("outcome") as string).trim();
    const { id, outcome } = this.#what;
    const target = "session" in of ? { sessionId: id } : { sideGroupId: id };
    const isEnding = "group" in of && of.isEnding === true;
    const { isDone, refusal } = await askFromDialog(
      this,
      replica,
      isEnding
        ? { type: "sideGroup.end", sideGroupId: id, ...(text && { outcome: text }) }
        : { type: "outcome.set", ...target, text },
      "What came out was not saved.",
    );
    this.refusal = refusal;
    if (!isDone) return;
    if (isEnding) toast(`Ended: ${this.#what.title}`);
    else if (text !== (outcome ?? ""))
      toast("Saved", {
        undo: () => void undo(replica, { type: "outcome.set", ...target, text: outcome ?? "" }),
      });
  };
}
