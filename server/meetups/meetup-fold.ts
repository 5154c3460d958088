import type { MeetupEntry } from "../../shared/meetup/entries.ts";
import { evolving } from "../../shared/meetup/evolve.ts";
import { emptyHistory, notingInHistory, type History } from "../../shared/meetup/history.ts";
import type { InParts } from "../../shared/in-parts.ts";
import { emptyMeetup, type MeetupState } from "../../shared/meetup/meetup-state.ts";
import type { Touch } from "../../shared/meetup/touch.ts";
import type { Person } from "../../shared/person.ts";
import type { Clock } from "../clock.ts";
import { newId, newJoinCode } from "../secrets.ts";
import type { StoredEntry } from "../store/log-store.ts";
import { decidingAny, type AnyCommand } from "./internal-commands.ts";
import type { Answer, Objection } from "./live-meetup-tools.ts";
import { decodeEntry } from "./meetup-log.ts";

/** What somebody asks for. */
export interface Wish {
  command: AnyCommand;
  /** Null: the clock. */
  person: Person | null;
  objection: Objection | undefined;
}

/** What came of wishes; nobody may hear of it before the entries are durable. */
export interface Decided {
  /** One for each wish. */
  answers: Answer[];
  entries: MeetupEntry[];
  steps: { seq: number; touched: Set<Touch> }[];
  /** Who did something. */
  people: Person[];
}

/** What a meetup's log comes to, and how it moves on. All of it goes part by part; nobody may look at it in between. */
export class MeetupFold {
  readonly state: MeetupState = emptyMeetup();
  readonly history: History = emptyHistory();

  /** Folds in what the log holds. */
  *reading(log: readonly StoredEntry[]): InParts<void> {
    for (const { bytes } of log) yield* this.#fold(decodeEntry(bytes));
  }

  /** Decides wishes one after another, each on what the ones before it have left. */
  *deciding(wishes: readonly Wish[], clock: Clock): InParts<Decided> {
    const decided: Decided = { answers: [], entries: [], steps: [], people: [] };
    for (const wish of wishes) {
      decided.answers.push(yield* this.#deciding(wish, clock, decided));
      yield;
    }
    return decided;
  }

  *#deciding({ command, person, objection }: Wish, clock: Clock, decided: Decided): InParts<Answer> {
    const refused = objection?.(this.state);
    if (refused) return { problem: refused };
    const at = new Date(clock.now()).toISOString();
    const asker = { personId: person?.id ?? "", at, newPadId: newId, newRoomCode: newJoinCode };
    const decision = yield* decidingAny(this.state, command, asker);
    if (decision.kind === "refusal") return { problem: decision.problem };
    if (decision.kind === "facts") {
      const entry = { at, by: person?.id ?? null, facts: decision.facts };
      decided.entries.push(entry);
      if (person) decided.people.push(person);
      const touched = yield* this.#fold(entry);
      decided.steps.push({ seq: this.state.seq, touched });
    }
    return { seq: this.state.seq };
  }

  *#fold(entry: MeetupEntry): InParts<Set<Touch>> {
    const touched = yield* evolving(this.state, entry);
    yield* notingInHistory(this.history, entry);
    return touched;
  }
}
