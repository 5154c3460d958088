/**
 * A limit on what is kept for others over all connections together: of messages that aren't whole yet, as each connection
 * may have one of up to a MiB, and thousands may belong to somebody who finishes none; and of answers that nobody reads.
 */

/**
 * When `bytes` have come, it is looked at how much of it is kept still; `left` may stay: the rest between the two keeps the
 * looks apart. This much for unfinished messages.
 */
const MOST = { bytes: 48 * 1_048_576, left: 32 * 1_048_576 };
/** Whoever was heard just now counts as if that were so long ago: of those the largest message is the first to go. */
const HEARD_MS = 10_000;
/** Nobody's line is so bad that one message takes so long. */
const OVERDUE_MS = 120_000;

/** For whom something is kept: a connection, a request with a body, or who doesn't read its answer. */
export interface BudgetUser {
  /** Where they are. What may stay is shared among addresses, whatever each has of connections. */
  readonly address: string;
  /** What is kept of the message that they have begun, or of the answer that they haven't read, in bytes: 0 in between. */
  readonly keptBytes: number;
  /** When it began, and when they were last heard; in milliseconds of a clock that only moves forward. */
  readonly begunAt: number;
  readonly heardAt: number;
  /** Ends the connection, and lets go of what is kept. */
  cut(): void;
}

/**
 * Knows all who use it. Beyond the limit it cuts off, at the addresses that have more than their share, who has much there
 * and has been silent for long, or sends it ever so slowly. What an honest page sends is half as large as it may be at most, mostly a
 * few bytes, and goes on as the line allows.
 */
export class SharedBudget {
  readonly #most: typeof MOST;
  readonly #users = new Set<BudgetUser>();
  /** No less than is kept: what was at the last look, and everything that has come since. */
  #atMost = 0;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** One more who may use it. Returns what to call when they have ended. */
  enter(user: BudgetUser): () => void {
    this.#users.add(user);
    return () => void this.#users.delete(user);
  }

  /** To be called with each piece for anybody, before it is kept. */
  came(bytes: number): void {
    this.#atMost += bytes;
    if (this.#atMost > this.#most.bytes) this.#look(performance.now());
  }

  #look(now: number): void {
    const all = [...this.#users].map((user) => ({ user, bytes: user.keptBytes }));
    const atAddresses = Map.groupBy(
      all.filter(({ bytes }) => bytes > 0),
      ({ user }) => user.address,
    );
    const share = shareOf(this.#most.left, [...atAddresses.values()].map(total));
    this.#atMost = 0;
    for (const here of atAddresses.values()) {
      let left = total(here);
      for (const worst of left > share ? here.toSorted((one, other) => burden(other, now) - burden(one, now)) : []) {
        if (left <= share) break;
        left -= worst.bytes;
        worst.user.cut();
      }
      this.#atMost += left;
    }
  }
}

interface Held {
  user: BudgetUser;
  bytes: number;
}

/** Who has the largest goes first. */
function burden({ user, bytes }: Held, now: number): number {
  if (now - user.begunAt > OVERDUE_MS) return Infinity;
  return bytes * (now - user.heardAt + HEARD_MS);
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
