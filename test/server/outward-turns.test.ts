/** What goes out by itself must hold nobody: a step may be news of a thousand sessions. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import type { LoggedCommand } from "../../shared/meetup/decide.ts";
import { NO_PUSH } from "../../shared/meetup/push-choices.ts";
import type { Person } from "../../shared/person.ts";
import { LiveMeetups } from "../../server/meetups/live-meetups.ts";
import type { LiveMeetup } from "../../server/meetups/live-meetup.ts";
import { meetupStream } from "../../server/meetups/meetup-log.ts";
import { LogTail } from "../../server/outward/log-tail.ts";
import { PushWatch } from "../../server/outward/push-watch.ts";
import { Pushes } from "../../server/outward/pushes.ts";
import { People } from "../../server/people/people.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { MovableClock } from "../helpers/movable-clock.ts";
import { Turns } from "../helpers/turns.ts";

const SESSIONS = 120;
const ROOMS = ["main-hall", "room-two0"];
/** One turn's news, at most. */
const TOLD_AT_ONCE = 50;
const MOVED = { ...NO_PUSH, moved: true };

/** Notes how many ask at a time where people's devices are. */
class AskedStore extends InMemoryLogStore {
  asked = 0;
  most = 0;
  #now = 0;

  override async record(kind: string, key: string): Promise<string | undefined> {
    if (kind !== "push") return super.record(kind, key);
    this.asked += 1;
    this.most = Math.max(this.most, (this.#now += 1));
    await new Promise((resolve) => setImmediate(resolve));
    this.#now -= 1;
    return super.record(kind, key);
  }
}

let store: AskedStore;
let clock: MovableClock;
let people: People;
let meetups: LiveMeetups;
let meetup: LiveMeetup;
let olga: Person;
let turns: Turns;

beforeEach(async () => {
  turns = new Turns();
  clock = new MovableClock("2026-03-09T06:00:00Z");
  store = new AskedStore();
  people = new People(store);
  meetups = new LiveMeetups({ store, clock, report: fault, people, onPadRights: async () => undefined }, () => {});
  olga = (await people.create("Olga", undefined)).person;
  const made = await meetups.create(
    { title: "Porto", slug: "porto", timezone: "UTC", place: "", description: "", listed: false },
    olga,
  );
  if ("problem" in made) throw new Error(made.problem.detail);
  meetup = (await meetups.bySlug("porto"))!;
  const at = (minutes: number) => new Date(clock.now() + minutes * 60_000).toISOString();
  const slots = Array.from({ length: SESSIONS / ROOMS.length }, (_, n) => `slot-${String(n).padStart(4, "0")}`);
  await does(
    olga,
    ...ROOMS.map((id) => ({ type: "room.add" as const, id, name: id })),
    ...slots.map((id, n) => ({
      type: "slot.add" as const,
      id,
      startsAt: at(60 + n * 10),
      endsAt: at(70 + n * 10),
    })),
  );
  await does(
    olga,
    ...Array.from({ length: SESSIONS }, (_, n) => ({
      type: "session.schedule" as const,
      id: `session-${n}`,
      title: `About ${n}`,
      topicIds: [],
      roomId: ROOMS[n % 2]!,
      slotId: slots[n >> 1]!,
    })),
  );
  await does(olga, { type: "meetup.setPhase", phase: "running" });
});

afterEach(async () => {
  vi.restoreAllMocks();
  turns.close();
  await meetups.close();
});

function fault(where: unknown, error?: unknown): never {
  throw new Error(String(where), { cause: error });
}

/** All of it as one step. */
async function does(by: Person, ...inputs: CommandInput[]): Promise<void> {
  const commands = inputs.map((input) => commandSchema.parse(input) as LoggedCommand);
  const answer = await meetup.handle({ type: "batch", commands }, by);
  if ("problem" in answer) throw new Error(answer.problem.detail);
}

function movesAll(by: Person): Promise<void> {
  return does(by, { type: "schedule.shift", from: new Date(clock.now()).toISOString(), minutes: 5 });
}

test("[C11] a log that is read for what is new in it is folded in turns, also where one entry has hundreds of facts", async () => {
  // As if every part of it took long.
  let now = performance.now();
  vi.spyOn(performance, "now").mockImplementation(() => (now += 10));
  const tail = await LogTail.open(store, meetup.id, 1);
  const opened = turns.passed;
  expect(await tail!.next()).toBeUndefined();
  const read = turns.passed;
  expect(read - opened).toBeGreaterThan(SESSIONS);
  await LogTail.open(store, meetup.id, tail!.state.seq);
  expect(turns.passed - read).toBeGreaterThan(SESSIONS);
});

test("[C11] a log is read at once, however much of it is to be told: a part costs as much as all that is behind it", async () => {
  for (let times = 0; times < 120; times += 1) await does(olga, { type: "meetup.edit", place: `Hall ${times}` });
  let reads = 0;
  const read = store.read.bind(store);
  store.read = (...asked) => {
    reads += 1;
    return read(...asked);
  };
  const tail = await LogTail.open(store, meetup.id, 60);
  for (let entry = await tail!.next(); entry; entry = await tail!.next());
  expect(tail!.state.seq).toBe(await store.lastSeq(meetupStream(meetup.id)));
  expect(reads).toBe(2);
});

test("[C11] of news of a whole schedule some is told in each turn", async () => {
  const wished: string[] = [];
  const watch = await PushWatch.open(meetup, {
    clock,
    choices: () => {
      turns.note();
      return new Map([["vera", MOVED]]);
    },
    wish: ({ message }) => void wished.push(message.body),
    starts: { isBegun: () => false, begin: () => undefined, done: () => undefined },
    died: () => undefined,
    closed: () => undefined,
    report: fault,
  });
  await movesAll(olga);
  await vi.waitFor(() => expect([...turns.seen.values()].reduce((sum, each) => sum + each, 0)).toBe(SESSIONS));
  expect(turns.most).toBeLessThanOrEqual(TOLD_AT_ONCE);
  watch!.close();
});

test("[C11] where the devices are of those whom news concern is asked for one piece of news after the other", async () => {
  const pushes = new Pushes({
    store,
    clock,
    report: fault,
    people,
    meetups,
    hosts: [],
    subject: "mailto:olga@example.org",
  });
  const { person: mona } = await people.create("Mona", undefined);
  await does(
    mona,
    ...Array.from({ length: SESSIONS }, (_, n) => ({ type: "plan.add" as const, sessionId: `session-${n}` })),
  );
  await pushes.choose(meetup, mona.id, MOVED);
  await movesAll(olga);
  await vi.waitFor(() => expect(store.asked).toBeGreaterThanOrEqual(SESSIONS));
  expect(store.most).toBe(1);
  pushes.close();
});
