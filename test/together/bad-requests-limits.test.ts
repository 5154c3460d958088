import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import { freshId } from "./support/fresh-id.ts";
import { named, Visitor, type Answer } from "./support/visitor.ts";

let server: ServerProcess;
let olga: Visitor;
let slug: string;

beforeAll(async () => {
  server = await startServer({
    env: {
      MIDCYCLE_LIMIT_COMMAND_BURST: "12",
      MIDCYCLE_LIMIT_COMMANDS_PER_SECOND: "0",
      MIDCYCLE_LIMIT_PROPOSALS: "3",
      MIDCYCLE_LIMIT_MEETUPS_PER_HOUR: "2",
      MIDCYCLE_LIMIT_PEOPLE_BURST: "8",
      MIDCYCLE_LIMIT_PEOPLE_PER_MINUTE: "1",
      MIDCYCLE_LIMIT_FAILED_CODES_PER_MINUTE: "5",
    },
  });
  olga = await named(server.url, "Olga");
  ({ slug } = await olga.makesMeetup());
});
afterAll(() => server.stop());

function expectTooMany(answer: Answer): void {
  expect(answer.status, answer.text).toBe(429);
  expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/u);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
}

test("[C3] proposals: so many a person and meetup, repeats and organizers not counted", async () => {
  const pete = await named(server.url, "Pete");
  const first = { type: "topic.propose", id: freshId("topic"), title: "Again and again" };
  for (const command of [first, first, { ...first, id: freshId("topic") }, { ...first, id: freshId("topic") }])
    await pete.does(slug, command);
  const refused = await pete.command(slug, { ...first, id: freshId("topic") });
  expectTooMany(refused);
  // Unlike what is too much at once it isn't worth asking again for.
  expect(refused.body).toMatchObject({ type: "urn:midcycle:problem:too-many-proposals" });
  expect((await pete.command(slug, first)).status).toBe(200);
  for (let n = 0; n < 5; n++) await olga.proposes(slug, "By the organizer");
});

test("[C3] commands: the burst is for each person, over both doors, and refusals come before the body is looked at", async () => {
  const rita = await named(server.url, "Rita");
  const socket = await AgendaSocket.connect(rita);
  const topicId = (await rita.look(slug)).view.topics[0]!.id;
  for (let n = 0; n < 6; n++) {
    await rita.does(slug, { type: "vote.cast", topicId });
    expect(await socket.command(slug, { type: "vote.cast", topicId })).toEqual({ seq: expect.any(Number) });
  }
  expectTooMany(await rita.command(slug, { type: "vote.cast", topicId }));
  expectTooMany(await rita.post(`/api/meetups/${slug}/commands`, "{", { "Content-Type": "text/plain" }));
  expect(await socket.command(slug, { type: "vote.cast", topicId })).toMatchObject({ problem: { status: 429 } });
  expect((await rita.ask("GET", `/api/meetups/${slug}/commands`)).status).toBe(405);
  expect((await olga.command(slug, { type: "vote.cast", topicId })).status).toBe(200);
  socket.close();
});

test("[C3] names: changing one's own is a command as any other, refused before the body is looked at", async () => {
  const nora = await named(server.url, "Nora");
  for (let n = 0; n < 12; n++)
    expect((await nora.ask("PUT", "/api/me", { body: { name: `Nora ${n}` } })).status).toBe(200);
  expectTooMany(await nora.ask("PUT", "/api/me", { body: { name: "Once more" } }));
  expectTooMany(await nora.ask("PUT", "/api/me"));
  expect((await nora.get("/api/me")).body).toMatchObject({ name: "Nora 11" });
  expect((await olga.ask("PUT", "/api/me", { body: { name: "Olga" } })).status).toBe(200);
});

test("[C3] [C17] meetups: so many an hour, then nothing but repeats, whatever is wrong with the rest", async () => {
  const mia = await named(server.url, "Mia");
  const wish = { id: "mias-meetup", title: "Mia's" };
  const made = await mia.post<{ slug: string; code: string }>("/api/meetups", wish);
  expect(made.status).toBe(201);
  expect((await mia.post("/api/meetups", { title: "Mia's second" })).status).toBe(201);
  const make = (body: unknown, headers = {}) => mia.post("/api/meetups", body, headers);
  for (const body of [
    { title: "Mia's third" },
    { ...wish, title: "Another" },
    { ...wish, title: "" },
    "{",
    "x".repeat(300_000),
  ])
    expectTooMany(await make(body));
  expectTooMany(await make(wish, { "Content-Type": "text/plain" }));
  expect((await mia.ask("PATCH", "/api/meetups", { body: wish })).status).toBe(405);
  // Whoever didn't hear the answer is told again, now that nothing is left of the hour.
  const again = await mia.post<{ organizerUrl: string }>("/api/meetups", wish);
  expect(again).toMatchObject({ status: 200, body: { slug: made.body.slug, code: made.body.code } });
  const { pathname, hash } = new URL(again.body.organizerUrl);
  const token = hash.replace("#organizer=", "");
  expect((await mia.post(`/api${pathname.replace("/m/", "/meetups/")}/organizer`, { token })).status).toBe(200);
  // A repeat of what is gone makes nothing again.
  await mia.does(made.body.slug, { type: "meetup.delete" });
  expectTooMany(await make(wish));
});

test("[C3] repeating the making of a meetup takes of the commands that one may ask for", async () => {
  const rob = await named(server.url, "Rob");
  const wish = { id: "robs-meetup", title: "Rob's" };
  for (let n = 0; n < 12; n++) expect((await rob.post("/api/meetups", wish)).status).toBe(n === 0 ? 201 : 200);
  expectTooMany(await rob.post("/api/meetups", wish));
  expectTooMany(await rob.post("/api/meetups", "{"));
});

test("[C3] failed join codes and organizer links: so many a minute", async () => {
  const { code } = (await olga.look(slug)).view.meetup;
  const nobody = new Visitor(server.url);
  expect((await nobody.get(`/j/${code}`)).status).toBe(302);
  for (let n = 10; n < 15; n++) expect((await nobody.get(`/j/ZZZZ-${n}`)).status).toBe(404);
  expectTooMany(await nobody.get("/j/ZZZZ-15"));
  expectTooMany(await olga.post(`/api/meetups/${slug}/organizer`, { token: "guess" }));
  // Before the body is looked at, and before it is asked who that is.
  for (const path of [`/api/meetups/${slug}/organizer`, "/api/me/return"])
    expectTooMany(await nobody.post(path, "{", { "Content-Type": "text/plain" }));
});

test("[C3] new people: so many at once from one address; who is known may still change their name", async () => {
  const answers: Answer[] = [];
  for (let n = 0; n < 10; n++) answers.push(await new Visitor(server.url).takeName(`Person ${n}`));
  expect(answers.slice(0, 3).some(({ status }) => status === 201)).toBe(true);
  expectTooMany(answers.at(-1)!);
  expect(answers.at(-1)!.headers.getSetCookie()).toEqual([]);
  expect((await olga.takeName("Olga the second")).status).toBe(200);
});
