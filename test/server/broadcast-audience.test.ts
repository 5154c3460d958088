/** Who is told what of a meetup: the newest of it, to those who watch. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AgendaServer, AgendaSocket } from "../../server/live/agenda-server.ts";
import { Broadcast } from "../../server/live/broadcast.ts";
import type { LiveMeetup } from "../../server/meetups/live-meetup.ts";
import { LiveMeetups } from "../../server/meetups/live-meetups.ts";
import { People } from "../../server/people/people.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import type { LoggedCommand } from "../../shared/meetup/decide.ts";
import type { Person } from "../../shared/person.ts";
import { MovableClock } from "../helpers/movable-clock.ts";
import { ToldTimers } from "../helpers/told-timers.ts";
import { Turns } from "../helpers/turns.ts";

const WINDOW_MS = 50;
const PRESENCE_MS = 1000;

type Told = [name: string, said: Record<string, unknown>];

/** A connection, as Socket.IO would have it. */
class Watcher {
  readonly told: Told[] = [];
  readonly rooms = new Set<string>();
  readonly data: { person: Person | undefined };
  isConnected = true;
  readonly conn = { write: (packet: string) => void this.told.push(JSON.parse(packet.slice(1)) as Told) };

  constructor(person?: Person) {
    this.data = { person };
    watchers.push(this);
    broadcast.join(this.asSocket);
  }

  get asSocket(): AgendaSocket {
    return this as unknown as AgendaSocket;
  }

  /** What was said under this name, each time. */
  heard(name: string): Record<string, unknown>[] {
    return this.told.flatMap(([each, said]) => (each === name ? [said] : []));
  }

  join(room: string): void {
    this.rooms.add(room);
  }

  leave(room: string): void {
    this.rooms.delete(room);
  }

  emit(...told: Told): void {
    this.told.push(told);
  }

  disconnect(): void {
    this.isConnected = false;
    broadcast.leave(this.asSocket);
  }
}

let store: InMemoryLogStore;
let people: People;
let meetups: LiveMeetups;
let meetup: LiveMeetup;
let timers: ToldTimers;
let broadcast: Broadcast;
let watchers: Watcher[];
let emptied: number;
let faults: unknown[];
let olga: Person;
let ben: Person;

beforeEach(async () => {
  [watchers, emptied, faults] = [[], 0, []];
  store = new InMemoryLogStore();
  people = new People(store);
  timers = new ToldTimers();
  const report = (_where: string, error: unknown) => void faults.push(error);
  const clock = new MovableClock("2026-03-04T12:00:00Z");
  meetups = new LiveMeetups({ store, clock, report, people, onPadRights: async () => undefined }, (_, { seq }) =>
    broadcast.gone(seq),
  );
  [olga, ben] = await Promise.all([named("Olga"), named("Ben")]);
  await meetups.create(
    { title: "Porto", slug: "porto", timezone: "UTC", place: "", description: "", listed: false },
    olga,
  );
  meetup = (await meetups.bySlug("porto"))!;
  begin();
});

afterEach(async () => {
  broadcast.close();
  await meetups.close();
  expect(faults).toEqual([]);
});

function begin(): void {
  const to = (rooms: string | string[]) => ({
    emit: (...told: Told) => {
      for (const watcher of watchers) if ([rooms].flat().some((room) => watcher.rooms.has(room))) watcher.emit(...told);
    },
  });
  const report = (_where: string, error: unknown) => void faults.push(error);
  const onEmpty = () => void (emptied += 1);
  broadcast = new Broadcast({ io: { to } as unknown as AgendaServer, meetup, timers, report, onEmpty });
}

async function named(name: string): Promise<Person> {
  return (await people.create(name, undefined)).person;
}

async function does(by: Person, input: CommandInput): Promise<void> {
  const answer = await meetup.handle(commandSchema.parse(input) as LoggedCommand, by);
  if ("problem" in answer) throw new Error(answer.problem.detail);
}

/** Lets so much time pass, and what is due be looked up. */
async function pass(ms: number): Promise<void> {
  timers.pass(ms);
  await meetup.read(() => undefined);
}

