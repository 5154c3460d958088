/**
 * A limit on what is kept of messages that aren't whole yet, over all connections together: each may have one of up to a
 * MiB, and thousands of connections may belong to somebody who finishes none.
 */

/**
 * When `bytes` of unfinished messages have come, it is looked at how much of it is unfinished still; `left` may stay: the
 * rest between the two keeps the looks apart.
 */
const MOST = { bytes: 48 * 1_048_576, left: 32 * 1_048_576 };
/** Whoever was heard just now counts as if that were so long ago: of those the largest message is the first to go. */
const HEARD_MS = 10_000;
/** Nobody's line is so bad that one message takes so long. */
const OVERDUE_MS = 120_000;

/** Who sends a message: a connection, or a request with a body. */
export interface Sender {
  /** Where they are. What may stay is shared among addresses, whatever each has of connections. */
  readonly address: string;
  /** What is kept of the message that they have begun, in bytes: 0 between messages. */
  readonly keptBytes: number;
  /** When it began, and when they were last heard; in milliseconds of a clock that only moves forward. */
  readonly begunAt: number;
  readonly heardAt: number;
  /** Ends the connection, and lets go of what is kept. */
  cut(): void;
}

/**
 * Knows all who send. Beyond the limit it cuts off, at the addresses that have more than their share, who has much there
 * and has been silent for long, or sends it ever so slowly. What an honest page sends is half as large as it may be at most, mostly a
 * few bytes, and goes on as the line allows.
 */
export class UnfinishedMessages {
  readonly #most: typeof MOST;
  readonly #senders = new Set<Sender>();
  /** No less than is unfinished: what was at the last look, and everything that has come since. */
  #atMost = 0;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** One more who may send. Returns what to call when they have ended. */
  enter(sender: Sender): () => void {
    this.#senders.add(sender);
    return () => void this.#senders.delete(sender);
  }

  /** To be called with each piece that comes of anybody, before it is kept. */
  came(bytes: number): void {
    this.#atMost += bytes;
    if (this.#atMost > this.#most.bytes) this.#look(performance.now());
  }

  #look(now: number): void {
    const all = [...this.#senders].map((sender) => ({ sender, bytes: sender.keptBytes }));
    const atAddresses = Map.groupBy(
      all.filter(({ bytes }) => bytes > 0),
      ({ sender }) => sender.address,
    );
    const share = shareOf(this.#most.left, [...atAddresses.values()].map(total));
    this.#atMost = 0;
    for (const here of atAddresses.values()) {
      let left = total(here);
      for (const worst of left > share ? here.toSorted((one, other) => burden(other, now) - burden(one, now)) : []) {
        if (left <= share) break;
        left -= worst.bytes;
        worst.sender.cut();
      }
      this.#atMost += left;
    }
  }
}

interface Held {
  sender: Sender;
  bytes: number;
}

/** Who has the largest goes first. */
function burden({ sender, bytes }: Held, now: number): number {
  if (now - sender.begunAt > OVERDUE_MS) return Infinity;
  return bytes * (now - sender.heardAt + HEARD_MS);
}

function total(held: readonly Held[]): number {
  return held.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The most that each of `wanted` may have, so that together they have no more than `there`: who wants less has all they want. */
function shareOf(there: number, wanted: readonly number[]): number {
  let left = there;
  for (const [index, want] of wanted.toSorted((one, other) => one - other).entries()) {
    const share = left / (wanted.length - index);
    if (want > share) return share;
    left -= want;
  }
  return Infinity;
}
