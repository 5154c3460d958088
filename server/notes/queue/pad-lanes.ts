/**
 * Whose turn it is of those who wait in a pad. Invariants:
 *
 * 1. what comes from one person is dealt with in its order, whatever connection it came on;
 * 2. people take turns by the time that their edits take, so that much from one doesn't hold the others up;
 * 3. who has sent more than their share rests for a while: nothing of theirs is dealt with until then.
 */
import type { PadConnection } from "../pad-connection.ts";
import { Member, type Lane } from "./pad-member.ts";
import { isLarger, type Question, type Queued, type QueuedEdit } from "./queued.ts";
import type { Piece } from "../intake/update-pieces.ts";

/** A turn goes on for so long. */
const TURN_MS = 1;
/**
 * Who has waited for nothing is ahead by so much: a keystroke goes before what takes long. By less than a turn, or many
 * who come at once would have theirs before whoever is typing has the next one.
 */
const AHEAD_MS = TURN_MS / 2;

/** Who takes what waits. */
export interface Taker {
  /** False: no more for now. */
  readonly hasTime: boolean;
  /** Asked behind edits that this turn, or one before it, has taken. */
  question(member: Member, question: Question): void;
  /** Says what it took. */
  edit(member: Member, edit: QueuedEdit): Taken;
}

/** What came of an edit. */
export type Taken =
  /** It has taken so long. With `drop`, what its person has behind it is dropped. */
  | { ms: number; drop: boolean }
  /** It isn't taken, nor is what its person has behind it, before then; of its pad's timers. */
  | { restsUntil: number }
  /** It isn't taken; these are, one after the other, in its place. Finding that out has taken so long. */
  | { instead: Piece[]; ms: number };

export class PadLanes {
  readonly #byPerson = new Map<string, Lane>();
  /** Lanes with something in them that don't rest; all of its connections may have left already. */
  readonly #waiting = new Set<Lane>();
  /** Those of people who rest. */
  readonly #resting = new Set<Lane>();
  /** The least that any of them had spent when the last turn began. */
  #leastSpentMs = 0;
  /** How many edits wait that are more than typed text. */
  #larger = 0;
  #came = 0;

  /** Nothing waits, but behind who rests. */
  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** How much has come so far. */
  get came(): number {
    return this.#came;
  }

