/** Cuts off who asks and doesn't read the answers: large ones would be kept for them, each a copy of its own, for as long as they like. */
import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import { ReadingOn, UNREAD_BYTES } from "./reading-on.ts";
import { UnfinishedMessages, type Sender } from "./unfinished-messages.ts";

/**
 * So much all of them together may have unread of large answers, and so much may stay beyond that: a hall of people behind one
 * address who take an archive home at once.
 */
const MOST = { bytes: 128 * 1_048_576, left: 96 * 1_048_576 };
/** How often it is looked. */
const LOOK_MS = 500;

/** Looks after all connections on which something is being answered. What they may have unread together is limited as what is unfinished is. */
export class UnreadAnswers {
  readonly #unread = new UnfinishedMessages(MOST);
  readonly #readers = new Map<Socket, Reader>();
  readonly #looking = setInterval(() => this.look(performance.now()), LOOK_MS);

  constructor(http: Server, addressOf: (request: IncomingMessage) => string) {
    this.#looking.unref();
    http.prependListener("request", (request, response) => {
      const { socket } = request;
      if (this.#readers.has(socket)) return;
      const reader = new Reader(socket, addressOf(request));
      const left = this.#unread.enter(reader);
      this.#readers.set(socket, reader);
      response.once("close", () => {
        left();
        this.#readers.delete(socket);
      });
    });
  }

  /** `now` in ms of a clock that only moves forward. */
  look(now: number): void {
    for (const reader of this.#readers.values()) {
      const added = reader.added();
      if (added > 0) this.#unread.came(added);
      if (!reader.look(now)) reader.cut();
    }
  }

  close(): void {
    clearInterval(this.#looking);
  }
}

class Reader implements Sender {
  readonly address: string;
  readonly begunAt = performance.now();
  readonly #socket: Socket;
  readonly #reading: ReadingOn;
  #written: number;

  constructor(socket: Socket, address: string) {
    this.#socket = socket;
    this.#reading = new ReadingOn(socket);
    this.address = address;
    this.#written = socket.bytesWritten;
  }

  get heardAt(): number {
    return this.#reading.heardAt;
  }

  /** Of a large answer: small ones everybody gets, and they are mostly the same bytes for all. */
  get keptBytes(): number {
    const { writableLength } = this.#socket;
    return writableLength > UNREAD_BYTES ? writableLength : 0;
  }

  /** How many bytes have been written since it was asked last. */
  added(): number {
    const { bytesWritten } = this.#socket;
    const added = bytesWritten - this.#written;
    this.#written = bytesWritten;
    return added;
  }

  /** False: it has stopped reading. */
  look(now: number): boolean {
    return this.#reading.look(this.#socket.writableLength, now);
  }

  cut(): void {
    this.#socket.destroy();
  }
}
