import type { InParts } from "../../shared/in-parts.ts";
import { changesOf } from "../../shared/meetup/changes-of.ts";
import { nextClosing } from "../../shared/meetup/decide/decide-meetup.ts";
import type { History } from "../../shared/meetup/history.ts";
import type { Touch } from "../../shared/meetup/touch.ts";
import type { MeetupState } from "../../shared/meetup/meetup-state.ts";
import type { NameOf, Reader } from "../../shared/meetup/view-of/people-view-of.ts";
import type { Person } from "../../shared/person.ts";
import type { FormerPerson } from "../people/people.ts";
import { problem } from "../../shared/problem.ts";
import type { Change } from "../../shared/protocol/changes.ts";
import type { Clock } from "../clock.ts";
import { inTurns } from "../turns/in-turns.ts";
import type { ReportFault } from "../report-fault.ts";
import { StoreUnavailableError } from "../store/log-store.ts";
import type { AnyCommand } from "./internal-commands.ts";
import type { Answer, Listener, Objection, Tools } from "./live-meetup-tools.ts";
import { MeetupCommits } from "./meetup-commits.ts";
import { MeetupFold, type Decided } from "./meetup-fold.ts";
import { meetupStream } from "./meetup-log.ts";
import { MeetupQueue, type Asked, type Removal } from "./meetup-queue.ts";
import { RecentSteps, touchedBy } from "./recent-steps.ts";

/** The commands after which something else may close next. */
const CLOSING = new Set<AnyCommand["type"]>(["meetup.edit", "meetup.setPhase", "batch", "closing.due"]);

/**
 * The authority on one meetup while anyone is there: its fold in memory, and the one door through
 * which it changes. It knows no socket and no HTTP.
 *
 * 1. Commands are decided one after another; those that arrive while a commit runs share the next, as far as they are few.
 * 2. Nobody reads, hears of or gets an answer about a state that is not durable.
 * 3. After a failed commit this object is dead: the fold is thrown away and read again from the log.
 *    So it is after another's write (ConflictError), and when the meetup has been deleted.
 */
