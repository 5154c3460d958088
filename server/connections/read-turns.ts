/** A connection that has this much to read at once has more: it is what Node reads at a time. Bytes. */
const FULL_READ_BYTES = 65_536;
/** Of those that have more, at most this many are read on in a turn. */
const A_TURN = 4;

/** A connection that can be left unread for a while. */
export interface ReadConnection {
  /** Reads no more of it. */
  holds(): void;
  /** Reads on, unless there are other reasons not to. */
  readsOn(): void;
}

/**
 * Lets connections that send much at once be read a bit in each turn of the event loop, a few of them at a time. Left to
 * themselves the sockets are read for as long as something comes: ten messages of a megabyte in one turn, for 40 ms.
 */
export class ReadTurns {
  readonly #waiting: ReadConnection[] = [];

  /** How many bytes of this connection have come in one piece. */
  came(bytes: number, connection: ReadConnection): void {
    if (bytes < FULL_READ_BYTES) return;
    connection.holds();
    this.#waiting.push(connection);
    if (this.#waiting.length === 1) setImmediate(() => this.#next());
  }

  #next(): void {
    const next = this.#waiting.splice(0, A_TURN);
    if (this.#waiting.length > 0) setImmediate(() => this.#next());
    for (const connection of next) connection.readsOn();
  }
}
