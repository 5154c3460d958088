import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { NewMeetup } from "../../shared/meetup/commands/new-meetup.ts";
import type { MeetupSummary } from "../../shared/meetup/view.ts";
import type { Person } from "../../shared/person.ts";
import type { Clock } from "../../server/clock.ts";
import { configFrom } from "../../server/config.ts";
import { CommandDoor } from "../../server/meetups/command-door.ts";
import type { LiveMeetup } from "../../server/meetups/live-meetup.ts";
import { LiveMeetups } from "../../server/meetups/live-meetups.ts";
import type { Created } from "../../server/meetups/new-meetups.ts";
import { encodeEntry, meetupStream } from "../../server/meetups/meetup-log.ts";
import { MeetupPadAccess } from "../../server/meetups/meetup-pad-access.ts";
import { People } from "../../server/people/people.ts";
import { StoreUnavailableError } from "../../server/store/log-store.ts";
import { TokenBuckets } from "../../server/token-buckets.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { MovableClock } from "../helpers/movable-clock.ts";

const SLUG = "porto-2026";
const WISH: NewMeetup & { id: string } = {
  id: "first-wish",
  title: "Porto",
  slug: SLUG,
  timezone: "UTC",
  place: "",
  description: "",
  listed: true,
};

let now: number;
let store: InMemoryLogStore;
let people: People;
let meetups: LiveMeetups;
let faults: unknown[];
let gone: { seq: number; padIds: string[] }[];
let olga: Person;
let mallory: Person;

beforeEach(async () => {
  now = Date.parse("2026-03-04T12:00:00Z");
  faults = [];
  gone = [];
  store = new InMemoryLogStore();
  people = new People(store);
  const clock: Clock = { now: () => now, after: () => () => undefined };
  meetups = new LiveMeetups(
    {
      store,
      clock,
      report: (_where, error) => faults.push(error),
      people,
      onPadRights: async () => undefined,
    },
    (_meetup, last) => gone.push(last),
  );
  olga = (await people.create("Olga", undefined)).person;
  mallory = (await people.create("Mallory", undefined)).person;
});

afterEach(async () => {
  vi.useRealTimers();
  store.release();
  await meetups.close();
  await store.close();
});

async function made(wish: NewMeetup, person: Person): Promise<Created> {
  const created = await meetups.create(wish, person);
  if ("problem" in created) throw new Error(created.problem.detail);
  return created;
}

async function opened(): Promise<LiveMeetup> {
  const meetup = await meetups.bySlug(SLUG);
  if (!meetup) throw new Error("There is no meetup");
  return meetup;
}

/** Everything that has been resolved is heard of. */
function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function propose(id: string) {
  return { type: "topic.propose" as const, id, title: "Packaging", description: "", tags: [] };
}

test("[L2] a meetup whose log has moved on ends, answers 503, and is read again with what the log holds", async () => {
  await made(WISH, olga);
  const stale = await opened();
  const id = stale.id;
  // Somebody else wrote: as a second process, or a second copy in this one, would.
  const facts = [{ type: "meetup.edited" as const, set: { title: "Renamed elsewhere" } }];
  const entry = encodeEntry({ at: new Date(now).toISOString(), by: olga.id, facts: facts as never });
  await store.write({ appends: [{ stream: meetupStream(id), entries: [entry], after: 1 }] });
  let deaths = 0;
  stale.listen({ step: () => undefined, died: () => (deaths += 1) });

  expect(await stale.handle(propose("topic-one"), olga)).toMatchObject({ problem: { status: 503 } });
  expect({ dead: stale.dead, deaths }).toEqual({ dead: true, deaths: 1 });
  await expect(stale.read(() => "never shown")).rejects.toThrow();
  const fresh = await opened();
  expect(fresh).not.toBe(stale);
  expect(await fresh.handle(propose("topic-one"), olga)).toEqual({ seq: 3 });
  expect(await fresh.read(({ facts: { title }, topics }) => [title, [...topics.keys()]])).toEqual([
    "Renamed elsewhere",
    ["topic-one"],
  ]);
});

