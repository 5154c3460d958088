import { setImmediate as turn } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import type { LoggedCommand } from "../../shared/meetup/decide.ts";
import type { Person } from "../../shared/person.ts";
import { LiveMeetups } from "../../server/meetups/live-meetups.ts";
import { Suggestions } from "../../server/meetups/suggestions.ts";
import { People } from "../../server/people/people.ts";
import { InMemoryLogStore } from "../../server/store/in-memory-log-store.ts";
import { MovableClock } from "../helpers/movable-clock.ts";

test("[C11] of suggestions that are asked for at once each looks at the meetup when it is its turn", async () => {
  const store = new InMemoryLogStore();
  const people = new People(store);
  const clock = new MovableClock("2026-03-09T06:00:00Z");
  const report = (_where: string, error: unknown) => {
    throw error;
  };
  const meetups = new LiveMeetups({ store, clock, report, people, onPadRights: async () => undefined }, () => {});
  const { person: olga } = await people.create("Olga", undefined);
  const { person: mona } = await people.create("Mona", undefined);
  const wish = { title: "Porto", slug: "porto", timezone: "UTC", place: "", description: "", listed: false };
  await meetups.create(wish, olga);
  const meetup = (await meetups.bySlug("porto"))!;
  const does = async (input: CommandInput, by: Person = olga) => {
    const answer = await meetup.handle(commandSchema.parse(input) as LoggedCommand, by);
    if ("problem" in answer) throw new Error(answer.problem.detail);
  };
  const hour = (n: number) => new Date(clock.now() + n * 3_600_000).toISOString();
  for (const id of ["room-0001", "room-0002"]) await does({ type: "room.add", id, name: id });
  for (const n of [1, 2]) await does({ type: "slot.add", id: `slot-000${n}`, startsAt: hour(n), endsAt: hour(n + 1) });
  for (const n of [1, 2, 3]) {
    await does({ type: "topic.propose", id: `topic-00${n}`, title: `About ${n}` });
    for (const by of [olga, mona]) await does({ type: "vote.cast", topicId: `topic-00${n}` }, by);
  }

  // As if the first parts of it took long.
  let [now, left] = [performance.now(), 40];
  vi.spyOn(performance, "now").mockImplementation(() => (now += left-- > 0 ? 10 : 0));
  try {
    const suggestions = new Suggestions();
    const asked = [1, 2].map((seed) => suggestions.of(meetup, { seed, pinned: [] }, olga));
    await turn();
    await does({ type: "topic.propose", id: "topic-004", title: "Meanwhile" });
    await does({ type: "topic.withdraw", topicId: "topic-003" });
    const placed = (await Promise.all(asked)).map((answer) =>
      "placements" in answer ? answer.placements.flatMap(({ topicIds }) => topicIds).toSorted() : answer.problem,
    );
    expect(placed).toEqual([
      ["topic-001", "topic-002", "topic-003"],
      ["topic-001", "topic-002", "topic-004"],
    ]);
  } finally {
    vi.restoreAllMocks();
    await meetups.close();
  }
});
