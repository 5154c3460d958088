import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import { inOrder } from "./support/folded-view.ts";
import { PadWriter } from "./support/pad-writer.ts";
import { named, Visitor } from "./support/visitor.ts";

/** Titles of the operators' mid-cycle in Philadelphia, March 2015: two that were on its agenda, two that went on beside it. */
const [ovs, rabbit, database, puppet] = [
  "OVS issues, fixes, best practices",
  "Rabbit HA and queue issues",
  "Database maintenance",
  "Puppet",
] as const;

let server: ServerProcess;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test("[C2] the whole story: an agenda formed in public, notes written together, all of it there after kill -9", async () => {
  const nobody = new Visitor(server.url, "a passer-by");
  expect((await nobody.get("/api/me")).status).toBe(401);
  expect((await nobody.get("/api/me?or=nobody")).status).toBe(204);
  expect((await nobody.post("/api/meetups", { title: "Philadelphia" })).status).toBe(401);

  const ana = await named(server.url, "Ana");
  const bo = await named(server.url, "Bo");
  const { slug } = await ana.makesMeetup({
    title: "Operators mid-cycle, Philadelphia",
    place: "Comcast Center",
    startsOn: "2015-03-09",
    endsOn: "2015-03-10",
    timezone: "America/New_York",
  });
  expect((await nobody.command(slug, { type: "vote.cast", topicId: "whichever" })).status).toBe(401);

  const third = await AgendaSocket.connect(nobody);
  await third.follow(slug);

  const onOvs = await ana.proposes(slug, ovs);
  const onRabbit = await bo.proposes(slug, rabbit);
  const onDatabase = await bo.proposes(slug, database);
  const onPuppet = await ana.proposes(slug, puppet);

  // Votes count once, however often and however fast they come.
  const equal = await Promise.all(
    Array.from({ length: 200 }, () => bo.command(slug, { type: "vote.cast", topicId: onRabbit })),
  );
  expect(new Set(equal.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(equal.map(({ body }) => body.seq)).size).toBe(1);
  await ana.does(slug, { type: "vote.cast", topicId: onRabbit });
  await ana.does(slug, { type: "vote.cast", topicId: onDatabase });
  const counted = await nobody.look(slug);
  expect(counted.view.topics.map(({ title, number, votes }) => [number, title, votes])).toEqual([
    [1, ovs, 0],
    [2, rabbit, 2],
    [3, database, 1],
    [4, puppet, 0],
  ]);
  expect(counted.view.people).toMatchObject({ count: 2, voted: 2 });

  // A third has seen all of it, in order and without a gap.
  await third.reaches(counted.seq);
  expect(third.replica!.view).toEqual(counted.view);
  for (const [index, { from, seq }] of third.changes.entries()) {
    expect(from).toBeLessThan(seq);
    if (index > 0) expect(from).toBe(third.changes[index - 1]!.seq);
  }

  // The top topic goes on the agenda; one that didn't make it becomes a side group of two.
  await ana.does(slug, { type: "room.add", id: "main-hall", name: "Main hall", capacity: 180 });
  await ana.does(slug, {
    type: "slot.add",
    id: "tuesday-1",
    startsAt: "2015-03-10T09:00:00-04:00",
    endsAt: "2015-03-10T09:45:00-04:00",
  });
  await ana.does(slug, {
    type: "session.schedule",
    id: "rabbit-session",
    topicIds: [onRabbit],
    roomId: "main-hall",
    slotId: "tuesday-1",
  });
  await bo.does(slug, {
    type: "sideGroup.start",
    id: "database-group",
    topicId: onDatabase,
    place: "Lobby",
    capacity: 2,
  });
  await ana.does(slug, { type: "sideGroup.join", sideGroupId: "database-group" });
  await bo.does(slug, { type: "comment.add", id: "first-comment", topicId: onPuppet, body: "Over lunch?" });

  const agenda = await ana.look(slug);
  const topic = (id: string) => agenda.view.topics.find((each) => each.id === id)!;
  expect([onOvs, onRabbit, onDatabase, onPuppet].map((id) => topic(id).status)).toEqual([
    "proposed",
    "scheduled",
    "side-group",
    "proposed",
  ]);
  expect(agenda.view.sessions).toMatchObject([
    { title: rabbit, padId: topic(onRabbit).padId, startsAt: expect.any(String), state: "planned" },
  ]);
  expect(agenda.view.sideGroups).toMatchObject([
    { title: database, host: bo.id, members: [bo.id, ana.id], padId: topic(onDatabase).padId },
  ]);
  expect(agenda.me).toMatchObject({ id: ana.id, role: "organizer" });
  expect(new Set(agenda.me!.votes)).toEqual(new Set([onRabbit, onDatabase]));

  // Two unmodified y-websocket clients type into one pad.
  const { padId } = topic(onRabbit);
  const [annasPad, bosPad] = [new PadWriter(ana, padId), new PadWriter(bo, padId)];
  await Promise.all([annasPad.synced(), bosPad.synced()]);
  expect(annasPad.text.toString()).toBe(bosPad.text.toString());
  const seeded = annasPad.text.toString();
  annasPad.types("\nMirrored queues fail over. ");
  bosPad.types("\nMonitor the queue depth. ");
  await Promise.all([annasPad.reads("Monitor the queue depth."), bosPad.reads("Mirrored queues fail over.")]);
  await Promise.all([annasPad.saved(), bosPad.saved()]);
  const written = annasPad.text.toString();
  expect(bosPad.text.toString()).toBe(written);
  expect(written.startsWith(seeded)).toBe(true);
  // That they wrote is on the record before anything is killed.
  const before = await nobody.look(slug);
  annasPad.close();
  bosPad.close();
  await third.reaches(before.seq);
  third.close();

  await server.kill("SIGKILL");
  await server.restart();

  const after = await nobody.look(slug);
  expect(after.seq).toBeGreaterThanOrEqual(before.seq);
  expect(inOrder(after.view)).toEqual(inOrder(before.view));
  expect((await ana.get("/api/me")).body).toMatchObject({ id: ana.id, name: "Ana" });
  expect((await ana.look(slug)).me).toEqual(agenda.me);
  expect((await nobody.get(`/api/meetups/${slug}/topics/${onPuppet}/comments`)).body).toMatchObject([
    { by: bo.id, body: "Over lunch?", replyTo: null },
  ]);
  const again = new PadWriter(new Visitor(server.url), padId);
  await again.synced();
  expect(again.text.toString()).toBe(written);
  again.close();

  // It all goes home.
  const pad = await nobody.get(`/m/${slug}/notes/${padId}.md`);
  expect(pad.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
  const [, front, text] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/u.exec(pad.text)!;
  expect(text).toBe(written);
  for (const part of [rabbit, "Main hall", "Ana", "Bo", "Operators mid-cycle, Philadelphia"])
    expect(front).toContain(part);
  const whole = await nobody.get(`/m/${slug}/export.md`);
  expect(whole.status).toBe(200);
  expect(whole.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
  for (const part of [
    ovs,
    rabbit,
    database,
    puppet,
    "Main hall",
    "Lobby",
    "Mirrored queues fail over.",
    "Monitor the queue depth.",
  ])
    expect(whole.text).toContain(part);

  expect(await server.kill("SIGTERM")).toMatchObject({ code: 0, signal: null });
});
