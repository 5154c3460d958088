/**
 * The server's authority over one pad while anyone is there. It knows no sockets. Invariants:
 *
 * 1. an edit is in nobody's hands but its author's before it is durable: edits are integrated,
 *    committed, and only then sent on; whatever is answered from the document waits for that;
 * 2. what comes from one person is dealt with in its order, so a fence speaks for all before it;
 * 3. after a fault nothing is sent any more: the pad is thrown away, and read again from its log.
 */
import * as Y from "yjs";
import { assertNever } from "../../shared/assert-never.ts";
import { PAD_CLOSE } from "../../shared/notes/pad-frames.ts";
import type { Person } from "../../shared/person.ts";
import type { Clock } from "../clock.ts";
import type { LogStore } from "../store/log-store.ts";
import { CostAllowance } from "./cost-allowance.ts";
import { encodePadEntry } from "./pad-entry.ts";
import { permissionDenied, syncStep1, syncStep2, updateMessage, type PadMessage } from "./pad-messages.ts";
import { PadPresence } from "./pad-presence.ts";
import { padStream } from "./pad-seed.ts";
import type { PadState } from "./pad-state.ts";
import { binaryFrame } from "./websocket-frame.ts";

/** After a flush the next one waits so long: the more readers, the more a shared write saves. */
const WINDOW_MS_PER_READER = 0.3;
const WINDOW_CAP_MS = 60;
/** Integrating takes so long at most before others have their turn. */
const INTEGRATE_MS = 8;
/** A connection that is so far ahead of the disk is read no further until it has come down again. */
const QUEUE_HIGH_BYTES = 262_144;
const QUEUE_LOW_BYTES = 65_536;
/** What a queued message costs beside its bytes. */
const QUEUED_BYTES = 64;
/** Somebody who has so much unread is not sent the text once more. */
const UNREAD_BYTES = 1_048_576;

/** One end of a connection to a pad, as the pad sees it. */
export interface PadConnection {
  readonly person: Person | undefined;
  /** May change while the connection stands. */
  mayWrite: boolean;
  /** Bytes that were sent but not taken by the other side yet. */
  readonly unread: number;
  /** Sends complete WebSocket frames. */
  send(frames: Uint8Array): void;
  close(code: number, reason: string): void;
  /** Stops, and goes on, reading what the client sends. */
  pause(): void;
  resume(): void;
}

/** What a connection waits for. */
type Queued =
  | { type: "edit"; piece: Uint8Array; personId: string }
  | { type: "hello" }
  | { type: "sync"; vector: Map<number, number> }
  | { type: "fence"; bytes: Uint8Array };

type Question = Exclude<Queued, { type: "edit" }>;

/**
 * What one person's connections wait for, in the order in which it came. All of a person's share one:
 * what comes on a new connection may build on, or ask about, what the lost one had sent.
 */
interface Lane {
  waiting: { member: Member; item: Queued }[];
}

interface Member {
  connection: PadConnection;
  lane: Lane;
  queuedBytes: number;
  isPaused: boolean;
  /** Edits are sent to it from the moment its first question was answered. */
  isSynced: boolean;
  /** Its edits can't be taken, so it gets no fence answered: it would read "saved". */
  wasRefused: boolean;
}

interface Edit {
  member: Member;
  piece: Uint8Array;
  personId: string;
}

/** What one flush takes. */
interface Batch {
  edits: Edit[];
  /** Asked behind edits of this batch. */
  answers: [Member, Question][];
  tooCostly: Set<string>;
}

export class LivePad {
  readonly id: string;
  readonly #state: PadState;
  readonly #store: LogStore;
  readonly #clock: Clock;
  readonly #onFirstEdit: (personId: string) => void;
  readonly #onFault: (error: unknown) => void;
  readonly #onQuiet: () => void;
  readonly #members = new Map<PadConnection, Member>();
  readonly #lanes = new Map<string, Lane>();
  /** Lanes with something in them; its connection may have left already. */
  readonly #waiting = new Set<Lane>();
  readonly #hasWritten = new Set<string>();
  /** By person, so that coming back doesn't buy more. */
  readonly #allowances = new Map<string, CostAllowance>();
  readonly #presence = new PadPresence<PadConnection>((message, except) => this.#tellAll(message, except));
  /** The answer to those who have nothing yet, framed, and the seq up to which it is right. */
  #whole: { seq: number; frame: Buffer } | undefined;
  #phase: "open" | "committing" | "over" = "open";
  #timer: { clear(): void } | undefined;
  #lastFlush = -Infinity;
  #settled: (() => void)[] = [];

