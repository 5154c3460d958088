import { beforeAll, expect, test } from "vitest";
import type { BallotInterval } from "../../shared/meetup/bursts.ts";
import type { ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import type { Problem } from "./support/contract-types.ts";
import { named, Visitor } from "./support/visitor.ts";

/** What organizers do about votes that came at once, from outside. */
let server: ServerProcess;

beforeAll(async () => {
  server = await sharedServer();
});

test("[A55] votes that came at once are told to organizers only, set aside over a restart, and counted again", async () => {
  const olga = await named(server.url, "Olga");
  const ben = await named(server.url, "Ben");
  const nobody = new Visitor(server.url, "nobody");
  const crowd = await Promise.all(Array.from({ length: 8 }, (_, at) => named(server.url, `Guest ${at}`)));
  const { slug } = await olga.makesMeetup();
  await olga.does(slug, { type: "topic.propose", id: "topic-one", title: "Packaging" });
  await olga.does(slug, { type: "topic.propose", id: "topic-two", title: "Upgrades" });
  // Wherever five minutes end among them, five of them or more came with Ben, and fewer otherwise.
  const all = [...crowd.slice(0, 4), ben, ...crowd.slice(4)];
  for (const each of all) await each.does(slug, { type: "vote.cast", topicId: "topic-one", as: "pick" });
  await ben.does(slug, { type: "vote.cast", topicId: "topic-two" });

  const path = `/api/meetups/${slug}/ballots`;
  expect((await nobody.get(path)).status).toBe(401);
  expect((await ben.get<Problem>(path)).body.type).toBe("urn:midcycle:problem:organizers-only");
  expect((await olga.get("/api/meetups/none-of-that-name/ballots")).status).toBe(404);
  expect((await olga.post(path, {})).status).toBe(405);
  const told = await olga.get<{ intervals: BallotInterval[] }>(path);
  expect(told.body.intervals).toHaveLength(1);
  const burst = told.body.intervals[0]!;
  const { from, newcomers } = burst;
  expect(newcomers).toBeGreaterThanOrEqual(5);
  expect(burst).toEqual({
    from,
    to: new Date(Date.parse(from) + 300_000).toISOString(),
    newcomers,
    votes: newcomers + 1,
    void: false,
    // Fewer than five voted for the other one.
    topics: [{ topicId: "topic-one", votes: newcomers }],
  });
  for (const each of all) expect(told.text).not.toContain(each.id);

  const aside = { type: "ballots.void", from };
  expect((await ben.command(slug, aside)).status).toBe(403);
  const invalid = await olga.command<Problem>(slug, { ...aside, from: "2026-03-09T09:01:00Z" });
  expect([invalid.status, invalid.body.errors?.[0]?.path]).toEqual([422, "from"]);
  const few = await olga.command<Problem>(slug, { ...aside, from: "2026-03-09T09:00:00Z" });
  expect([few.status, few.body.type]).toEqual([409, "urn:midcycle:problem:few-newcomers"]);

  const before = (await ben.look(slug)).me;
  const socket = await AgendaSocket.connect(ben);
  await socket.follow(slug);
  const seq = await olga.does(slug, aside);
  expect(await olga.does(slug, aside)).toBe(seq);
  await socket.reaches(seq);
  const votes = async () => (await nobody.look(slug)).view.topics.map((topic) => topic.votes);
  expect(await votes()).toEqual([all.length - newcomers, 0]);
  expect((await ben.look(slug)).me).toMatchObject({ ballotsVoid: true, votes: [], picks: [] });
  const vote = { type: "vote.cast", topicId: "topic-two" };
  const refused = await ben.command<Problem>(slug, vote);
  expect([refused.status, refused.body.type]).toEqual([409, "urn:midcycle:problem:ballots-void"]);
  expect(await socket.command(slug, vote)).toEqual({ problem: refused.body });
  expect((await ben.command(slug, { type: "vote.retract", topicId: "topic-one" })).status).toBe(409);
  await ben.does(slug, { type: "comment.add", topicId: "topic-one", id: "comment-one", body: "We did" });
  const { text } = await nobody.get(`/api/meetups/${slug}/log`);
  expect(text).toContain(`"type":"ballots.voided","from":"${from}","to":"${burst.to}","people":${newcomers}`);
  for (const each of crowd) expect(text).not.toContain(each.id);
  expect((await nobody.get(`/m/${slug}/history.atom`)).text).toContain(`set aside the votes of ${newcomers} people`);

  await server.kill("SIGKILL");
  await server.restart();
  expect(await votes()).toEqual([all.length - newcomers, 0]);
  expect((await olga.get(path)).body).toEqual({ intervals: [{ ...burst, void: true }] });
  await olga.does(slug, { type: "ballots.count", from });
  expect(await votes()).toEqual([all.length, 1]);
  expect((await ben.look(slug)).me).toEqual(before);
  socket.close();
});
