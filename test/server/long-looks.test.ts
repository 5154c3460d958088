import { expect, test } from "vitest";
import { LiveMeetups } from "../../server/meetups/live-meetups.ts";
import { People } from "../../server/people/people.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { Turns } from "../helpers/turns.ts";

const PARTS = 5;
/** Longer than a turn may take. */
const LONG_MS = 6;

test("[C9] a look that takes long has turns of its own and sees one state, while others read and commands wait", async () => {
  const store = new InMemoryLogStore();
  const people = new People(store);
  const { person: ana } = await people.create("Ana", undefined);
  const clock = { now: () => Date.parse("2026-03-04T12:00:00Z"), after: () => () => undefined };
  const report = (_where: string, error: unknown) => {
    throw error;
  };
  const meetups = new LiveMeetups({ store, clock, report, people, onPadRights: async () => undefined }, () => {});
  const wish = { title: "Porto", slug: "porto", timezone: "UTC", place: "", description: "", listed: false };
  await meetups.create(wish, ana);
  const meetup = (await meetups.bySlug("porto"))!;
  const turns = new Turns();
  const told: string[] = [];
  try {
    const looking = meetup.readInParts(function* ({ state }) {
      const titles = [];
      for (let part = 0; part < PARTS; part += 1) {
        const begun = performance.now();
        while (performance.now() - begun < LONG_MS);
        titles.push(state.facts.title);
        turns.note();
        yield;
      }
      told.push("looked");
      return titles;
    });
    const edited = meetup.handle({ type: "meetup.edit", title: "Lisbon" }, ana).then(() => told.push("edited"));
    const read = meetup.read(({ facts }) => facts.title).then((title) => told.push(`read ${title}`));
    expect(await looking).toEqual(Array.from({ length: PARTS }, () => "Porto"));
    await Promise.all([edited, read]);
    expect(told).toEqual(["read Porto", "looked", "edited"]);
    expect(turns.most).toBe(1);
    await meetup.end(
      () => undefined,
      async () => undefined,
    );
    await expect(meetup.readInParts(function* () {})).rejects.toThrow("could not be written");
  } finally {
    turns.close();
    await meetups.close();
  }
});
