import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { dayOf, instantAt } from "../../shared/time.ts";
import { LIMITS } from "../../shared/limits.ts";
import type { Problem } from "../../shared/problem.ts";
import { choiceField } from "../look/choice-field.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError, ownRefusal } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { textField } from "../look/text-field.ts";
import { openForm } from "../look/open-form.ts";
import { toast } from "../look/toast.ts";
import { newId } from "../new-id.ts";
import { singleFlight } from "../look/single-flight.ts";
import { act } from "./act.ts";
import { askFromDialog } from "./ask-from-dialog.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { whenOf } from "./time-words.ts";

/** How long an announcement stands, in minutes; "day" is until the day is over, "time" asks for one. */
const SPANS = [
  { value: "15", words: "15 minutes" },
  { value: "60", words: "An hour" },
  { value: "180", words: "Three hours" },
  { value: "day", words: "Until the end of the day" },
  { value: "time", words: "Until a time today" },
] as const;

/** Opens the line that everyone is to be told. */
export function openAnnounceDialog(replica: MeetupReplica): void {
  const element = document.createElement("announce-dialog") as AnnounceDialog;
  element.replica = replica;
  openForm(element);
}

/** Tells everyone one line, on every page, until a time. */
@customElement("announce-dialog")
export class AnnounceDialog extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private span: (typeof SPANS)[number]["value"] = "60";
  @state() private refusal: Problem | undefined;
  readonly #id = newId();

  protected override render() {
    return html`<form class="dialog-form" novalidate @submit=${this.announce}>
      ${dialogHead(this, "Announce")}
      <p class="dim">One line on every page and wall, for everyone.</p>
      ${textField(this.refusal, { id: "ann-text", name: "text", label: "What?", maxLength: LIMITS.announcement.max })}
      <div class="two">
        ${choiceField({ id: "ann-span", label: "For how long?", options: SPANS, chosen: this.span, choose: (span) => (this.span = span) })}
        ${
          this.span === "time"
            ? textField(this.refusal, { id: "ann-time", name: "time", label: "Until", type: "time", path: "until" })
            : nothing
        }
      </div>
      ${formError(this.refusal, ["text", "until"])}
      <div class="dialog-end"><button class="btn btn--primary">Announce</button></div>
    </form>`;
  }

  private readonly announce = singleFlight(async (event: Event) => {
    const { replica } = this;
    const fields = new FormData(event.target as HTMLFormElement);
    const until = this.#until((fields.get("time") as string | null) ?? "");
    if (until === undefined) {
      this.refusal = ownRefusal("Choose a time that is still to come", "until");
      return;
    }
    const text = (fields.get("text") as string).trim();
    const add = { type: "announcement.add" as const, id: this.#id, text, until };
    const { isDone, refusal } = await askFromDialog(this, replica, add, "Not announced.");
    this.refusal = refusal;
    if (!isDone) return;
    const remove = { type: "announcement.remove" as const, announcementId: this.#id };
    toast(`Announced until ${whenOf(until, Date.now(), replica.view?.meetup.timezone ?? "UTC")}`, {
      undo: () => void act(replica, remove),
    });
  });

  #until(time: string): string | undefined {
    const now = Date.now();
    const timezone = this.replica.view?.meetup.timezone ?? "UTC";
    const today = dayOf(new Date(now).toISOString(), timezone);
    if (this.span === "day") return instantAt(today, "23:59", timezone);
    if (this.span !== "time") return new Date(now + Number(this.span) * 60_000).toISOString();
    const until = time === "" ? undefined : instantAt(today, time, timezone);
    return until !== undefined && Date.parse(until) > now ? until : undefined;
  }
}
