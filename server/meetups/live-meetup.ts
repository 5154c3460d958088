import { changesOf } from "../../shared/meetup/changes-of.ts";
import { decide, type LoggedCommand } from "../../shared/meetup/decide.ts";
import type { Decision } from "../../shared/meetup/decisions.ts";
import type { Fact, MeetupEntry } from "../../shared/meetup/entries.ts";
import { evolve, type Touch } from "../../shared/meetup/evolve.ts";
import { emptyMeetup, type MeetupState } from "../../shared/meetup/meetup-state.ts";
import { summaryOf, type NameOf, type Reader } from "../../shared/meetup/view-of.ts";
import type { Person } from "../../shared/person.ts";
import { problem, type Problem } from "../../shared/problem.ts";
import type { Change } from "../../shared/protocol/changes.ts";
import type { Clock } from "../clock.ts";
import { seedWrites } from "./new-pads.ts";
import type { ReportFault } from "../report-fault.ts";
import { newId } from "../secrets.ts";
import { StoreUnavailableError, type LogStore, type RecordWrite } from "../store/log-store.ts";

/** How many of the latest steps a replica may have missed and still be brought up to date by changes alone. */
const RECENT_STEPS = 2000;

/** What the server itself asks of a meetup, besides people's commands. Same path, same log. */
export type InternalCommand =
  | { type: "organizer.join" }
  | { type: "organizerLink.add"; tokenHash: string }
  | { type: "organizerLink.renew"; tokenHash: string }
  | { type: "person.rename" }
  | { type: "notes.write"; padId: string };

/** The answer to a command: the step it took, or stands at, once that is durable; or why not. */
export type Answer = { seq: number } | { problem: Problem };

/** One durable step, or several at once: from where to where, what it touched, and who acted. */
export interface Step {
  from: number;
  seq: number;
  touched: Set<Touch>;
  by: Set<string>;
}

/** Who follows a meetup. */
export interface Listener {
  step: (step: Step) => void;
  /** A commit failed, so this object has ended; the meetup lives on in its log. */
  died: () => void;
}

interface Asked {
  command: LoggedCommand | InternalCommand;
  person: Person;
  answer: (answer: Answer) => void;
}

/**
 * The authority on one meetup while anyone is there: its fold in memory, and the one door through
 * which it changes. It knows no socket and no HTTP.
 *
 * 1. Commands are decided one after another; those that arrive while a commit runs share the next.
 * 2. Nobody reads, hears of or gets an answer about a state that is not durable.
 * 3. After a failed commit this object is dead: the fold is thrown away and read again from the log.
 */
export class LiveMeetup {
  readonly id: string;
  readonly #store: LogStore;
  readonly #clock: Clock;
  readonly #report: ReportFault;
  readonly #state: MeetupState;
  readonly #names: Map<string, Person>;
  readonly #listeners = new Set<Listener>();
  #asked: Asked[] = [];
  #reads: (() => void)[] = [];
  #recent: { seq: number; touched: Set<Touch> }[] = [];
  #summary = "";
  #busy = false;
  #dead = false;
  /** When somebody last asked for anything, for letting go of meetups nobody looks at. */
  usedAt: number;

  private constructor(id: string, state: MeetupState, names: Map<string, Person>, tools: Tools) {
    this.id = id;
    this.#state = state;
    this.#names = names;
    this.#store = tools.store;
    this.#clock = tools.clock;
    this.#report = tools.report;
    this.#summary = JSON.stringify(summaryOf(state));
    this.usedAt = tools.clock.now();
  }

  /** Reads a meetup's log. Throws when it can't be read or has no entries. */
  static async open(id: string, tools: Tools): Promise<LiveMeetup> {
    const state = emptyMeetup();
    for (const { bytes } of await tools.store.read(meetupStream(id)))
      evolve(state, decodeEntry(bytes));
    if (state.seq === 0) throw new Error(`The log of meetup ${id} is empty`);
    const people = await tools.peopleByIds([...state.people]);
    return new LiveMeetup(id, state, new Map(people.map((person) => [person.id, person])), tools);
  }

  get slug(): string {
    return this.#state.facts.slug;
  }

  /** True once a commit has failed: open it again from the log. */
  get dead(): boolean {
    return this.#dead;
  }

  /** True while someone listens or something is under way. */
  get inUse(): boolean {
    return this.#busy || this.#listeners.size > 0;
  }

  /** Decides and stores a command. Answers when durable, never rejects. */
  handle(command: LoggedCommand | InternalCommand, person: Person): Promise<Answer> {
    this.usedAt = this.#clock.now();
    return new Promise((answer) => {
      this.#asked.push({ command, person, answer });
      void this.#pump();
    });
  }

