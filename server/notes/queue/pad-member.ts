import type { PadConnection } from "../pad-connection.ts";
import { bytesOf, type Queued } from "./queued.ts";

/** A connection that is so far ahead of the disk is read no further until it has come down again. */
const QUEUE_HIGH_BYTES = 262_144;
const QUEUE_LOW_BYTES = 65_536;

/**
 * What one person's connections wait for, in the order in which it came. All of a person's share one:
 * what comes on a new connection may build on, or ask about, what the lost one had sent.
 */
export interface Lane {
  readonly personId: string | undefined;
  /** How many connections it has; it may have none and still something in it. */
  members: number;
  waiting: Waiting[];
  /** What its edits have taken so far, in a time that goes on only where something waits: the least goes first. */
  spentMs: number;
  /** Nothing of it is taken until then; of its pad's timers. */
  restsUntil: number | undefined;
}

/** Something that waits, and whose it is. */
export interface Waiting {
  readonly member: Member;
  readonly item: Queued;
  /** Its place among all that has come to the pad, counted from 1. */
  readonly number: number;
}

/** A connection in a pad. It is read while it isn't too far ahead of the disk. */
export class Member {
  readonly connection: PadConnection;
  readonly lane: Lane;
  /** False once it has left. */
  isHere = true;
  /** Edits are sent to it from the moment its first question was answered. */
  isSynced = false;
  /** It waits for the answer to a question: its connection holds what it is to be sent behind that. */
  isAwaiting = false;
  /** When it may have another question answered; of its pad's timers. */
  answerableFrom = 0;
  /** Its edits can't be taken, so it gets no fence answered: it would read "saved". */
  wasRefused = false;
  /** How many of the pad's edits it has said to have, all that they deleted included. */
  edits: number | undefined = undefined;
  /** It has more unread than is worth adding where others are. */
  isBehind = false;
  /** It has said that it is a page of ours, which understands more than editors do. */
  isPage = false;
  #queuedBytes = 0;
  #isPaused = false;

  constructor(connection: PadConnection, lane: Lane) {
    this.connection = connection;
    this.lane = lane;
  }

  /** What of it waits, in memory. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** It is read no further for now. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** This of it waits. */
  queue(item: Queued): void {
    this.#queuedBytes += bytesOf(item);
    if (this.#isPaused || this.#queuedBytes < QUEUE_HIGH_BYTES) return;
    this.#isPaused = true;
    this.connection.pause();
  }

  /** This of it doesn't wait any more; what waits in its place may be given. */
  unqueue(item: Queued, instead?: readonly Waiting[]): void {
    this.#queuedBytes -= bytesOf(item);
    if (instead !== undefined) for (const single of instead) this.#queuedBytes += bytesOf(single.item);
    if (!this.#isPaused || this.#queuedBytes > QUEUE_LOW_BYTES) return;
    this.#isPaused = false;
    if (this.isHere) this.connection.resume();
  }
}
