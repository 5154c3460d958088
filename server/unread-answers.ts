/** Cuts off who asks and doesn't read the answers: large ones would be kept for them, each a copy of its own, for as long as they like. */
import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import { UnfinishedMessages, type Sender } from "./unfinished-messages.ts";

/** Who has more than this unread, and has read nothing for UNREAD_MS, is cut off. */
const UNREAD_BYTES = 1_048_576;
const UNREAD_MS = 10_000;
/** How often it is looked. */
const LOOK_MS = 500;

/** Looks after all connections on which something is being answered. What they may have unread together is limited as what is unfinished is. */
export class UnreadAnswers {
  readonly #unread = new UnfinishedMessages();
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
      const added = reader.look(now);
      if (added > 0) this.#unread.came(added);
      if (reader.keptBytes > UNREAD_BYTES && now - reader.heardAt >= UNREAD_MS) reader.cut();
    }
  }

  close(): void {
    clearInterval(this.#looking);
  }
}

class Reader implements Sender {
  readonly address: string;
  readonly begunAt = performance.now();
  heardAt = this.begunAt;
  readonly #socket: Socket;
  #written: number;
  #read = 0;
  #queued = 0;

  constructor(socket: Socket, address: string) {
    this.#socket = socket;
    this.address = address;
    this.#written = socket.bytesWritten;
  }

  get keptBytes(): number {
    return this.#socket.writableLength;
  }

  /** Returns how many bytes have been written since it was looked last. */
  look(now: number): number {
    const { bytesWritten, writableLength } = this.#socket;
    const added = bytesWritten - this.#written;
    this.#written = bytesWritten;
    // A large answer is one piece, which stays until all of it has left; how much of it has, the system knows.
    const queued = queuedOf(this.#socket);
    const read = bytesWritten - writableLength;
    if (queued < this.#queued || read > this.#read) this.heardAt = now;
    [this.#queued, this.#read] = [queued, read];
    return added;
  }

  cut(): void {
    this.#socket.destroy();
  }
}

/** Bytes that the system hasn't taken yet of what it was given. */
function queuedOf(socket: Socket): number {
  return (socket as unknown as { _handle?: { writeQueueSize: number } | null })._handle?.writeQueueSize ?? 0;
}
