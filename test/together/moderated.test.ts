import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import type { Me } from "./support/contract-types.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;
let olga: Visitor;
let oskar: Visitor;
let ana: Visitor;
let ben: Visitor;
let nobody: Visitor;

beforeAll(async () => {
  server = await startServer({ env: { MIDCYCLE_LIMIT_PROPOSALS: "3" } });
  [olga, oskar, ana, ben] = (await Promise.all(
    ["Olga", "Oskar", "Ana", "Ben"].map((name) => named(server.url, name)),
  )) as [Visitor, Visitor, Visitor, Visitor];
  nobody = new Visitor(server.url, "nobody");
});
afterAll(() => server.stop());

const HIDDEN = {
  type: "topic.propose",
  id: "hidden-topic",
  title: "Zebrafinch",
  description: "Quokka",
  tags: ["wombat"],
};
const WORDS = /zebrafinch|quokka|wombat|hidden-topic/iu;

/** A meetup in which organizers look at proposals first. */
async function moderated(): Promise<string> {
  const { slug } = await olga.makesMeetup({ title: "Looked at first", listed: true });
  await olga.does(slug, { type: "topic.propose", id: "open-topic", title: "Packaging" });
  await olga.does(slug, { type: "person.setRole", personId: oskar.id, role: "organizer" });
  await olga.does(slug, { type: "meetup.edit", proposals: { moderated: true } });
  return slug;
}

const queueOf = (me: Me | null) =>
  (me as unknown as { queue: { id: string; proposer: { name: string } | null }[] } | null)?.queue ?? [];

/** Whatever tells of a meetup, to each of those who ask; addresses that need something of the meetup are left out. */
async function everyOutlet(slug: string, visitors: Visitor[]): Promise<Map<string, string>> {
  const { view } = await nobody.look(slug);
  const paths = [
    "/api/meetups",
    `/api/meetups/${slug}`,
    `/api/meetups/${slug}/log`,
    `/api/meetups/${slug}/log?before=1000`,
    `/api/meetups/${slug}/actions`,
    `/api/meetups/${slug}/topics/open-topic/comments`,
    `/m/${slug}`,
    `/m/${slug}/1`,
    `/m/${slug}/2`,
    `/m/${slug}/history`,
    `/m/${slug}/history.atom`,
    `/m/${slug}/export.md`,
    `/m/${slug}/export.json`,
    `/m/${slug}/export.zip`,
    `/m/${slug}/votes.csv`,
    `/m/${slug}/now.json`,
    `/m/${slug}/schedule.json`,
    `/m/${slug}/schedule.xml`,
    `/m/${slug}/schedule.ics`,
    `/m/${slug}/notes/${view.topics[0]!.padId}.md`,
  ];
  const told = new Map<string, string>();
  for (const visitor of visitors)
    for (const path of paths) {
      const { status, text } = await visitor.get(path);
      expect(status, path).toBe(200);
      told.set(`${visitor.label}: ${path}`, text);
    }
  for (const visitor of visitors) {
    const { status, text } = await visitor.post(`/api/meetups/${slug}/schedule/suggestions`, {});
    told.set(`${visitor.label}: suggestion`, `${status} ${text}`);
  }
  return told;
}

