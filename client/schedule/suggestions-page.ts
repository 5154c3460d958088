import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import type { Suggestion } from "../../shared/schedule/suggest.ts";
import { canBePlacedAnew, isToCome, takeSuggestion } from "../../shared/schedule/take-suggestion.ts";
import { empty } from "../look/empty.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { toast } from "../look/toast.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { pageShell, pageTitle } from "../meetup/page-shell.ts";
import { newId } from "../new-id.ts";
import { goTo } from "../routes.ts";
import { server } from "../server-connection.ts";
import { planGrid } from "./plan-grid.ts";
import { SuggestedPlans, type SuggestedPlan } from "./suggested-plans.ts";
import { countWords, pairWords, sessionIn } from "./suggestion-words.ts";
import "./suggestions-page.css";

/** For organizers: a plan of the day that loses few wishes, beside the one there is, and one press to take it. */
@customElement("suggestions-page")
export class SuggestionsPage extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  /** A plan is being taken. */
  @state() private isTaking = false;
  readonly #plans = new SuggestedPlans(
    () => this.replica,
    () => this.requestUpdate(),
  );
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.replica.subscribe(() => {
      this.requestUpdate();
      this.#begin();
    });
    this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override render() {
    const { view } = this.replica;
    document.title = pageTitle(this.replica, "Suggested schedule");
    return pageShell(this.replica, "schedule", view ? this.#content(view) : html``);
  }

  #content(view: MeetupView) {
    const { slug } = this.replica;
    return html`<div class="sp">
      <a class="gp-back" href="/m/${slug}/schedule">${icon("chevron-left")}Schedule</a>
      <div class="sp-h">
        <h1>Suggested schedule</h1>
        <p class="dim">
          The best supported topics, placed so that few people have to choose between two that they want. Nothing
          changes until you take it.
        </p>
      </div>
      ${this.#isOrganizer ? this.#forOrganizers(view) : this.#note("Only for organizers", "Organizers plan the schedule here. Everyone sees what they decide on the schedule itself.")}
    </div>`;
  }

  get #isOrganizer(): boolean {
    const { me, view } = this.replica;
    return me?.role === "organizer" && view?.meetup.phase !== "closed";
  }

  #note(title: string, text: string): TemplateResult {
    return html`<div class="panel">
      ${empty({
        picture: "arc",
        title,
        text,
        action: html`<a class="btn btn--primary" href="/m/${this.replica.slug}/schedule">See the schedule</a>`,
      })}
    </div>`;
  }

  #forOrganizers(view: MeetupView) {
    const { problem, shown, isBusy } = this.#plans;
    if (view.rooms.length === 0 || !view.slots.some(({ kind }) => kind === "sessions"))
      return this.#note("No rooms or times yet", "Add rooms and times for sessions first, then ask for a plan.");
    if (!view.slots.some((slot) => isToCome(slot, Date.now())))
      return this.#note("No times to come", "All times for sessions have begun or are over, and what is there stays.");
    if (problem)
      return html`<div class="banner banner--warn" role="alert">
        ${icon("triangle-alert")}<span class="grow"><b>${problem.title}.</b> ${problem.detail}</span>
        <button class="btn btn--sm" @click=${() => this.#plans.tryAgain()}>Try again</button>
      </div>`;
    if (!shown)
      return html`<p class="dim" role="status">
        ${isBusy ? "Working out a plan. With many topics this takes a few seconds." : ""}
      </p>`;
    return this.#plan(view, shown);
  }

  #plan(view: MeetupView, plan: SuggestedPlan) {
    const { suggestion, stay } = plan;
    const { all, shownAt } = this.#plans;
    if (suggestion.placements.length === 0 && view.sessions.length === 0)
      return this.#note("Nothing to place yet", "Once there are topics, a plan for them is worked out here.");
    const taken = takeSuggestion(view, suggestion.placements, stay, newId);
    return html`${this.#gain(suggestion, taken)}
      <div class="sp-t">
        ${
          all.length > 1
            ? html`<div class="seg" role="group" aria-label="Plans">
                ${all.map(
                  (each, at) =>
                    html`<button aria-pressed=${at === shownAt} @click=${() => this.#plans.show(at)}>
                      Plan ${at + 1}${" "}<span class="faint num">${each.suggestion.lost} lost</span>
                    </button>`,
                )}
              </div>`
            : nothing
        }
        <button class="btn" ?disabled=${this.#isBusy} @click=${() => this.#plans.another()}>
          ${icon("shuffle")}Another plan
        </button>
        <button
          class="btn btn--primary end"
          ?disabled=${this.#isBusy || taken.take.length === 0}
          @click=${() => this.#take(plan, taken)}
        >
          ${icon("check")}Take these placements
        </button>
      </div>
      <div class="sp-b">
        ${planGrid(view, "At present", Date.now(), (roomId, slotId) => this.#present(view, taken, roomId, slotId))}
        ${planGrid(view, "Suggested", Date.now(), (roomId, slotId) => suggested(view, plan, taken, roomId, slotId))}
      </div>
      ${worst(view, suggestion)}`;
  }

  #gain({ wishes, lost }: Suggestion, taken: ReturnType<typeof takeSuggestion>) {
    const kept = wishes - lost;
    return html`<div class="sp-g" role="status">
      <p>
        <b class="num"
          >${wishes === 0 ? "Nobody has voted for any of them yet." : `${kept} of ${wishes} wishes come true.`}</b
        >
        ${wishes === 0 ? "Any plan is as good as another." : lost === 0 ? "Nobody has to choose." : html`<span class="num">${lost}</span> ${lost === 1 ? "is" : "are"} lost.`}
        <span class="dim"
          >A wish is one person who would come to one topic. It is lost when another that they want is on at the same
          time.</span
        >
      </p>
      <p class="num">${taken.take.length === 0 ? "This is how it is already." : countWords(taken)}</p>
    </div>`;
  }

  /** What is there now; what can be placed anew can be kept where it is. */
  #present(view: MeetupView, taken: ReturnType<typeof takeSuggestion>, roomId: string, slotId: string) {
    const session = view.sessions.find((each) => each.roomId === roomId && each.slotId === slotId);
    if (!session) return undefined;
    const { id, title } = session;
    const canMove = canBePlacedAnew(view, session, Date.now());
    const isPinned = this.#plans.pinned.has(id);
    return {
      title,
      mark: taken.dropped.includes(session)
        ? html`<span class="chip chip--warn">${icon("minus")}Taken off</span>`
        : undefined,
      tool: canMove
        ? html`<button
            class="btn btn--quiet btn--sm sp-pin"
            aria-pressed=${isPinned}
            aria-label="Keep here: ${title}"
            ?disabled=${this.#isBusy}
            @click=${() => this.#plans.pin(id)}
          >
            ${icon("pin")}${isPinned ? "Stays" : "Keep"}
          </button>`
        : html`<span class="sp-stay dim">${icon("lock")}Stays</span>`,
    };
  }

  get #isBusy(): boolean {
    return this.isTaking || this.#plans.isBusy;
  }

  /** The first plan is worked out by itself, once it is known who asks. */
  #begin(): void {
    if (this.#isOrganizer) this.#plans.begin();
  }

  async #take(plan: SuggestedPlan, { take, back }: ReturnType<typeof takeSuggestion>): Promise<void> {
    const { slug } = this.replica;
    if (Date.now() >= plan.goodUntil) {
      toast("A time has begun since this plan was made. Here is one for what is still to come.", { isBad: true });
      this.#plans.startOver();
      return;
    }
    this.isTaking = true;
    const isDone = await this.#batch(take);
    this.isTaking = false;
    if (!isDone) return;
    goTo(`/m/${slug}/schedule`);
    toast("The placements are on the schedule", {
      undo: () => void this.#batch(back).then((isBack) => isBack && toast("Undone")),
    });
  }

  /** All of it or nothing; a refusal is told with what it is about. */
  async #batch(commands: CommandInput[]): Promise<boolean> {
    const answer = await server.batch(this.replica.slug, commands);
    if (!("problem" in answer)) return true;
    const about = sessionIn(answer.problem, commands, this.replica.view?.sessions ?? []);
    toast(`${about === undefined ? "" : `${about}: `}${answer.problem.detail}`, { isBad: true });
    return false;
  }
}