test("who wrote in a pad is on record even when the meetup had to be read again for it", async () => {
  await made(WISH, olga);
  const stale = await opened();
  await stale.handle(propose("topic-one"), olga);
  const padId = await stale.read(({ pads }) => [...pads.keys()][0]!);
  const entry = encodeEntry({ at: new Date(now).toISOString(), by: olga.id, facts: [{ type: "person.renamed" }] });
  await store.write({ appends: [{ stream: meetupStream(stale.id), entries: [entry], after: 2 }] });
  const clock: Clock = { now: () => now, after: () => () => undefined };
  const report = (_where: string, error: unknown) => void faults.push(error);
  const access = new MeetupPadAccess({ meetups, people, clock, report });
  access.noteFirstEdit(padId, mallory.id);
  await expect
    .poll(async () => (await opened()).read(({ writers }) => [...(writers.get(padId) ?? [])]))
    .toEqual([mallory.id]);
});

test("a listener that throws at the end neither keeps others from hearing nor the asker from an answer", async () => {
  await made(WISH, olga);
  const meetup = await opened();
  const heard: string[] = [];
  const died = () => {
    heard.push("first");
    throw new Error("broken listener");
  };
  meetup.listen({ step: () => undefined, died });
  meetup.listen({ step: () => undefined, died: () => heard.push("second") });
  store.failWrites("disk full");
  expect(await meetup.handle(propose("topic-one"), olga)).toMatchObject({ problem: { status: 503 } });
  expect(await meetup.handle(propose("topic-two"), olga)).toMatchObject({ problem: { status: 503 } });
  store.failWrites(undefined);
  expect(heard).toEqual(["first", "second"]);
  expect(faults).toHaveLength(1);
});

test("[A2] a repeat finds the meetup whose time zone an earlier version kept as it was written", async () => {
  const first = await made({ ...WISH, timezone: "europe/berlin" }, olga);
  const again = await made({ ...WISH, timezone: "Europe/Berlin" }, olga);
  expect(again).toMatchObject({ slug: SLUG, code: first.code, repeated: true });
  const elsewhere = { ...WISH, timezone: "Europe/Lisbon" };
  expect(await meetups.create(elsewhere, olga)).toMatchObject({ problem: { status: 409 } });
});

test("[C3] a meetup that couldn't be stored takes nothing of what its person may make", async () => {
  const allowance = new TokenBuckets({ burst: 1, perSecond: 0, clock: { now: () => now } as Clock });
  store.failWrites("disk full");
  await expect(meetups.create(WISH, olga, allowance)).rejects.toThrow(StoreUnavailableError);
  store.failWrites(undefined);
  expect(await meetups.create(WISH, olga, allowance)).toMatchObject({ repeated: false });
  expect(await meetups.create({ ...WISH, id: "another", slug: "another" }, olga, allowance)).toMatchObject({
    problem: { status: 429 },
    retryAfter: 3600,
  });
});

test("[C6] meetups are deleted one after the other, and what made those that are left is known still", async () => {
  const wishes = ["one", "two", "three"].map((slug) => ({ ...WISH, id: `wish-${slug}`, slug }));
  for (const wish of wishes) await made(wish, olga);
  for (const wish of wishes.slice(0, 2))
    expect(await meetups.delete((await meetups.bySlug(wish.slug))!, olga)).toEqual({ seq: 1 });
  expect(await meetups.create(wishes[0]!, olga)).toMatchObject({ problem: { status: 409 } });
  expect(await meetups.create(wishes[2]!, olga)).toMatchObject({ slug: "three", repeated: true });
});

test("[C6] the making of a meetup that an earlier version deleted, with all that it kept of it, is nobody's other meetup", async () => {
  await made(WISH, mallory);
  const kept = (await store.records("creation")).map((each) => ({ op: "put" as const, kind: "creation", ...each }));
  expect(kept).toHaveLength(1);
  expect(await meetups.delete(await opened(), mallory)).toEqual({ seq: 1 });
  await store.write({ records: kept });
  await made({ ...WISH, id: "another" }, olga);
  expect(await meetups.create(WISH, mallory)).toMatchObject({ problem: { status: 409 } });
});

