import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { dayOf } from "../../shared/exports/meetup-times.ts";
import { LIMITS } from "../../shared/limits.ts";
import type { TopicView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { fieldError, formError, messageFor } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { done, openDialog } from "../look/open-dialog.ts";
import { toast } from "../look/toast.ts";
import { ask } from "../meetup/act.ts";
import type { MeetupReplica } from "../meetup/meetup-replica.ts";
import { instantAt } from "../meetup/times.ts";
import { newId } from "../new-id.ts";
import { goTo } from "../routes.ts";

/** Opens the form that starts a side group, about a topic or about anything. */
export function openSideGroupDialog(replica: MeetupReplica, topic?: TopicView): void {
  const element = document.createElement("start-side-group") as StartSideGroup;
  Object.assign(element, { replica, topic });
  void openDialog(element);
}

/** Starts a side group: what about, where, when. */
@customElement("start-side-group")
export class StartSideGroup extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) topic: TopicView | undefined;
  @state() private refusal: Problem | undefined;
  readonly #id = newId();

  protected override render() {
    const meetup = this.replica.view?.meetup;
    if (!meetup) return nothing;
    const isWrong = (path: string) => messageFor(this.refusal, path) !== undefined;
    const today = dayOf(new Date().toISOString(), meetup.timezone);
    const day = meetup.startsOn && today < meetup.startsOn ? meetup.startsOn : today;
    return html`<form class="dialog-form" novalidate @submit=${this.start}>
      ${dialogHead(this, "Start a side group")}
      ${
        this.topic
          ? html`<p class="dim">About: <b>${this.topic.title}</b></p>`
          : html`<div class="field">
              <label for="g-title">What about?</label>
              <input
                class="input"
                id="g-title"
                name="title"
                autocomplete="off"
                maxlength=${LIMITS.sideGroupTitle.max}
                aria-invalid=${isWrong("title")}
                aria-describedby="g-title-error"
              />
              ${fieldError(this.refusal, "title", "g-title-error")}
            </div>`
      }
      <div class="field">
        <label for="g-place">Where?</label>
        <input
          class="input"
          id="g-place"
          name="place"
          placeholder="Lobby sofas"
          autocomplete="off"
          maxlength=${LIMITS.sideGroupPlace.max}
        />
      </div>
      <div class="three">
        <div class="field">
          <label for="g-day">When? <span class="faint">optional</span></label>
          <input class="input" id="g-day" name="day" type="date" .value=${day} />
        </div>
        <div class="field">
          <label for="g-time">Time</label>
          <input class="input" id="g-time" name="time" type="time" />
        </div>
        <div class="field">
          <label for="g-seats">Seats</label>
          <input
            class="input"
            id="g-seats"
            name="capacity"
            inputmode="numeric"
            autocomplete="off"
            placeholder="Any"
            aria-invalid=${isWrong("capacity")}
            aria-describedby="g-seats-error"
          />
        </div>
      </div>
      ${fieldError(this.refusal, "capacity", "g-seats-error")} ${formError(this.refusal, ["title", "capacity"])}
      <div class="dialog-end"><button class="btn btn--plum">Start</button></div>
    </form>`;
  }

  private readonly start = async (event: Event) => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => ((fields.get(name) as string | null) ?? "").trim();
    const { replica, topic } = this;
    const timezone = replica.view?.meetup.timezone ?? "UTC";
    const startsAt = text("day") && text("time") ? instantAt(text("day"), text("time"), timezone) : undefined;
    const asked = ask(replica, {
      type: "sideGroup.start",
      id: this.#id,
      ...(topic ? { topicId: topic.id } : { title: text("title") }),
      ...(text("place") && { place: text("place") }),
      ...(startsAt && { startsAt }),
      ...(text("capacity") && { capacity: Number(text("capacity")) }),
    });
    // Offline the answer comes much later; the group shows already and is kept.
    if (replica.reach === "offline") done(this);
    const refusal = await asked;
    if (refusal === undefined) {
      done(this);
      toast("Side group started", { action: { label: "Show", run: () => goTo(`/m/${replica.slug}/side-groups`) } });
    } else if (refusal !== "cancelled" && this.isConnected) this.refusal = refusal;
    else if (refusal !== "cancelled") toast(`The side group did not start. ${refusal.detail}`, { isBad: true });
  };
}
