import { evolve } from "../../../shared/meetup/evolve.ts";
import { emptyMeetup } from "../../../shared/meetup/meetup-state.ts";
import { decodeEntry, encodeEntry, meetupStream } from "../../../server/meetups/meetup-log.ts";
import { seedWrites } from "../../../server/meetups/new-pads.ts";
import { openSqliteLogStore } from "../../../server/store/sqlite-log-store.ts";
import { grow, type MeetupSize } from "./large-meetup.ts";

/** Entries that are written at once. */
const AT_ONCE = 200;

/** Has a meetup that was made on a data folder grow, while no server runs on it. */
export async function storeLargeMeetup(
  dataDir: string,
  slug: string,
  people: readonly string[],
  organizers: number,
  size: MeetupSize,
): Promise<void> {
  const store = await openSqliteLogStore(dataDir);
  try {
    const { id } = JSON.parse((await store.record("meetup", slug))!) as { id: string };
    const stream = meetupStream(id);
    const state = emptyMeetup();
    for (const { bytes } of await store.read(stream)) evolve(state, decodeEntry(bytes));
    let after = state.seq;
    const entries = grow(state, people, organizers, size);
    for (let at = 0; at < entries.length; at += AT_ONCE) {
      const some = entries.slice(at, at + AT_ONCE);
      const seeds = seedWrites(slug, some);
      await store.write({
        appends: [{ stream, entries: some.map(encodeEntry), after }, ...seeds.appends],
        records: seeds.records,
      });
      after += some.length;
    }
  } finally {
    await store.close();
  }
}
