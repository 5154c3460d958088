import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { AgendaSocket } from "./support/agenda-socket.ts";
import { freshId } from "./support/fresh-id.ts";
import { rawRequest, upgradeStatus } from "./support/raw-request.ts";
import { named, Visitor, type Answer } from "./support/visitor.ts";

let server: ServerProcess;
/** The same behind a proxy on this machine. */
let proxied: ServerProcess;

beforeAll(async () => {
  const env = {
    MIDCYCLE_LIMIT_PROPOSALS: "3",
    MIDCYCLE_LIMIT_MEETUPS_PER_HOUR: "2",
    MIDCYCLE_LIMIT_PEOPLE_BURST: "12",
    MIDCYCLE_LIMIT_PEOPLE_PER_MINUTE: "0",
    MIDCYCLE_LIMIT_FAILED_CODES_PER_MINUTE: "5",
    MIDCYCLE_LIMIT_CONNECTIONS: "3",
  };
  [server, proxied] = await Promise.all([
    startServer({ env }),
    startServer({ env: { ...env, TRUST_PROXY: "127.0.0.1" } }),
  ]);
});
afterAll(() => Promise.all([server.stop(), proxied.stop()]));

function countOf(status: number, answers: readonly { status: number }[]): number {
  return answers.filter((answer) => answer.status === status).length;
}

function atOnce(count: number, ask: (n: number) => Promise<Answer>): Promise<Answer[]> {
  return Promise.all(Array.from({ length: count }, (_, n) => ask(n)));
}

test("[C3] guesses of join codes sent all at once are limited like those sent one by one", async () => {
  const nobody = new Visitor(server.url);
  const answers = await atOnce(40, (n) => nobody.get(`/j/ZZZZ-${n + 10}`));
  expect([countOf(404, answers), countOf(429, answers)]).toEqual([5, 35]);
});

test("[C3] a header that no proxy of ours has sent doesn't make somebody else of anyone", async () => {
  const ask = (n: number) =>
    new Visitor(server.url).get(`/j/ZZZZ-${n}`, { "X-Forwarded-For": `192.0.2.${n}`, "X-Real-IP": `192.0.2.${n}` });
  expect(countOf(429, await atOnce(30, (n) => ask(n + 20)))).toBeGreaterThanOrEqual(25);
});

test("[C3] behind a proxy each address has its own limit, a whole IPv6 network is one, and made-up ones count for nothing", async () => {
  const guess = (forwarded: string) => new Visitor(proxied.url).get("/j/ZZZZ-10", { "X-Forwarded-For": forwarded });
  const others = await atOnce(10, (n) => guess(`203.0.113.9, 192.0.2.${n}`));
  expect(countOf(404, others)).toBe(10);
  const oneNetwork = await atOnce(10, (n) => guess(`2001:db8:1:2::${n + 1}`));
  expect([countOf(404, oneNetwork), countOf(429, oneNetwork)]).toEqual([5, 5]);
  const madeUp = await atOnce(10, (n) => guess(`198.51.100.${n}, 192.0.2.77`));
  expect([countOf(404, madeUp), countOf(429, madeUp)]).toEqual([5, 5]);
});

test("[C3] meetups and proposals asked for all at once are limited like those asked for one by one", async () => {
  const olga = await named(server.url, "Olga");
  const made = await atOnce(12, (n) => olga.post("/api/meetups", { title: `Meetup ${n}` }));
  expect([countOf(201, made), countOf(429, made)]).toEqual([2, 10]);
  const { slug } = made.find(({ status }) => status === 201)!.body as { slug: string };
  const pete = await named(server.url, "Pete");
  const proposed = await atOnce(12, () =>
    pete.command(slug, { type: "topic.propose", id: freshId("topic"), title: "Again" }),
  );
  expect([countOf(200, proposed), countOf(429, proposed)]).toEqual([3, 9]);
  expect((await pete.look(slug)).view.topics).toHaveLength(3);
});

test("[A2] the same wish asked for all at once makes one meetup, though no more than that is left of the hour", async () => {
  const rob = await named(server.url, "Rob");
  expect((await rob.post("/api/meetups", { title: "Rob's first" })).status).toBe(201);
  const answers = await atOnce(8, () => rob.post("/api/meetups", { id: "robs-second", title: "Rob's second" }));
  expect([countOf(201, answers), countOf(200, answers)]).toEqual([1, 7]);
  expect(new Set(answers.map(({ body }) => (body as { slug: string }).slug)).size).toBe(1);
});

