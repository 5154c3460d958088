import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { BallotInterval } from "../../shared/meetup/bursts.ts";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { dayOf } from "../../shared/time.ts";
import { LatestAnswer } from "../latest-answer.ts";
import { formError } from "../look/field-error.ts";
import { icon } from "../look/icon.ts";
import { LightElement } from "../look/light-element.ts";
import { toast } from "../look/toast.ts";
import { server } from "../server-connection.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { act } from "./act.ts";
import { dayName, timeSpan } from "./times.ts";
import { undo } from "./with-undo.ts";

/** While votes come, looked at anew this often. Milliseconds. */
const FOLLOW_MS = 3000;
/** At most this many topics of one burst are named. */
const MOST_TOPICS = 3;

/**
 * For organizers: how often many people came at once and, opened, a way to set their votes aside and count them again. Closed
 * it is one line, so that it stands above everyone and moves none of them as it comes.
 */
@customElement("vote-bursts")
export class VoteBursts extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @state() private isOpen = false;
  @state() private intervals: BallotInterval[] | undefined;
  @state() private failed: Problem | undefined;
  /** How many have come that aren't shown yet: rows don't move under a finger. */
  @state() private news = 0;
  readonly #latest = new LatestAnswer();
  #stop: (() => void) | undefined;
  #soon: ReturnType<typeof setTimeout> | undefined;
  /** The counts that the list is of. */
  #counted = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.replica.subscribe(() => this.#follow());
    this.#counted = this.#counts;
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    clearTimeout(this.#soon);
  }

  protected override render() {
    const { view } = this.replica;
    if (!view) return nothing;
    return html`<section class="bursts" aria-labelledby="bursts-title">
      <h3 class="bursts-h" id="bursts-title">
        <button
          type="button"
          class="bursts-b"
          aria-expanded=${this.isOpen}
          aria-controls="bursts-in"
          @click=${() => (this.isOpen = !this.isOpen)}
        >
          <span class="grow">Votes that came in bursts</span
          ><span class="dim num">${this.#count}</span>${icon("chevron-down")}
        </button>
      </h3>
      <div class="bursts-in" id="bursts-in" ?hidden=${!this.isOpen}>
        <p class="hint">
          When five people or more did their first thing here within five minutes. A hall that opens the page at once
          looks the same as a script: ask before you set votes aside. To stop everything meanwhile, close voting in the
          settings.
        </p>
        ${this.#content(view)}
        <div role="status">
          ${
            this.failed || this.news > 0
              ? html`<button type="button" class="btn btn--sm" @click=${this.#load}>
                  ${this.failed ? "Try again" : `${this.news} new: show`}
                </button>`
              : nothing
          }
        </div>
      </div>
    </section>`;
  }

  /** How many there are; empty while that isn't known. */
  get #count(): string {
    if (!this.intervals) return "";
    const count = this.intervals.length + this.news;
    return count === 0 ? "none" : String(count);
  }

  #content(view: MeetupView): TemplateResult {
    if (this.failed) return html`${formError(this.failed)}`;
    if (!this.intervals) return html`<p class="dim" role="status">Loading</p>`;
    if (this.intervals.length === 0) return html`<p class="dim">Five people have never come at once.</p>`;
    return html`<ul class="people" aria-labelledby="bursts-title">
      ${repeat(
        this.intervals,
        ({ from }) => from,
        (each) => this.#interval(view, each),
      )}
    </ul>`;
  }

  #interval(view: MeetupView, each: BallotInterval): TemplateResult {
    const { timezone } = view.meetup;
    const when = timeSpan(each.from, each.to, timezone);
    return html`<li>
      <span class="grow">
        <b class="num">${dayName(dayOf(each.from, timezone))}, ${when}</b>
        ${each.void ? html`<span class="chip chip--warn">Set aside</span>` : nothing}
        <span class="hint bursts-what num">${countWords(each)}${topicWords(each, view)}</span>
      </span>
      <span class="people-do"
        ><button type="button" class="btn btn--sm" @click=${() => this.#set(each, !each.void, when)}>
          <span
            >${each.void ? "Count them again" : "Set these votes aside"}<span class="vh">
              of who came ${when}</span
            ></span
          >
        </button></span
      >
    </li>`;
  }

  async #set({ from }: BallotInterval, isVoid: boolean, when: string): Promise<void> {
    const voiding: CommandInput = { type: "ballots.void", from };
    const counting: CommandInput = { type: "ballots.count", from };
    const [command, opposite] = isVoid ? [voiding, counting] : [counting, voiding];
    if (!(await act(this.replica, command))) return;
    toast(`${isVoid ? "Votes set aside" : "Votes counted again"}: who came ${when}`, {
      undo: () => void undo(this.replica, opposite).then(this.#load),
    });
    await this.#load();
  }

  /** Follows as people come and vote, at a pace that costs a hall of them nothing. */
  #follow(): void {
    if (this.#soon !== undefined || this.#counts === this.#counted) return;
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      this.#counted = this.#counts;
      void this.#take(true);
    }, FOLLOW_MS);
  }

  get #counts(): string {
    const { people, topics } = this.replica.view ?? {};
    return JSON.stringify([people?.count, people?.voted, topics?.map(({ votes }) => votes)]);
  }

  readonly #load = () => this.#take(false);

  /** While it follows, what is new waits for who reads. */
  async #take(isFollowing: boolean): Promise<void> {
    const answer = await this.#latest.to(() => server.ballots(this.replica.slug));
    if (!answer) return;
    if ("problem" in answer) {
      // What is shown stays, and is followed on with the next vote.
      if (!isFollowing || !this.intervals) this.failed = answer.problem;
      return;
    }
    this.failed = undefined;
    const known = new Set(this.intervals?.map(({ from }) => from));
    const isShown = ({ from }: BallotInterval) => !isFollowing || known.size === 0 || known.has(from);
    this.intervals = answer.intervals.filter(isShown);
    this.news = answer.intervals.length - this.intervals.length;
  }
}

function countWords({ newcomers, votes }: BallotInterval): string {
  const people = newcomers === 1 ? "1 person" : `${newcomers} people`;
  if (votes === null) return people;
  return `${people}, ${votes === 1 ? "1 vote" : `${votes} votes`}`;
}

function topicWords({ topics }: BallotInterval, view: MeetupView): string {
  if (topics.length === 0) return "";
  const named = topics.slice(0, MOST_TOPICS).flatMap(({ topicId, votes }) => {
    const topic = view.topics.find(({ id }) => id === topicId);
    return topic ? [`${topic.title} (${votes})`] : [];
  });
  const more = topics.length - named.length;
  return `: ${named.join(", ")}${more > 0 ? ` and ${more} more ${more === 1 ? "topic" : "topics"}` : ""}`;
}