function suggested(
  view: MeetupView,
  { suggestion, stay }: SuggestedPlan,
  { added, moved }: ReturnType<typeof takeSuggestion>,
  roomId: string,
  slotId: string,
) {
  const kept = view.sessions.find((each) => stay.has(each.id) && each.roomId === roomId && each.slotId === slotId);
  if (kept) return { title: kept.title };
  const placement = suggestion.placements.find((each) => each.roomId === roomId && each.slotId === slotId);
  const topic = view.topics.find(({ id }) => id === placement?.topicIds[0]);
  if (!topic) return undefined;
  const session = view.sessions.find(({ topicIds }) => topicIds.includes(topic.id));
  const mark = added.includes(topic.id)
    ? html`<span class="chip chip--agenda">${icon("plus")}New</span>`
    : session && moved.includes(session)
      ? html`<span class="chip chip--info">${icon("move")}Moved</span>`
      : undefined;
  return { title: session?.title ?? topic.title, mark };
}

function worst(view: MeetupView, { worst: pairs }: Suggestion): TemplateResult | typeof nothing {
  if (pairs.length === 0) return nothing;
  return html`<section class="sp-w" aria-labelledby="sp-worst">
    <h2 id="sp-worst">What people would have to choose between</h2>
    <ul>
      ${pairs.map((pair) => html`<li>${icon("triangle-alert")}<span>${pairWords(view, pair)}</span></li>`)}
    </ul>
  </section>`;
}
