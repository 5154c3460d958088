import type { InParts } from "../../shared/in-parts.ts";
import { evolving } from "../../shared/meetup/evolve.ts";
import { emptyMeetup, type MeetupState } from "../../shared/meetup/meetup-state.ts";
import { NewsWatch, type News } from "../../shared/meetup/news.ts";
import { inTurns } from "../turns/in-turns.ts";
import { decodeEntry, meetupStream } from "../meetups/meetup-log.ts";
import type { LogStore, StoredEntry } from "../store/log-store.ts";

/** The news of one entry. */
export interface EntryNews {
  seq: number;
  at: string;
  news: News[];
}

/**
 * Reads a meetup's log from a place on, entry by entry, at its own pace, and folds it as it was then. What there is when it
 * looks is read at once: a part of a log costs as much time as all that is behind it. Folding goes on in turns, as an entry may
 * be a costly batch.
 */
export class LogTail {
  readonly state: MeetupState = emptyMeetup();
  readonly #store: LogStore;
  readonly #stream: string;
  #watch: NewsWatch;
  /** Read and not gone through yet, the next one last. */
  #ahead: StoredEntry[] = [];

  private constructor(store: LogStore, stream: string) {
    this.#store = store;
    this.#stream = stream;
    this.#watch = new NewsWatch(this.state);
  }

  /** Stands behind the entry `seq`, of which and of those before nothing is told. Undefined when there is no such log. */
  static async open(store: LogStore, meetupId: string, seq: number): Promise<LogTail | undefined> {
    const tail = new LogTail(store, meetupStream(meetupId));
    await tail.#readOn();
    if (tail.#ahead.length < seq) return undefined;
    await inTurns(tail.#foldingTo(seq));
    tail.#watch = new NewsWatch(tail.state);
    return tail;
  }

  /** The next entry that has news; undefined when there is none yet. */
  async next(): Promise<EntryNews | undefined> {
    while (this.#ahead.length > 0 || (await this.#readOn())) {
      const found = await inTurns(this.#looking());
      if (found) return found;
    }
    return undefined;
  }

  /** Reads what has come since; false when nothing has. */
  async #readOn(): Promise<boolean> {
    this.#ahead = (await this.#store.read(this.#stream, { after: this.state.seq })).reverse();
    return this.#ahead.length > 0;
  }

  *#foldingTo(seq: number): InParts<void> {
    while (this.state.seq < seq) yield* evolving(this.state, decodeEntry(this.#ahead.pop()!.bytes));
  }

  /** Goes on up to an entry that has news. */
  *#looking(): InParts<EntryNews | undefined> {
    for (let stored = this.#ahead.pop(); stored; stored = this.#ahead.pop()) {
      const entry = decodeEntry(stored.bytes);
      const news = this.#watch.look(this.state, yield* evolving(this.state, entry));
      if (news.length > 0) return { seq: this.state.seq, at: entry.at, news };
    }
    return undefined;
  }
}
