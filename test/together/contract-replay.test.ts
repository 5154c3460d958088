import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import { anyCommand } from "./support/any-command.ts";
import type { Look } from "./support/contract-types.ts";
import { inOrder, supportOf, type FoldedView } from "./support/folded-view.ts";
import { seededChance } from "./support/seeded-chance.ts";
import { named, Visitor } from "./support/visitor.ts";

/** Seeds that have failed stay here. */
const SEEDS: [what: string, seed: number][] = [
  ["what a first meetup needs", 20_261_124],
  ["a long life", 20_261_125],
  // Votes and comments on a topic that was merged twice over.
  ["a long life", 13],
];
const COMMANDS = 150;

let server: ServerProcess;
/** What everybody read at the end of each. */
const left: { visitor: Visitor; slug: string; look: Look }[] = [];

beforeAll(async () => {
  server = await startServer({ env: { MIDCYCLE_LIMIT_COMMAND_BURST: "100000", MIDCYCLE_LIMIT_PROPOSALS: "1000" } });
});
afterAll(() => server.stop());

test.each(SEEDS)(
  "[A3] [A16] 150 commands of %s by six people over both doors: watchers who fold agree with who reads (seed %i)",
  async (what, seed) => {
    const chance = seededChance(seed);
    const people = await Promise.all(["Ana", "Bo", "Cy", "Di", "Ed", "Flo"].map((name) => named(server.url, name)));
    const [ana] = people as [Visitor, ...Visitor[]];
    const nobody = new Visitor(server.url, "nobody");
    const { slug, organizerUrl } = await ana.makesMeetup();
    await people[1]!.post(`/api/meetups/${slug}/organizer`, { token: organizerUrl.split("#organizer=")[1] });
    const sockets = await Promise.all(people.map((person) => AgendaSocket.connect(person)));
    const named0 = await AgendaSocket.connect(people[5]!);
    const nameless = await AgendaSocket.connect(nobody);
    await named0.follow(slug);
    await nameless.follow(slug);
    // This one loses its connection twice and catches up with `after`.
    let flaky = await AgendaSocket.connect(nobody);
    await flaky.follow(slug);

    const statuses = new Map<number, number>();
    let under: Promise<void>[] = [];
    for (let n = 0; n < COMMANDS; n++) {
      const who = chance.below(people.length);
      const command = anyCommand(chance, named0.replica!.view, n, what === "a long life");
      const sent = chance.below(2)
        ? people[who]!.command(slug, command).then(({ status }) => status)
        : sockets[who]!.command(slug, command).then((answer) => ("problem" in answer ? answer.problem.status : 200));
      under.push(sent.then((status) => void statuses.set(status, (statuses.get(status) ?? 0) + 1)));
      // Several at once, then a breath, so that the next ones know of them.
      if (chance.below(4) === 0 || n === COMMANDS - 1) {
        await Promise.all(under);
        under = [];
        if (chance.below(3) === 0) await named0.reaches((await people[who]!.look(slug)).seq);
      }
      if (n === 50 || n === 100) {
        const replica: FoldedView = flaky.replica!;
        flaky.close();
        await people[0]!.proposes(slug, `While one was away, ${n}`);
        flaky = await AgendaSocket.connect(nobody);
        const answer = await flaky.watch(slug, replica.seq);
        if (!("changes" in answer)) throw new Error("The server has forgotten what was recent");
        replica.take(answer);
        flaky.replica = replica;
      }
    }
    // The run was one of carried-out commands and refusals, without a fault.
    expect(statuses.get(200)).toBeGreaterThan(COMMANDS / 5);
    expect([...statuses.keys()].filter((status) => ![200, 403, 404, 409, 422].includes(status))).toEqual([]);

    const looks = await Promise.all(people.map((person) => person.look(slug)));
    const bare = await nobody.look(slug);
    const { seq } = bare;
    await Promise.all([named0.reaches(seq), nameless.reaches(seq), flaky.reaches(seq)]);
    expect(inOrder(named0.replica!.view)).toEqual(inOrder(looks[5]!.view));
    expect(inOrder(nameless.replica!.view)).toEqual(inOrder(bare.view));
    expect(inOrder(flaky.replica!.view)).toEqual(inOrder(bare.view));

    // What everybody sees is the sum of what each has voted.
    for (const topic of bare.view.topics) {
      // Withheld while voting is open, or counted with the topic that it was merged into.
      if (topic.votes === null || topic.mergedInto !== null) continue;
      const votes = looks.filter(({ me }) => me!.votes.includes(topic.id)).length;
      const picks = looks.filter(({ me }) => me!.picks.includes(topic.id)).length;
      expect([topic.id, topic.votes, topic.picks]).toEqual([topic.id, votes, picks]);
      // Who has taken a vote back has been shown the topic all the same.
      expect(topic.shown).toBeGreaterThanOrEqual(votes);
      expect(topic.support).toBe(supportOf(votes, topic.shown ?? 0));
    }
    expect(bare.view.topics.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
      bare.view.topics.map((_, index) => index + 1),
    );
    expect(bare.view.people.voted).toBe(looks.filter(({ me }) => me!.votes.length > 0).length);

    for (const socket of [...sockets, named0, nameless, flaky]) socket.close();
    left.push(...people.map((visitor, index) => ({ visitor, slug, look: looks[index]! })), {
      visitor: nobody,
      slug,
      look: bare,
    });
  },
);

test("[A3] [A16] after a restart all of them read the same", async () => {
  await server.kill("SIGTERM");
  await server.restart();
  expect(left).toHaveLength(SEEDS.length * 7);
  for (const { visitor, slug, look } of left) expect(await visitor.look(slug)).toEqual(look);
});
