import type { MeetupState } from "../../shared/meetup/meetup-state.ts";
import { problem } from "../../shared/problem.ts";
import type { Answer, Objection } from "./live-meetup-tools.ts";
import type { Wish } from "./meetup-fold.ts";

/** At most this many commands are decided together, or one batch: whoever reads waits for them to be durable. */
const MOST_AT_ONCE = 256;

/** A wish, and who waits for what comes of it. */
export interface Asked extends Wish {
  answer: (answer: Answer) => void;
}

/** A wish that the meetup be gone for good. */
export interface Removal {
  objection: Objection;
  remove: (state: MeetupState) => Promise<void>;
  answer: (answer: Answer) => void;
  fail: (error: unknown) => void;
}

/** What the queue has done; neither rejects. */
export interface QueueWork {
  commit(asked: Asked[]): Promise<void>;
  remove(removal: Removal): Promise<void>;
  /** Whether nothing more is to be done. */
  isOver(): boolean;
}

/**
 * What is asked of one meetup, done one after the other: commands that arrive while a commit runs share the next, as far as
 * they are few; a removal comes before them. Who reads waits for a change that is under way, and comes before what isn't.
 * What comes from one person stays in its order, and people with batches take turns: whoever votes waits for one of each.
 */
export class MeetupQueue {
  readonly #work: QueueWork;
  #asked: Asked[] = [];
  #removals: Removal[] = [];
  #looks: (() => Promise<void>)[] = [];
  #reads: (() => void)[] = [];
  /** Whose batch was decided last; undefined when that wasn't a batch. */
  #lastBatchBy: string | undefined;
  #isBusy = false;
  #isChanging = false;

  constructor(work: QueueWork) {
    this.#work = work;
  }

  /** True while something is under way. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Has a command decided and stored. */
  ask(asked: Asked): void {
    this.#asked.push(asked);
    void this.#pump();
  }

  /** Has the meetup removed. */
  askRemoval(removal: Removal): void {
    this.#removals.push(removal);
    void this.#pump();
  }

  /** Has something looked at that takes several turns; nothing changes meanwhile, and others read. `look` must not reject. */
  askLook(look: () => Promise<void>): void {
    this.#looks.push(look);
    void this.#pump();
  }

  /** Calls `run` as soon as no change is under way, at once if that is so. */
  whenFree(run: () => void): void {
    if (this.#isChanging) this.#reads.push(run);
    else run();
  }

  get #hasChanges(): boolean {
    return this.#asked.length + this.#removals.length > 0;
  }

  async #pump(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      while ((this.#hasChanges || this.#looks.length > 0) && !this.#work.isOver()) {
        const look = this.#looks.shift();
        if (look) await look();
        if (this.#hasChanges && !this.#work.isOver()) await this.#change();
      }
    } finally {
      this.#isBusy = false;
      if (this.#work.isOver()) this.#answerNobodyMore();
    }
  }

  async #change(): Promise<void> {
    this.#isChanging = true;
    try {
      const removal = this.#removals.shift();
      if (removal) await this.#work.remove(removal);
      else await this.#work.commit(this.#take());
    } finally {
      this.#isChanging = false;
      this.#runReads();
    }
  }

  /** Takes what is decided next. Who had a batch last comes behind everyone who has waited for it. */
  #take(): Asked[] {
    const last = this.#lastBatchBy;
    if (last !== undefined) {
      const isTheirs = (asked: Asked) => concerns(asked) === last;
      this.#asked = [...this.#asked.filter((asked) => !isTheirs(asked)), ...this.#asked.filter(isTheirs)];
    }
    const taken = this.#asked.splice(0, howManyAtOnce(this.#asked));
    this.#lastBatchBy = taken.find(({ command }) => command.type === "batch")?.person?.id;
    return taken;
  }

  #answerNobodyMore(): void {
    for (const look of this.#looks.splice(0)) void look();
    for (const { answer } of [...this.#asked.splice(0), ...this.#removals.splice(0)])
      answer({ problem: problem("unavailable") });
  }

  #runReads(): void {
    for (const run of this.#reads.splice(0)) run();
  }
}

/** Who asks; or whom the server speaks of, as what becomes of somebody comes behind all that they have asked for. */
function concerns({ command, person }: Wish): string | undefined {
  if (person !== null) return person.id;
  return command.type === "person.join" || command.type === "person.erase" ? command.personId : undefined;
}

/** How many of these are committed together; one at least. */
function howManyAtOnce(asked: readonly Asked[]): number {
  const batch = asked.findIndex(({ command }) => command.type === "batch");
  return batch < 0 ? MOST_AT_ONCE : Math.max(1, Math.min(batch, MOST_AT_ONCE));
}
