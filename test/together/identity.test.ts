import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { PAD_CLOSE } from "../../shared/notes/pad-frames.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import type { Problem } from "./support/contract-types.ts";
import { PadWriter } from "./support/pad-writer.ts";
import { named, Visitor } from "./support/visitor.ts";

/** Who one is on several devices, and the end of it, from outside. */
let server: ServerProcess;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function linkOf(visitor: Visitor): Promise<string> {
  const { status, body } = await visitor.ask<{ url: string }>("POST", "/api/me/link");
  expect(status).toBe(200);
  const { origin, pathname, search, hash } = new URL(body.url);
  expect([origin, pathname, search]).toEqual([new URL(server.url).origin, "/", ""]);
  return new URLSearchParams(hash.slice(1)).get("return")!;
}

/** Opens a return link as a browser does, keeping the cookie. */
async function comesBack(visitor: Visitor, token: string, more: object = {}) {
  const answer = await visitor.post<{ id: string; name: string } & Problem>("/api/me/return", { token, ...more });
  const cookie = answer.headers.getSetCookie()[0]?.split(";")[0];
  if (cookie !== undefined) visitor.cookie = cookie;
  return answer;
}

test("[I1] a return link works on any device, as often as it is opened, until it is revoked", async () => {
  const ana = await named(server.url, "Ana");
  const { slug } = await ana.makesMeetup();
  const [first, second] = [await linkOf(ana), await linkOf(ana)];
  expect(first).toMatch(/^[A-Za-z0-9_-]{22,}$/u);
  expect((await ana.get("/api/me/link")).body).toEqual({ links: 2 });
  for (const token of [first, first, second]) {
    const phone = new Visitor(server.url, "Ana's phone");
    const { status, body, headers } = await comesBack(phone, token);
    expect([status, body.id, body.name]).toEqual([200, ana.id, "Ana"]);
    expect(headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/u);
    expect((await phone.look(slug)).me?.role).toBe("organizer");
    // Signing the phone out leaves the other devices, and the link.
    await phone.ask("DELETE", "/api/me");
    expect((await phone.get("/api/me")).status).toBe(401);
  }
  // None stops because of a later one; at some point there are no more.
  for (let links = 2; links < 20; links += 1) await linkOf(ana);
  expect((await ana.ask("POST", "/api/me/link")).status).toBe(409);
  // Where one is already, nothing happens.
  expect((await comesBack(ana, first)).headers.getSetCookie()).toEqual([]);
  expect((await ana.ask("DELETE", "/api/me/link")).status).toBe(204);
  for (const token of [first, second, `${first}x`]) {
    const { status, body } = await comesBack(new Visitor(server.url), token);
    expect([status, body.errors]).toEqual([403, [{ path: "token", message: "Not valid" }]]);
  }
  expect((await ana.get("/api/me")).status).toBe(200);
});

test("[I1] what a device has open when it is signed out comes back as nobody's, and only that", async () => {
  const ana = await named(server.url, "Ana");
  const { slug } = await ana.makesMeetup();
  const padId = await ana.makesPad(slug);
  const phone = new Visitor(server.url, "Ana's phone");
  await comesBack(phone, await linkOf(ana));
  const [writer, watcher] = [new PadWriter(phone, padId), await AgendaSocket.connect(phone)];
  const [others, othersWatch] = [new PadWriter(ana, padId), await AgendaSocket.connect(ana)];
  await Promise.all([writer.synced(), others.synced(), watcher.watch(slug), othersWatch.watch(slug)]);
  writer.types("Before. ");
  await writer.saved();
  const closed = new Promise((resolve) => writer.provider.once("connection-close", (event) => resolve(event?.code)));
  const ended = new Promise((resolve) => watcher.socket.once("disconnect", resolve));
  await phone.ask("DELETE", "/api/me");
  expect(await closed).toBe(PAD_CLOSE.otherPerson);
  await ended;
  others.types("Still Ana. ");
  await others.saved();
  // An unmodified provider comes back to read.
  await writer.reads("Before. Still Ana. ");
  expect(await othersWatch.watch(slug)).toMatchObject({ me: { id: ana.id } });
  for (const each of [writer, others, othersWatch]) each.close();
});

