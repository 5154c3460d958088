/**
 * The server's authority over one pad while anyone is there. It knows no sockets, only what is sent through them. Invariants:
 *
 * 1. an edit is in nobody's hands but its author's before it is durable: edits are integrated,
 *    committed, and only then sent on; whatever is answered from the document waits for that;
 * 2. what comes from one person is dealt with in its order, so a fence speaks for all before it;
 * 3. after a fault nothing is sent any more: the pad is thrown away, and read again from its log.
 */
import { assertNever } from "../../shared/assert-never.ts";
import { PAD_CLOSE } from "../../shared/notes/pad-frames.ts";
import type { Clock, Timers } from "../clock.ts";
import type { OneATurn } from "../turns/one-a-turn.ts";
import { StoreUnavailableError, type LogStore } from "../store/log-store.ts";
import type { FlushTurns } from "./batches/flush-turns.ts";
import { UNREAD_BYTES } from "./answers/pad-answers.ts";
import { PadAudience } from "./pad-audience.ts";
import { OTHER_PERSON } from "./pad-access.ts";
import { PadCommits, type Committed } from "./batches/pad-commits.ts";
import type { PadConnection } from "./pad-connection.ts";
import { PadEncodings } from "./answers/pad-encodings.ts";
import { PadIntake } from "./intake/pad-intake.ts";
import { PadLanes } from "./queue/pad-lanes.ts";
import type { Member } from "./queue/pad-member.ts";
import { removedNews, whoNews, type PadMessage } from "./pad-messages.ts";
import { PadPresence } from "./pad-presence.ts";
import { PadRewrites, type Rewritten, type RewriteWish } from "./past/pad-rewrites.ts";
import { PadSchedule } from "./batches/pad-schedule.ts";
import type { PadSnapshot } from "./answers/pad-snapshots.ts";
import type { PadState } from "./text/pad-state.ts";
import { binaryFrame } from "../connections/websocket-frame.ts";

const CLOSED = "The notes have been closed.";
const NONE: readonly never[] = [];

