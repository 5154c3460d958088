/**
 * What those are answered who ask for the text, once for all who ask the same. A large pad's answer takes a while: what a
 * connection is to be sent meanwhile is held, and follows behind it.
 */
import { SYNC_MESSAGE } from "../../../shared/notes/pad-frames.ts";
import type { Timers } from "../../clock.ts";
import { syncFrame } from "../batches/edit-frames.ts";
import type { Encoded, PadEncodings } from "./pad-encodings.ts";
import type { Member } from "../queue/pad-member.ts";
import type { PadSnapshots } from "./pad-snapshots.ts";
import type { PadState } from "../text/pad-state.ts";
import type { SentEdits } from "../batches/sent-edits.ts";

/** Somebody who has so much unread is not sent the text, or who is there, once more. */
export const UNREAD_BYTES = 1_048_576;
/** At most this many answers are kept for whoever asks the same. */
const MOST_ANSWERS = 8;
/** The answer to who has everything: nothing is new, nothing was deleted. */
const NOTHING_MORE = syncFrame(SYNC_MESSAGE.step2, Uint8Array.of(0, 0));
/** Answering one connection's questions again takes such a share of the server's time at most. */
const ANSWERING_SHARE = 0.05;

/** An answer that is being made. */
interface Making {
  /** Up to where the log is in it. */
  readonly seq: number;
  readonly askers: Set<Member>;
  /** What has been sent on since it was begun. */
  readonly since: SentEdits[];
  readonly abort: AbortController;
}

/** Sends somebody something, behind the answer that they wait for. */
export function sendInOrder({ connection, isAwaiting }: Member, frames: Buffer): void {
  if (isAwaiting) connection.hold(frames);
  else connection.send(frames);
}

export class PadAnswers {
  readonly #state: PadState;
  readonly #snapshots: PadSnapshots;
  readonly #encodings: PadEncodings;
  readonly #timers: Timers;
  readonly #onFault: (error: unknown) => void;
  /** Answers, framed, by what was asked with, and the seq up to which they are right. */
  #kept = { seq: -1, byVector: new Map<string, Buffer>() };
  readonly #making = new Map<string, Making>();

  constructor(tools: {
    state: PadState;
    snapshots: PadSnapshots;
    encodings: PadEncodings;
    timers: Timers;
    onFault: (error: unknown) => void;
  }) {
    this.#state = tools.state;
    this.#snapshots = tools.snapshots;
    this.#encodings = tools.encodings;
    this.#timers = tools.timers;
    this.#onFault = tools.onFault;
  }

  /**
   * The first answer holds everything, and what follows is sent on: a second one brings nothing new. It is left out when
   * the one before has cost much, or hasn't been given or read yet. The document must be durable as it is.
   */
  answer(member: Member, vector: ReadonlyMap<number, number>): void {
    const { connection } = member;
    const begun = this.#timers.elapsed();
    const isBusy = member.isAwaiting || connection.unread > UNREAD_BYTES || begun < member.answerableFrom;
    if (member.isSynced && isBusy) return;
    member.isSynced = true;
    const answer = this.#answerTo(member, vector);
    if ("askers" in answer) {
      answer.askers.add(member);
      member.isAwaiting = true;
      for (const sent of answer.since) {
        const frames = sent.of(member);
        if (frames !== undefined) connection.hold(frames);
      }
      return;
    }
    connection.send(answer);
    const now = this.#timers.elapsed();
    member.answerableFrom = now + (now - begun) / ANSWERING_SHARE;
  }

  /** These edits have been sent on, to all who had been answered. */
  sentOn(sent: SentEdits): void {
    for (const { since } of this.#making.values()) since.push(sent);
  }

  /** Somebody has left. */
  leave(member: Member): void {
    for (const [key, { askers, abort }] of this.#making) {
      if (!askers.delete(member) || askers.size > 0) continue;
      abort.abort();
      this.#making.delete(key);
    }
  }

  #answerTo({ edits }: Member, vector: ReadonlyMap<number, number>): Buffer | Making {
    const since = edits === undefined ? undefined : this.#snapshots.since(edits);
    if (since !== undefined) return Buffer.concat([since, NOTHING_MORE]);
    // Whom nobody here has heard of changes no answer.
    const known = new Map<number, number>();
    for (const client of vector.size === 0 ? [] : this.#state.doc.store.clients.keys()) {
      const clock = vector.get(client);
      if (clock !== undefined) known.set(client, clock);
    }
    // A hall that opens one pad at once, or comes back to it after a restart, costs one encoding.
    const key = [...known].join(" ");
    const { seq } = this.#state;
    const made = this.#kept.seq === seq ? this.#kept.byVector.get(key) : undefined;
    return made ?? this.#making.get(key) ?? this.#make(key, known);
  }

  #make(key: string, known: ReadonlyMap<number, number>): Buffer | Making {
    const { seq } = this.#state;
    const abort = new AbortController();
    const encoded = this.#encodings.encode({ known, version: "V1", signal: abort.signal });
    if (!(encoded instanceof Promise)) return this.#keep(key, seq, encoded);
    const making: Making = { seq, askers: new Set(), since: [], abort };
    this.#making.set(key, making);
    encoded.then((made) => this.#made(key, making, made)).catch(this.#onFault);
    return making;
  }

  #made(key: string, making: Making, { update, ms }: Encoded): void {
    // All have left, and somebody else may have asked for it since.
    if (this.#making.get(key) !== making) return;
    this.#making.delete(key);
    const answer = this.#keep(key, making.seq, update);
    const answerableFrom = this.#timers.elapsed() + ms / ANSWERING_SHARE;
    for (const member of making.askers) {
      member.isAwaiting = false;
      member.answerableFrom = answerableFrom;
      member.connection.send(answer);
      member.connection.release();
    }
  }

  /** The answer, framed; kept for whoever asks the same as long as nothing else is right. */
  #keep(key: string, seq: number, update: Uint8Array): Buffer {
    const answer = syncFrame(SYNC_MESSAGE.step2, update);
    if (seq !== this.#state.seq) return answer;
    if (this.#kept.seq !== seq || this.#kept.byVector.size === MOST_ANSWERS) this.#kept = { seq, byVector: new Map() };
    this.#kept.byVector.set(key, answer);
    return answer;
  }
}
