import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { invitationWords, sessionInvitationWords } from "../../shared/meetup/invitation-words.ts";
import type { MeetupView, SessionView, TopicView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { openForm } from "../look/open-form.ts";
import { toast } from "../look/toast.ts";
import { askFromDialog } from "../meetup/ask-from-dialog.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { newId } from "../new-id.ts";
import { goTo } from "../routes.ts";
import { placeField, readFields, timeAndSeats, titleField } from "./side-group-fields.ts";
import { timeChoices, usualTime, type TimeChoice } from "./time-choices.ts";

/** What a side group comes from: a topic, a session, words of its own such as a heading in the notes, or nothing. */
export interface StartFrom {
  topic?: TopicView | undefined;
  session?: SessionView | undefined;
  title?: string;
}

/** Opens the form that starts a side group, filled in as far as it can be, so that one more tap starts it. */
export function openSideGroupDialog(replica: MeetupReplica, from: StartFrom = {}): void {
  const element = document.createElement("start-side-group") as StartSideGroup;
  Object.assign(element, { replica, from });
  openForm(element);
}

/** Starts a side group: what about, where, when. */
@customElement("start-side-group")
export class StartSideGroup extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) from!: StartFrom;
  @state() private chosen: string | undefined;
  @state() private refusal: Problem | undefined;
  readonly #id = newId();
  /** As they were when the dialog opened, so that the choice stays what it says. */
  #choices: TimeChoice[] | undefined;

  protected override render() {
    const { view } = this.replica;
    if (!view) return nothing;
    const choices = (this.#choices ??= timeChoices(view, Date.now()));
    const chosen = (this.chosen ??= usualTime(view, Date.now()));
    const { topic, session, title } = this.from;
    const hint = this.#invitation(view);
    const isNamed = topic !== undefined && title === undefined;
    return html`<form class="dialog-form" novalidate @submit=${this.start}>
      ${dialogHead(this, session ? "Let’s take this outside" : "Start a side group")}
      ${isNamed ? html`<p class="dim">About: <b>${topic.title}</b></p>` : titleField(title ?? session?.title ?? "", this.refusal)}
      ${placeField(view, "", this.refusal)}
      ${timeAndSeats({
        view,
        choices,
        chosen,
        choose: (value) => (this.chosen = value),
        startsAt: null,
        capacity: null,
        refusal: this.refusal,
      })}
      ${hint === undefined ? nothing : html`<p class="hint">${hint}</p>`}
      ${formError(this.refusal, ["title", "place", "capacity", "startsAt"])}
      <div class="dialog-end"><button class="btn btn--plum">Start</button></div>
    </form>`;
  }

  #invitation({ topics }: MeetupView): string | undefined {
    const { topic, session } = this.from;
    const mine = this.replica.me?.votes ?? [];
    if (topic) return invitationWords(topic.votes, { isMine: mine.includes(topic.id) });
    return session && sessionInvitationWords(topics, session.topicIds, mine);
  }

  private readonly start = async (event: Event) => {
    event.preventDefault();
    const { replica } = this;
    const { topic, session } = this.from;
    if (!replica.view) return;
    const form = event.target as HTMLFormElement;
    const read = readFields(form, replica.view, this.#choices ?? [], this.chosen ?? "free");
    if ("refusal" in read) {
      this.refusal = read.refusal;
      return;
    }
    const { title, place, startsAt, capacity } = read;
    const own = title !== "" && title !== topic?.title && title !== session?.title;
    const begin = {
      type: "sideGroup.start" as const,
      id: this.#id,
      ...(topic ? { topicId: topic.id } : session ? { sessionId: session.id } : {}),
      ...((own || !(topic || session)) && { title }),
      ...(place && { place }),
      ...(startsAt && { startsAt }),
      ...(capacity !== null && { capacity }),
    };
    const { isDone, refusal } = await askFromDialog(this, replica, begin, "The side group did not start.");
    this.refusal = refusal;
    if (!isDone) return;
    const path = `/m/${replica.slug}/side-groups/${this.#id}`;
    requestAnimationFrame(() => {
      // First, so that what is scrolled to is clear of it.
      toast("Side group started", { action: { label: "Show", run: () => goTo(path) } });
      showStarted(path);
    });
  };
}

/** Whoever started it sees it, wherever on the page it stands, and goes on there. */
function showStarted(path: string): void {
  const link = document.querySelector<HTMLElement>(`#main a[href="${path}"]`);
  link?.focus({ preventScroll: true });
  (link?.closest("li") ?? link)?.scrollIntoView({ block: "nearest" });
}
