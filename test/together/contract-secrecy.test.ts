import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import { PadWriter } from "./support/pad-writer.ts";
import { Transcript } from "./support/transcript.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;
const heard = new Transcript();

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** Every outlet of a meetup, asked by this visitor. */
async function askEverything(visitor: Visitor, slug: string): Promise<void> {
  const { view } = await visitor.look(slug);
  const pads = [...view.topics, ...view.sessions, ...view.sideGroups].map(
    ({ padId }) => `/m/${slug}/notes/${padId}.md`,
  );
  const comments = view.topics.map(({ id }) => `/api/meetups/${slug}/topics/${id}/comments`);
  for (const path of [
    "/api/meetups",
    "/api/openapi.json",
    `/m/${slug}`,
    `/m/${slug}/export.md`,
    `/m/${slug}/export.json`,
    `/m/${slug}/votes.csv`,
    `/api/meetups/${slug}/log`,
    `/api/meetups/${slug}/actions`,
    "/",
    "/healthz",
    "/readyz",
    ...pads,
    ...comments,
  ])
    await visitor.get(path);
}

/** Every byte in a folder, as Latin-1 text, by file. */
async function bytesIn(folder: string): Promise<{ file: string; text: string }[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    files
      .filter((entry) => entry.isFile())
      .map(async (entry) => ({
        file: entry.name,
        text: (await readFile(join(entry.parentPath, entry.name))).toString("latin1"),
      })),
  );
}

test("[A15] who has only voted appears by id or name nowhere, to nobody else", async () => {
  const ana = await named(server.url, "Ana", heard);
  const bo = await named(server.url, "Bo", heard);
  const nobody = new Visitor(server.url, "nobody", heard);
  // Her own answers are not in the transcript: she may know who she is.
  const vera = await named(server.url, "Vera Votesonly");
  const { slug } = await ana.makesMeetup({ listed: true, title: "A listed meetup" });
  const watchers = [
    await AgendaSocket.connect(ana, { transcript: heard }),
    await AgendaSocket.connect(bo, { transcript: heard }),
    await AgendaSocket.connect(nobody, { transcript: heard }),
  ];
  for (const watcher of watchers) await watcher.follow(slug);
  const hers = await AgendaSocket.connect(vera);
  await hers.watch(slug);
  const topicId = await bo.proposes(slug, "Packaging");
  const start = (await ana.look(slug)).seq;

  await vera.does(slug, { type: "vote.cast", topicId });
  await hers.command(slug, { type: "vote.cast", topicId, as: "pick" });
  // Reading a pad, and renaming, do not put her on view either.
  const padId = (await vera.look(slug)).view.topics[0]!.padId;
  const reading = new PadWriter(vera, padId);
  await reading.synced();
  await vera.takeName("Vera Stillvotesonly");
  await ana.does(slug, { type: "comment.add", id: "anas-comment", topicId, body: "Good one" });
  const { seq, view } = await ana.look(slug);
  for (const watcher of watchers) await watcher.reaches(seq);
  await watchers[0]!.until(() => watchers[0]!.presences.some(({ count }) => count === 4), "four to be here");
  const late = await AgendaSocket.connect(nobody, { transcript: heard });
  await late.watch(slug, start);
  for (const visitor of [ana, nobody]) await askEverything(visitor, slug);

  expect(view.topics[0]).toMatchObject({ votes: 1, picks: 1 });
  expect(view.people).toMatchObject({ count: 3, voted: 1 });
  expect(Object.keys(view.people.names).toSorted()).toEqual([ana.id, bo.id].toSorted());
  for (const secret of [vera.id, "Votesonly", "Stillvotesonly"]) expect(heard.whereSaid(secret)).toEqual([]);
  expect(server.output()).not.toContain(vera.id);
  expect(server.output()).not.toContain("votesonly");

  // As soon as she does something that shows, she is named.
  await vera.does(slug, { type: "comment.add", id: "veras-comment", topicId, body: "Hello" });
  expect((await nobody.look(slug)).view.people.names[vera.id]).toMatchObject({ name: "Vera Stillvotesonly" });
  reading.close();
  for (const each of [...watchers, hers, late]) each.close();
});