test("changes wait for company, the longer the more watch, and come once to each, by who they are", async () => {
  const [bens, nobody] = [new Watcher(ben), new Watcher()];
  await does(ben, { type: "sideGroup.start", id: "group-001", title: "Lunch" });
  await does(olga, { type: "meetup.edit", title: "Porto 2" });
  await pass(WINDOW_MS);
  expect(bens.heard("changes")).toEqual([]);
  await pass(1);
  await vi.waitFor(() => expect([bens, nobody].map((each) => each.heard("changes").length)).toEqual([1, 1]));
  for (const [watcher, members] of [[bens, [ben.id]] as const, [nobody, 1] as const]) {
    const [{ slug, from, seq, changes }] = watcher.heard("changes") as [
      { slug: string; from: number; seq: number; changes: { kind: string; set: Record<string, unknown> }[] },
    ];
    expect([slug, from, seq]).toEqual(["porto", 1, 3]);
    expect(changes.find(({ kind }) => kind === "sideGroup")?.set).toMatchObject({ members });
    expect(changes.find(({ kind }) => kind === "meetup")?.set).toMatchObject({ title: "Porto 2" });
  }
  const crowd = Array.from({ length: 998 }, () => new Watcher());
  await does(olga, { type: "meetup.edit", title: "Porto 3" });
  await pass(299);
  expect(crowd.at(-1)!.heard("changes")).toEqual([]);
  await pass(1);
  await vi.waitFor(() => expect(crowd.at(-1)!.heard("changes")).toHaveLength(1));
  expect(crowd[0]!.heard("changes")).toMatchObject([{ from: 3, seq: 4 }]);
  expect(JSON.stringify(crowd[0]!.told)).not.toContain("sideGroup");
});

test("who comes while others are told hears nothing of before, and who has gone nothing more", async () => {
  const [first, second] = [new Watcher(ben), new Watcher()];
  let late: Watcher | undefined;
  first.conn.write = (packet) => {
    first.told.push(JSON.parse(packet.slice(1)) as Told);
    second.disconnect();
    late ??= new Watcher();
  };
  await does(olga, { type: "meetup.edit", title: "Porto 2" });
  await pass(WINDOW_MS + 1);
  await vi.waitFor(() => expect(first.heard("changes")).toHaveLength(1));
  await does(olga, { type: "meetup.edit", title: "Porto 3" });
  await pass(WINDOW_MS + 1);
  await vi.waitFor(() => expect(late?.heard("changes")).toMatchObject([{ from: 2, seq: 3 }]));
  expect(second.heard("changes")).toEqual([]);
});

test("changes wait no longer for those that come after them", async () => {
  const bens = new Watcher(ben);
  await does(ben, { type: "topic.propose", id: "topic-001", title: "Puppet" });
  await pass(WINDOW_MS - 10);
  await does(ben, { type: "topic.propose", id: "topic-002", title: "Ironic" });
  await pass(11);
  await vi.waitFor(() => expect(bens.heard("changes")).toMatchObject([{ from: 1, seq: 3 }]));
});

test("who acted, and who a change may invite, is told of their own part; nobody else", async () => {
  const [bens, phone, olgas, nobody] = [new Watcher(ben), new Watcher(ben), new Watcher(olga), new Watcher()];
  await does(ben, { type: "topic.propose", id: "topic-001", title: "Puppet" });
  await pass(60);
  await vi.waitFor(() => expect(phone.heard("me")).toHaveLength(1));
  expect(bens.heard("me")).toMatchObject([{ slug: "porto", seq: 2, me: { id: ben.id } }]);
  expect([olgas, nobody].map((each) => each.heard("me"))).toEqual([[], []]);
  phone.disconnect();
  await does(olga, { type: "topic.withdraw", topicId: "topic-001" });
  await pass(60);
  await vi.waitFor(() => expect(bens.heard("me")).toHaveLength(2));
  expect([olgas, phone, nobody].map((each) => each.heard("me").length)).toEqual([1, 1, 0]);
  // Ben has done nothing since.
  await does(olga, { type: "meetup.edit", title: "Porto 2" });
  await pass(60);
  await vi.waitFor(() => expect(olgas.heard("me")).toHaveLength(2));
  expect(bens.heard("me")).toHaveLength(2);
});