test("[C17] a wish is a repeat while the same one is being granted, and isn't when that comes to nothing", async () => {
  for (const isGranted of [false, true]) {
    store.hold();
    const granting = meetups.create(WISH, olga).catch(() => "failed");
    const repeats = Promise.all([meetups.isRepeat(WISH, olga), meetups.isRepeat(WISH, mallory)]);
    await turnOfTheLoop();
    if (!isGranted) store.failWrites("disk full", 1);
    store.release();
    expect(await repeats).toEqual([isGranted, false]);
    await granting;
  }
});

test("[C6] repeating the making of a deleted meetup gives no power over whoever has its address now", async () => {
  await made(WISH, mallory);
  expect(await meetups.delete(await opened(), mallory)).toEqual({ seq: 1 });
  await made({ ...WISH, title: "Somebody else's" }, olga);
  expect(await meetups.create(WISH, mallory)).toMatchObject({ problem: { status: 409 } });
  expect(await (await opened()).read(({ organizers }) => [...organizers])).toEqual([olga.id]);
});

test("a pad whose meetup was deleted is unknown, also to who knew it before and when another has its address now", async () => {
  const clock: Clock = { now: () => now, after: () => () => undefined };
  const access = new MeetupPadAccess({ meetups, people, clock, report: (_where, error) => faults.push(error) });
  await made(WISH, mallory);
  await (await opened()).handle(propose("topic-1"), mallory);
  const [padId] = await (await opened()).read(({ pads }) => [...pads.keys()]);
  expect(await access.check(padId!, mallory.id)).toBe("write");
  await meetups.delete(await opened(), mallory);
  expect(await access.check(padId!, mallory.id)).toBe("unknown");
  await made({ ...WISH, title: "Somebody else's" }, olga);
  expect(await access.check(padId!, mallory.id)).toBe("unknown");
  expect(await access.check(padId!, undefined)).toBe("unknown");
  expect(faults).toEqual([]);
});

test("what is asked while a meetup is being deleted comes before or never: nothing of it stays behind", async () => {
  await made(WISH, olga);
  const meetup = await opened();
  store.hold();
  const before = meetup.handle(propose("topic-one"), olga);
  const deleting = meetups.delete(meetup, olga);
  const behind = meetup.handle(propose("topic-two"), olga);
  store.release();
  expect(await before).toEqual({ seq: 2 });
  expect(await deleting).toEqual({ seq: 2 });
  expect(await behind).toMatchObject({ problem: { status: 503 } });
  expect(gone).toEqual([{ seq: 2, padIds: [expect.any(String)] }]);
  expect(await store.records("pad")).toEqual([]);
  expect(await store.records("meetup")).toEqual([]);
  expect(await store.lastSeq(meetupStream(meetup.id))).toBe(0);
  expect(await meetups.bySlug(SLUG)).toBeUndefined();
  await expect(meetup.read(() => "a deleted meetup is not read")).rejects.toThrow();
  expect(faults).toEqual([]);
});

test("only organizers delete, and a meetup that could not be deleted goes on", async () => {
  await made(WISH, olga);
  expect(await meetups.delete(await opened(), mallory)).toMatchObject({ problem: { status: 403 } });
  store.failWrites("disk full");
  await expect(meetups.delete(await opened(), olga)).rejects.toThrow("disk full");
  store.failWrites(undefined);
  expect(await (await opened()).handle(propose("topic-one"), olga)).toEqual({ seq: 2 });
  expect(gone).toEqual([]);
});

test("a meetup that is deleted between finding and reading it is unknown, not a fault", async () => {
  await made(WISH, olga);
  const read = store.read.bind(store);
  const reading = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  store.read = async (stream, options) => {
    store.read = read;
    reading.resolve();
    await go.promise;
    return read(stream, options);
  };
  const asked = meetups.bySlug(SLUG);
  await reading.promise;
  // Another process, or another copy here, deletes it meanwhile.
  const { id } = JSON.parse((await store.record("meetup", SLUG))!) as { id: string };
  await store.write({ drops: [meetupStream(id)], records: [{ op: "remove", kind: "meetup", key: SLUG }] });
  go.resolve();
  expect(await asked).toBeUndefined();
});

test("a log that is missing although its meetup exists is a fault, never an empty meetup", async () => {
  await made(WISH, olga);
  const { id } = JSON.parse((await store.record("meetup", SLUG))!) as { id: string };
  await store.write({ drops: [meetupStream(id)] });
  await expect(meetups.bySlug(SLUG)).rejects.toThrow("empty");
  await expect(meetups.bySlug(SLUG)).rejects.toThrow("empty");
});