export class LiveMeetup {
  readonly id: string;
  readonly #clock: Clock;
  readonly #pace: Pick<Tools, "timers">;
  readonly #report: ReportFault;
  readonly #onStep: (meetupId: string) => void;
  readonly #fold: MeetupFold;
  readonly #onPadRights: (padIds: string[]) => Promise<void>;
  readonly #names: Map<string, Person>;
  readonly #listeners = new Set<Listener>();
  readonly #recent = new RecentSteps();
  readonly #commits: MeetupCommits;
  readonly #queue = new MeetupQueue({
    commit: (asked) => this.#commit(asked),
    remove: (removal) => this.#remove(removal),
    isOver: () => this.#dead,
  });
  #callOffClosing: () => void = () => undefined;
  #dead = false;
  /** When somebody last asked for anything, for letting go of meetups nobody looks at. */
  usedAt: number;

  private constructor(id: string, fold: MeetupFold, names: Map<string, Person>, tools: Tools) {
    this.id = id;
    this.#fold = fold;
    this.#names = names;
    this.#clock = tools.clock;
    this.#report = tools.report;
    this.#onStep = tools.onStep ?? (() => undefined);
    this.#onPadRights = tools.onPadRights;
    this.#pace = tools;
    this.#commits = new MeetupCommits(id, fold, tools);
    this.usedAt = tools.clock.now();
    this.#planClosing();
  }

  /** Reads a meetup's log. Throws when it can't be read or has no entries. */
  static async open(id: string, tools: Tools): Promise<LiveMeetup> {
    const fold = new MeetupFold();
    await inTurns(fold.reading(await tools.store.read(meetupStream(id))), tools);
    const { state } = fold;
    if (state.seq === 0) throw new Error(`The log of meetup ${id} is empty`);
    const ids = [...state.people, ...state.removed.keys()];
    const people = await tools.people.byIds(ids);
    const names = new Map(people.map((person) => [person.id, person]));
    const meetup = new LiveMeetup(id, fold, names, tools);
    // While it was closed. Nobody reads it before that is in its log; should it fail, it is read anew.
    for (const former of await tools.people.formerOf(ids)) void meetup.replace(former);
    return meetup;
  }

  get slug(): string {
    return this.#fold.state.facts.slug;
  }

  /** True once a commit has failed or the meetup is deleted: look for it in the store again. */
  get dead(): boolean {
    return this.#dead;
  }

  /** True while someone listens or something is under way. */
  get inUse(): boolean {
    return this.#queue.isBusy || this.#listeners.size > 0;
  }

  /** Somebody is about to ask for something. */
  touch(): void {
    this.usedAt = this.#clock.now();
  }

  /** Decides and stores a command, unless there is an objection. Answers when durable, never rejects. */
  handle(command: AnyCommand, person: Person | null, objection?: Objection): Promise<Answer> {
    this.touch();
    return new Promise((answer) => this.#queue.ask({ command, person, objection, answer }));
  }

  /**
   * Ends the meetup for good, unless there is an objection: `remove` takes it from the store while nothing else happens,
   * and nothing is decided or read after it. Answers with where it stood. Rejects as `remove` does; what is in the store
   * is then read anew.
   */
  end(objection: Objection, remove: (state: MeetupState) => Promise<void>): Promise<Answer> {
    return new Promise((answer, fail) => this.#queue.askRemoval({ objection, remove, answer, fail }));
  }

  /** Runs `look` on the fold at a moment when all of it is durable. Rejects when the meetup has died meanwhile. */
  read<T>(look: (state: MeetupState, nameOf: NameOf) => T): Promise<T> {
    this.touch();
    return new Promise((resolve, reject) => {
      this.#queue.whenFree(() => {
        if (this.#dead) return reject(new StoreUnavailableError("The meetup could not be written"));
        try {
          resolve(look(this.#fold.state, this.#nameOf));
        } catch (error) {
          reject(error as Error);
        }
      });
    });
  }

  /** All that changed after `after`, as it is now; undefined when that is too long ago, or ahead of us. */
  changesAfter(after: number, reader: Reader): Promise<{ from: number; seq: number; changes: Change[] } | undefined> {
    return this.read((state, nameOf) => {
      const touched = this.#recent.touchedAfter(after, state.seq);
      if (!touched) return undefined;
      return { from: after, seq: state.seq, changes: changesOf(state, touched, nameOf, reader) };
    });
  }

  /** The same with a look that takes long, part by part in turns of its own: all of it sees the same, as nothing changes meanwhile. */
  readInParts<T>(look: (all: { history: History; state: MeetupState; nameOf: NameOf }) => InParts<T>): Promise<T> {
    this.touch();
    return new Promise((resolve, reject) =>
      this.#queue.askLook(async () => {
        if (this.#dead) return reject(new StoreUnavailableError("The meetup could not be written"));
        const all = { history: this.#fold.history, state: this.#fold.state, nameOf: this.#nameOf };
        await inTurns(look(all), this.#pace).then(resolve, reject);
      }),
    );
  }

  /** Runs `look` on how the agenda came about, and on the fold, as `read` does. */
  readHistory<T>(look: (all: { history: History; state: MeetupState; nameOf: NameOf }) => T): Promise<T> {
    return this.read((state, nameOf) => look({ history: this.#fold.history, state, nameOf }));
  }

  /** Hears of every step once it is durable, in order, and of the end. Returns how to stop. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the timer. Whoever still holds this object may read it. */
  close(): void {
    this.#callOffClosing();
  }

  /** Learns what people are called before an entry names them. */
  introduce(people: readonly Person[]): void {
    for (const person of people) if (!this.#names.has(person.id)) this.#names.set(person.id, person);
  }

  /** Keeps a changed name; the log learns only that something changed. */
  async rename(person: Person): Promise<void> {
    if (!this.#names.has(person.id)) return;
    this.#names.set(person.id, person);
    await this.handle({ type: "person.rename" }, person);
  }

  /** Someone is somebody else from now on, or nobody: what is theirs here goes over, or goes. */
  replace({ id, now }: FormerPerson): Promise<Answer> {
    this.#names.delete(id);
    if (now === null) return this.handle({ type: "person.erase", personId: id }, null);
    this.introduce([now]);
    return this.handle({ type: "person.join", personId: id, into: now.id }, null);
  }

  readonly #nameOf: NameOf = (id) => {
    const person = this.#names.get(id);
    return person && { name: person.name, color: person.color };
  };

  async #remove({ objection, remove, answer, fail }: Removal): Promise<void> {
    const refused = objection(this.#fold.state);
    if (refused) return answer({ problem: refused });
    try {
      await remove(this.#fold.state);
      this.#dead = true;
      this.close();
      answer({ seq: this.#fold.state.seq });
    } catch (error) {
      this.#die();
      fail(error);
    }
  }

  #die(): void {
    this.#dead = true;
    this.close();
    this.#tellEach((listener) => listener.died());
  }

  /** Closes proposals and voting at their minute, while the meetup is open here; else when it is opened next. */
  #planClosing(): void {
    this.#callOffClosing();
    const due = nextClosing(this.#fold.state);
    if (due === undefined) return;
    const wait = due - this.#clock.now();
    this.#callOffClosing = this.#clock.after(wait, () => void this.handle({ type: "closing.due" }, null));
  }

  async #commit(batch: Asked[]): Promise<void> {
    const from = this.#fold.state.seq;
    let decided: Decided;
    try {
      // Whoever is known was renamed here if they were renamed; a request begun before that may still hold the old name.
      decided = await this.#commits.commit(batch, (acted) => this.introduce(acted));
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) this.#report(`meetup ${this.id}`, error);
      this.#die();
      for (const { answer } of batch) answer({ problem: problem("unavailable") });
      return;
    }
    const { answers, steps, people } = decided;
    const by = new Set(people.map(({ id }) => id));
    const rights = steps.length > 0 ? this.#tell(from, steps, by) : undefined;
    if (batch.some(({ command: { type } }) => CLOSING.has(type))) this.#planClosing();
    const answerAll = () => batch.forEach(({ answer }, index) => answer(answers[index]!));
    // Who has locked notes may rely on it that nobody writes in them any more.
    if (rights) void rights.then(answerAll);
    else answerAll();
  }

  /** Returns what to wait for before anyone is answered, if anything. */
  #tell(from: number, steps: { seq: number; touched: Set<Touch> }[], by: Set<string>): Promise<void> | undefined {
    this.#recent.add(steps);
    const touched = touchedBy(steps);
    const pads = padsTouched(this.#fold.state, touched);
    this.#tellEach((listener) => listener.step({ from, seq: steps.at(-1)!.seq, touched, by }));
    this.#onStep(this.id);
    return pads.length > 0 ? this.#onPadRights(pads) : undefined;
  }

  #tellEach(tell: (listener: Listener) => void): void {
    for (const listener of this.#listeners) {
      try {
        tell(listener);
      } catch (error) {
        this.#report(`a listener of meetup ${this.id}`, error);
      }
    }
  }
}

/** Pads in which people may have other rights after this: those touched, or all when the meetup itself has changed. */
function padsTouched(state: MeetupState, touched: ReadonlySet<Touch>): string[] {
  if (touched.has("meetup") || touched.has("rights")) return [...state.pads.keys()];
  return [...touched].flatMap((touch) => (touch.startsWith("pad:") ? [touch.slice("pad:".length)] : []));
}
