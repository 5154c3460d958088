/** Bodies of requests: kept as bytes until they are whole, and counted among all messages that aren't. */
import type { IncomingMessage, Server } from "node:http";
import { giveBack, PIECE_BYTES } from "./read-bytes.ts";
import type { BudgetUser, SharedBudget } from "./shared-budget.ts";

/** Nobody takes a longer one: what has come of it is handed on, so that it is refused. */
const MOST_BYTES = 256 * 1024;

/**
 * Hands each body on when it is whole, whoever reads it. Given to them as it comes, long polling would keep it as text in V8's
 * heap, where it stays until that is collected. To be called when all who take requests are there.
 */
export function keepBodies(
  http: Server,
  { unfinished, addressOf }: { unfinished: SharedBudget; addressOf: (request: IncomingMessage) => string },
): void {
  http.prependListener("request", (request: IncomingMessage) => {
    const { "content-length": length = "0", "transfer-encoding": encoding } = request.headers;
    if (length === "0" && encoding === undefined) return;
    const body = new Body(request, addressOf(request));
    const left = unfinished.enter(body);
    request.once("close", () => {
      left();
      body.giveBack();
    });
    // Where Node puts what it has read. To listen for it would be to begin reading, before anybody wants to.
    const push = request.push.bind(request);
    const handOn = () => {
      const bytes = body.taken();
      if (bytes.length === 0) return true;
      const wantsMore = push(bytes);
      // Read as text, it has been copied.
      if (request.readableEncoding !== null) giveBack(bytes);
      return wantsMore;
    };
    request.push = (piece: Buffer | null) => {
      if (piece === null) {
        handOn();
        return push(null);
      }
      unfinished.came(body.came(piece));
      return body.length <= MOST_BYTES || handOn();
    };
  });
}

class Body implements BudgetUser {
  readonly address: string;
  readonly begunAt = performance.now();
  heardAt = this.begunAt;
  /** In memory, whether it was handed on or not. */
  keptBytes = 0;
  /** How long it is so far. */
  length = 0;
  readonly #request: IncomingMessage;
  #pieces: Buffer[] = [];

  constructor(request: IncomingMessage, address: string) {
    this.#request = request;
    this.address = address;
  }

  /** One more piece. Returns how many bytes it takes in memory. */
  came(piece: Buffer): number {
    const kept = piece.length + PIECE_BYTES;
    this.heardAt = performance.now();
    this.keptBytes += kept;
    this.length += piece.length;
    this.#pieces.push(piece);
    return kept;
  }

  /** All that has come and wasn't taken yet, in one piece. */
  taken(): Buffer {
    const pieces = this.#pieces;
    this.#pieces = [];
    if (pieces.length === 1) return pieces[0]!;
    const whole = Buffer.concat(pieces);
    for (const piece of pieces) giveBack(piece);
    return whole;
  }

  /** What wasn't taken, and never will be. */
  giveBack(): void {
    for (const piece of this.#pieces) giveBack(piece);
    this.#pieces = [];
  }

  cut(): void {
    this.#request.destroy();
    this.giveBack();
  }
}