  /** Runs `look` on the fold at a moment when all of it is durable. Rejects when the meetup has died meanwhile. */
  read<T>(look: (state: MeetupState, nameOf: NameOf) => T): Promise<T> {
    this.usedAt = this.#clock.now();
    return new Promise((resolve, reject) => {
      const run = () => {
        if (this.#dead) return reject(new StoreUnavailableError("The meetup could not be written"));
        try {
          resolve(look(this.#state, this.#nameOf));
        } catch (error) {
          reject(error as Error);
        }
      };
      if (this.#busy) this.#reads.push(run);
      else run();
    });
  }

  /** All that changed after `after`, as it is now; undefined when that is too long ago, or ahead of us. */
  changesAfter(
    after: number,
    reader: Reader,
  ): Promise<{ from: number; seq: number; changes: Change[] } | undefined> {
    return this.read((state, nameOf) => {
      const oldest = (this.#recent[0]?.seq ?? state.seq + 1) - 1;
      if (after < oldest || after > state.seq) return undefined;
      const touched = new Set<Touch>();
      for (const step of this.#recent)
        if (step.seq > after) for (const touch of step.touched) touched.add(touch);
      return { from: after, seq: state.seq, changes: changesOf(state, touched, nameOf, reader) };
    });
  }

  /** Hears of every step once it is durable, in order, and of the end. Returns how to stop. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Keeps a changed name; the log learns only that something changed. */
  async rename(person: Person): Promise<void> {
    if (!this.#names.has(person.id)) return;
    this.#names.set(person.id, person);
    await this.handle({ type: "person.rename" }, person);
  }

  readonly #nameOf: NameOf = (id) => {
    const person = this.#names.get(id);
    return person && { name: person.name, color: person.color };
  };

  async #pump(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#asked.length > 0 && !this.#dead) {
        await this.#commit(this.#asked.splice(0));
        this.#runReads();
      }
    } finally {
      this.#busy = false;
      if (this.#dead)
        for (const { answer } of this.#asked.splice(0)) answer({ problem: problem("unavailable") });
      this.#runReads();
    }
  }

  #runReads(): void {
    for (const run of this.#reads.splice(0)) run();
  }

  async #commit(batch: Asked[]): Promise<void> {
    const from = this.#state.seq;
    const answers: Answer[] = [];
    const entries: MeetupEntry[] = [];
    const steps: { seq: number; touched: Set<Touch> }[] = [];
    const by = new Set<string>();
    try {
      for (const { command, person } of batch) {
        const decision = decideAny(this.#state, command, person);
        if (decision.kind === "refusal") {
          answers.push({ problem: decision.problem });
          continue;
        }
        if (decision.kind === "facts") {
          const entry = {
            at: new Date(this.#clock.now()).toISOString(),
            by: person.id,
            facts: decision.facts,
          };
          entries.push(entry);
          this.#names.set(person.id, person);
          by.add(person.id);
          const touched = evolve(this.#state, entry);
          steps.push({ seq: this.#state.seq, touched });
        }
        answers.push({ seq: this.#state.seq });
      }
      if (entries.length > 0) await this.#write(entries, from);
    } catch (error) {
      this.#dead = true;
      if (!(error instanceof StoreUnavailableError)) this.#report(`meetup ${this.id}`, error);
      for (const { answer } of batch) answer({ problem: problem("unavailable") });
      for (const listener of this.#listeners) listener.died();
      return;
    }
    if (steps.length > 0) this.#tell(from, steps, by);
    batch.forEach(({ answer }, index) => answer(answers[index]!));
  }

  async #write(entries: MeetupEntry[], after: number): Promise<void> {
    const seeds = seedWrites(this.slug, entries);
    const summary = JSON.stringify(summaryOf(this.#state));
    const records: RecordWrite[] = [...seeds.records];
    if (summary !== this.#summary && this.#state.facts.listed)
      records.push({ op: "put", kind: "listed", key: this.slug, value: summary });
    const stream = meetupStream(this.id);
    await this.#store.write({
      appends: [{ stream, entries: entries.map(encodeEntry), after }, ...seeds.appends],
      records,
    });
    this.#summary = summary;
  }

  #tell(from: number, steps: { seq: number; touched: Set<Touch> }[], by: Set<string>): void {
    this.#recent.push(...steps);
    if (this.#recent.length > RECENT_STEPS * 1.5) this.#recent = this.#recent.slice(-RECENT_STEPS);
    const touched = new Set<Touch>();
    for (const step of steps) for (const touch of step.touched) touched.add(touch);
    for (const listener of this.#listeners) {
      try {
        listener.step({ from, seq: steps.at(-1)!.seq, touched, by });
      } catch (error) {
        this.#report(`a listener of meetup ${this.id}`, error);
      }
    }
  }
}

/** What a live meetup works with. */
export interface Tools {
  store: LogStore;
  clock: Clock;
  report: ReportFault;
  peopleByIds: (ids: readonly string[]) => Promise<Person[]>;
}

/** The name of a meetup's log in the store. */
export function meetupStream(id: string): string {
  return `meetup:${id}`;
}

/** An entry as the log holds it: JSON, UTF-8. */
export function encodeEntry(entry: MeetupEntry): Uint8Array {
  return Buffer.from(JSON.stringify(entry));
}

function decodeEntry(bytes: Uint8Array): MeetupEntry {
  return JSON.parse(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"),
  ) as MeetupEntry;
}

function decideAny(
  state: MeetupState,
  command: LoggedCommand | InternalCommand,
  person: Person,
): Decision {
  const facts = (...all: Fact[]): Decision => ({ kind: "facts", facts: all });
  const nothing: Decision = { kind: "nothing" };
  switch (command.type) {
    case "organizer.join":
      return state.organizers.has(person.id) ? nothing : facts({ type: "organizer.joined" });
    case "organizerLink.add":
      return facts({ type: "organizerLink.added", tokenHash: command.tokenHash });
    case "organizerLink.renew":
      if (!state.organizers.has(person.id))
        return { kind: "refusal", problem: problem("organizers-only") };
      return facts({ type: "organizerLink.renewed", tokenHash: command.tokenHash });
    case "person.rename":
      return state.people.has(person.id) ? facts({ type: "person.renamed" }) : nothing;
    case "notes.write":
      return state.writers.get(command.padId)?.has(person.id)
        ? nothing
        : facts({ type: "notes.written", padId: command.padId });
    default:
      return decide(state, command, { personId: person.id, newPadId: newId });
  }
}
