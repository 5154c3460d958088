import type { MeetupEntry } from "../../shared/meetup/entries.ts";
import type { Person } from "../../shared/person.ts";
import type { Clock } from "../clock.ts";
import { inTurns } from "../turns/in-turns.ts";
import type { LogStore } from "../store/log-store.ts";
import type { Tools } from "./live-meetup-tools.ts";
import type { Decided, MeetupFold, Wish } from "./meetup-fold.ts";
import { encodeEntry, meetupStream } from "./meetup-log.ts";
import { seedWrites } from "./new-pads.ts";
import { PublicListing } from "./public-listing.ts";

/** How a meetup moves on: what is wished is decided on its fold, and what comes of that stored, with all that belongs to it. */
export class MeetupCommits {
  readonly #stream: string;
  readonly #fold: MeetupFold;
  readonly #store: LogStore;
  readonly #clock: Clock;
  readonly #pace: Pick<Tools, "timers">;
  readonly #listing: PublicListing;

  constructor(meetupId: string, fold: MeetupFold, tools: Pick<Tools, "store" | "clock" | "timers">) {
    this.#stream = meetupStream(meetupId);
    this.#fold = fold;
    this.#store = tools.store;
    this.#clock = tools.clock;
    this.#pace = tools;
    this.#listing = new PublicListing(fold.state);
  }

  /**
   * Resolves when all that was decided is durable; `onDecided` hears who did something before it is stored. Rejects when it
   * can't be stored: the fold is of no use any more then.
   */
  async commit(wishes: readonly Wish[], onDecided: (people: readonly Person[]) => void): Promise<Decided> {
    const from = this.#fold.state.seq;
    const decided = await inTurns(this.#fold.deciding(wishes, this.#clock), this.#pace);
    onDecided(decided.people);
    if (decided.entries.length > 0) await this.#write(decided.entries, from);
    return decided;
  }

  async #write(entries: MeetupEntry[], after: number): Promise<void> {
    const { state } = this.#fold;
    const seeds = seedWrites(state.facts.slug, entries);
    const listing = this.#listing.writesFor(state);
    await this.#store.write({
      appends: [{ stream: this.#stream, entries: entries.map(encodeEntry), after }, ...seeds.appends],
      records: [...seeds.records, ...listing.records],
    });
    listing.written();
  }
}
