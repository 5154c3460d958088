/** Cuts off who asks and doesn't read the answers: large ones would be kept for them, each a copy of its own, for as long as they like. */
import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import { LITTLE_BYTES, ReaderProgress, type Patience } from "./reader-progress.ts";
import { SharedBudget, type BudgetUser } from "./shared-budget.ts";

/**
 * When all of them together have more than `bytes` of large answers unread, it is cut to `left`: enough for a hall of people
 * behind one address who take an archive home at once.
 */
const MOST = { bytes: 128 * 1_048_576, left: 96 * 1_048_576 };
/**
 * Who reads nothing for so long has gone: a system that has much room for what is on its way asks for more only when a third of
 * that has been read, which takes a slow line half a minute and more. Others' answers are limited together.
 */
const PATIENCE: Patience = { silentMs: 60_000, behindMs: Infinity };
/** How often it is looked. */
const LOOK_MS = 500;

/** Looks after all connections on which something is being answered. What they may have unread together is limited as what is unfinished is. */
export class UnreadAnswers {
  readonly #unread = new SharedBudget(MOST);
  readonly #readers = new Map<Socket, Reader>();
  readonly #looking = setInterval(() => this.look(performance.now()), LOOK_MS);

  constructor(http: Server, addressOf: (request: IncomingMessage) => string) {
    this.#looking.unref();
    http.prependListener("request", (request, response) => {
      const { socket } = request;
      const reader = this.#readers.get(socket) ?? this.#add(socket, addressOf(request));
      reader.asked += 1;
      response.once("close", () => {
        reader.asked -= 1;
        if (reader.asked === 0) this.#forget(socket, reader);
      });
    });
  }

  /** How many connections are looked after. */
  get size(): number {
    return this.#readers.size;
  }

  /** `now` in ms of a clock that only moves forward. */
  look(now: number): void {
    for (const [socket, reader] of this.#readers) {
      // Of what was asked behind something that isn't answered yet Node tells nobody that it never will be.
      if (socket.destroyed) {
        this.#forget(socket, reader);
        continue;
      }
      const added = reader.added();
      if (added > 0) this.#unread.came(added);
      if (!reader.look(now)) reader.cut();
    }
  }

  close(): void {
    clearInterval(this.#looking);
  }

  #forget(socket: Socket, reader: Reader): void {
    reader.left();
    this.#readers.delete(socket);
  }

  #add(socket: Socket, address: string): Reader {
    const reader = new Reader(socket, address, (entered) => this.#unread.enter(entered));
    this.#readers.set(socket, reader);
    return reader;
  }
}

class Reader implements BudgetUser {
  /** How many of its requests aren't answered to the end: they may have come all at once. */
  asked = 0;
  /** To be called when none is left. */
  readonly left: () => void;
  readonly address: string;
  readonly begunAt = performance.now();
  readonly #socket: Socket;
  readonly #reading: ReaderProgress;
  #written: number;

  constructor(socket: Socket, address: string, enter: (reader: BudgetUser) => () => void) {
    this.#socket = socket;
    this.#reading = new ReaderProgress(socket, PATIENCE);
    this.address = address;
    this.#written = socket.bytesWritten;
    this.left = enter(this);
  }

  get heardAt(): number {
    return this.#reading.heardAt;
  }

  /** Of a large answer: small ones everybody gets, and they are mostly the same bytes for all. */
  get keptBytes(): number {
    const { writableLength } = this.#socket;
    return writableLength > LITTLE_BYTES ? writableLength : 0;
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