  /**
   * `onFirstEdit` hears of each person's first durable edit since the pad was opened; `onFault` that
   * the pad is over, with the reason; `onQuiet` that nobody is there and nothing is left to write.
   */
  constructor(tools: {
    id: string;
    state: PadState;
    store: LogStore;
    clock: Clock;
    onFirstEdit: (personId: string) => void;
    onFault: (error: unknown) => void;
    onQuiet: () => void;
  }) {
    this.id = tools.id;
    this.#state = tools.state;
    this.#store = tools.store;
    this.#clock = tools.clock;
    this.#onFirstEdit = tools.onFirstEdit;
    this.#onFault = tools.onFault;
    this.#onQuiet = tools.onQuiet;
  }

  get isOver(): boolean {
    return this.#phase === "over";
  }

  /** Nobody is there, and nothing is left to write. */
  get isQuiet(): boolean {
    return this.#members.size === 0 && this.#waiting.size === 0 && this.#phase !== "committing";
  }

  get connections(): PadConnection[] {
    return [...this.#members.keys()];
  }

  /** A connection has come. It is asked what it has, so that what was typed offline comes first. */
  join(connection: PadConnection): void {
    const member: Member = {
      connection,
      lane: this.#laneOf(connection.person),
      queuedBytes: 0,
      isPaused: false,
      isSynced: false,
      wasRefused: false,
    };
    this.#members.set(connection, member);
    this.#enqueue(member, { type: "hello" }, 0);
    this.#advance();
  }

  /** A connection is gone. What it sent is still committed. */
  leave(connection: PadConnection): void {
    const member = this.#members.get(connection);
    if (member === undefined) return;
    this.#members.delete(connection);
    this.#presence.leave(connection);
    const { lane } = member;
    lane.waiting = lane.waiting.filter((each) => each.member !== member || each.item.type === "edit");
    if (lane.waiting.length === 0) this.#waiting.delete(lane);
    this.#advance();
  }

  /** Takes a message of a connection that has joined. */
  receive(message: PadMessage, connection: PadConnection): void {
    const member = this.#members.get(connection);
    if (member === undefined || this.isOver) return;
    switch (message.type) {
      case "update":
        this.#receiveUpdate(message.update, member);
        break;
      case "sync":
        this.#enqueue(member, message, message.vector.size);
        break;
      case "fence":
        if (!member.wasRefused) this.#enqueue(member, message, message.bytes.length);
        break;
      case "awareness":
        this.#receivePresence(message.states, connection);
        return;
      case "queryAwareness": {
        const everyone = this.#presence.everyone();
        if (everyone !== undefined && connection.unread < UNREAD_BYTES) connection.send(binaryFrame(everyone));
        return;
      }
      default:
        assertNever(message);
    }
    this.#advance();
  }

  /** Lets go of presence that wasn't renewed; to be called every few seconds. */
  expirePresence(): void {
    this.#presence.expire();
  }

  /** Resolves when everything received so far is durable; the text is then what everyone may see. Or when it is over. */
  settled(): Promise<void> {
    if (this.isOver) return Promise.resolve();
    return new Promise((resolve) => {
      this.#settled.push(resolve);
      this.#advance();
    });
  }

  /** The text; to be asked for when settled. */
  get text(): string {
    return this.#state.text;
  }

  /** Who has written in it, in the order of their first edits; to be asked for when settled. */
  get authors(): string[] {
    return [...this.#state.authors];
  }

  /** Ends the pad and every connection to it. What wasn't committed is left to the browsers. */
  end(code: number, reason: string): void {
    if (this.isOver) return;
    this.#phase = "over";
    this.#timer?.clear();
    this.#presence.close();
    this.#waiting.clear();
    for (const connection of this.connections) connection.close(code, reason);
    this.#members.clear();
    this.#state.close();
    this.#tellSettled();
  }

  #receiveUpdate(update: Uint8Array, member: Member): void {
    const { connection } = member;
    const { person } = connection;
    if (person === undefined || !connection.mayWrite) return this.#refuseEdit(update, member);
    const admission = this.#state.admit(update, person.id);
    switch (admission.outcome) {
      case "edit":
        for (const piece of admission.pieces)
          this.#enqueue(member, { type: "edit", piece, personId: person.id }, piece.length);
        return;
      case "nothing-new":
        return;
      case "refused":
        return this.#expel(member, PAD_CLOSE.refused, admission.reason);
      default:
        assertNever(admission);
    }
  }

  /** Readers may say what they have; only what would change the text is refused. */
  #refuseEdit(update: Uint8Array, { connection }: Member): void {
    const brings = this.#state.brings(update);
    if (brings === "nothing") return;
    const member = this.#members.get(connection);
    if (member === undefined) return;
    if (typeof brings === "object") return this.#expel(member, PAD_CLOSE.refused, brings.refused);
    member.wasRefused = true;
    connection.send(binaryFrame(permissionDenied("permission denied")));
  }

