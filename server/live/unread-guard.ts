/** Cuts off connections to the live agenda that don't read what they are sent: all of it would be kept for them. */
import type { Socket } from "node:net";
import type { WebSocket } from "ws";
import { LITTLE_BYTES, LIVE_PATIENCE, ReaderProgress } from "../connections/reader-progress.ts";
import type { AgendaSocket } from "./agenda-server.ts";

/** A connection below the messages: a WebSocket, or requests of long polling. */
type Connection = AgendaSocket["conn"];

/** With more unread than this beside its largest message, a connection is cut at once. Bytes. */
const UNREAD_MAX_BYTES = 4 * LITTLE_BYTES;
const TICK_MS = 5000;

export class UnreadGuard {
  readonly #readers = new Set<Reader>();
  readonly #ticking = setInterval(() => this.look(performance.now()), TICK_MS);

  constructor() {
    this.#ticking.unref();
  }

  /** Looks after a new connection, to its end. */
  add(connection: Connection): void {
    const reader = new Reader(connection);
    this.#readers.add(reader);
    connection.once("close", () => this.#readers.delete(reader));
  }

  /** `now` in ms of a clock that only moves forward. */
  look(now: number): void {
    for (const reader of this.#readers) reader.tick(now);
  }

  close(): void {
    clearInterval(this.#ticking);
  }
}

class Reader {
  readonly #connection: Connection;
  /** Not handed to the transport yet. */
  #waiting = 0;
  /** Somebody on a slow line may take a while for it. */
  #largest = 0;
  /** Of its WebSocket, as soon as it has one. */
  #reading = new ReaderProgress(undefined, LIVE_PATIENCE);

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.on("packetCreate", ({ data }: { data?: string | Buffer }) => this.#sends(data?.length ?? 0));
    connection.on("flush", () => (this.#waiting = 0));
  }

  tick(now: number): void {
    const socket = this.#webSocket?._socket;
    if (this.#reading.socket !== socket) this.#reading = new ReaderProgress(socket, LIVE_PATIENCE);
    if (!this.#reading.look(this.#unread, now)) this.#connection.close(true);
  }

  #sends(bytes: number): void {
    this.#waiting += bytes;
    this.#largest = Math.max(this.#largest, bytes);
    if (this.#unread > UNREAD_MAX_BYTES + this.#largest) this.#connection.close(true);
  }

  get #unread(): number {
    return this.#waiting + (this.#webSocket?.bufferedAmount ?? 0);
  }

  get #webSocket(): (WebSocket & { _socket?: Socket }) | undefined {
    return (this.#connection.transport as { socket?: WebSocket }).socket;
  }
}
