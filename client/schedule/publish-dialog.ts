import { html } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { LIMITS } from "../../shared/limits.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { textField } from "../look/text-field.ts";
import { openForm } from "../look/open-form.ts";
import { singleFlight } from "../look/single-flight.ts";
import { toast } from "../look/toast.ts";
import { askFromDialog } from "../meetup/ask-from-dialog.ts";
import { waitFor } from "../replica/wait-for.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { pageClock } from "../page-clock.ts";

/** The news of what was answered comes within this time. Milliseconds. */
const NEWS_MS = 2000;

/** Opens the question what to say with a new version of the schedule. */
export function openPublish(replica: MeetupReplica): void {
  const dialog = document.createElement("publish-dialog") as PublishDialog;
  dialog.replica = replica;
  openForm(dialog);
}

/** Says that the schedule holds, with a note if there is something to say. */
@customElement("publish-dialog")
export class PublishDialog extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private refusal: Problem | undefined;
  @query("#publish-note") private note!: HTMLInputElement;

  protected override render() {
    const { published = false, version = 0 } = this.replica.view?.schedule ?? {};
    return html`<form class="dialog-form" novalidate @submit=${this.publish}>
      ${dialogHead(this, "Publish the schedule")}
      <p class="hint">
        Everyone sees that it holds${published ? `. Version ${version} is out` : ""}; later changes of rooms and times
        are told as changes. It can be published again.
      </p>
      ${textField(this.refusal, { id: "publish-note", name: "note", label: html`What is new? <span class="faint">optional</span>`, maxLength: LIMITS.scheduleNote.max })}
      ${formError(this.refusal, ["note"])}
      <div class="dialog-end"><button class="btn btn--primary">Publish</button></div>
    </form>`;
  }

  private readonly publish = singleFlight(async () => {
    const { replica } = this;
    const before = replica.view?.schedule.version;
    const publish = { type: "schedule.publish" as const, note: this.note.value };
    const { isDone, refusal } = await askFromDialog(this, replica, publish, "Not published.");
    this.refusal = refusal;
    if (!isDone) return;
    // The answer may come before the news of it.
    const isNew = await waitFor(
      replica,
      { clock: pageClock, withinMs: NEWS_MS },
      () => replica.view?.schedule.version !== before,
    );
    toast(isNew ? "Published" : "Nothing has changed since it was published");
  });
}
