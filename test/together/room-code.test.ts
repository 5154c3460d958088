/** The code on the screen: who has to enter it, how often one may be wrong, and who is told it. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import { everyRoute } from "../faults/support/routes.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import type { Problem } from "./support/contract-types.ts";
import { Transcript } from "./support/transcript.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await sharedServer();
});

const PROBLEM = "urn:midcycle:problem:";
/** A code that nobody has: there is no I in them. */
const WRONG = "IIII-00";

/** A meetup of Olga's with a topic, in which it takes a code to vote. */
async function meetupWithCode(): Promise<{ olga: Visitor; slug: string; topicId: string; code: string }> {
  const olga = await named(server.url, "Olga");
  const { slug } = await olga.makesMeetup({ listed: true });
  const topicId = await olga.proposes(slug, "Packaging");
  await olga.does(slug, { type: "meetup.edit", voting: { roomCode: true } });
  return { olga, slug, topicId, code: (await olga.look(slug)).me!.roomCode! };
}

test("[V9] over HTTP and Socket.IO, who enters the code votes, and who doesn't is told why not", async () => {
  const { slug, topicId, code } = await meetupWithCode();
  expect(code).toMatch(/^[A-Z]{4}-[0-9]{2}$/u);
  const [ben, chi] = [await named(server.url, "Ben"), await named(server.url, "Chi")];
  const socket = await AgendaSocket.connect(chi);
  await socket.follow(slug);
  const vote = { type: "vote.cast", topicId };

  expect((await ben.look(slug)).view.meetup.voting).toMatchObject({ roomCode: true });
  expect(await ben.command<Problem>(slug, vote)).toMatchObject({
    status: 403,
    body: { type: `${PROBLEM}room-code`, detail: "Enter the code on the screen first." },
  });
  expect(await socket.command(slug, vote)).toMatchObject({ problem: { type: `${PROBLEM}room-code` } });
  expect(await ben.command<Problem>(slug, { type: "roomCode.enter", code: WRONG })).toMatchObject({
    status: 403,
    body: { type: `${PROBLEM}wrong-room-code`, errors: [{ path: "code" }] },
  });
  expect(await new Visitor(server.url).command(slug, { type: "roomCode.enter", code })).toMatchObject({ status: 401 });

  await ben.does(slug, { type: "roomCode.enter", code: code.toLowerCase() });
  expect((await ben.look(slug)).me).toMatchObject({ inRoom: true });
  await ben.does(slug, vote);
  expect(await socket.command(slug, { type: "roomCode.enter", code: code.replace("-", "") })).toHaveProperty("seq");
  await socket.until(() => socket.mine.some(({ me }) => me.inRoom === true), "hearing that one is in");
  expect(await socket.command(slug, vote)).toHaveProperty("seq");
  expect((await ben.look(slug)).view.topics[0]!.votes).toBe(2);
  socket.close();
});

test("[V9] ten wrong codes a minute a person, whichever way they come, and not even the right one then", async () => {
  const { olga, slug, code } = await meetupWithCode();
  const mallory = await named(server.url, "Mallory");
  const socket = await AgendaSocket.connect(mallory);
  await socket.watch(slug);
  const enter = (tried: string) => ({ type: "roomCode.enter", code: tried });
  for (let n = 0; n < 4; n++) expect((await mallory.command(slug, enter(WRONG))).status).toBe(403);
  for (let n = 0; n < 4; n++)
    expect(await socket.command(slug, enter(WRONG))).toMatchObject({ problem: { status: 403 } });
  // Many in one batch are one: it ends with the first.
  const batch = { type: "batch", commands: Array.from({ length: 20 }, () => enter(WRONG)) };
  for (let n = 0; n < 2; n++) expect((await mallory.command(slug, batch)).status).toBe(403);
  for (const command of [enter(WRONG), enter(code), { type: "batch", commands: [enter(code)] }]) {
    const answer = await mallory.command<Problem>(slug, command);
    expect(answer).toMatchObject({ status: 429, body: { type: `${PROBLEM}too-many-codes` } });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await socket.command(slug, command)).toMatchObject({ problem: { status: 429 } });
  }
  // All else goes on, and so do others.
  await mallory.does(slug, { type: "topic.propose", id: "by-mallory", title: "Anything else" });
  const ben = await named(server.url, "Ben");
  await ben.does(slug, enter(code));
  await olga.does(slug, { type: "roomCode.renew", was: code });
  expect((await ben.look(slug)).me).toMatchObject({ inRoom: true });
  socket.close();
});

test("[V9] the code is told to organizers alone, at once when it changes; what was tried is written nowhere", async () => {
  const { olga, slug, topicId, code } = await meetupWithCode();
  const heard = new Transcript();
  const [ben, nobody] = [await named(server.url, "Ben", heard), new Visitor(server.url, "nobody", heard)];
  const wall = await AgendaSocket.connect(olga);
  await wall.follow(slug);
  const others = [
    await AgendaSocket.connect(ben, { transcript: heard }),
    await AgendaSocket.connect(nobody, { transcript: heard }),
  ];
  for (const other of others) await other.follow(slug);
  const padId = (await olga.look(slug)).view.topics[0]!.padId;

  await olga.does(slug, { type: "roomCode.renew", was: code });
  await wall.until(() => wall.mine.some(({ me }) => me.roomCode !== code), "the new code");
  const next = wall.mine.at(-1)!.me.roomCode!;
  expect(next).toMatch(/^[A-Z]{4}-[0-9]{2}$/u);
  const tried = "OOII-93";
  expect((await ben.command(slug, { type: "roomCode.enter", code: tried })).status).toBe(403);
  expect((await ben.command(slug, { type: "roomCode.enter", code: { tried } })).status).toBe(422);
  expect((await ben.command(slug, { type: "roomCode.enter", code: next, tried: 1 })).status).toBe(422);
  await ben.does(slug, { type: "roomCode.enter", code: next });
  const seq = (await olga.look(slug)).seq;
  for (const other of others) await other.reaches(seq);
  const fill = (pattern: string) =>
    pattern
      .replaceAll(/:(\w+)/gu, (_whole, name: string) => ({ slug, topicId, padId })[name as "slug"] ?? "KITE-42")
      .replace("{*rest}", "schedule");
  for (const { pattern, methods } of await everyRoute(olga, fill))
    if (methods.includes("GET")) for (const who of [ben, nobody]) await who.get(fill(pattern));
  expect(heard.whereSaid(slug)).not.toEqual([]);
  for (const each of [code, next, tried])
    for (const spelled of [each, each.replace("-", "")]) expect(heard.whereSaid(spelled), spelled).toEqual([]);
  expect((await olga.look(slug)).me).toMatchObject({ roomCode: next });
  expect((await olga.get(`/api/meetups/${slug}/log`)).text).not.toContain(next);

  for (const socket of [wall, ...others]) socket.close();
  expect(server.output()).not.toContain(tried);
  const files = await readdir(server.dataDir, { recursive: true, withFileTypes: true });
  const stored = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), "latin1")),
  );
  expect(stored.some((text) => text.includes(next))).toBe(true);
  expect(stored.some((text) => text.includes(tried))).toBe(false);
});
