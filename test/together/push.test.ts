import { afterAll, beforeAll, expect, test } from "vitest";
import { PushDevice, PushService, vapidClaims } from "../helpers/push-device.ts";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import type { Problem } from "./support/contract-types.ts";
import { Transcript } from "./support/transcript.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;
let service: PushService;
let olga: Visitor;
let vera: Visitor;

beforeAll(async () => {
  service = await PushService.starts();
  server = await startServer({ env: { MIDCYCLE_PUSH_HOSTS: service.origin } });
  [olga, vera] = [await named(server.url, "Olga"), await named(server.url, "Vera Votesonly")];
});
afterAll(async () => {
  await server.stop();
  await service.closes();
});

const put = (by: Visitor, subscription: unknown) => by.ask<Problem>("PUT", "/api/me/push", { body: { subscription } });

/** A running meetup with a session about a topic that Vera voted for. */
async function running(): Promise<string> {
  const { slug } = await olga.makesMeetup({ title: "Porto" });
  await olga.does(slug, { type: "topic.propose", id: "topic-001", title: "Upgrades" });
  await vera.does(slug, { type: "vote.cast", topicId: "topic-001" });
  for (const id of ["main-hall", "room-two0"]) await olga.does(slug, { type: "room.add", id, name: id });
  const times = { startsAt: "2027-03-09T13:00:00Z", endsAt: "2027-03-09T13:45:00Z" };
  await olga.does(slug, { type: "slot.add", id: "slot-0001", ...times });
  const cell = { topicIds: ["topic-001"], roomId: "main-hall", slotId: "slot-0001" };
  await olga.does(slug, { type: "session.schedule", id: "session-1", ...cell });
  await olga.does(slug, { type: "meetup.setPhase", phase: "running" });
  return slug;
}

const moveTo = (slug: string, roomId: string) =>
  olga.does(slug, { type: "session.move", sessionId: "session-1", roomId, slotId: "slot-0001" });

test("[P3] an address must be a push service's, with keys that can be used; every wrong field is named", async () => {
  const nobody = new Visitor(server.url, "nobody");
  const good = new PushDevice(service, "good").subscription;
  for (const path of ["/api/me/push", "/api/meetups/no-such-meetup/push"]) {
    expect((await nobody.get(path)).status).toBe(401);
    expect((await nobody.ask("PUT", path, { body: {} })).status).toBe(401);
    expect((await vera.post(path, {})).status).toBe(405);
  }
  for (const [subscription, fields] of [
    [undefined, ["subscription"]],
    [{ ...good, endpoint: "nowhere" }, ["subscription.endpoint"]],
    [{ ...good, endpoint: "javascript:alert(1)" }, ["subscription.endpoint"]],
    [{ ...good, endpoint: "https://me@fcm.googleapis.com/a" }, ["subscription.endpoint"]],
    [{ ...good, endpoint: `https://fcm.googleapis.com/${"x".repeat(1000)}` }, ["subscription.endpoint"]],
    [{ ...good, keys: { ...good.keys, auth: "AAAA" } }, ["subscription.keys.auth"]],
    [
      { ...good, keys: { ...good.keys, p256dh: Buffer.alloc(65, 4).toString("base64url") } },
      ["subscription.keys.p256dh"],
    ],
    [{ ...good, keys: { p256dh: 7 } }, ["subscription.keys.p256dh", "subscription.keys.auth"]],
    [{ ...good, name: "mine" }, ["subscription.name"]],
  ] as const) {
    const { status, body } = await put(vera, subscription);
    expect([subscription, status, body.errors?.map(({ path }) => path)]).toEqual([subscription, 422, fields]);
  }
  for (const endpoint of [
    "https://evil.example.org/push",
    "http://169.254.169.254/latest",
    "http://localhost:22/",
    "https://fcm.googleapis.com.evil.example.org/",
    "http://fcm.googleapis.com/fcm/send/a",
  ]) {
    const { status, body } = await put(vera, { ...good, endpoint });
    expect([endpoint, status, body.errors?.map(({ path }) => path)]).toEqual([
      endpoint,
      409,
      ["subscription.endpoint"],
    ]);
  }
  for (const endpoint of [
    "https://fcm.googleapis.com/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://wns2-par02p.notify.windows.com/w/?token=abc",
    "https://web.push.apple.com/abc",
  ])
    expect([endpoint, (await put(vera, { ...good, endpoint })).status]).toEqual([endpoint, 204]);
  // One device has one address.
  expect((await vera.get("/api/me/push")).body).toEqual({ endpoint: "https://web.push.apple.com/abc", devices: 1 });
  expect((await vera.ask("DELETE", "/api/me/push")).status).toBe(204);
  expect((await vera.get("/api/me/push")).body).toEqual({ endpoint: null, devices: 0 });

  const slug = await running();
  const choose = (body: unknown) => vera.ask<Problem>("PUT", `/api/meetups/${slug}/push`, { body });
  for (const [body, field] of [
    [{ moved: "yes" }, "moved"],
    [{ moved: true, votes: true }, "votes"],
  ] as const)
    expect(await choose(body)).toMatchObject({ status: 422, body: { errors: [{ path: field }] } });
  expect((await vera.ask("PUT", "/api/meetups/no-such-meetup/push", { body: {} })).status).toBe(404);
  expect((await choose({ soon: true })).body).toEqual({ moved: false, soon: true, sideGroups: false });
  expect((await choose({})).body).toEqual({ moved: false, soon: false, sideGroups: false });
});

