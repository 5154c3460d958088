/**
 * What a pad's connections wait for. Invariants:
 *
 * 1. what comes from one person is dealt with in its order, whatever connection it came on;
 * 2. people take turns by the time that their edits take, so that much from one doesn't hold the others up;
 * 3. who has sent more than their share rests for a while: nothing of theirs is dealt with until then;
 * 4. a connection that is far ahead of the disk is read no further until it has come down again.
 */
import type { PadConnection } from "./pad-connection.ts";
import type { Piece } from "./update-pieces.ts";

/** A connection that is so far ahead of the disk is read no further until it has come down again. */
const QUEUE_HIGH_BYTES = 262_144;
const QUEUE_LOW_BYTES = 65_536;
/** What a queued message costs beside its bytes. */
const QUEUED_BYTES = 64;
/** What a client in a question costs in memory. */
const CLIENT_KNOWN_BYTES = 32;
/** Text of more bytes wasn't typed. */
const TYPED_BYTES = 4096;
/** A turn goes on for so long. */
const TURN_MS = 1;
/**
 * Who has waited for nothing is ahead by so much: a keystroke goes before what takes long. By less than a turn, or many
 * who come at once would have theirs before whoever is typing has the next one.
 */
const AHEAD_MS = TURN_MS / 2;

/** What a connection waits for. */
export type Queued =
  | { type: "edit"; piece: Piece; personId: string }
  | { type: "hello" }
  | { type: "sync"; vector: Map<number, number> }
  | { type: "fence"; bytes: Uint8Array };

/** Something to be integrated. */
export type QueuedEdit = Extract<Queued, { type: "edit" }>;

/** Something to be answered from what is durable. */
export type Question = Exclude<Queued, QueuedEdit>;

/**
 * What one person's connections wait for, in the order in which it came. All of a person's share one:
 * what comes on a new connection may build on, or ask about, what the lost one had sent.
 */
interface Lane {
  readonly personId: string | undefined;
  /** How many connections it has; it may have none and still something in it. */
  members: number;
  waiting: { member: Member; item: Queued }[];
  /** What its edits have taken so far, in a time that goes on only where something waits: the least goes first. */
  spentMs: number;
  /** Nothing of it is taken until then; of its pad's timers. */
  restsUntil: number | undefined;
}

/** A connection in a pad. */
export interface Member {
  readonly connection: PadConnection;
  readonly lane: Lane;
  queuedBytes: number;
  isPaused: boolean;
  /** False once it has left. */
  isHere: boolean;
  /** Edits are sent to it from the moment its first question was answered. */
  isSynced: boolean;
  /** It waits for the answer to a question: its connection holds what it is to be sent behind that. */
  isAwaiting: boolean;
  /** When it may have another question answered; of its pad's timers. */
  answerableFrom: number;
  /** Its edits can't be taken, so it gets no fence answered: it would read "saved". */
  wasRefused: boolean;
  /** So many of the pad's edits it has said to have, all that they deleted included. */
  edits: number | undefined;
  /** It has more unread than is worth adding where others are. */
  isBehind: boolean;
  /** It has said that it is a page of ours, which understands more than editors do. */
  isPage: boolean;
}

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
  /** Lanes with something in them; its connection may have left already. */
  readonly #waiting = new Set<Lane>();
  /** And those of people who rest. */
  readonly #resting = new Set<Lane>();
  /** What the one of them that had its turn last, of those who were behind, had spent before it. */
  #leastSpentMs = 0;
  /** How many edits wait that are more than typed text. */
  #larger = 0;

  /** Nothing waits, but behind who rests. */
  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** No edit waits that is more than typed text. */
  get isTypingOnly(): boolean {
    return this.#larger === 0;
  }

  /** A connection has come. */
  join(connection: PadConnection): Member {
    const lane = this.#laneOf(connection.person?.id);
    lane.members += 1;
    const queue = { queuedBytes: 0, isPaused: false };
    return {
      connection,
      lane,
      ...queue,
      isHere: true,
      isSynced: false,
      isAwaiting: false,
      answerableFrom: 0,
      wasRefused: false,
      edits: undefined,
      isBehind: false,
      isPage: false,
    };
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
    lane.waiting.push({ member, item });
    member.queuedBytes += bytesOf(item);
    if (lane.restsUntil !== undefined) this.#resting.add(lane);
    else if (isFirst) this.#await(lane);
    else if (isLarger(item)) this.#larger += 1;
    if (member.isPaused || member.queuedBytes < QUEUE_HIGH_BYTES) return;
    member.isPaused = true;
    member.connection.pause();
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
    const turns = [...this.#waiting].filter(({ spentMs }) => spentMs < until);
    if (!this.isTypingOnly) turns.sort(byWhatWaits);
    for (const lane of turns)
      while (taker.hasTime && this.#waiting.has(lane) && lane.spentMs < until) this.#takeFirst(lane, taker);
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
    for (const { member, item } of lane.waiting) {
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
        const instead = taken.instead.map((piece) => ({ member, item: { ...item, piece } }));
        lane.waiting.splice(count, 1, ...instead);
        member.queuedBytes -= bytesOf(item);
        for (const single of instead) member.queuedBytes += bytesOf(single.item);
        this.#larger += instead.length - 1;
        this.#resume(member);
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
    for (const { member, item } of lane.waiting.splice(0, count)) {
      if (isLarger(item) && lane.restsUntil === undefined) this.#larger -= 1;
      member.queuedBytes -= bytesOf(item);
      this.#resume(member);
    }
    this.#tidy(lane);
  }

  #resume(member: Member): void {
    if (!member.isPaused || member.queuedBytes > QUEUE_LOW_BYTES) return;
    member.isPaused = false;
    if (member.isHere) member.connection.resume();
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

/** More than what somebody types in a moment. */
function isLarger(item: Queued): boolean {
  return item.type === "edit" && (item.piece.insertion === undefined || item.piece.size > TYPED_BYTES);
}

/** What it costs while it waits. */
function bytesOf(item: Queued): number {
  switch (item.type) {
    case "edit":
      return item.piece.size + QUEUED_BYTES;
    case "sync":
      return item.vector.size * CLIENT_KNOWN_BYTES + QUEUED_BYTES;
    case "fence":
      return item.bytes.length + QUEUED_BYTES;
    case "hello":
      return QUEUED_BYTES;
  }
}
