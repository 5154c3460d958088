import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { WebhookReceiver } from "../helpers/webhook-receiver.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import type { Problem } from "./support/contract-types.ts";
import { Transcript } from "./support/transcript.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;
let receiver: WebhookReceiver;
let olga: Visitor;
let ana: Visitor;

beforeAll(async () => {
  receiver = await WebhookReceiver.starts();
  server = await startServer({ env: { MIDCYCLE_WEBHOOK_HOSTS: `chat.example.org,${new URL(receiver.url).origin}` } });
  [olga, ana] = [await named(server.url, "Olga"), await named(server.url, "Ana")];
});
afterAll(async () => {
  await server.stop();
  await receiver.closes();
});

test("[B3] is set, seen and removed by organizers, who are told the secret once; nothing else says anything of it", async () => {
  const everything = new Transcript();
  const { slug } = await olga.makesMeetup({ listed: true });
  const path = `/api/meetups/${slug}/webhook`;
  const nobody = new Visitor(server.url, "nobody", everything);
  const set = (by: Visitor, body: unknown) => by.ask<Problem>("PUT", path, { body });
  expect((await set(nobody, { url: receiver.url })).status).toBe(401);
  expect((await set(ana, { url: receiver.url })).status).toBe(403);
  expect((await ana.get(path)).status).toBe(403);
  expect((await nobody.get(path)).status).toBe(401);
  expect((await ana.ask("DELETE", path)).status).toBe(403);
  expect((await olga.post(path, {})).status).toBe(405);
  expect((await olga.ask("PUT", "/api/meetups/no-such-meetup/webhook", { body: { url: receiver.url } })).status).toBe(
    404,
  );
  for (const [body, field] of [
    [{}, "url"],
    [{ url: 7 }, "url"],
    [{ url: "chat" }, "url"],
    [{ url: "file:///etc/passwd" }, "url"],
    [{ url: "https://me:secret@chat.example.org/" }, "url"],
    [{ url: "https:me@chat.example.org" }, "url"],
    [{ url: "https://chat.example.org/#part" }, "url"],
    [{ url: `https://chat.example.org/${"x".repeat(500)}` }, "url"],
    [{ url: "https://chat.example.org/", secret: "mine" }, "secret"],
  ] as const) {
    const answer = await set(olga, body);
    expect([body, answer.status, answer.body.errors?.map((error) => error.path)]).toEqual([body, 422, [field]]);
  }
  for (const url of [
    "https://evil.example.org/",
    "http://chat.example.org/",
    "http://169.254.169.254/",
    "http://localhost/",
  ]) {
    const answer = await set(olga, { url });
    expect([url, answer.status, answer.body.errors?.map((error) => error.path)]).toEqual([url, 409, ["url"]]);
  }
  expect((await olga.get(path)).body).toEqual({
    hosts: ["chat.example.org", new URL(receiver.url).origin],
    webhook: null,
  });

  const watcher = await AgendaSocket.connect(olga, { transcript: everything });
  await watcher.follow(slug);
  const url = `${receiver.url}?token=of-the-channel`;
  const made = await olga.ask<{ url: string; secret: string }>("PUT", path, { body: { url } });
  expect([made.status, made.body]).toEqual([200, { url, secret: expect.stringMatching(/^[\w-]{20,}$/u) }]);
  const { secret } = made.body;
  const before = receiver.received.length;
  const asked = Math.floor(Date.now() / 1000);
  const until = "2026-12-01T10:00:00Z";
  const seq = await olga.does(slug, { type: "announcement.add", id: "announce-1", text: "Lunch is served", until });
  await receiver.until((all) => all.some(({ message }) => message.text === "Lunch is served"), "lunch");
  expect(receiver.received.length).toBeGreaterThanOrEqual(before);
  expect(receiver.isSigned(receiver.received.at(-1)!, secret)).toBe(true);
  const sent = Number(receiver.received.at(-1)!.headers["x-midcycle-timestamp"]);
  expect(sent).toBeGreaterThanOrEqual(asked);
  expect(sent).toBeLessThanOrEqual(Date.now() / 1000);
  await watcher.reaches(seq);
  await expect
    .poll(async () => (await olga.get<{ webhook: unknown }>(path)).body.webhook)
    .toMatchObject({ url, dropped: 0, last: { type: "announcement.added", ok: true, status: 204 } });
  const again = new Visitor(server.url, "Olga again", everything);
  again.cookie = olga.cookie;
  for (const visitor of [again, nobody])
    for (const each of ["", "/log"]) await visitor.get(`/api/meetups/${slug}${each}`);
  for (const each of ["export.json", "export.md", "history.atom", "now.json"]) await nobody.get(`/m/${slug}/${each}`);
  for (const told of [secret, "of-the-channel", "127.0.0.1:" + new URL(receiver.url).port])
    expect(everything.whereSaid(told)).toEqual([]);
  expect((await olga.get(path)).text).not.toContain(secret);
  expect(server.output()).not.toContain(secret);

  expect((await olga.ask("DELETE", path)).status).toBe(204);
  expect((await olga.ask("DELETE", path)).status).toBe(204);
  expect((await olga.get<{ webhook: unknown }>(path)).body.webhook).toBeNull();
  watcher.close();
});

