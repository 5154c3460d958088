/** Everyone who is in a pad, and what is sent to them. Nothing here is sent before it is durable: the pad sees to that. */
import * as Y from "yjs";
import { assertNever } from "../../shared/assert-never.ts";
import type { Timers } from "../clock.ts";
import { PadAnswers, sendInOrder } from "./answers/pad-answers.ts";
import type { Edit } from "./batches/pad-batch.ts";
import type { PadConnection } from "./pad-connection.ts";
import type { PadEncodings } from "./answers/pad-encodings.ts";
import type { Member } from "./queue/pad-member.ts";
import { syncStep1 } from "./pad-messages.ts";
import type { PadPresence, PresenceNews } from "./pad-presence.ts";
import { PadSnapshots } from "./answers/pad-snapshots.ts";
import type { PadState } from "./text/pad-state.ts";
import type { Question } from "./queue/queued.ts";
import { SentEdits } from "./batches/sent-edits.ts";
import { binaryFrame } from "../connections/websocket-frame.ts";

/** Somebody who has so much unread is not told where others are. */
const BEHIND_BYTES = 65_536;

export class PadAudience {
  /** For pages, which fetch the text for a start. */
  readonly snapshots: PadSnapshots;
  readonly #state: PadState;
  readonly #answers: PadAnswers;
  readonly #members = new Map<PadConnection, Member>();

  /** `onFault` hears that somebody can't be answered. */
  constructor(tools: { state: PadState; encodings: PadEncodings; timers: Timers; onFault: (error: unknown) => void }) {
    this.#state = tools.state;
    this.snapshots = new PadSnapshots(tools);
    this.#answers = new PadAnswers({ ...tools, snapshots: this.snapshots });
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

  remove(member: Member): void {
    this.#members.delete(member.connection);
    this.#answers.leave(member);
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
        this.#answers.answer(member, question.vector);
        return;
      case "fence":
        sendInOrder(member, binaryFrame(question.bytes));
        return;
      default:
        assertNever(question);
    }
  }

  /** Everyone gets what the others wrote, in one write. */
  sendOn(edits: readonly Edit[]): void {
    if (edits.length === 0) return;
    const sent = new SentEdits(edits);
    this.snapshots.sentOn(sent.all, this.#state.edits - edits.length);
    this.#answers.sentOn(sent);
    for (const member of this.#members.values()) {
      const frames = member.isSynced ? sent.of(member) : undefined;
      if (frames !== undefined) sendInOrder(member, frames);
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
    for (const member of this.#members.values()) if (member.isPage) sendInOrder(member, frame);
  }
}
