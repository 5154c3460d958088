import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import type { LoggedCommand } from "../../shared/meetup/decide.ts";
import type { Person } from "../../shared/person.ts";
import { LiveMeetup } from "../../server/meetups/live-meetup.ts";
import { LiveMeetups } from "../../server/meetups/live-meetups.ts";
import { Suggestions } from "../../server/meetups/suggestions.ts";
import { People } from "../../server/people/people.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { MovableClock } from "../helpers/movable-clock.ts";
import { Turns } from "../helpers/turns.ts";

let meetups: LiveMeetups;
let meetup: LiveMeetup;
let olga: Person;
let does: (input: CommandInput, by?: Person) => Promise<void>;

beforeEach(async () => {
  const store = new InMemoryLogStore();
  const people = new People(store);
  const clock = new MovableClock("2026-03-09T06:00:00Z");
  const report = (_where: string, error: unknown) => {
    throw error;
  };
  meetups = new LiveMeetups({ store, clock, report, people, onPadRights: async () => undefined }, () => {});
  olga = (await people.create("Olga", undefined)).person;
  const { person: mona } = await people.create("Mona", undefined);
  const wish = { title: "Porto", slug: "porto", timezone: "UTC", place: "", description: "", listed: false };
  await meetups.create(wish, olga);
  meetup = (await meetups.bySlug("porto"))!;
  does = async (input, by = olga) => {
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
});

afterEach(async () => {
  vi.restoreAllMocks();
  await meetups.close();
});

test("[C11] of suggestions that are asked for at once each looks at the meetup when it is its turn", async () => {
  // As if the first parts of it took long.
  let [now, left] = [0, 40];
  const suggestions = new Suggestions({ timers: { elapsed: () => (now += left-- > 0 ? 10 : 0) } });
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
});

test("[C11] to look at a meetup, to begin to work out a suggestion, and the end of the one before take a turn of the loop each", async () => {
  const turns = new Turns();
  const told: [what: string, turn: number][] = [];
  const { read } = LiveMeetup.prototype;
  vi.spyOn(LiveMeetup.prototype, "read").mockImplementation(function (this: LiveMeetup, look) {
    return read.call(this, (...all) => {
      told.push(["looks", turns.passed]);
      return look(...all);
    }) as never;
  });
  const elapsed = () => {
    told.push(["works", turns.passed]);
    return 0;
  };
  try {
    const suggestions = new Suggestions({ timers: { elapsed } });
    await Promise.all([1, 2].map((seed) => suggestions.of(meetup, { seed, pinned: [] }, olga)));
  } finally {
    turns.close();
  }
  // Whether they may ask at all is looked at in one go.
  const steps = told.slice(2).filter(([what], index, all) => all[index - 1]?.[0] !== what);
  expect(steps.map(([what]) => what)).toEqual(["looks", "works", "looks", "works"]);
  expect(new Set(steps.map(([, turn]) => turn)).size).toBe(4);
});

test("[A38] what was allowed when it was asked for is refused when its turn comes if it isn't by then", async () => {
  // As if the first parts of it took long.
  let [now, left] = [0, 40];
  const suggestions = new Suggestions({ timers: { elapsed: () => (now += left-- > 0 ? 10 : 0) } });
  const asked = [1, 2].map((seed) => suggestions.of(meetup, { seed, pinned: [] }, olga));
  await turn();
  await does({ type: "meetup.edit", voting: { tallies: "closed" } });
  const [first, second] = await Promise.all(asked);
  expect(first).toHaveProperty("placements");
  expect(second).toMatchObject({ problem: { type: "urn:midcycle:problem:tallies-closed" } });
});

test("[A38] a suggestion that fails holds up none that is asked for behind it", async () => {
  let isBroken = true;
  const elapsed = () => {
    if (isBroken) throw new Error("the clock is broken");
    return 0;
  };
  const suggestions = new Suggestions({ timers: { elapsed } });
  const first = suggestions.of(meetup, { seed: 1, pinned: [] }, olga).finally(() => (isBroken = false));
  const second = suggestions.of(meetup, { seed: 1, pinned: [] }, olga);
  await expect(first).rejects.toThrow("the clock is broken");
  expect(await second).toHaveProperty("placements");
});
