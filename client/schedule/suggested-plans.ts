import type { Problem } from "../../shared/problem.ts";
import type { Suggestion } from "../../shared/schedule/suggest.ts";
import { canBePlacedAnew, goodUntil } from "../../shared/schedule/take-suggestion.ts";
import { say } from "../look/live-region.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { server } from "../server-connection.ts";

/** A plan that was worked out: by which seed, with which sessions left where they are. */
export interface SuggestedPlan {
  seed: number;
  stay: ReadonlySet<string>;
  /** When the next time begins: from then on it would move what is on. Milliseconds since 1970. */
  goodUntil: number;
  suggestion: Suggestion;
}

/** The plans that an organizer has had worked out so far, all with the same sessions pinned, and which of them is looked at. */
export class SuggestedPlans {
  readonly #meetup: () => Pick<MeetupReplica, "slug" | "view">;
  readonly #onChange: () => void;
  #all: readonly SuggestedPlan[] = [];
  #shownAt = 0;
  #pinned: ReadonlySet<string> = new Set();
  #isBusy = false;
  #problem: Problem | undefined;
  #asked: symbol | undefined;

  constructor(meetup: () => Pick<MeetupReplica, "slug" | "view">, onChange: () => void) {
    this.#meetup = meetup;
    this.#onChange = onChange;
  }

  get all(): readonly SuggestedPlan[] {
    return this.#all;
  }

  /** Which of all is looked at. */
  get shownAt(): number {
    return this.#shownAt;
  }

  get shown(): SuggestedPlan | undefined {
    return this.#all[this.#shownAt];
  }

  /** Sessions that an organizer has pinned here. */
  get pinned(): ReadonlySet<string> {
    return this.#pinned;
  }

  /** One is being worked out. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Why there is none, of the last that was asked for. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** Asks for the first plan, unless one was asked for. */
  begin(): void {
    if (this.#asked === undefined) void this.#ask(1);
  }

  show(at: number): void {
    this.#shownAt = at;
    this.#onChange();
  }

  another(): void {
    void this.#ask(Math.max(0, ...this.#all.map(({ seed }) => seed)) + 1);
  }

  tryAgain(): void {
    void this.#ask(1);
  }

  startOver(): void {
    this.#all = [];
    this.#shownAt = 0;
    void this.#ask(1);
  }

  /** Pins a session to where it is, or lets go of it. */
  pin(id: string): void {
    const pinned = new Set(this.#pinned);
    if (!pinned.delete(id)) pinned.add(id);
    this.#pinned = pinned;
    // Plans with other sessions pinned say nothing about this one.
    this.startOver();
  }

  async #ask(seed: number): Promise<void> {
    const { view, slug } = this.#meetup();
    if (!view) return;
    const at = Date.now();
    const stay = new Set(
      view.sessions.filter((each) => this.#pinned.has(each.id) || !canBePlacedAnew(view, each, at)).map(({ id }) => id),
    );
    const asked = (this.#asked = Symbol("asked"));
    this.#isBusy = true;
    this.#problem = undefined;
    this.#onChange();
    const from = new Date(at).toISOString();
    const answer = await server.suggestSchedule(slug, { seed, pinned: [...stay], from });
    if (this.#asked !== asked) return;
    this.#isBusy = false;
    if ("problem" in answer) this.#problem = answer.problem;
    else {
      this.#all = [...this.#all, { seed, stay, goodUntil: goodUntil(view, at), suggestion: answer }];
      this.#shownAt = this.#all.length - 1;
      say(`Plan ${this.#all.length}: ${answer.lost} of ${answer.wishes} wishes lost`);
    }
    this.#onChange();
  }
}