test("[A15] while tallies are closed nothing tells how a vote went, only that one more person has voted", async () => {
  const ana = await named(server.url, "Ana");
  const nobody = new Visitor(server.url, "nobody");
  const { slug } = await ana.makesMeetup();
  const [first, second] = [await ana.proposes(slug, "Packaging"), await ana.proposes(slug, "Puppet")];
  await ana.does(slug, { type: "vote.cast", topicId: second });
  await ana.does(slug, { type: "meetup.edit", voting: { tallies: "closed" } });
  const before = (await nobody.look(slug)).view.topics;
  const exported = (await nobody.get(`/m/${slug}/export.md`)).text;
  const watcher = await AgendaSocket.connect(nobody);
  await watcher.follow(slug);
  const voters = await Promise.all(["One", "Two", "Three"].map((name) => named(server.url, name)));
  for (const voter of voters) await voter.does(slug, { type: "vote.cast", topicId: second, as: "pick" });
  const { seq, view } = await nobody.look(slug);
  await watcher.reaches(seq);
  expect(view.topics).toEqual(before);
  expect(
    view.topics.map(({ id, votes, picks, shown, support, lens }) => [id, votes, picks, shown, support, lens]),
  ).toEqual([first, second].map((id) => [id, null, null, null, null, null]));
  expect(view.people.voted).toBe(4);
  for (const { changes } of watcher.changes) expect(changes.map(({ kind }) => kind)).toEqual(["people"]);
  expect(watcher.replica!.view).toEqual(view);
  // Who votes sees their own.
  expect((await voters[0]!.look(slug)).me).toMatchObject({ votes: [second], picks: [second] });
  // The export tells as little; it may count people.
  const line = (text: string) => text.split("\n").filter((each) => /Packaging|Puppet/u.test(each));
  expect(line((await nobody.get(`/m/${slug}/export.md`)).text)).toEqual(line(exported));
  await ana.does(slug, { type: "meetup.edit", voting: { tallies: "live" } });
  const opened = await nobody.look(slug);
  expect(opened.view.topics.map(({ votes, picks }) => [votes, picks])).toEqual([
    [0, 0],
    [4, 3],
  ]);
  await watcher.reaches(opened.seq);
  expect(watcher.replica!.view).toEqual(opened.view);
  watcher.close();
});

test("[C6] tokens come out of nothing but the answer that made them", async () => {
  const made = new Transcript();
  const olga = await named(server.url, "Olga", made);
  const { slug, organizerUrl } = await olga.makesMeetup();
  const token = organizerUrl.split("#organizer=")[1]!;
  const device = olga.cookie!.split("=")[1]!;
  expect(token).toMatch(/^[A-Za-z0-9_-]{22,}$/u);
  expect(device).toMatch(/^[A-Za-z0-9_-]{22,}$/u);
  expect(organizerUrl).toBe(`${new URL(server.url).origin}/m/${slug}#organizer=${token}`);

  const everything = new Transcript();
  const pete = await named(server.url, "Pete", everything);
  const again = new Visitor(server.url, "Olga again", everything);
  again.cookie = olga.cookie;
  const watcher = await AgendaSocket.connect(again, { transcript: everything });
  await watcher.follow(slug);
  const topicId = await pete.proposes(slug, "Packaging");
  const padId = (await pete.look(slug)).view.topics[0]!.padId;
  const writer = new PadWriter(olga, padId);
  await writer.synced();
  writer.types("Written by an organizer.");
  await writer.saved();
  writer.close();
  await pete.post(`/api/meetups/${slug}/organizer`, { token: `${token}x` });
  await pete.post(`/api/meetups/${slug}/organizer`, { token, extra: 1 });
  const seq = (await pete.post<{ seq: number }>(`/api/meetups/${slug}/organizer`, { token })).body.seq;
  await pete.does(slug, { type: "vote.cast", topicId });
  const renewed = (
    await olga.ask<{ organizerUrl: string }>("POST", `/api/meetups/${slug}/organizer-link`)
  ).body.organizerUrl.split("#organizer=")[1]!;
  const returnUrl = (await olga.ask<{ url: string }>("POST", "/api/me/link")).body.url;
  const link = new URL(returnUrl).hash.replace("#return=", "");
  expect(link).toMatch(/^[A-Za-z0-9_-]{22,}$/u);
  for (const body of [{ token: link }, { token: `${link}x` }, { token: link, extra: 1 }, { token: link, join: 1 }])
    await new Visitor(server.url, "Olga's phone", everything).post("/api/me/return", body);
  const calendarUrl = (await olga.ask<{ url: string }>("POST", `/api/meetups/${slug}/calendar`)).body.url;
  const calendar = /\/my\/([A-Za-z0-9_-]{22,})\.ics$/u.exec(calendarUrl)![1]!;
  for (const path of [`/m/${slug}/my/${calendar}.ics`, `/m/${slug}/my/${calendar}x.ics`, `/m/${slug}/my/${calendar}`])
    await new Visitor(server.url, "a calendar", everything).get(path);
  await watcher.reaches(seq);
  for (const visitor of [pete, again, new Visitor(server.url, "nobody", everything)])
    await askEverything(visitor, slug);
  watcher.close();

  expect(made.whereSaid(link)).toEqual(["Olga: POST /api/me/link"]);
  expect(made.whereSaid(calendar)).toEqual([`Olga: POST /api/meetups/${slug}/calendar`]);
  const secrets = [token, renewed, link, calendar, device, pete.cookie!.split("=")[1]!];
  for (const secret of secrets) expect(everything.whereSaid(secret)).toEqual([]);
  expect(made.whereSaid(token)).toEqual(["Olga: POST /api/meetups"]);
  expect(made.whereSaid(renewed)).toEqual([`Olga: POST /api/meetups/${slug}/organizer-link`]);
  expect(made.whereSaid(device)).toEqual([]);
  const inside = async () => {
    for (const { file, text } of await bytesIn(server.dataDir))
      for (const secret of secrets) expect(text.includes(secret), `a token in ${file}`).toBe(false);
  };
  await inside();
  await server.kill("SIGTERM");
  await inside();
  for (const secret of secrets) expect(server.output()).not.toContain(secret);
});
