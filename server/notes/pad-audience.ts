/** Everyone who is in a pad, and what is sent to them. Nothing here is sent before it is durable: the pad sees to that. */
import * as Y from "yjs";
import { assertNever } from "../../shared/assert-never.ts";
import type { Timers } from "../clock.ts";
import { EditFrames } from "./edit-frames.ts";
import type { Edit } from "./pad-batch.ts";
import type { PadConnection } from "./pad-connection.ts";
import type { Member, Question } from "./pad-lanes.ts";
import { syncStep1, syncStep2 } from "./pad-messages.ts";
import type { PadPresence, PresenceNews } from "./pad-presence.ts";
import { PadSnapshots } from "./pad-snapshots.ts";
import type { PadState } from "./pad-state.ts";
import { binaryFrame } from "./websocket-frame.ts";

/** Somebody who has so much unread is not sent the text, or who is there, once more. */
export const UNREAD_BYTES = 1_048_576;

/** So many answers are kept for whoever asks the same. */
const MOST_ANSWERS = 8;
/** The answer to who has everything: nothing is new, nothing was deleted. */
const NOTHING_MORE = binaryFrame(syncStep2(Uint8Array.of(0, 0)));
/** Answering one connection's questions again takes such a share of the server's time at most. */
const ANSWERING_SHARE = 0.05;

/** Somebody who has so much unread is not told where others are. */
const BEHIND_BYTES = 65_536;

export class PadAudience {
  /** For pages, which fetch the text before they connect. */
  readonly snapshots: PadSnapshots;
  readonly #state: PadState;
  readonly #timers: Timers;
  readonly #members = new Map<PadConnection, Member>();
  /** Answers, framed, by what was asked with, and the seq up to which they are right. */
  #answers = { seq: -1, byVector: new Map<string, Buffer>() };

  constructor(state: PadState, timers: Timers) {
    this.#state = state;
    this.snapshots = new PadSnapshots(state, timers);
    this.#timers = timers;
  }

  get size(): number {
    return this.#members.size;
  }

  get members(): Member[] {
    return [...this.#members.values()];
  }

  memberOf(connection: PadConnection): Member | undefined {
    return this.#members.get(connection);
  }

  add(member: Member): void {
    this.#members.set(member.connection, member);
  }

  remove(connection: PadConnection): void {
    this.#members.delete(connection);
  }

  clear(): void {
    this.#members.clear();
  }

  /** Answers from the document, which must be durable as it is. */
  answer(member: Member, question: Question, presence: PadPresence<PadConnection>): void {
    const { connection } = member;
    if (!this.#members.has(connection)) return;
    switch (question.type) {
      case "hello": {
        connection.send(binaryFrame(syncStep1(Y.encodeStateVector(this.#state.doc))));
        const everyone = presence.everyone();
        if (everyone !== undefined) connection.send(binaryFrame(everyone));
        return;
      }
      case "sync":
        this.#answerSync(member, question.vector);
        return;
      case "fence":
        connection.send(binaryFrame(question.bytes));
        return;
      default:
        assertNever(question);
    }
  }

  /** Everyone gets what the others wrote, in one write: those who wrote nothing share one buffer. */
  sendOn(edits: readonly Edit[]): void {
    if (edits.length === 0) return;
    const frames = new EditFrames(edits.map(({ piece }) => piece.bytes));
    this.snapshots.sentOn(frames.all, this.#state.edits - edits.length);
    const writers = new Set(edits.map(({ member }) => member));
    for (const member of this.#members.values()) {
      if (!member.isSynced) continue;
      if (!writers.has(member)) member.connection.send(frames.all);
      else if (writers.size > 1) member.connection.send(frames.some((index) => edits[index]?.member !== member));
    }
  }

  /**
   * Who is there and where, to everyone but one. Whoever is behind isn't told where the others were, but all of it
   * when they have caught up: that is what `everyone` gives.
   */
  tellPresence(news: PresenceNews, except: PadConnection | undefined, everyone: () => Uint8Array | undefined): void {
    const forPages = binaryFrame(news.pages);
    const forOthers = binaryFrame(news.everyone);
    for (const member of this.#members.values()) {
      const { connection } = member;
      if (connection === except) continue;
      const wasBehind = member.isBehind;
      member.isBehind = connection.unread > BEHIND_BYTES;
      if (member.isBehind) continue;
      if (wasBehind) connection.send(binaryFrame(everyone() ?? news.everyone));
      else connection.send(member.isPage ? forPages : forOthers);
    }
  }

  /** One message to all of our own pages; other clients would not understand it. */
  tellPages(message: Uint8Array): void {
    const frame = binaryFrame(message);
    for (const { connection, isPage } of this.#members.values()) if (isPage) connection.send(frame);
  }

  /**
   * The first answer holds everything, and what follows is sent on: a second one brings nothing new. It is left out when
   * the one before has cost much, or isn't read yet.
   */
  #answerSync(member: Member, vector: Map<number, number>): void {
    const { connection } = member;
    const begun = this.#timers.elapsed();
    if (member.isSynced && (connection.unread > UNREAD_BYTES || begun < member.answerableFrom)) return;
    member.isSynced = true;
    connection.send(this.#answerTo(vector, member));
    const now = this.#timers.elapsed();
    member.answerableFrom = now + (now - begun) / ANSWERING_SHARE;
  }

  #answerTo(vector: Map<number, number>, { edits }: Member): Buffer {
    const since = edits === undefined ? undefined : this.snapshots.since(edits);
    if (since !== undefined) return Buffer.concat([since, NOTHING_MORE]);
    const { doc, seq } = this.#state;
    // Whom nobody here has heard of changes no answer.
    const had = new Map<number, number>();
    for (const client of vector.size === 0 ? [] : doc.store.clients.keys()) {
      const clock = vector.get(client);
      if (clock !== undefined) had.set(client, clock);
    }
    if (this.#answers.seq !== seq || this.#answers.byVector.size === MOST_ANSWERS)
      this.#answers = { seq, byVector: new Map() };
    // A hall that opens one pad at once, or comes back to it after a restart, costs one encoding.
    const key = [...had].join(" ");
    const known = this.#answers.byVector.get(key);
    if (known !== undefined) return known;
    const update = had.size === 0 ? Y.encodeStateAsUpdate(doc) : Y.encodeStateAsUpdate(doc, Y.encodeStateVector(had));
    const frame = binaryFrame(syncStep2(update));
    this.#answers.byVector.set(key, frame);
    return frame;
  }
}
