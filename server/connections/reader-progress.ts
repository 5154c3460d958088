/** Whether the other end of a connection reads on: what it leaves unread is kept for it. */
import type { Duplex } from "node:stream";

/** Who has no more than this unread may take their time. */
export const LITTLE_BYTES = 1_048_576;

/** How long somebody may have more. In ms. */
export interface Patience {
  /** Without being seen to read any of it. */
  silentMs: number;
  /** At all. */
  behindMs: number;
}

/** Of connections that are sent news for as long as they are open. Each may come back and ask anew. */
export const LIVE_PATIENCE: Patience = { silentMs: 20_000, behindMs: 120_000 };

export class ReaderProgress {
  readonly socket: Duplex | undefined;
  readonly #patience: Patience;
  #taken = 0;
  #littleAt = performance.now();
  /** When it was last seen to read, or to have little to read; in ms of a clock that only moves forward. */
  heardAt = performance.now();

  /** Without a socket nobody is seen to read. */
  constructor(socket: Duplex | undefined, patience: Patience) {
    this.socket = socket;
    this.#patience = patience;
  }

  /** To be called now and then. False: it has had more than LITTLE_BYTES of `unread` bytes for too long. */
  look(unread: number, now: number): boolean {
    const taken = takenBytes(this.socket);
    if (unread <= LITTLE_BYTES) this.#littleAt = now;
    if (unread <= LITTLE_BYTES || taken > this.#taken) this.heardAt = now;
    this.#taken = taken;
    return now - this.heardAt < this.#patience.silentMs && now - this.#littleAt < this.#patience.behindMs;
  }
}

/**
 * How many of the bytes written to a socket the system has taken; it takes more when the other end has read some. Node itself
 * only says that a piece is there, however large, until all of it has left: a slow reader would seem to read nothing.
 */
function takenBytes(socket: Duplex | undefined): number {
  const handle = (socket as { _handle?: { bytesWritten: number; writeQueueSize: number } | null } | undefined)?._handle;
  return handle ? handle.bytesWritten - handle.writeQueueSize : 0;
}
