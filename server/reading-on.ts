/** Whether the other end of a connection reads on: what it leaves unread is kept for it. */
import type { Duplex } from "node:stream";

/** Who has no more than this unread may take their time. */
export const UNREAD_BYTES = 1_048_576;
/** Who has more, and has read nothing for so long, is cut off; a page comes back and asks anew. */
const UNREAD_MS = 10_000;

export class ReadingOn {
  readonly socket: Duplex | undefined;
  #taken = 0;
  /** When it was last seen to read, or to have little to read; in ms of a clock that only moves forward. */
  heardAt = performance.now();

  /** Without a socket nobody is seen to read. */
  constructor(socket: Duplex | undefined) {
    this.socket = socket;
  }

  /** To be called now and then. False: it has more than UNREAD_BYTES of `unread` bytes, and has stopped reading. */
  look(unread: number, now: number): boolean {
    const taken = takenBytes(this.socket);
    if (unread <= UNREAD_BYTES || taken > this.#taken) this.heardAt = now;
    this.#taken = taken;
    return now - this.heardAt < UNREAD_MS;
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