test("[B2] what happened while the receiver was gone and the server was killed arrives, in order, and delays nobody", async () => {
  const { slug } = await olga.makesMeetup();
  const { body } = await olga.ask<{ secret: string }>("PUT", `/api/meetups/${slug}/webhook`, {
    body: { url: receiver.url },
  });
  const own = () => receiver.received.filter(({ message }) => message.meetup.slug === slug);
  await receiver.until(() => own().length === 1, "a greeting");
  receiver.manner = "hangs";
  const announce = (number: number) =>
    olga.does(slug, {
      type: "announcement.add",
      id: `announce-${number}`,
      text: `News ${number}`,
      until: "2027-01-01T00:00:00Z",
    });
  await announce(1);
  await receiver.until(() => own().length === 2, "the first, that is never answered");
  // While it hangs, as it does until it is closed, people go on.
  for (const number of [2, 3, 4]) await announce(number);
  await server.kill("SIGKILL");
  await receiver.closes();
  await server.restart();
  for (const visitor of [olga, ana]) visitor.url = server.url;
  await announce(5);
  receiver.manner = "takes";
  await receiver.listens();
  await receiver.until(() => own().some(({ message }) => message.text === "News 5"), "all of them");
  const texts = own().map(({ message }) => message.text);
  expect(texts.filter((text, index) => text !== texts[index - 1]).slice(1)).toEqual(
    [1, 2, 3, 4, 5].map((number) => `News ${number}`),
  );
  for (const each of own()) expect(receiver.isSigned(each, body.secret)).toBe(true);

  // Deleted, it is told nothing more, not even after a restart.
  await olga.does(slug, { type: "meetup.delete" });
  const count = own().length;
  await server.kill("SIGTERM");
  await server.restart();
  for (const visitor of [olga, ana]) visitor.url = server.url;
  const { slug: other } = await olga.makesMeetup();
  await olga.ask("PUT", `/api/meetups/${other}/webhook`, { body: { url: receiver.url } });
  await receiver.until((all) => all.at(-1)?.message.meetup.slug === other, "the greeting of another");
  expect(own().length).toBe(count);
});

test("[B3] without hosts in the settings there are no webhooks, and a wrong setting is named at the start", async () => {
  const closed = await startServer();
  onTestFinished(() => closed.stop());
  const visitor = await named(closed.url, "Olga");
  const { slug } = await visitor.makesMeetup();
  const answer = await visitor.ask<Problem>("PUT", `/api/meetups/${slug}/webhook`, { body: { url: receiver.url } });
  expect([answer.status, answer.body.title]).toEqual([409, "Webhooks are off"]);
  expect((await visitor.get(`/api/meetups/${slug}/webhook`)).body).toEqual({ hosts: [], webhook: null });
  await expect(startServer({ env: { MIDCYCLE_WEBHOOK_HOSTS: "https://a.example/path" } })).rejects.toThrow(
    /MIDCYCLE_WEBHOOK_HOSTS must list hosts/u,
  );
});
