import type { InParts } from "../../shared/in-parts.ts";
import type { MeetupEntry } from "../../shared/meetup/entries.ts";
import { evolving } from "../../shared/meetup/evolve.ts";
import { emptyMeetup, type MeetupState } from "../../shared/meetup/meetup-state.ts";
import { NewsWatch, type News } from "../../shared/meetup/news.ts";
import { inTurns } from "../turns/in-turns.ts";
import { decodeEntry, meetupStream } from "../meetups/meetup-log.ts";
import type { LogStore } from "../store/log-store.ts";

/** How many entries are read at once; each may hold what hundreds of commands came to. */
const PAGE = 50;

/** The news of one entry. */
export interface EntryNews {
  seq: number;
  at: string;
  news: News[];
}

/**
 * Reads a meetup's log from a place on, entry by entry, at its own pace. What waits to be told waits
 * in the log; here is only a page of it, and the fold as it was then. Folding goes on in turns, as an entry may be a
 * costly batch.
 */
export class LogTail {
  readonly state: MeetupState = emptyMeetup();
  readonly #store: LogStore;
  readonly #stream: string;
  #watch: NewsWatch;
  #page: MeetupEntry[] = [];

  private constructor(store: LogStore, stream: string) {
    this.#store = store;
    this.#stream = stream;
    this.#watch = new NewsWatch(this.state);
  }

  /** Stands behind the entry `seq`, of which and of those before nothing is told. Undefined when there is no such log. */
  static async open(store: LogStore, meetupId: string, seq: number): Promise<LogTail | undefined> {
    const tail = new LogTail(store, meetupStream(meetupId));
    while (tail.state.seq < seq) {
      if (!(await tail.#turnPage(seq - tail.state.seq))) return undefined;
      await inTurns(tail.#folding());
    }
    tail.#watch = new NewsWatch(tail.state);
    return tail;
  }

  /** The next entry that has news; undefined when there is none yet. */
  async next(): Promise<EntryNews | undefined> {
    while (this.#page.length > 0 || (await this.#turnPage(PAGE))) {
      const found = await inTurns(this.#looking());
      if (found) return found;
    }
    return undefined;
  }

  /** Reads so many more entries at most; false when there are none. */
  async #turnPage(most: number): Promise<boolean> {
    const read = await this.#store.read(this.#stream, { after: this.state.seq, limit: Math.min(most, PAGE) });
    this.#page = read.map(({ bytes }) => decodeEntry(bytes));
    return this.#page.length > 0;
  }

  /** Goes through the whole page. */
  *#folding(): InParts<void> {
    for (const entry of this.#page.splice(0)) yield* evolving(this.state, entry);
  }

  /** Goes through the page up to an entry that has news. */
  *#looking(): InParts<EntryNews | undefined> {
    for (let entry = this.#page.shift(); entry; entry = this.#page.shift()) {
      const news = this.#watch.look(this.state, yield* evolving(this.state, entry));
      if (news.length > 0) return { seq: this.state.seq, at: entry.at, news };
    }
    return undefined;
  }
}