test("[I1] [C3] bad questions get the problem that the interface names", async () => {
  const ana = await named(server.url, "Ana");
  const nobody = new Visitor(server.url);
  for (const path of ["/api/me/link", "/api/me/erase"]) {
    expect((await nobody.ask("POST", path)).status).toBe(401);
    expect((await nobody.post(path, {})).status).toBe(401);
    expect((await ana.post(path, { also: 1 })).status).toBe(422);
    expect((await ana.post(path, "{")).status).toBe(400);
    expect((await ana.post(path, "x", { "Content-Type": "text/plain" })).status).toBe(415);
    expect((await ana.ask("PATCH", path)).status).toBe(405);
    expect((await ana.ask("POST", path, { headers: { Origin: "http://elsewhere.example" } })).status).toBe(403);
  }
  for (const body of [{}, { token: 1 }, { token: "" }, { token: "x", join: 1 }, { token: "x", me: 1 }])
    expect((await nobody.post("/api/me/return", body)).status).toBe(422);
  expect((await nobody.get("/api/me/return")).status).toBe(405);
  expect((await ana.get("/api/me")).body).toMatchObject({ name: "Ana" });
});

test("[I2] a link that is opened where somebody else is asks first, then both are one", async () => {
  const olga = await named(server.url, "Olga");
  const [ana, bo] = [await named(server.url, "Ana"), await named(server.url, "Bo")];
  const { slug } = await olga.makesMeetup();
  const [one, two] = [await ana.proposes(slug, "Packaging"), await bo.proposes(slug, "Upgrades")];
  for (const topicId of [one, two]) await bo.does(slug, { type: "vote.cast", topicId });
  await ana.does(slug, { type: "vote.cast", topicId: one, as: "pick" });
  await bo.does(slug, { type: "comment.add", id: "bos-comment", topicId: one, body: "Me too" });
  const [padOfOne] = (await olga.look(slug)).view.topics.map(({ padId }) => padId);
  const writer = new PadWriter(bo, padOfOne!);
  await writer.synced();
  writer.types("Written by Bo.");
  await writer.saved();
  const closed = new Promise<number>((resolve) =>
    writer.provider.on("connection-close", (event) => resolve(event?.code ?? 0)),
  );
  // Here Bo has only shown himself so far.
  const silent = new PadWriter(bo, padOfOne!);
  await silent.synced();
  silent.provider.awareness.setLocalState({ user: { name: "Bo" } });
  await silent.saved();
  const watcher = await AgendaSocket.connect(olga);
  await watcher.follow(slug);
  const bosLink = await linkOf(bo);
  const token = await linkOf(ana);

  const asked = await comesBack(bo, token);
  expect([asked.status, asked.body.type]).toEqual([409, "urn:midcycle:problem:somebody-here"]);
  expect(asked.body.detail).toContain("Ana");
  expect((await bo.get("/api/me")).body).toMatchObject({ name: "Bo" });

  expect((await comesBack(bo, token, { join: true })).body).toMatchObject({ id: ana.id, name: "Ana" });
  expect(await closed).toBe(4009);
  const isOne = async () => {
    const { view, me } = await bo.look(slug);
    expect(me).toMatchObject({ id: ana.id, votes: [one, two], picks: [one] });
    expect(view.topics.map(({ votes, picks, proposedBy }) => [votes, picks, proposedBy])).toEqual([
      [1, 1, ana.id],
      [1, 0, ana.id],
    ]);
    expect(view.people).toMatchObject({ count: 2, voted: 1 });
    const outlets = [`/api/meetups/${slug}`, `/api/meetups/${slug}/log`, `/api/meetups/${slug}/topics/${one}/comments`];
    const pads = ["who", "history"].map((what) => `/api/meetups/${slug}/pads/${padOfOne}/${what}`);
    for (const path of [...outlets, ...pads, `/m/${slug}/export.json`]) {
      const { status, text } = await olga.get(path);
      expect([path, status, text.includes(bo.id), text.includes(ana.id)]).toEqual([path, 200, false, true]);
    }
    expect((await olga.get(`/m/${slug}/notes/${padOfOne}.md`)).text).toMatch(/authors: *\[?"?Ana/u);
    return view;
  };
  await watcher.reaches((await olga.look(slug)).seq);
  expect(watcher.replica!.view).toEqual(await isOne());
  // The tab that was Bo's goes on, under the client id that it had.
  await writer.synced();
  writer.types(" And Ana.");
  await writer.saved();
  await silent.synced();
  silent.types(" No more silence.");
  await silent.saved();
  silent.close();
  await writer.reads("No more silence.");
  // Bo's link leads to Ana too, and so it is after a kill.
  await server.kill("SIGKILL");
  await server.restart();
  await isOne();
  expect((await comesBack(new Visitor(server.url), bosLink)).body.id).toBe(ana.id);
  expect((await ana.get("/api/me/link")).body).toEqual({ links: 2 });
  await writer.synced();
  writer.types(" Again.");
  await writer.saved();
  expect((await olga.get(`/m/${slug}/notes/${padOfOne}.md`)).text).toContain(
    "Written by Bo. And Ana. No more silence. Again.",
  );
  writer.close();
  watcher.close();
});

test("[I4] one's own day is a calendar for whoever has its address, until that is revoked", async () => {
  const olga = await named(server.url, "Olga");
  const { slug } = await olga.makesMeetup({ title: "Ops, today", timezone: "Europe/Lisbon" });
  const times = { startsAt: "2026-12-01T09:00:00Z", endsAt: "2026-12-01T10:00:00Z" };
  await olga.does(slug, { type: "slot.add", id: "slot-one", ...times });
  for (const room of ["one", "two", "three"]) {
    await olga.does(slug, { type: "room.add", id: `room-${room}`, name: `Room ${room}` });
    const place = { roomId: `room-${room}`, slotId: "slot-one", topicIds: [] };
    await olga.does(slug, { type: "session.schedule", id: `session-${room}`, title: `Session ${room}`, ...place });
  }
  const ana = await named(server.url, "Ana");
  await ana.does(slug, { type: "plan.add", sessionId: "session-one" });
  await olga.does(slug, { type: "session.edit", sessionId: "session-two", moderators: [{ personId: ana.id }] });
  await ana.does(slug, { type: "sideGroup.start", id: "group-one", title: "Lunch", startsAt: "2026-12-01T12:00:00Z" });
  await ana.does(slug, { type: "sideGroup.start", id: "group-two", title: "Some time" });

  const nobody = new Visitor(server.url);
  expect((await nobody.ask("POST", `/api/meetups/${slug}/calendar`)).status).toBe(401);
  expect((await ana.ask("POST", "/api/meetups/nowhere-at-all/calendar")).status).toBe(404);
  const { url } = (await ana.ask<{ url: string }>("POST", `/api/meetups/${slug}/calendar`)).body;
  expect(url).toMatch(new RegExp(`^${new URL(server.url).origin}/m/${slug}/my/[A-Za-z0-9_-]{22,}\\.ics$`, "u"));
  const path = new URL(url).pathname;
  const day = async () => {
    const { status, headers, text } = await nobody.get(path);
    expect([status, headers.get("content-type")]).toEqual([200, "text/calendar; charset=utf-8"]);
    return [...text.matchAll(/^SUMMARY:(.*)\r$/gmu)].map(([, title]) => title);
  };
  expect(await day()).toEqual(["Session one", "Session two", "Side group: Lunch"]);
  await ana.does(slug, { type: "plan.remove", sessionId: "session-one" });
  await ana.does(slug, { type: "plan.add", sessionId: "session-three" });
  expect(await day()).toEqual(["Session three", "Session two", "Side group: Lunch"]);
  const other = (await olga.makesMeetup()).slug;
  expect((await nobody.get(path.replace(slug, other))).status).toBe(404);
  expect((await nobody.get(path.replace(".ics", "x.ics"))).status).toBe(404);
  expect((await ana.get(`/api/meetups/${slug}/calendar`)).body).toEqual({ links: 1 });
  // Revoking in one meetup leaves the other's.
  const elsewhere = (await ana.ask<{ url: string }>("POST", `/api/meetups/${other}/calendar`)).body.url;
  expect((await ana.ask("DELETE", `/api/meetups/${slug}/calendar`)).status).toBe(204);
  expect((await nobody.get(path)).status).toBe(404);
  expect((await nobody.get(new URL(elsewhere).pathname)).status).toBe(200);
  await ana.ask("POST", "/api/me/erase");
  expect((await nobody.get(new URL(elsewhere).pathname)).status).toBe(404);
});

test("[I3] an erased person is in no answer, export, log or file, and nothing brings them back", async () => {
  const olga = await named(server.url, "Olga");
  const vera = await named(server.url, "Vera Vanishing");
  const { slug } = await olga.makesMeetup();
  const closed = (await vera.makesMeetup()).slug;
  const topicId = await vera.proposes(slug, "Packaging");
  await vera.does(slug, { type: "vote.cast", topicId });
  await olga.does(slug, { type: "vote.cast", topicId });
  await vera.does(slug, { type: "comment.add", id: "veras-comment", topicId, body: "Mine" });
  await vera.does(slug, { type: "sideGroup.start", id: "veras-group", topicId });
  await olga.does(slug, { type: "sideGroup.join", sideGroupId: "veras-group" });
  await vera.ask("PUT", `/api/meetups/${slug}/push`, { body: { moved: true } });
  // From now on nobody has one of the meetups open.
  await server.kill("SIGKILL");
  await server.restart();
  const { padId } = (await olga.look(slug)).view.topics[0]!;
  const writer = new PadWriter(vera, padId);
  await writer.synced();
  writer.types("Written by Vera.");
  await writer.saved();
  const over = new Promise<number>((resolve) =>
    writer.provider.once("connection-close", (event) => resolve(event?.code ?? 0)),
  );
  const phone = new Visitor(server.url, "Vera's phone");
  const token = await linkOf(vera);
  await comesBack(phone, token);
  const watcher = await AgendaSocket.connect(olga);
  await watcher.follow(slug);

  const { status, headers } = await vera.ask("POST", "/api/me/erase");
  expect([status, headers.getSetCookie()[0]]).toEqual([204, expect.stringMatching(/^midcycle=; Max-Age=0/u)]);
  expect(await over).toBe(4009);
  writer.close();
  const isGone = async () => {
    for (const device of [vera, phone]) expect((await device.get("/api/me")).status).toBe(401);
    expect((await vera.command(slug, { type: "vote.cast", topicId })).status).toBe(401);
    expect((await comesBack(new Visitor(server.url), token)).status).toBe(403);
    const { view, seq } = await olga.look(slug);
    expect(view.topics[0]).toMatchObject({ title: "Packaging", votes: 1, comments: 1 });
    expect(view.sideGroups[0]).toMatchObject({ host: olga.id, members: [olga.id] });
    expect(view.people).toMatchObject({ count: 1, voted: 1 });
    expect((await olga.look(closed)).view.people).toMatchObject({ count: 0, organizers: [] });
    const exports = ["export.md", "export.json", "votes.csv", "history.atom", "schedule.json", `notes/${padId}.md`];
    const pads = ["who", "history"].map((what) => `/api/meetups/${slug}/pads/${padId}/${what}`);
    for (const path of [
      `/api/meetups/${slug}`,
      `/api/meetups/${slug}/log`,
      ...pads,
      ...exports.map((name) => `/m/${slug}/${name}`),
    ])
      expect([path, (await olga.get(path)).text.includes("Vanishing")]).toEqual([path, false]);
    expect((await olga.get(`/m/${slug}/notes/${padId}.md`)).text).toContain("Written by Vera.");
    return { view, seq };
  };
  const { view, seq } = await isGone();
  await watcher.reaches(seq);
  expect(watcher.replica!.view).toEqual(view);
  watcher.close();
  await server.kill("SIGKILL");
  await server.restart();
  await isGone();
  await server.kill("SIGTERM");
  for (const file of await readdir(server.dataDir))
    expect([file, (await readFile(join(server.dataDir, file), "latin1")).includes("Vanishing")]).toEqual([file, false]);
});
