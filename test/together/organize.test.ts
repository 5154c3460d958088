import { beforeAll, expect, test } from "vitest";
import type { ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import type { Problem } from "./support/contract-types.ts";
import { PadWriter } from "./support/pad-writer.ts";
import { named, Visitor } from "./support/visitor.ts";

/** What organizers do about people and the schedule, from outside. */
let server: ServerProcess;
let olga: Visitor;
let ben: Visitor;
let nobody: Visitor;

beforeAll(async () => {
  server = await sharedServer();
  [olga, ben] = await Promise.all([named(server.url, "Olga"), named(server.url, "Ben")]);
  nobody = new Visitor(server.url, "nobody");
});

test("[A34] whoever is removed is refused by both doors, leaves the notes, and comes back with their votes", async () => {
  const { slug } = await olga.makesMeetup();
  await olga.does(slug, { type: "topic.propose", id: "topic-one", title: "Packaging" });
  await ben.does(slug, { type: "vote.cast", topicId: "topic-one", as: "pick" });
  const { view } = await olga.look(slug);
  const { padId } = view.topics[0]!;
  const writer = new PadWriter(ben, padId);
  await writer.synced();
  const closed = new Promise<number>((resolve) =>
    writer.provider.on("connection-close", (event) => resolve(event?.code ?? 0)),
  );
  const socket = await AgendaSocket.connect(ben);
  await socket.follow(slug);

  const remove = { type: "person.remove", personId: ben.id };
  expect((await ben.command<Problem>(slug, remove)).status).toBe(403);
  const unknown = await olga.command<Problem>(slug, { ...remove, personId: "nobody-at-all" });
  expect([unknown.status, unknown.body.errors?.[0]?.path]).toEqual([404, "personId"]);
  const seq = await olga.does(slug, remove);
  expect(await closed).toBe(4403);
  await socket.reaches(seq);
  const vote = { type: "vote.cast", topicId: "topic-one" };
  const refused = await ben.command<Problem>(slug, vote);
  expect([refused.status, refused.body.type]).toEqual([403, "urn:midcycle:problem:person-removed"]);
  expect(await socket.command(slug, vote)).toEqual({ problem: refused.body });
  expect((await ben.look(slug)).me).toMatchObject({ removed: true, votes: [] });
  expect((await nobody.look(slug)).view).toMatchObject({ people: { count: 1, voted: 0 }, topics: [{ votes: 0 }] });
  // A link that makes organizers is no way back in.
  const { body } = await olga.post<{ organizerUrl: string }>(`/api/meetups/${slug}/organizer-link`, {});
  const token = new URL(body.organizerUrl).hash.replace("#organizer=", "");
  expect((await ben.post(`/api/meetups/${slug}/organizer`, { token })).status).toBe(403);

  // It holds over a restart, and is undone whole.
  await server.kill("SIGKILL");
  await server.restart();
  expect((await ben.command(slug, vote)).status).toBe(403);
  await olga.does(slug, { type: "person.restore", personId: ben.id });
  expect((await ben.look(slug)).me).toMatchObject({ votes: ["topic-one"], picks: ["topic-one"] });
  expect((await nobody.look(slug)).view.topics[0]!.votes).toBe(1);
  writer.provider.destroy();
  socket.close();
});

test("[A33] someone who has done nothing here yet is made an organizer, and everyone sees who organizes", async () => {
  const { slug } = await olga.makesMeetup();
  const watcher = await AgendaSocket.connect(nobody);
  await watcher.follow(slug);
  await watcher.reaches(await olga.does(slug, { type: "person.setRole", personId: ben.id, role: "organizer" }));
  expect(watcher.replica!.view).toEqual((await nobody.look(slug)).view);
  expect(watcher.replica!.view.people.names[ben.id]).toMatchObject({ name: "Ben" });
  await ben.does(slug, { type: "meetup.edit", title: "Ours" });
  watcher.close();
});

test("[A36] [A37] publishing and moving the schedule reach everyone", async () => {
  const { slug } = await olga.makesMeetup();
  await olga.does(slug, { type: "room.add", id: "main-hall", name: "Main hall" });
  const slot = { startsAt: "2026-12-01T10:00:00.000Z", endsAt: "2026-12-01T10:45:00.000Z" };
  await olga.does(slug, { type: "slot.add", id: "slot-at-ten", ...slot });
  const watcher = await AgendaSocket.connect(nobody);
  await watcher.follow(slug);
  await olga.does(slug, { type: "schedule.publish", note: "Come early" });
  const shift = { type: "schedule.shift", from: slot.startsAt, minutes: 10 };
  const seq = await olga.does(slug, shift);
  expect(await olga.does(slug, shift)).toBe(seq);
  await watcher.reaches(seq);
  const { view } = await nobody.look(slug);
  expect(watcher.replica!.view).toEqual(view);
  expect(view.schedule).toMatchObject({ published: true, version: 1, note: "Come early" });
  expect(view.slots[0]).toMatchObject({ startsAt: "2026-12-01T10:10:00.000Z", endsAt: "2026-12-01T10:55:00.000Z" });
  const { text } = await nobody.get(`/m/${slug}/history.atom`);
  expect(text).toContain("Olga published the schedule: Come early");
  watcher.close();
});

test("[A38] suggestions are for organizers, name what is wrong in a wish, and are withheld with the tallies", async () => {
  const { slug } = await olga.makesMeetup();
  const path = `/api/meetups/${slug}/schedule/suggestions`;
  await olga.does(slug, { type: "room.add", id: "main-hall", name: "Main hall" });
  for (const hour of [10, 11])
    await olga.does(slug, {
      type: "slot.add",
      id: `slot-at-${hour}`,
      startsAt: `2026-12-01T${hour}:00:00Z`,
      endsAt: `2026-12-01T${hour}:45:00Z`,
    });
  for (const id of ["topic-one", "topic-two", "topic-three"]) {
    await olga.does(slug, { type: "topic.propose", id, title: "One of three" });
    if (id !== "topic-two") await ben.does(slug, { type: "vote.cast", topicId: id });
  }
  const { seq } = await olga.look(slug);
  const { status, body } = await olga.post<{ placements: { topicIds: string[] }[] }>(path, { seed: 7 });
  expect(status).toBe(200);
  expect(body).toEqual({ placements: expect.any(Array), wishes: 2, lost: 0, worst: [] });
  expect(body.placements.flatMap(({ topicIds }) => topicIds).toSorted()).toEqual(["topic-one", "topic-three"]);
  expect((await olga.post(path, { seed: 7 })).body).toEqual(body);
  // All of a wish may be left out.
  expect((await olga.ask("POST", path)).body).toEqual((await olga.post(path, {})).body);
  expect((await olga.look(slug)).seq).toBe(seq);

  expect((await nobody.post(path, {})).status).toBe(401);
  expect((await ben.post(path, {})).status).toBe(403);
  expect((await olga.get(path)).status).toBe(405);
  for (const [wish, code, field] of [
    [{ seed: -1 }, 422, "seed"],
    [{ seed: "one" }, 422, "seed"],
    [{ pinned: "all" }, 422, "pinned"],
    [{ rooms: 3 }, 422, "rooms"],
    [{ pinned: ["no-such-session"] }, 404, "pinned.0"],
  ] as const) {
    const refused = await olga.post<Problem>(path, wish);
    expect([refused.status, refused.body.errors?.map((error) => error.path)]).toEqual([code, [field]]);
  }
  await olga.does(slug, { type: "meetup.edit", voting: { tallies: "closed" } });
  const withheld = await olga.post<Problem>(path, {});
  expect([withheld.status, withheld.body.type]).toEqual([409, "urn:midcycle:problem:tallies-closed"]);
});