test("[P2] what was chosen is told after kill -9 too, with the same keys, until the device is signed out", async () => {
  const slug = await running();
  const everything = new Transcript();
  const again = new Visitor(server.url, "Vera again", everything);
  again.cookie = vera.cookie;
  const nobody = new Visitor(server.url, "nobody", everything);
  const device = new PushDevice(service, "vera");
  expect((await put(vera, device.subscription)).status).toBe(204);
  await vera.ask("PUT", `/api/meetups/${slug}/push`, { body: { moved: true } });
  const key = (await nobody.get<{ publicKey: string }>("/api/push/key")).body.publicKey;
  expect(Buffer.from(key, "base64url")).toHaveLength(65);

  await moveTo(slug, "room-two0");
  await service.until(1);
  await server.kill("SIGKILL");
  await server.restart();
  for (const visitor of [olga, vera, again, nobody]) visitor.url = server.url;
  expect((await nobody.get<{ publicKey: string }>("/api/push/key")).body.publicKey).toBe(key);
  expect((await vera.get(`/api/meetups/${slug}/push`)).body).toEqual({ moved: true, soon: false, sideGroups: false });
  await moveTo(slug, "main-hall");
  await service.until(2);
  expect(device.shown).toMatchObject([
    { title: "Porto", body: "Moved: Upgrades is now in room-two0, 2027-03-09 13:00" },
    { title: "Porto", body: "Moved: Upgrades is now in main-hall, 2027-03-09 13:00" },
  ]);
  for (const each of service.pushed) expect(vapidClaims(each, key)).toMatchObject({ aud: service.origin });

  // Who is told, and where, comes out of nothing; and being told puts nobody on view.
  const watcher = await AgendaSocket.connect(nobody, { transcript: everything });
  await watcher.follow(slug);
  for (const path of ["", "/log"]) await nobody.get(`/api/meetups/${slug}${path}`);
  for (const path of ["export.json", "export.md", "now.json"]) await nobody.get(`/m/${slug}/${path}`);
  await again.get(`/api/meetups/${slug}/push`);
  for (const secret of [vera.id, "Votesonly", device.path, device.subscription.keys.auth, "privateKey"])
    expect(everything.whereSaid(secret)).toEqual([]);
  expect(server.output()).not.toContain(device.path);
  watcher.close();

  await vera.ask("DELETE", "/api/me");
  await moveTo(slug, "room-two0");
  // Another device of somebody else's is told later, and this one is not.
  const other = await named(server.url, "Mona");
  const hers = new PushDevice(service, "mona");
  await put(other, hers.subscription);
  await other.does(slug, { type: "vote.cast", topicId: "topic-001" }).catch(() => undefined);
  await olga.does(slug, { type: "session.edit", sessionId: "session-1", moderators: [{ personId: other.id }] });
  await other.ask("PUT", `/api/meetups/${slug}/push`, { body: { moved: true } });
  await moveTo(slug, "main-hall");
  await service.until(3);
  expect([device.shown.length, hers.shown.length]).toEqual([2, 1]);

  // A meetup that is deleted is told of no more, and a new start finds nothing of it.
  await olga.does(slug, { type: "meetup.delete" });
  await server.kill("SIGTERM");
  await server.restart();
  expect(server.output()).not.toContain("fault");
});