export class LivePad {
  readonly id: string;
  readonly #state: PadState;
  readonly #onFirstEdit: (personId: string) => void;
  readonly #onFault: (error: unknown) => void;
  readonly #onQuiet: () => void;
  readonly #encodings: PadEncodings;
  readonly #audience: PadAudience;
  readonly #lanes = new PadLanes();
  readonly #rewrites: PadRewrites;
  readonly #hasWritten = new Set<string>();
  readonly #presence: PadPresence<PadConnection>;
  readonly #commits: PadCommits;
  readonly #schedule: PadSchedule;
  readonly #intake: PadIntake;
  /** Made once: a small pad commits with nearly every key. */
  readonly #onCommitted = (committed: Committed) => this.#committed(committed);
  readonly #onUnwritten = (error: unknown) => {
    this.#rewrites.end("The notes can't be written.");
    this.#fail(error);
  };
  #phase: "open" | "committing" | "over" = "open";
  /** Who waits for the first `count` that came to be durable. */
  #settling: { count: number; resolve: () => void }[] = [];
  #askedWhole: { resolve: (snapshot: Promise<PadSnapshot>) => void; reject: (error: Error) => void }[] = [];

  /**
   * `onFirstEdit` hears of each person's first durable edit since the pad was opened; `onFault` that
   * the pad is over, with the reason; `onQuiet` that nobody is there and nothing is left to write.
   */
  constructor(tools: {
    id: string;
    state: PadState;
    store: LogStore;
    clock: Clock;
    timers: Timers;
    turns: FlushTurns;
    encodingTurns: OneATurn;
    turnStructs: number;
    onFirstEdit: (personId: string) => void;
    onFault: (error: unknown) => void;
    onQuiet: () => void;
  }) {
    this.id = tools.id;
    this.#state = tools.state;
    this.#onFirstEdit = tools.onFirstEdit;
    this.#onFault = tools.onFault;
    this.#onQuiet = tools.onQuiet;
    const { state, timers, encodingTurns: turns, turnStructs } = tools;
    const onReady = () => this.#advance();
    this.#encodings = new PadEncodings({ state, timers, turns, turnStructs, onReady });
    this.#rewrites = new PadRewrites({ state, timers, turns, onReady });
    const queued = { lanes: this.#lanes, rewrites: this.#rewrites };
    this.#commits = new PadCommits({ ...tools, ...queued });
    const onFlush = () => this.#flush();
    this.#schedule = new PadSchedule({ ...queued, timers, turns: tools.turns, onFlush, onRested: onReady });
    const onFault = (error: unknown) => this.#fail(error);
    this.#audience = new PadAudience({ state, encodings: this.#encodings, timers, onFault });
    this.#presence = new PadPresence(tools.timers, (news, except) =>
      this.#audience.tellPresence(news, except, () => this.#presence.everyone()),
    );
    const expel = (...whom: [Member, number, string]) => this.#expel(...whom);
    this.#intake = new PadIntake({ state, lanes: this.#lanes, presence: this.#presence, expel });
  }

  get isOver(): boolean {
    return this.#phase === "over";
  }

  /** Nobody is there, and nothing is left to write. */
  get isQuiet(): boolean {
    const isUsed = this.#audience.size > 0 || !this.#encodings.isIdle || !this.#rewrites.isIdle;
    return !isUsed && !this.#hasWork && this.#phase !== "committing";
  }

  get connections(): PadConnection[] {
    return this.#audience.members.map(({ connection }) => connection);
  }

  /** A connection has come. It is asked what it has, so that what was typed offline comes first. */
  join(connection: PadConnection): void {
    const member = this.#lanes.join(connection);
    this.#audience.add(member);
    // At once: what it says of its presence may come before it is greeted.
    this.#presence.join(connection);
    this.#lanes.enqueue(member, { type: "hello" });
    this.#advance();
  }

  /** A connection is gone. What it sent is still committed. */
  leave(connection: PadConnection): void {
    const member = this.#audience.memberOf(connection);
    if (member === undefined) return;
    this.#audience.remove(member);
    this.#presence.leave(connection);
    this.#lanes.leave(member);
    this.#advance();
  }

  /**
   * Whoever had the id `former` has the id `now`. Their connections end, and what of theirs isn't in the pad yet is left to
   * their pages: it would be in nobody's order with what comes from them as who they are now.
   */
  replace(former: string, now: string): void {
    for (const member of this.#audience.members)
      if (member.connection.person?.id === former) this.#expel(member, OTHER_PERSON.code, OTHER_PERSON.reason);
    this.#lanes.drop(former);
    this.#state.forgetFormer(now);
    this.#advance();
  }

  /** Takes a message of a connection that has joined. */
  receive(message: PadMessage, connection: PadConnection): void {
    const member = this.#audience.memberOf(connection);
    if (member === undefined || this.isOver) return;
    switch (message.type) {
      case "update":
        // Nothing that waits can be answered because of it.
        if (this.#intake.edit(message, member) && this.#phase === "open") this.#schedule.flushSoon(this.#audience.size);
        return;
      case "sync":
        this.#lanes.enqueue(member, message);
        break;
      case "fence":
        if (!member.wasRefused) this.#lanes.enqueue(member, message);
        break;
      case "awareness":
        this.#intake.presence(message.states, member);
        return;
      case "queryAwareness": {
        const everyone = this.#presence.everyone();
        if (everyone !== undefined && connection.unread < UNREAD_BYTES) connection.send(binaryFrame(everyone));
        return;
      }
      case "page":
        member.isPage = true;
        member.edits = message.edits;
        return;
      default:
        assertNever(message);
    }
    this.#advance();
  }

  /**
   * Makes the text another one, as this person's edits. Resolves with where the pad stands then, once that is durable, or
   * why it isn't so; rejects with StoreUnavailableError when it can't be stored.
   */
  async rewrite(wish: RewriteWish): Promise<Rewritten> {
    if (this.isOver) throw new StoreUnavailableError(CLOSED);
    return this.#rewrites.add(wish);
  }

  /** Everyone as whose edits the text is being made another one. */
  get rewriters(): ReadonlySet<string> {
    return this.#rewrites.people;
  }

  /**
   * This person may not write any more. Resolves when what came from them before is durable. Where more than their share rests
   * nothing of that comes any more: their connections end, and back again their pages hear that it isn't taken.
   */
  async stopWriting(personId: string): Promise<void> {
    await this.settled();
    if (this.#lanes.hasEdit(personId)) this.#stop(personId, PAD_CLOSE.cannotStore, "no edits are taken any more");
  }

  /** This person may not write any more: what is left of that isn't done. */
  stopRewriting(personId: string): void {
    this.#rewrites.refuse(personId);
    this.#advance();
  }

  /** Lets go of presence that wasn't renewed; to be called every few seconds. */
  expirePresence(): void {
    this.#presence.expire();
  }

  /**
   * Resolves when everything received so far is durable, whatever comes meanwhile, but for what is of who rests; the text is
   * then what everyone may see. Or when it is over.
   */
  settled(): Promise<void> {
    if (this.isOver) return Promise.resolve();
    return new Promise((resolve) => {
      this.#settling.push({ count: this.#lanes.came, resolve });
      this.#advance();
    });
  }

  /** All of it that is durable, for a page to fetch for a start. Rejects with StoreUnavailableError when it is over. */
  snapshot(): Promise<PadSnapshot> {
    if (this.isOver) return Promise.reject(new StoreUnavailableError(CLOSED));
    return new Promise((resolve, reject) => {
      this.#askedWhole.push({ resolve, reject });
      this.#advance();
    });
  }

  /** What is durable of it, not to be changed; to be asked for when settled. */
  get state(): PadState {
    return this.#state;
  }

  /** Ends the pad and every connection to it. What wasn't committed is left to the browsers. */
  end(code: number, reason: string): void {
    if (this.isOver) return;
    this.#phase = "over";
    this.#schedule.end();
    this.#encodings.end();
    this.#presence.close();
    this.#lanes.clear();
    this.#rewrites.end(CLOSED);
    for (const { reject } of this.#askedWhole.splice(0)) reject(new StoreUnavailableError(CLOSED));
    for (const connection of this.connections) connection.close(code, reason);
    this.#audience.clear();
    this.#state.close();
    this.#tellSettled();
  }

  #expel({ connection }: Member, code: number, reason: string): void {
    connection.close(code, reason);
    this.leave(connection);
  }

  /** The one decision: what can be done now? */
  #advance(): void {
    if (this.#phase !== "open") return;
    this.#schedule.awaitRest();
    // Nothing is being committed, so the document is durable: all that doesn't wait behind an edit is answered.
    this.#encodings.handOut();
    this.#lanes.takeQuestions((member, question) => this.#audience.answer(member, question, this.#presence));
    if (this.#askedWhole.length > 0)
      for (const { resolve } of this.#askedWhole.splice(0)) resolve(this.#audience.snapshots.take());
    if (this.#settling.length > 0) this.#tellSettled();
    if (this.#hasWork) return this.#schedule.flushSoon(this.#audience.size);
    if (this.#audience.size === 0) this.#onQuiet();
  }

  get #hasWork(): boolean {
    return !this.#lanes.isEmpty || this.#rewrites.isReady;
  }

  #flush(): void {
    this.#phase = "committing";
    this.#commits.commit(this.#onCommitted).catch(this.#onUnwritten);
  }

  #committed({ batch, at, clients }: Committed): void {
    const { edits, answers = NONE, tooCostly = NONE, impossible = NONE, removals = NONE } = batch;
    if (this.isOver) return;
    this.#phase = "open";
    for (const client of clients) this.#audience.tellPages(whoNews(client));
    this.#audience.sendOn(edits);
    for (const { personId, characters, seq } of removals)
      this.#audience.tellPages(removedNews({ by: personId, at, characters, seq }));
    for (const [member, question] of answers) this.#audience.answer(member, question, this.#presence);
    for (const { personId } of edits) {
      if (this.#hasWritten.has(personId)) continue;
      this.#hasWritten.add(personId);
      this.#onFirstEdit(personId);
    }
    for (const personId of tooCostly) this.#stop(personId, PAD_CLOSE.refused, "these edits take too long");
    for (const personId of impossible) this.#stop(personId, PAD_CLOSE.refused, "it belongs in no place");
    this.#advance();
  }

  /** Edits of this person that were admitted have been dropped, so none that follow can be taken. */
  #stop(personId: string, code: number, reason: string): void {
    for (const member of this.#audience.members)
      if (member.connection.person?.id === personId) this.#expel(member, code, reason);
    this.#lanes.drop(personId);
    this.#state.forgetAdmitted(personId);
  }

  #fail(error: unknown): void {
    if (this.isOver) return;
    this.end(PAD_CLOSE.cannotStore, "the server can't store edits now");
    this.#onFault(error);
  }

  #tellSettled(): void {
    const settling = this.#settling;
    this.#settling = settling.filter(({ count }) => !this.#lanes.areDone(count));
    for (const { count, resolve } of settling) if (this.#lanes.areDone(count)) resolve();
  }
}