test("there are never two of one meetup: what is handed out is not let go of in the same moment", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  await meetups.close();
  const clock: Clock = { now: () => now, after: () => () => undefined };
  const report = (_where: string, error: unknown) => void faults.push(error);
  meetups = new LiveMeetups({ store, clock, report, people, onPadRights: async () => undefined }, () => undefined);
  await made(WISH, olga);
  const first = await opened();
  now += 10 * 60_000;
  const asked = meetups.bySlug(SLUG);
  vi.advanceTimersByTime(60_000);
  expect(await asked).toBe(first);
  await turnOfTheLoop();
  expect(await opened()).toBe(first);
  now += 10 * 60_000;
  vi.advanceTimersByTime(60_000);
  await turnOfTheLoop();
  expect(await opened()).not.toBe(first);
});

test("[N21] whoever locks notes is answered once nobody writes in them any more", async () => {
  await meetups.close();
  const checked = Promise.withResolvers<void>();
  let told: string[] = [];
  let check = Promise.resolve();
  const clock: Clock = { now: () => now, after: () => () => undefined };
  const report = (_where: string, error: unknown) => void faults.push(error);
  const onPadRights = (padIds: string[]) => {
    told.push(`rights in ${padIds.length}`);
    return check;
  };
  meetups = new LiveMeetups({ store, clock, report, people, onPadRights }, () => undefined);
  await made(WISH, olga);
  const meetup = await opened();
  await meetup.handle(propose("topic-one"), olga);
  const padId = await meetup.read((state) => state.topics.get("topic-one")!.padId);
  [told, check] = [[], checked.promise];
  const locked = meetup.handle({ type: "pad.lock", padId }, olga).then(() => told.push("locked"));
  for (let turns = 0; turns < 10; turns += 1) await turnOfTheLoop();
  told.push("nobody writes");
  checked.resolve();
  await locked;
  expect(told).toEqual(["rights in 1", "nobody writes", "locked"]);
});

test("[I3] what is asked by who was erased since it was looked up who asks is refused as nobody's", async () => {
  await made(WISH, olga);
  const meetup = await opened();
  await meetup.handle(propose("topic-one"), olga);
  const clock: Clock = { now: () => now, after: () => () => undefined };
  const door = new CommandDoor({ meetups, people, limits: configFrom({}).limits, clock });
  await people.erase(mallory, []);
  const answer = await door.handle(SLUG, { type: "vote.cast", topicId: "topic-one" }, mallory);
  expect(answer).toMatchObject({ problem: { status: 401 } });
  expect(await meetup.read((state) => state.people.has(mallory.id))).toBe(false);
});

test("[A18] a batch of who was removed is refused as its first command, which is named", async () => {
  await made(WISH, olga);
  const clock: Clock = { now: () => now, after: () => () => undefined };
  const door = new CommandDoor({ meetups, people, limits: configFrom({}).limits, clock });
  expect(await door.handle(SLUG, { type: "person.remove", personId: mallory.id }, olga)).toHaveProperty("seq");
  for (const first of [propose("topic-one"), { type: "meetup.delete" }])
    expect(await door.handle(SLUG, { type: "batch", commands: [first, propose("topic-two")] }, mallory)).toMatchObject({
      problem: { status: 403, title: "Removed from this meetup", errors: [{ path: "commands.0" }] },
    });
});

