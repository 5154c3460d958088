import type { MeetupEntry } from "../../shared/meetup/entries.ts";
import { evolve } from "../../shared/meetup/evolve.ts";
import { emptyMeetup, type MeetupState } from "../../shared/meetup/meetup-state.ts";
import { NewsWatch, type News } from "../../shared/meetup/news.ts";
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
 * in the log; here is only a page of it, and the fold as it was then.
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
      const entry = await tail.#take();
      if (!entry) return undefined;
      evolve(tail.state, entry);
    }
    tail.#watch = new NewsWatch(tail.state);
    return tail;
  }

  /** The next entry that has news; undefined when there is none yet. */
  async next(): Promise<EntryNews | undefined> {
    for (;;) {
      const entry = await this.#take();
      if (!entry) return undefined;
      const news = this.#watch.look(this.state, evolve(this.state, entry));
      if (news.length > 0) return { seq: this.state.seq, at: entry.at, news };
    }
  }

  async #take(): Promise<MeetupEntry | undefined> {
    if (this.#page.length === 0) {
      const read = await this.#store.read(this.#stream, { after: this.state.seq, limit: PAGE });
      this.#page = read.map(({ bytes }) => decodeEntry(bytes));
    }
    return this.#page.shift();
  }
}