test("[C11] of hundreds who are told of their own part some are told in each turn", async () => {
  const turns = new Turns();
  try {
    const crowd = Array.from({ length: 35 }, () => new Watcher(ben));
    const at: number[] = [];
    for (const each of crowd) each.emit = () => void at.push(turns.passed);
    await does(olga, { type: "topic.propose", id: "topic-001", title: "Puppet" });
    await does(olga, { type: "topic.withdraw", topicId: "topic-001" });
    await pass(300);
    await vi.waitFor(() => expect(at).toHaveLength(crowd.length));
    const sizes = [...Map.groupBy(at, (turn) => turn).values()].map(({ length }) => length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
  } finally {
    turns.close();
  }
});

test("[A15] presence counts each person once and everyone without a name, and shows four faces at most, of those whom the view names", async () => {
  const voters = await Promise.all(["V1", "V2"].map(named));
  const proposers = await Promise.all(["P1", "P2", "P3", "P4"].map(named));
  for (const [n, by] of proposers.entries())
    await does(by, { type: "topic.propose", id: `topic-00${n}`, title: "Puppet" });
  for (const by of voters) await does(by, { type: "vote.cast", topicId: "topic-000" });
  await does(ben, { type: "sideGroup.start", id: "group-001", title: "Lunch" });
  await does(voters[1]!, { type: "sideGroup.join", sideGroupId: "group-001" });
  const [first, second, nobody] = [new Watcher(voters[0]), new Watcher(voters[1]), new Watcher()];
  const [one] = [new Watcher(proposers[0]), new Watcher(proposers[0])];
  await pass(PRESENCE_MS - 1);
  expect(first.heard("presence")).toEqual([]);
  await pass(1);
  const faces = [voters[1]!.id, proposers[0]!.id];
  for (const each of [first, second, one!])
    expect(each.heard("presence")).toEqual([{ slug: "porto", count: 4, some: faces }]);
  // Members of side groups have no names for readers without one.
  expect(nobody.heard("presence")).toEqual([{ slug: "porto", count: 4, some: [proposers[0]!.id] }]);
  for (const each of proposers.slice(1)) new Watcher(each);
  await pass(PRESENCE_MS);
  expect(first.heard("presence").at(-1)).toEqual({
    slug: "porto",
    count: 7,
    some: [...faces, proposers[1]!.id, proposers[2]!.id],
  });
});

test("presence is told at most once a second, and only when it is other than before or somebody is new", async () => {
  const [first, second] = [new Watcher(ben), new Watcher(ben)];
  await pass(PRESENCE_MS);
  second.disconnect();
  await pass(PRESENCE_MS);
  expect(first.heard("presence")).toHaveLength(1);
  // Somebody has to be told what everyone knows.
  const third = new Watcher(ben);
  await pass(PRESENCE_MS / 2);
  new Watcher(ben);
  await pass(PRESENCE_MS / 2);
  expect([first, third].map((each) => each.heard("presence").length)).toEqual([2, 1]);
  await pass(PRESENCE_MS);
  expect(first.heard("presence")).toHaveLength(2);
  new Watcher();
  await pass(PRESENCE_MS);
  expect(first.heard("presence").at(-1)).toMatchObject({ count: 2 });
});

test("whoever leaves hears no more, and with the last one it ends", async () => {
  const [bens, nobody] = [new Watcher(ben), new Watcher()];
  bens.disconnect();
  expect([bens.rooms.size, emptied]).toEqual([0, 0]);
  bens.disconnect();
  await does(ben, { type: "topic.propose", id: "topic-001", title: "Puppet" });
  await pass(PRESENCE_MS);
  await vi.waitFor(() => expect(nobody.heard("changes")).toHaveLength(1));
  expect(bens.told).toEqual([]);
  await does(ben, { type: "topic.edit", topicId: "topic-001", title: "Puppet 9" });
  expect(meetup.inUse).toBe(true);
  nobody.disconnect();
  nobody.disconnect();
  expect(emptied).toBe(1);
  await vi.waitFor(() => expect(meetup.inUse).toBe(false));
  const told = nobody.told.length;
  await pass(PRESENCE_MS);
  await does(ben, { type: "topic.edit", topicId: "topic-001", title: "Puppet 10" });
  await pass(PRESENCE_MS);
  expect([nobody.told.length, emptied]).toEqual([told, 1]);
});

test("a meetup that is deleted says so to all, and nothing after it", async () => {
  const all = [new Watcher(ben), new Watcher()];
  await does(ben, { type: "topic.propose", id: "topic-001", title: "Puppet" });
  broadcast.gone(2);
  await pass(PRESENCE_MS);
  for (const { told } of all)
    expect(told).toEqual([["changes", { slug: "porto", from: 0, seq: 3, changes: [{ kind: "meetup", gone: true }] }]]);
});

test("a meetup that is deleted while it is told of ends that, and what could no longer be read is no fault", async () => {
  const [first, bens] = [new Watcher(), new Watcher(ben)];
  const { write } = first.conn;
  const gone = ["changes", { slug: "porto", from: 0, seq: 3, changes: [{ kind: "meetup", gone: true }] }];
  Object.assign(first.conn, {
    write: (packet: string) => {
      write(packet);
      broadcast.gone(2);
    },
  });
  await pass(PRESENCE_MS);
  for (const { told } of watchers) told.length = 0;
  await does(ben, { type: "topic.propose", id: "topic-001", title: "Puppet" });
  await pass(60);
  await vi.waitFor(() => expect(first.told).toHaveLength(2));
  bens.disconnect();
  await pass(PRESENCE_MS);
  expect(first.told).toEqual([["changes", expect.objectContaining({ from: 1, seq: 2 })], gone]);
  expect(bens.told).toEqual([gone]);

  begin();
  const nobody = new Watcher();
  await does(ben, { type: "topic.edit", topicId: "topic-001", title: "Puppet 9" });
  store.hold();
  const deleted = meetups.delete(meetup, olga);
  await new Promise((later) => setImmediate(later));
  timers.pass(PRESENCE_MS);
  store.release();
  expect(await deleted).toEqual({ seq: 3 });
  await new Promise((later) => setImmediate(later));
  expect(nobody.told).toMatchObject([["changes", { from: 0, seq: 4 }]]);
});

test("what happens while others are still being told is told once, and joins on", async () => {
  const slow = new Watcher(ben);
  const { write } = slow.conn;
  Object.assign(slow.conn, {
    write: (packet: string) => {
      write(packet);
      // What is told takes more than one turn then.
      const begun = performance.now();
      while (performance.now() - begun < 6);
    },
  });
  for (const [n, title] of ["Porto 1", "Porto 2", "Porto 3", "Porto 4"].entries()) {
    await does(olga, { type: "meetup.edit", title });
    timers.pass(60);
    if (n % 2 === 0) await vi.waitFor(() => expect(slow.heard("changes").at(-1)).toMatchObject({ seq: n + 2 }));
  }
  await vi.waitFor(() => expect(slow.heard("changes").at(-1)).toMatchObject({ seq: 5 }));
  let at = 1;
  for (const { from, seq } of slow.heard("changes")) {
    expect(from).toBe(at);
    at = Number(seq);
  }
});

test("[C2] after a commit that failed all have to come again, and nothing of it is told", async () => {
  const all = [new Watcher(ben), new Watcher()];
  store.failWrites("the disk is full", 1);
  const answer = await meetup.handle({ type: "meetup.edit", title: "Lost" }, olga);
  expect(answer).toHaveProperty("problem");
  expect(all.map(({ isConnected, told }) => [isConnected, told])).toEqual([
    [false, []],
    [false, []],
  ]);
  expect(emptied).toBe(1);
  timers.pass(PRESENCE_MS);
  expect(all.flatMap(({ told }) => told)).toEqual([]);
});