test("[A1] whoever has proposed more than one may by now repeats what they proposed, alone or in a batch, and proposes no more", async () => {
  await made(WISH, olga);
  const clock: Clock = { now: () => now, after: () => () => undefined };
  const doorWith = (limits: Record<string, string>) =>
    new CommandDoor({ meetups, people, limits: configFrom(limits).limits, clock });
  const [before, after] = [doorWith({ MIDCYCLE_LIMIT_PROPOSALS: "3" }), doorWith({ MIDCYCLE_LIMIT_PROPOSALS: "2" })];
  const ids = ["topic-one", "topic-two", "topic-three"];
  const batch = (...all: string[]) => ({ type: "batch", commands: all.map((id) => propose(id)) });
  for (const id of ids.slice(0, 2)) expect(await before.handle(SLUG, propose(id), mallory)).toHaveProperty("seq");
  const two = await before.handle(SLUG, batch("topic-three", "topic-four"), mallory);
  expect(two).toMatchObject({ problem: { status: 429, errors: [{ path: "commands.1" }] } });
  expect(await before.handle(SLUG, propose("topic-three"), mallory)).toHaveProperty("seq");
  for (const id of ids) expect(await after.handle(SLUG, propose(id), mallory)).toHaveProperty("seq");
  expect(await after.handle(SLUG, batch(...ids), mallory)).toHaveProperty("seq");
  for (const [wish, ...errors] of [
    [propose("topic-four")],
    [batch("topic-one", "topic-four"), { path: "commands.1", message: "Too many proposals" }],
  ]) {
    const answer = await after.handle(SLUG, wish, mallory);
    expect(answer).toMatchObject({ problem: { status: 429 } });
    expect("problem" in answer && (answer.problem.errors ?? [])).toEqual(errors);
  }
  expect(await after.handle(SLUG, propose("topic-four"), olga)).toHaveProperty("seq");
});

test.each([
  ["while it is open", 0],
  ["when it is opened next, if that was its minute", 3_600_000],
])("[A19] voting closes by the clock %s", async (_, awayMs) => {
  await meetups.close();
  const clock = new MovableClock("2026-03-04T12:00:00Z");
  const report = (_where: string, error: unknown) => void faults.push(error);
  const tools = { store, clock, report, people, onPadRights: async () => undefined };
  meetups = new LiveMeetups(tools, () => undefined);
  await made(WISH, olga);
  const closesAt = "2026-03-04T12:30:00.000Z";
  await (await opened()).handle({ type: "meetup.edit", voting: { closesAt } }, olga);
  const isOpen = async () => (await opened()).read(({ facts }) => facts.votingOpen);
  if (awayMs > 0) {
    await meetups.close();
    clock.moves(awayMs);
    meetups = new LiveMeetups(tools, () => undefined);
    await opened();
  } else {
    clock.moves(29 * 60_000);
    expect(await isOpen()).toBe(true);
    clock.moves(60_000);
  }
  clock.moves(0);
  await turnOfTheLoop();
  expect(await isOpen()).toBe(false);
});

test("a meetup that was listed before it was noted when it was made says so, and is the oldest of those without a day", async () => {
  await made({ ...WISH, id: "earlier-wish", slug: "earlier" }, olga);
  const { createdAt, ...before } = JSON.parse((await store.record("listed", "earlier"))!) as MeetupSummary;
  expect(createdAt).toBe(new Date(now).toISOString());
  await store.write({ records: [{ op: "put", kind: "listed", key: "earlier", value: JSON.stringify(before) }] });
  await made(WISH, olga);
  expect((await meetups.list()).map((each) => [each.slug, each.createdAt])).toEqual([
    [SLUG, createdAt],
    ["earlier", null],
  ]);
});

test("[I2] [I3] the public list counts the people of a meetup that isn't open right, whoever turns out to be one or goes", async () => {
  await made(WISH, olga);
  const ana = (await people.create("Ana", undefined)).person;
  for (const [id, person] of [
    ["topic-one", mallory],
    ["topic-two", ana],
  ] as const)
    await (await opened()).handle(propose(id), person);
  const counted = async () => (await meetups.list()).map((each) => each.people);
  expect(await counted()).toEqual([3]);
  for (const [former, count] of [
    [() => people.join(mallory, olga), 2],
    [() => people.erase(ana, []), 1],
  ] as const) {
    // As after a restart: none is open.
    await meetups.close();
    const clock: Clock = { now: () => now, after: () => () => undefined };
    const report = (_where: string, error: unknown) => void faults.push(error);
    meetups = new LiveMeetups({ store, clock, report, people, onPadRights: async () => undefined }, () => undefined);
    await meetups.replace((await former())!);
    await expect.poll(counted).toEqual([count]);
  }
  for (const { id } of [olga, mallory, ana])
    expect((await store.records(`listed-with ${id}`)).length).toBe(id === olga.id ? 1 : 0);
  await meetups.delete(await opened(), olga);
  expect(await store.records(`listed-with ${olga.id}`)).toEqual([]);
  expect(faults).toEqual([]);
});
