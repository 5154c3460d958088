import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { reasonOf, type Problem } from "../../shared/page-problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import { toast } from "../look/toast.ts";
import { comeBack, loadCurrentPerson } from "../current-person.ts";
import { mayLeave } from "./may-leave.ts";
import { adoptPending } from "../replica/pending-commands.ts";

/** Makes this device the person's whose return link was opened; where somebody else is, it asks whether both are one. */
export async function openReturnLink(token: string): Promise<void> {
  await loadCurrentPerson();
  const answer = await comeBack(token, { join: false, adopt });
  if (!("problem" in answer)) return toast(`You are ${answer.name} here`);
  if (reasonOf(answer.problem) !== "somebody-here") return toast(answer.problem.detail, { isBad: true });
  const dialog = document.createElement("also-you-dialog") as AlsoYouDialog;
  dialog.token = token;
  dialog.question = answer.problem.detail;
  const name = await openDialog<string>(dialog);
  if (name !== undefined) toast(`You are ${name} here, with all that you did under both names`);
}

/** What waits on this device to be sent goes on as who we are now; where a device keeps nothing, nothing waits. */
async function adopt(from: string, into: string): Promise<void> {
  try {
    adoptPending(localStorage, from, into);
  } catch {
    // A browser that has no store for this page.
  }
  await import("../notes/replica/open-pads.ts")
    .then(({ adoptKeptPads }) => adoptKeptPads(from, into))
    .catch(() => undefined);
}

/** Asks whether the person of the link and the person of this device are one. */
@customElement("also-you-dialog")
export class AlsoYouDialog extends LightElement {
  /** The secret of the link. */
  @property({ attribute: false }) token = "";
  /** Whose link it is, and who is here. */
  @property() question = "";
  @state() private refusal: Problem | undefined;
  @state() private isBusy = false;

  protected override render() {
    return html`<form class="dialog-form" @submit=${this.join}>
      ${dialogHead(this, "Is this also you?")}
      <p>${this.question}</p>
      <p class="hint">
        If so, both become one: votes count once, and topics, comments and notes of both are yours. This can’t be
        undone. If not, nothing changes; sign out here first to use the link.
      </p>
      ${formError(this.refusal)}
      <div class="dialog-end">
        <button type="button" class="btn btn--quiet" @click=${() => done(this)}>No</button>
        <button class="btn btn--primary btn--lg" ?disabled=${this.isBusy}>Yes, that is me too</button>
      </div>
    </form>`;
  }

  private readonly join = async (event: Event) => {
    event.preventDefault();
    this.isBusy = true;
    if (!(await mayLeave())) return void (this.isBusy = false);
    const answer = await comeBack(this.token, { join: true, adopt });
    this.isBusy = false;
    if ("problem" in answer) this.refusal = answer.problem;
    else done(this, answer.name);
  };
}