  /** Whether none of the first `count` that came waits any more, but behind who rests. */
  areDone(count: number): boolean {
    for (const { waiting } of this.#waiting) if (waiting[0]!.number <= count) return false;
    return true;
  }

  /** No edit waits that is more than typed text. */
  get isTypingOnly(): boolean {
    return this.#larger === 0;
  }

  /** A connection has come. */
  join(connection: PadConnection): Member {
    const lane = this.#laneOf(connection.person?.id);
    lane.members += 1;
    return new Member(connection, lane);
  }

  /** When the first of those who rest goes on, of its pad's timers; undefined when nobody rests. */
  get restsUntil(): number | undefined {
    let first: number | undefined;
    for (const { restsUntil } of this.#resting)
      if (restsUntil !== undefined && !(restsUntil >= (first ?? Infinity))) first = restsUntil;
    return first;
  }

  /** Those who have rested until `now` wait with the others again. */
  wake(now: number): void {
    for (const lane of this.#resting) {
      if (lane.restsUntil === undefined || lane.restsUntil > now) continue;
      this.#resting.delete(lane);
      lane.restsUntil = undefined;
      if (lane.waiting.length > 0) this.#await(lane);
    }
  }

  /** A connection has gone: its questions go with it, its edits stay. */
  leave(member: Member): void {
    const { lane } = member;
    member.isHere = false;
    lane.members -= 1;
    lane.waiting = lane.waiting.filter((each) => each.member !== member || each.item.type === "edit");
    this.#tidy(lane);
  }

  /** This waits behind everything of the same person. */
  enqueue(member: Member, item: Queued): void {
    const { lane } = member;
    const isFirst = lane.waiting.length === 0;
    this.#came += 1;
    lane.waiting.push({ member, item, number: this.#came });
    if (lane.restsUntil === undefined) {
      if (isFirst) this.#await(lane);
      else if (isLarger(item)) this.#larger += 1;
    }
    member.queue(item);
  }

  /** Takes all questions that wait behind no edit. */
  takeQuestions(answer: (member: Member, question: Question) => void): void {
    for (const lane of this.#waiting) {
      let count = 0;
      for (const { member, item } of lane.waiting) {
        if (item.type === "edit") break;
        answer(member, item);
        count += 1;
      }
      if (count > 0) this.#take(lane, count);
    }
  }

  /**
   * One turn for everyone who hasn't spent more than others who wait: takes their edits, and the questions before each,
   * while the taker has time. First come those with typed text, which takes next to none, and of others who has least
   * waiting, or what is smallest.
   */
  takeTurn(taker: Taker): void {
    this.#leastSpentMs = Infinity;
    for (const { spentMs } of this.#waiting) this.#leastSpentMs = Math.min(this.#leastSpentMs, spentMs);
    const until = this.#leastSpentMs + TURN_MS;
    const turns = this.isTypingOnly ? this.#waiting : [...this.#waiting].sort(byWhatWaits);
    for (const lane of turns)
      while (taker.hasTime && this.#waiting.has(lane) && lane.spentMs < until) this.#takeFirst(lane, taker);
  }

  /** Whether an edit of this person's waits, or rests. */
  hasEdit(personId: string): boolean {
    return this.#byPerson.get(personId)?.waiting.some(({ item }) => item.type === "edit") ?? false;
  }

  /** Drops all that this person's connections wait for. */
  drop(personId: string): void {
    const lane = this.#byPerson.get(personId);
    if (lane !== undefined) this.#take(lane, lane.waiting.length);
  }

  /** Drops everything. */
  clear(): void {
    this.#waiting.clear();
    this.#resting.clear();
    this.#byPerson.clear();
    this.#larger = 0;
  }

  #takeFirst(lane: Lane, taker: Taker): void {
    let count = 0;
    let rest: number | undefined;
    for (const { member, item, number } of lane.waiting) {
      if (item.type !== "edit") {
        taker.question(member, item);
        count += 1;
        continue;
      }
      const taken = taker.edit(member, item);
      if ("restsUntil" in taken) {
        rest = taken.restsUntil;
        break;
      }
      if ("instead" in taken) {
        const instead = taken.instead.map((piece) => ({ member, item: { ...item, piece }, number }));
        lane.waiting.splice(count, 1, ...instead);
        member.unqueue(item, instead);
        this.#larger += instead.length - 1;
        lane.spentMs += taken.ms;
        break;
      }
      lane.spentMs += taken.ms;
      count = taken.drop ? lane.waiting.length : count + 1;
      break;
    }
    this.#take(lane, count);
    if (rest !== undefined) this.#rest(lane, rest);
  }

  /** A lane that has something in it, and doesn't rest, has its turns from now on. */
  #await(lane: Lane): void {
    lane.spentMs = Math.max(lane.spentMs, this.#leastSpentMs - AHEAD_MS);
    this.#waiting.add(lane);
    for (const { item } of lane.waiting) if (isLarger(item)) this.#larger += 1;
  }

  #rest(lane: Lane, until: number): void {
    lane.restsUntil = until;
    this.#resting.add(lane);
    if (this.#waiting.delete(lane)) for (const { item } of lane.waiting) if (isLarger(item)) this.#larger -= 1;
  }

  /** The first `count` of a lane have been dealt with. */
  #take(lane: Lane, count: number): void {
    const { waiting } = lane;
    for (let index = 0; index < count; index += 1) {
      const { member, item } = waiting[index]!;
      if (isLarger(item) && lane.restsUntil === undefined) this.#larger -= 1;
      member.unqueue(item);
    }
    // One by one an array that becomes empty keeps its room, for what comes next.
    if (count < waiting.length) waiting.splice(0, count);
    else while (waiting.length > 0) waiting.pop();
    this.#tidy(lane);
  }

  #tidy(lane: Lane): void {
    if (lane.waiting.length > 0) return;
    this.#waiting.delete(lane);
    if (lane.members === 0) this.#resting.delete(lane);
    if (lane.members === 0 && lane.personId !== undefined) this.#byPerson.delete(lane.personId);
  }

  #laneOf(personId: string | undefined): Lane {
    const known = personId === undefined ? undefined : this.#byPerson.get(personId);
    if (known !== undefined) return known;
    const lane: Lane = { personId, members: 0, waiting: [], spentMs: 0, restsUntil: undefined };
    if (personId !== undefined) this.#byPerson.set(personId, lane);
    return lane;
  }
}

function byWhatWaits(one: Lane, other: Lane): number {
  const [ones, others] = [firstOf(one), firstOf(other)];
  return orderOf(one, ones) - orderOf(other, others) || (ones?.piece.size ?? 0) - (others?.piece.size ?? 0);
}

function firstOf({ waiting }: Lane): QueuedEdit | undefined {
  for (const { item } of waiting) if (item.type === "edit") return item;
  return undefined;
}

function orderOf({ waiting }: Lane, first: QueuedEdit | undefined): number {
  return first !== undefined && isLarger(first) ? waiting.length : 0;
}