test("[C3] a refused wish for a meetup costs none", async () => {
  const mia = await named(server.url, "Mia");
  const slug = `taken-${freshId("slug")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/gu, "")}`;
  expect((await mia.post("/api/meetups", { title: "Mia's", slug })).status).toBe(201);
  for (let n = 0; n < 3; n++) expect((await mia.post("/api/meetups", { title: "Mia's", slug })).status).toBe(409);
  expect((await mia.post("/api/meetups", { title: "Mia's second" })).status).toBe(201);
});

test("[C3] new people asking all at once are limited like those asking one by one", async () => {
  const headers = { "X-Forwarded-For": "192.0.2.50" };
  const answers = await atOnce(30, (n) =>
    new Visitor(proxied.url).ask("PUT", "/api/me", { body: { name: `Person ${n}` }, headers }),
  );
  expect([countOf(201, answers), countOf(429, answers)]).toEqual([12, 18]);
});

test("[C3] connections: so many an address over all doors, and a closed one makes room", async () => {
  const { url } = proxied;
  const from = (address: string) => ({ "X-Forwarded-For": address });
  const visitor = new Visitor(url);
  const agenda = (transport: "polling" | "websocket") =>
    AgendaSocket.connect(visitor, { transports: [transport], extraHeaders: from("192.0.2.1") });
  const polling = await agenda("polling");
  const direct = await agenda("websocket");
  // One that begins with polling and goes on as a WebSocket is one connection.
  const both = await AgendaSocket.connect(visitor, {
    transports: ["polling", "websocket"],
    extraHeaders: from("192.0.2.1"),
  });
  if (both.socket.io.engine.transport.name !== "websocket")
    await new Promise<void>((resolve) => both.socket.io.engine.once("upgrade", () => resolve()));

  expect(await upgradeStatus(url, "/notes/unknown-pad", from("192.0.2.1"))).toBe(429);
  expect(await upgradeStatus(url, "/socket.io/?EIO=4&transport=websocket", from("192.0.2.1"))).toBe(429);
  const upgrade = { Connection: "Upgrade", Upgrade: "websocket", ...from("192.0.2.1") };
  for (const [path, headers] of [
    ["/socket.io/?EIO=4&transport=polling", from("192.0.2.1")],
    ["/socket.io/?EIO=4&transport=websocket", upgrade],
    ["/notes/unknown-pad", upgrade],
  ] as const) {
    const refused = await rawRequest(url, { path, headers });
    expect(refused.status, path).toBe(429);
    expect(refused.headers["content-type"], path).toMatch(/^application\/problem\+json/u);
    expect(Number(refused.headers["retry-after"]), path).toBeGreaterThan(0);
    expect(JSON.parse(refused.text), path).toMatchObject({ status: 429, title: expect.any(String) });
  }
  expect(await upgradeStatus(url, "/notes/unknown-pad", from("192.0.2.2"))).toBe(101);

  for (const socket of [polling, direct, both]) socket.close();
  await expect.poll(() => upgradeStatus(url, "/notes/unknown-pad", from("192.0.2.1"))).toBe(101);
  const ana = await named(url, "Ana");
  const address = `/notes/${await ana.makesPad((await ana.makesMeetup()).slug)}`;
  const open = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const pad = new WebSocket(`${url.replace("http", "ws")}${address}`, { headers: from("192.0.2.3") });
      await once(pad, "open");
      return pad;
    }),
  );
  expect(await upgradeStatus(url, address, from("192.0.2.3"))).toBe(429);
  expect(await upgradeStatus(url, "/socket.io/?EIO=4&transport=websocket", from("192.0.2.3"))).toBe(429);
  for (const pad of open) pad.terminate();
  await expect.poll(() => upgradeStatus(url, address, from("192.0.2.3"))).toBe(101);
});

test("a refused upgrade ends the connection, also when the other side keeps its end open", async () => {
  const { hostname, port } = new URL(server.url);
  const socket: Socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.write(
    `GET /nowhere HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  );
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
  await once(socket, "end");
  expect(answer).toMatch(/^HTTP\/1\.1 404 /u);
  const broken = once(socket, "error");
  const writing = setInterval(() => socket.write("anybody there?"), 20);
  expect(await broken).toBeTruthy();
  clearInterval(writing);
  socket.destroy();
});

test("[C22] connections on which nothing is asked are kept for longer than proxies keep theirs, where there is one", async () => {
  const kept = async ({ url }: ServerProcess) => (await new Visitor(url).get("/healthz")).headers.get("keep-alive");
  expect(await Promise.all([server, proxied].map(kept))).toEqual(["timeout=5", "timeout=130"]);
});