test("[A51] what waits for an organizer is in no outlet but theirs and its proposer’s own part, and there at once", async () => {
  const slug = await moderated();
  const [atOlga, atOskar, atAna, atBen, atNobody] = (await Promise.all(
    [olga, oskar, ana, ben, nobody].map((visitor) => AgendaSocket.connect(visitor)),
  )) as [AgendaSocket, AgendaSocket, AgendaSocket, AgendaSocket, AgendaSocket];
  for (const socket of [atOlga, atOskar, atAna, atBen, atNobody]) await socket.follow(slug);
  const { seq: before } = await nobody.look(slug);

  const answer = await atAna.command(slug, HIDDEN);
  expect(answer).toEqual({ seq: before + 1 });
  expect(await ana.command(slug, HIDDEN)).toMatchObject({ status: 200, body: { seq: before + 1 } });
  expect((await ana.command(slug, { ...HIDDEN, title: "Other" })).status).toBe(409);
  const waits = ({ mine }: AgendaSocket, count: number) => mine.length > 0 && queueOf(mine.at(-1)!.me).length === count;
  for (const socket of [atOlga, atOskar, atAna]) await socket.until(() => waits(socket, 1), "own part with a queue");
  expect(queueOf(atOskar.mine.at(-1)!.me)).toMatchObject([{ id: "hidden-topic", proposer: { name: "Ana" } }]);
  expect(queueOf((await olga.look(slug)).me)).toEqual(queueOf(atOlga.mine.at(-1)!.me));
  await ana.ask("PUT", "/api/me", { body: { name: "Anna" } });
  await atOlga.until(() => queueOf(atOlga.mine.at(-1)!.me)[0]?.proposer?.name === "Anna", "the new name");

  for (const socket of [atBen, atNobody]) {
    await socket.reaches((await nobody.look(slug)).seq);
    expect(JSON.stringify([socket.changes, socket.mine, socket.presences])).not.toMatch(WORDS);
    expect(JSON.stringify([await socket.watch(slug), await socket.watch(slug, before)])).not.toMatch(WORDS);
    // Nothing there says who proposed anything.
    expect(JSON.stringify(socket.changes)).not.toContain(ana.id);
  }
  expect(JSON.stringify([atOlga.changes, atAna.changes])).not.toMatch(WORDS);
  for (const [where, text] of await everyOutlet(slug, [ben, nobody])) expect(text, where).not.toMatch(WORDS);
  const exported = await everyOutlet(slug, [olga, ana]);
  for (const [where, text] of exported)
    if (!where.endsWith(`/api/meetups/${slug}`)) expect(text, where).not.toMatch(WORDS);
  for (const visitor of [ana, ben, olga])
    expect((await visitor.command(slug, { type: "vote.cast", topicId: "hidden-topic" })).status).toBe(404);
  expect((await ben.command(slug, { type: "topic.approve", topicId: "hidden-topic" })).status).toBe(404);
  expect((await ana.command(slug, { type: "topic.approve", topicId: "hidden-topic" })).status).toBe(403);

  const { seq } = (await oskar.command(slug, { type: "topic.approve", topicId: "hidden-topic" })).body as {
    seq: number;
  };
  for (const socket of [atOlga, atAna, atBen]) {
    await socket.reaches(seq);
    expect(socket.replica!.view.topics.at(-1)).toMatchObject({ number: 2, title: "Zebrafinch", proposedBy: ana.id });
  }
  for (const socket of [atOlga, atOskar, atAna]) await socket.until(() => waits(socket, 0), "an empty queue");
  const { view } = await nobody.look(slug);
  expect((await nobody.get(`/m/${slug}/notes/${view.topics[1]!.padId}.md`)).text).toContain("Zebrafinch");
  expect((await nobody.get(`/m/${slug}/history.atom`)).text).toContain("Anna proposed 2. Zebrafinch, let in by Oskar");
  for (const socket of [atOlga, atOskar, atAna, atBen, atNobody]) socket.close();
});

test("[A51] what was declined never shows, what waits outlives a restart, and both count as proposals of their person", async () => {
  const slug = await moderated();
  await ana.does(slug, HIDDEN);
  await ana.does(slug, { ...HIDDEN, id: "second-topic" });
  await ana.does(slug, { type: "topic.decline", topicId: "second-topic" });
  await olga.does(slug, { type: "topic.decline", topicId: "hidden-topic" });
  await ana.does(slug, { ...HIDDEN, id: "third-topic" });
  expect((await ana.command(slug, { ...HIDDEN, id: "fourth-topic" })).status).toBe(429);
  for (const [where, text] of await everyOutlet(slug, [ben, nobody])) expect(text, where).not.toMatch(WORDS);
  const before = await olga.look(slug);
  await server.kill("SIGKILL");
  await server.restart();
  expect(await olga.look(slug)).toEqual(before);
  expect(queueOf(before.me)).toMatchObject([{ id: "third-topic" }]);
  // Its proposer hears of it whenever they come next, until they put it away.
  const declined = [{ id: "hidden-topic", title: "Zebrafinch", description: "Quokka", tags: ["wombat"] }];
  expect((await ana.look(slug)).me).toMatchObject({ declined });
  const atAna = await AgendaSocket.connect(ana);
  await atAna.follow(slug);
  await ana.does(slug, { type: "topic.decline", topicId: "hidden-topic" });
  await atAna.until(() => atAna.mine.length > 0, "her own part on another device");
  expect(atAna.mine.at(-1)!.me).not.toHaveProperty("declined");
  atAna.close();
  for (const visitor of [ana, olga, ben]) expect((await visitor.look(slug)).me ?? {}).not.toHaveProperty("declined");
  await olga.does(slug, { type: "person.remove", personId: ana.id });
  expect(queueOf((await olga.look(slug)).me)).toEqual([]);
});