  #receivePresence(states: Uint8Array, connection: PadConnection): void {
    const outcome = this.#presence.receive(states, connection);
    if (outcome === "fine") return;
    const member = this.#members.get(connection);
    const code = outcome === "undecodable" ? PAD_CLOSE.undecodable : PAD_CLOSE.refused;
    if (member) this.#expel(member, code, `presence: ${outcome}`);
  }

  #expel({ connection }: Member, code: number, reason: string): void {
    connection.close(code, reason);
    this.leave(connection);
  }

  #enqueue(member: Member, item: Queued, bytes: number): void {
    member.lane.waiting.push({ member, item });
    member.queuedBytes += bytes + QUEUED_BYTES;
    this.#waiting.add(member.lane);
    if (member.isPaused || member.queuedBytes < QUEUE_HIGH_BYTES) return;
    member.isPaused = true;
    member.connection.pause();
  }

  /** The one decision: what can be done now? */
  #advance(): void {
    if (this.#phase !== "open") return;
    for (const lane of this.#waiting) this.#answerFirst(lane);
    if (this.#waiting.size > 0) return this.#scheduleFlush();
    this.#tellSettled();
    if (this.#members.size === 0) this.#onQuiet();
  }

  /** Nothing is being committed, so the document is durable: all that doesn't wait behind an edit is answered. */
  #answerFirst(lane: Lane): void {
    let count = 0;
    for (const { member, item } of lane.waiting) {
      if (item.type === "edit") break;
      this.#answer(member, item);
      count += 1;
    }
    this.#take(lane, count);
  }

  /** The first `count` of a lane have been dealt with. */
  #take(lane: Lane, count: number): void {
    for (const { member, item } of lane.waiting.splice(0, count)) {
      member.queuedBytes -= bytesOf(item) + QUEUED_BYTES;
      if (!member.isPaused || member.queuedBytes > QUEUE_LOW_BYTES) continue;
      member.isPaused = false;
      if (this.#members.has(member.connection)) member.connection.resume();
    }
    if (lane.waiting.length === 0) this.#waiting.delete(lane);
  }

  #answer(member: Member, item: Question): void {
    const { connection } = member;
    if (!this.#members.has(connection)) return;
    switch (item.type) {
      case "hello": {
        connection.send(binaryFrame(syncStep1(Y.encodeStateVector(this.#state.doc))));
        const everyone = this.#presence.join(connection);
        if (everyone !== undefined) connection.send(binaryFrame(everyone));
        return;
      }
      case "sync":
        // The first answer holds everything, and what follows is sent on; a second one helps nobody who can't keep up.
        if (member.isSynced && connection.unread > UNREAD_BYTES) return;
        member.isSynced = true;
        connection.send(this.#answerTo(item.vector));
        return;
      case "fence":
        connection.send(binaryFrame(item.bytes));
        return;
      default:
        assertNever(item);
    }
  }

  #answerTo(vector: Map<number, number>): Uint8Array {
    const { doc, seq } = this.#state;
    if (vector.size > 0) return binaryFrame(syncStep2(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(vector))));
    // A hall that opens one pad at once costs one encoding.
    if (this.#whole?.seq !== seq) this.#whole = { seq, frame: binaryFrame(syncStep2(Y.encodeStateAsUpdate(doc))) };
    return this.#whole.frame;
  }

  #scheduleFlush(): void {
    if (this.#timer !== undefined) return;
    const window = Math.min(WINDOW_CAP_MS, WINDOW_MS_PER_READER * this.#members.size);
    const wait = this.#lastFlush + window - performance.now();
    if (wait > 0) {
      const timer = setTimeout(() => this.#flush(), wait);
      this.#timer = { clear: () => clearTimeout(timer) };
    } else {
      // After this turn of the loop, so that what came in together goes out together.
      const immediate = setImmediate(() => this.#flush());
      this.#timer = { clear: () => clearImmediate(immediate) };
    }
  }

  #flush(): void {
    this.#timer = undefined;
    this.#lastFlush = performance.now();
    this.#phase = "committing";
    const batch: Batch = { edits: [], answers: [], tooCostly: new Set() };
    try {
      this.#state.doc.transact(() => this.#integrate(batch));
    } catch (error) {
      return this.#fail(error);
    }
    this.#commit(batch)
      .then(() => this.#committed(batch))
      .catch((error: unknown) => this.#fail(error));
  }

  /** Takes turns between people, until nothing is left or the time is up. */
  #integrate({ edits, answers, tooCostly }: Batch): void {
    let now = performance.now();
    const until = now + INTEGRATE_MS;
    while (this.#waiting.size > 0 && now < until) {
      for (const lane of this.#waiting) {
        let count = 0;
        for (const { member, item } of lane.waiting) {
          count += 1;
          if (item.type !== "edit") {
            answers.push([member, item]);
            continue;
          }
          const { piece, personId } = item;
          this.#state.integrate(piece);
          edits.push({ member, piece, personId });
          const before = now;
          now = performance.now();
          // What was too costly is stored no further, nor is what builds on it.
          if (!this.#spend(personId, now - before, now)) {
            tooCostly.add(personId);
            count = lane.waiting.length;
          }
          break;
        }
        this.#take(lane, count);
      }
    }
  }

  #spend(personId: string, ms: number, now: number): boolean {
    const allowance = this.#allowances.get(personId) ?? new CostAllowance();
    this.#allowances.set(personId, allowance);
    return allowance.spend(ms, now);
  }

  async #commit({ edits }: Batch): Promise<void> {
    const newAuthors: string[] = [];
    const updates = edits.map(({ piece, personId }) => {
      const { author, isNew } = this.#state.numberOf(personId);
      if (isNew) newAuthors.push(personId);
      return { author, update: piece };
    });
    const entry = encodePadEntry({ at: this.#clock.now(), newAuthors, updates });
    const append = { stream: padStream(this.id), entries: [entry], after: this.#state.seq };
    await this.#store.write({ appends: [append] });
  }

  #committed({ edits, answers, tooCostly }: Batch): void {
    if (this.isOver) return;
    this.#state.stored(this.#state.seq + 1);
    this.#phase = "open";
    this.#sendOn(edits);
    for (const [member, item] of answers) this.#answer(member, item);
    for (const { personId } of edits) {
      if (this.#hasWritten.has(personId)) continue;
      this.#hasWritten.add(personId);
      this.#onFirstEdit(personId);
    }
    for (const personId of tooCostly) this.#stop(personId);
    this.#advance();
  }

  /** Edits of this person that were admitted have been dropped, so none that follow can be taken. */
  #stop(personId: string): void {
    for (const member of this.#members.values())
      if (member.connection.person?.id === personId)
        this.#expel(member, PAD_CLOSE.refused, "these edits take too long");
    const lane = this.#lanes.get(personId);
    if (lane !== undefined) this.#take(lane, lane.waiting.length);
    this.#state.forgetAdmitted(personId);
  }

  #laneOf(person: Person | undefined): Lane {
    if (person === undefined) return { waiting: [] };
    const lane = this.#lanes.get(person.id) ?? { waiting: [] };
    this.#lanes.set(person.id, lane);
    return lane;
  }

  /** Everyone gets what the others wrote, in one write: those who wrote nothing share one buffer. */
  #sendOn(edits: readonly Edit[]): void {
    const frames = edits.map(({ piece }) => binaryFrame(updateMessage(piece)));
    const all = Buffer.concat(frames);
    const writers = new Set(edits.map(({ member }) => member));
    for (const member of this.#members.values()) {
      if (!member.isSynced) continue;
      if (!writers.has(member)) member.connection.send(all);
      else if (writers.size > 1)
        member.connection.send(Buffer.concat(frames.filter((_, index) => edits[index]?.member !== member)));
    }
  }

  #fail(error: unknown): void {
    if (this.isOver) return;
    this.end(PAD_CLOSE.cannotStore, "the server can't store edits now");
    this.#onFault(error);
  }

  #tellAll(message: Uint8Array, except: PadConnection | undefined): void {
    const frame = binaryFrame(message);
    for (const connection of this.#members.keys()) if (connection !== except) connection.send(frame);
  }

  #tellSettled(): void {
    const settled = this.#settled;
    this.#settled = [];
    for (const resolve of settled) resolve();
  }
}

function bytesOf(item: Queued): number {
  switch (item.type) {
    case "edit":
      return item.piece.length;
    case "sync":
      return item.vector.size;
    case "fence":
      return item.bytes.length;
    case "hello":
      return 0;
  }
}
