import { afterAll, beforeAll, expect, test } from "vitest";
import { dayOfVotes, lateInTopTen, type Deed } from "../helpers/day-of-votes.ts";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import type { Command, Topic, View } from "./support/contract-types.ts";
import { supportOf } from "./support/folded-view.ts";
import { named, Visitor } from "./support/visitor.ts";

const IN_A_BATCH = 57;
/** How much of the day is done once more, each command by itself. */
const MORNING = 1000;

let server: ServerProcess;

beforeAll(async () => {
  server = await startServer({
    env: { MIDCYCLE_LIMIT_COMMAND_BURST: "1000000", MIDCYCLE_LIMIT_PROPOSALS: "1000" },
  });
});
afterAll(() => server.stop());

/** The day cut before each proposal: what happens until the next one depends on nothing but each person's own order. */
function stretches(day: Deed[]): Deed[][] {
  const all: Deed[][] = [];
  for (const deed of day) {
    if (deed.command.type === "topic.propose" || all.length === 0) all.push([]);
    all.at(-1)!.push(deed);
  }
  return all;
}

/** Proposals one after another, since numbers follow their order; each person's votes gathered into batches. */
async function overHttp(day: Deed[], people: Map<string, Visitor>, slug: string): Promise<void> {
  const gathered = new Map<string, Command[]>();
  const under = new Map<string, Promise<unknown>>();
  const flush = (who: string, commands: Command[]) => {
    gathered.delete(who);
    const before = under.get(who);
    const send = async () => {
      await before;
      await people.get(who)!.does(slug, { type: "batch", commands });
    };
    under.set(who, send());
  };
  for (const [first, ...rest] of stretches(day)) {
    await people.get(first!.by)!.does(slug, first!.command);
    for (const { by, command } of rest) {
      const own = gathered.get(by) ?? [];
      gathered.set(by, own);
      own.push(command);
      if (own.length === IN_A_BATCH) flush(by, own);
    }
  }
  for (const [who, own] of gathered) flush(who, own);
  await Promise.all(under.values());
}

/** Each command by itself, over a connection for each person; a connection keeps its order. */
async function overSockets(day: Deed[], people: Map<string, Visitor>, slug: string): Promise<void> {
  const sockets = await each(people.keys(), (who) => AgendaSocket.connect(people.get(who)!));
  const send = async ({ by, command }: Deed) => {
    const answer = await sockets.get(by)!.command(slug, command);
    if ("problem" in answer) throw new Error(`${command.type} came to ${answer.problem.detail}`);
  };
  const under: Promise<void>[] = [];
  for (const [first, ...rest] of stretches(day)) {
    await send(first!);
    under.push(...rest.map(send));
  }
  await Promise.all(under);
  for (const socket of sockets.values()) socket.close();
}

/** One of them for each, all at once. */
async function each<T>(people: Iterable<string>, make: (who: string) => Promise<T>): Promise<Map<string, T>> {
  return new Map(await Promise.all([...people].map(async (who) => [who, await make(who)] as const)));
}

/** A view without what differs between any two meetups: address, code, pads and the time of day. */
function even(view: View): unknown {
  const { meetup, topics, ...rest } = view;
  return {
    ...rest,
    meetup: { ...meetup, slug: "", code: "" },
    topics: topics.map((topic) => ({ ...topic, padId: "", proposedAt: "" })),
  };
}

test("[A3] [C1] real votes come to the same by HTTP, by sockets and by replay of the log, in the morning and at the end of the day", async () => {
  const day = dayOfVotes();
  const morning = day.slice(0, MORNING);
  const people = await each(new Set(day.map(({ by }) => by)), (who) => named(server.url, who));
  const olga = await named(server.url, "Olga");
  const nobody = new Visitor(server.url, "nobody");
  const { slug: http } = await olga.makesMeetup();
  const { slug: sockets } = await olga.makesMeetup();
  // Watched by somebody all the time.
  const watcher = await AgendaSocket.connect(nobody);
  await watcher.follow(sockets);
  await Promise.all([overHttp(morning, people, http), overSockets(morning, people, sockets)]);
  // While voting is open the lens is released in steps, which depend on who came after whom; at the end it is all there is.
  const setVoting = (slug: string, open: boolean) => olga.does(slug, { type: "meetup.edit", voting: { open } });
  for (const slug of [http, sockets]) await setVoting(slug, false);
  const bySockets = await nobody.look(sockets);
  expect(even((await nobody.look(http)).view)).toEqual(even(bySockets.view));
  await watcher.reaches(bySockets.seq);
  expect(watcher.replica!.view).toEqual(bySockets.view);
  for (const visitor of [...people.values()].slice(0, 20)) {
    const [one, other] = await Promise.all([http, sockets].map((slug) => visitor.look(slug)));
    expect(one!.me).toEqual(other!.me);
  }
  watcher.close();

  await setVoting(http, true);
  await overHttp(day.slice(MORNING), people, http);
  await setVoting(http, false);
  const byHttp = await nobody.look(http);

  // Counted by hand from the day itself.
  const wants = new Map<string, Set<string>>();
  const shown = new Map<string, Set<string>>();
  const setOf = (sets: Map<string, Set<string>>, id: string) => sets.get(id) ?? sets.set(id, new Set()).get(id)!;
  for (const { by, command } of day) {
    if (command.type === "vote.cast") setOf(wants, command.topicId).add(by);
    if (command.type === "vote.retract") setOf(wants, command.topicId).delete(by);
    if (command.type === "vote.cast") setOf(shown, command.topicId).add(by);
    if (command.type === "topic.markShown") setOf(shown, command.topicIds[0]!).add(by);
  }
  const counts = ({ id, votes, shown: seen, support }: Topic) => [id, votes, seen, support];
  expect(byHttp.view.topics.map(counts)).toEqual(
    day.flatMap(({ command }) => {
      if (command.type !== "topic.propose") return [];
      const [votes, seen] = [setOf(wants, command.id).size, setOf(shown, command.id).size];
      return [[command.id, votes, seen, supportOf(votes, seen)]];
    }),
  );

  await server.kill("SIGKILL");
  await server.restart();
  expect(await Promise.all([http, sockets].map((slug) => nobody.look(slug)))).toEqual([byHttp, bySockets]);

  // Late proposals: the share of those who saw them gives them a chance that raw counts don't.
  expect(byHttp.view.topics.length).toBe(371);
  expect(lateInTopTen(byHttp.view.topics)).toEqual({ bySupport: 2, byCount: 0 });
}, 90_000);
