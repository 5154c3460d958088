import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import type { Command } from "./support/contract-types.ts";
import { seededChance } from "./support/seeded-chance.ts";
import { named, Visitor } from "./support/visitor.ts";

/** Someone watches the lens of a topic over a socket, step by step, and wants to know what one person runs. */
let server: ServerProcess;

beforeAll(async () => {
  server = await startServer({ env: { MIDCYCLE_LIMIT_COMMAND_BURST: "100000" } });
});
afterAll(() => server.stop());

const TOPIC = "topic-watched";
const SCALES = { "1-4": "small", "5-15": "medium", "over-15": "large" } as const;
const MATURITIES = { file: "starting", patches: "growing", upstream: "established" } as const;

interface Profile {
  people?: keyof typeof SCALES;
  fixes?: keyof typeof MATURITIES;
}

class Watch {
  readonly socket: AgendaSocket;
  readonly slug: string;

  private constructor(socket: AgendaSocket, slug: string) {
    this.socket = socket;
    this.slug = slug;
  }

  static async of(slug: string): Promise<Watch> {
    const socket = await AgendaSocket.connect(new Visitor(server.url, "the watcher"));
    await socket.follow(slug);
    return new Watch(socket, slug);
  }

  /** Has somebody do something, and waits until the watcher knows. */
  async sees(by: Visitor, command: Command): Promise<void> {
    await this.socket.reaches(await by.does(this.slug, command));
  }

  get lens(): string {
    return JSON.stringify(this.socket.replica!.view.topics.find(({ id }) => id === TOPIC)!.lens);
  }

  /** Every lens that any change has told, in order. */
  get told(): string[] {
    return this.socket.changes.flatMap(({ changes }) =>
      changes.flatMap((change) => ("set" in change && "lens" in change.set ? JSON.stringify(change.set.lens) : [])),
    );
  }
}

async function crowd(names: string[]): Promise<Visitor[]> {
  return Promise.all(names.map((name) => named(server.url, name)));
}

test("[A22] with one account, nobody steps the lens around somebody else's vote, whatever they do", async () => {
  const [eve, victim, ...others] = (await crowd(["Eve", "Victor", "A1", "B2", "C3", "D4", "E5", "F6"])) as [
    Visitor,
    Visitor,
    ...Visitor[],
  ];
  // Eve even organizes the meetup and has proposed the topic.
  const { slug } = await eve.makesMeetup();
  await eve.does(slug, { type: "topic.propose", id: TOPIC, title: "Who runs what" });
  await eve.does(slug, { type: "topic.propose", id: "topic-beside", title: "Nobody votes here" });
  const watch = await Watch.of(slug);
  const answers = [{ people: "1-4" }, { people: "over-15" }];
  for (const [index, other] of others.entries()) {
    await other.does(slug, { type: "profile.set", ...answers[index % 2] });
    await watch.sees(other, { type: "vote.cast", topicId: TOPIC });
  }
  const before = watch.lens;
  expect(JSON.parse(before)).toMatchObject({ scale: { small: 3, medium: null, large: 3, unknown: 0 } });
  const told = watch.told.length;

  await victim.does(slug, { type: "profile.set", people: "over-15", fixes: "upstream" });
  await watch.sees(victim, { type: "vote.cast", topicId: TOPIC });
  const tricks: Command[] = [
    { type: "vote.cast", topicId: TOPIC },
    { type: "profile.set", people: "1-4" },
    { type: "profile.set", people: "5-15", fixes: "file" },
    { type: "vote.retract", topicId: TOPIC },
    { type: "vote.cast", topicId: TOPIC, as: "pick" },
    { type: "profile.set", people: "over-15", fixes: "upstream" },
    { type: "topic.edit", topicId: TOPIC, title: "Who runs what, again" },
    { type: "topic.merge", from: "topic-beside", into: TOPIC },
    { type: "topic.unmerge", topicId: "topic-beside" },
    { type: "topic.park", topicId: TOPIC },
    { type: "topic.restore", topicId: TOPIC },
    { type: "meetup.edit", voting: { tallies: "closed" } },
    { type: "meetup.edit", voting: { tallies: "live" } },
    { type: "vote.retract", topicId: TOPIC },
  ];
  for (let round = 0; round < 2; round++)
    for (const trick of tricks) {
      await watch.sees(eve, trick);
      if (trick.voting === undefined) expect(watch.lens, trick.type).toBe(before);
    }
  // Changes of the topic have told its lens again and again: always the old one, or none while tallies are closed.
  expect(watch.told.length).toBeGreaterThan(told);
  expect(new Set(watch.told.slice(told))).toEqual(new Set([before, "null"]));
  expect(watch.socket.replica!.view.topics.find(({ id }) => id === TOPIC)!.votes).toBe(others.length + 1);
  watch.socket.close();
});

test("[A22] between any two lenses that come out three or more people count otherwise, and no cell is one or two", async () => {
  const chance = seededChance(22);
  const people = await crowd(Array.from({ length: 10 }, (_, n) => `Voter ${n}`));
  const { slug } = await people[0]!.makesMeetup();
  await people[0]!.does(slug, { type: "topic.propose", id: TOPIC, title: "Who runs what" });
  const watch = await Watch.of(slug);
  const profiles = new Map<Visitor, Profile>();
  const voting = new Set<Visitor>();
  const countsAs = (who: Visitor): string => {
    const { people: size, fixes } = profiles.get(who) ?? {};
    return voting.has(who) ? `${size && SCALES[size]} ${fixes && MATURITIES[fixes]}` : "no voter";
  };
  let last = people.map(countsAs);
  let released = 0;
  for (let step = 0; step < 90; step++) {
    const who = chance.oneOf(people)!;
    const profile: Profile = {
      people: chance.oneOf(["1-4", "5-15", "over-15"]),
      fixes: chance.oneOf(["file", "patches", "upstream"]),
    };
    const command = chance.oneOf<Command>([
      { type: "vote.cast", topicId: TOPIC },
      { type: "vote.cast", topicId: TOPIC, as: "pick" },
      { type: "vote.retract", topicId: TOPIC },
      { type: "profile.set", ...profile },
    ]);
    if (command.type === "vote.cast") voting.add(who);
    else if (command.type === "vote.retract") voting.delete(who);
    else profiles.set(who, profile);
    await watch.sees(who, command);
    // Only a release names the topic: it may say the same as the one before.
    if (watch.told.length === released) continue;
    released = watch.told.length;
    const { lens } = watch;
    const now = people.map(countsAs);
    expect(now.filter((kind, index) => kind !== last[index]).length, `step ${step}`).toBeGreaterThanOrEqual(3);
    last = now;
    const cells = JSON.parse(lens) as Record<string, Record<string, number | null>> | null;
    for (const { unknown, ...kinds } of Object.values(cells ?? {})) {
      for (const count of Object.values(kinds)) expect(count === null || count >= 3, lens).toBe(true);
      // One or two unknown would be found by subtraction; with no cell left to join them, all are unknown.
      expect(unknown === 0 || unknown! >= 3, lens).toBe(true);
    }
  }
  expect(released).toBeGreaterThan(3);
  watch.socket.close();
});
