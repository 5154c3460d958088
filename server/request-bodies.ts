/** Bodies of requests, as far as they have come, among all messages that aren't whole yet. */
import type { IncomingMessage, Server } from "node:http";
import { giveBack } from "./read-bytes.ts";
import type { Sender, UnfinishedMessages } from "./unfinished-messages.ts";

/** What is kept as text takes so many times its bytes: in the worst case, and until its memory is collected. */
const TEXT_BYTES = 2;

/** Counts what comes of each body, whoever reads it. To be called when all who take requests are there. */
export function countBodies(
  http: Server,
  { unfinished, addressOf }: { unfinished: UnfinishedMessages; addressOf: (request: IncomingMessage) => string },
): void {
  http.prependListener("request", (request: IncomingMessage) => {
    const { "content-length": length = "0", "transfer-encoding": encoding } = request.headers;
    if (length === "0" && encoding === undefined) return;
    const body = new Body(request, addressOf(request));
    request.once("close", unfinished.enter(body));
    // Where Node puts what it has read. To listen for it would be to begin reading, before anybody wants to.
    const push = request.push.bind(request);
    request.push = (bytes: Buffer | null) => {
      if (bytes === null) return push(null);
      unfinished.came(body.came(bytes));
      const wantsMore = push(bytes);
      // Read as text, it has been copied.
      if (request.readableEncoding !== null) giveBack(bytes);
      return wantsMore;
    };
  });
}

class Body implements Sender {
  readonly address: string;
  readonly begunAt = performance.now();
  heardAt = this.begunAt;
  keptBytes = 0;
  readonly #request: IncomingMessage;
  readonly #pieces: Buffer[] = [];

  constructor(request: IncomingMessage, address: string) {
    this.#request = request;
    this.address = address;
  }

  /** One more piece. Returns how many bytes it takes in memory. */
  came(piece: Buffer): number {
    const kept = this.#request.readableEncoding === null ? piece.length : TEXT_BYTES * piece.length;
    this.heardAt = performance.now();
    this.keptBytes += kept;
    this.#pieces.push(piece);
    return kept;
  }

  cut(): void {
    this.#request.destroy();
    for (const piece of this.#pieces) giveBack(piece);
  }
}
