import { connect } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import { named, Visitor, type Answer } from "./support/visitor.ts";

let server: ServerProcess;
let olga: Visitor;
let slug: string;
let topicId: string;

beforeAll(async () => {
  server = await startServer({
    env: {
      TRUST_PROXY: "127.0.0.1",
      MIDCYCLE_LIMIT_MISSES_BURST: "20",
      MIDCYCLE_LIMIT_MISSES_PER_MINUTE: "1",
      MIDCYCLE_LIMIT_NEWCOMERS_BURST: "3",
      MIDCYCLE_LIMIT_NEWCOMERS_PER_MINUTE: "1",
    },
  });
  olga = await named(server.url, "Olga");
  ({ slug } = await olga.makesMeetup());
  topicId = await olga.proposes(slug, "Rabbit HA");
});
afterAll(() => server.stop());

function expectTooMany(answer: Answer): void {
  expect(answer.status, answer.text).toBe(429);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
}

test("[C15] addresses aren't found by trying: who asked for too much that isn't there has to wait, and nobody else", async () => {
  const guesser = new Visitor(server.url);
  const paths = ["/api/meetups/guess", `/api/meetups/${slug}/pads/guess`, `/m/${slug}/notes/guess.md`, "/m/guess"];
  for (let n = 0; n < 20; n++) expect((await guesser.get(paths[n % paths.length]!)).status).toBe(404);
  for (const path of [...paths, `/api/meetups/${slug}`, `/m/${slug}`]) expectTooMany(await guesser.get(path));
  // Who comes through a proxy, from another address.
  expect((await guesser.get(paths[0]!, { "X-Forwarded-For": "192.0.2.1" })).status).toBe(404);
  // From the same address: those who have a name, and what isn't looked for.
  expect((await olga.get(`/api/meetups/${slug}`)).status).toBe(200);
  expect((await guesser.get("/healthz")).status).toBe(200);
  expect((await guesser.get("/")).status).toBe(200);
  for (let n = 0; n < 20; n++) expect((await olga.get("/api/meetups/guess")).status).toBe(404);
  expectTooMany(await olga.get(`/api/meetups/${slug}`));
});

test("[C16] only so many connections are open in all; when one ends there is room for another", async () => {
  const small = await startServer({ env: { MIDCYCLE_LIMIT_ALL_CONNECTIONS: "2" } });
  onTestFinished(() => small.stop());
  const { hostname, port } = new URL(small.url);
  const open = async () => {
    const socket = connect(Number(port), hostname);
    const answered = await new Promise<boolean>((resolve) => {
      socket.once("data", () => resolve(true));
      // What is closed with something unread is reset, and otherwise just ends.
      socket.once("error", () => resolve(false));
      socket.once("close", () => resolve(false));
      socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    });
    return { answered, socket };
  };
  const first = await open();
  const second = await open();
  expect([first.answered, second.answered, (await open()).answered]).toEqual([true, true, false]);
  first.socket.destroy();
  await expect.poll(async () => (await open()).answered).toBe(true);
});

test("[A52] people who are new to a meetup all at once are limited as those who come one by one", async () => {
  const mona = await named(server.url, "Mona");
  const { slug: another } = await mona.makesMeetup();
  const topic = await mona.proposes(another, "Ceph");
  const people = await Promise.all(Array.from({ length: 12 }, (_, n) => named(server.url, `Newcomer ${n}`)));
  const answers = await Promise.all(people.map((each) => each.command(another, { type: "vote.cast", topicId: topic })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(9);
});

test("[A52] only so many people are new to a meetup at once, from wherever they come", async () => {
  const vote = { type: "vote.cast", topicId } as const;
  const people = await Promise.all(Array.from({ length: 5 }, (_, n) => named(server.url, `Person ${n}`)));
  // What is refused makes nobody new.
  expect((await people[4]!.command(slug, { type: "vote.cast", topicId: "no-such-topic" })).status).toBe(404);
  for (const person of people.slice(0, 3)) await person.does(slug, vote);
  const refused = await people[3]!.command(slug, vote);
  expectTooMany(refused);
  // There is room for one more in a minute.
  expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(60);
  const socket = await AgendaSocket.connect(people[4]!);
  expect(await socket.command(slug, vote)).toMatchObject({ problem: { status: 429 } });
  socket.close();
  expect((await people[0]!.command(slug, { type: "vote.retract", topicId })).status).toBe(200);
  const { slug: another } = await people[3]!.makesMeetup();
  await people[4]!.proposes(another, "Elsewhere");
});
