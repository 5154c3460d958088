import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problem } from "../../shared/problem.ts";
import { addCreateKey } from "../../server/people/create-keys.ts";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { freePort } from "./support/free-port.ts";
import { rawRequest, upgradeStatus } from "./support/raw-request.ts";
import { named, Visitor } from "./support/visitor.ts";

const POLLING = "/socket.io/?EIO=4&transport=polling";
const LIVE = "/socket.io/?EIO=4&transport=websocket";

describe("[C5] without a configured origin", () => {
  let server: ServerProcess;
  let own: string;
  let ana: Visitor;
  let slug: string;
  let padId: string;

  beforeAll(async () => {
    server = await startServer();
    own = new URL(server.url).origin;
    ana = await named(server.url, "Ana");
    ({ slug } = await ana.makesMeetup());
    await ana.proposes(slug, "Packaging");
    padId = (await ana.look(slug)).view.topics[0]!.padId;
  });
  afterAll(() => server.stop());

  const foreign: [what: string, headers: Record<string, string>][] = [
    ["another site's Origin", { Origin: "https://evil.example" }],
    ["a null Origin", { Origin: "null" }],
    ["an Origin with another port", { Origin: "http://127.0.0.1:1" }],
    ["an Origin that only starts like ours", { Origin: "OWN.evil.example" }],
    ["our Origin under https", { Origin: "SECURE" }],
  ];
  const as = (headers: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(headers).map(([key, value]) => [
        key,
        value.replace("OWN", own).replace("SECURE", own.replace("http:", "https:")),
      ]),
    );

  test.each(foreign)("%s is 403 everywhere: reading, writing, polling and both upgrades", async (_what, template) => {
    const headers = as(template);
    const cookie = { Cookie: ana.cookie! };
    const json = { "Content-Type": "application/json" };
    const before = await ana.look(slug);
    const http: [method: string, path: string, body?: string][] = [
      ["GET", "/api/meetups"],
      ["GET", `/api/meetups/${slug}`],
      ["GET", "/healthz"],
      ["GET", `/m/${slug}/export.md`],
      ["PUT", "/api/me", '{"name":"Eve"}'],
      ["POST", "/api/meetups", '{"title":"Evil"}'],
      ["POST", `/api/meetups/${slug}/commands`, '{"type":"meetup.delete"}'],
      // Before all other checks: the method, the type and the syntax don't matter yet.
      ["DELETE", "/api/meetups"],
      ["POST", `/api/meetups/${slug}/commands`, "{"],
      ["GET", POLLING],
      ["POST", POLLING, "40"],
    ];
    for (const [method, path, body] of http) {
      const answer = await rawRequest(server.url, {
        method,
        path,
        headers: { ...cookie, ...json, ...headers },
        ...(body !== undefined && { body }),
      });
      expect([method, path, answer.status]).toEqual([method, path, 403]);
      expect(answer.headers["set-cookie"]).toBeUndefined();
      if (!path.startsWith("/socket.io"))
        expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/u);
    }
    expect(await upgradeStatus(server.url, LIVE, { ...cookie, ...headers })).toBe(403);
    expect(await upgradeStatus(server.url, `/notes/${padId}`, { ...cookie, ...headers })).toBe(403);
    expect(await ana.look(slug)).toEqual(before);
  });

  test("a request from another site's page is 403 where it could write, even without an Origin", async () => {
    const crossSite = { Cookie: ana.cookie!, "Sec-Fetch-Site": "cross-site" };
    const post = await rawRequest(server.url, {
      method: "POST",
      path: "/api/meetups",
      headers: { ...crossSite, "Content-Type": "application/json" },
      body: '{"title":"Evil"}',
    });
    expect(post.status).toBe(403);
    expect((await rawRequest(server.url, { method: "DELETE", path: "/api/me", headers: crossSite })).status).toBe(403);
    expect(await upgradeStatus(server.url, LIVE, crossSite)).toBe(403);
    expect(await upgradeStatus(server.url, `/notes/${padId}`, crossSite)).toBe(403);
    // Following a link from another site is reading.
    expect((await rawRequest(server.url, { path: `/m/${slug}`, headers: crossSite })).status).toBe(200);
    expect((await ana.get("/api/me")).status).toBe(200);
  });

  test("our own pages, and programs that are no browsers, are let in", async () => {
    for (const headers of [{ Origin: own, "Sec-Fetch-Site": "same-origin" }, { Origin: own }, {}] as Record<
      string,
      string
    >[]) {
      expect((await rawRequest(server.url, { path: "/api/meetups", headers })).status).toBe(200);
      expect((await rawRequest(server.url, { path: POLLING, headers })).status).toBe(200);
      expect(await upgradeStatus(server.url, LIVE, headers)).toBe(101);
      expect(await upgradeStatus(server.url, `/notes/${padId}`, headers)).toBe(101);
    }
  });

  test("a Host that others could point here is 421, before anything else", async () => {
    for (const host of [
      "evil.example",
      `evil.example:${new URL(own).port}`,
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "user@127.0.0.1",
      "127.1",
      "2130706433",
      "[::1",
      "[localhost]",
    ]) {
      const headers = { Host: host, Origin: `http://${host}`, "Content-Type": "application/json" };
      for (const [method, path] of [
        ["GET", "/api/meetups"],
        ["GET", "/"],
        ["GET", "/healthz"],
        ["PUT", "/api/me"],
        ["PATCH", "/api/me"],
      ] as const) {
        const answer = await rawRequest(server.url, {
          method,
          path,
          headers,
          ...(method === "GET" ? {} : { body: "{}" }),
        });
        expect([host, path, answer.status]).toEqual([host, path, 421]);
        expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/u);
      }
      expect(await upgradeStatus(server.url, `/notes/${padId}`, { Host: host })).toBe(421);
      expect(await upgradeStatus(server.url, LIVE, { Host: host })).toBe(421);
      expect((await rawRequest(server.url, { path: POLLING, headers: { Host: host } })).status).toBe(421);
    }
    const { port } = new URL(own);
    // What only reads as a name of this machine once it is taken for an address.
    for (const host of [
      "localhost/x",
      "localhost?x",
      "localhost#x",
      "localhost:80:80",
      "127.1",
      "2130706433",
      "0x7f.1",
    ])
      expect([host, (await rawRequest(server.url, { path: "/healthz", headers: { Host: host } })).status]).toEqual([
        host,
        421,
      ]);
    const own6 = ["[::1]:3000", "[::ffff:127.0.0.1]", "[0:0:0:0:0:0:0:1]:3000"];
    for (const host of ["localhost", `LocalHost:${port}`, `127.0.0.1:${port}`, "192.168.1.20:8080", ...own6])
      expect([host, (await rawRequest(server.url, { path: "/api/meetups", headers: { Host: host } })).status]).toEqual([
        host,
        200,
      ]);
  });

  test("an upgrade to an address that has none ends at once", async () => {
    for (const path of ["/", "/notes", "/notes/", "/notes/a/b", "/api/meetups", "/elsewhere"])
      expect([path, await upgradeStatus(server.url, path, {})]).toEqual([path, 404]);
  });

  test("a Socket.IO client that announces another Origin never connects", async () => {
    const socket = io(server.url, {
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
      extraHeaders: { Origin: "https://evil.example" },
    });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", () => reject(new Error("It connected")));
      socket.once("connect_error", () => resolve());
    });
    socket.disconnect();
  });
});

describe("[C5] with a configured origin", () => {
  let server: ServerProcess;
  let door: string;
  const site = "https://meet.example.org";
  const ask = (path: string, headers: Record<string, string>, method = "GET", body?: string) =>
    rawRequest(door, {
      method,
      path,
      headers: { Host: "meet.example.org", ...headers },
      ...(body !== undefined && { body }),
    });

  beforeAll(async () => {
    const port = String(await freePort());
    door = `http://127.0.0.1:${port}`;
    server = await startServer({ env: { PORT: port, PUBLIC_URL: site, CREATE: "anyone" } });
  });
  afterAll(() => server.stop());

  test("its Host and Origin are let in, others refused", async () => {
    expect((await ask("/api/meetups", { Origin: site })).status).toBe(200);
    expect((await ask("/api/meetups", { Origin: "http://meet.example.org" })).status).toBe(403);
    expect((await ask("/api/meetups", { Origin: "https://evil.example" })).status).toBe(403);
    expect((await ask("/api/meetups", { Host: "Meet.example.org:443", Origin: site })).status).toBe(200);
    for (const Host of ["other.example.org", "meet.example.org:80"])
      expect((await ask("/api/meetups", { Host })).status).toBe(421);
    expect(await upgradeStatus(door, LIVE, { Host: "meet.example.org", Origin: site })).toBe(101);
    expect(await upgradeStatus(door, LIVE, { Host: "meet.example.org", Origin: "https://evil.example" })).toBe(403);
  });

  test("[C6] under https the cookie is Secure, and links lead to the configured origin", async () => {
    const json = { "Content-Type": "application/json", Origin: site };
    const me = await ask("/api/me", json, "PUT", '{"name":"Ana"}');
    const [cookie] = me.headers["set-cookie"] as string[];
    expect(cookie).toMatch(/; *Secure/iu);
    const made = await ask("/api/meetups", { ...json, Cookie: cookie!.split(";")[0]! }, "POST", '{"title":"Porto"}');
    expect(made.status).toBe(201);
    expect((JSON.parse(made.text) as { organizerUrl: string }).organizerUrl).toMatch(
      /^https:\/\/meet\.example\.org\/m\/[^#]+#organizer=\S{22,}$/u,
    );
  });
});

test("[C6] once an origin is configured, meetups are made with a key only, unless told otherwise", async () => {
  const port = String(await freePort());
  const door = `http://127.0.0.1:${port}`;
  const server = await startServer({ env: { PORT: port, PUBLIC_URL: "http://meet.example.org" } });
  try {
    const headers = { Host: "meet.example.org", "Content-Type": "application/json" };
    const me = await rawRequest(door, { method: "PUT", path: "/api/me", headers, body: '{"name":"Ana"}' });
    const cookie = (me.headers["set-cookie"] as string[])[0]!.split(";")[0]!;
    const make = (more: Record<string, string>) =>
      rawRequest(door, {
        method: "POST",
        path: "/api/meetups",
        headers: { ...headers, Cookie: cookie, ...more },
        body: '{"title":"Porto"}',
      });
    const { status, text } = await make({});
    expect([status, JSON.parse(text).type]).toEqual([403, problem("creation-key").type]);
    expect((await make({ Authorization: "Bearer not-one-of-the-keys-at-all" })).status).toBe(403);
    // One is added while the server runs.
    const key = await addCreateKey(server.dataDir);
    expect((await make({ Authorization: "Bearer not-one-of-the-keys-at-all" })).status).toBe(403);
    expect((await make({ Authorization: `Basic ${key}` })).status).toBe(403);
    expect((await make({})).status).toBe(403);
    expect((await make({ Authorization: `Bearer ${key}` })).status).toBe(201);
    expect(await readFile(join(server.dataDir, "create-keys"), "utf8")).not.toContain(key);
  } finally {
    await server.stop();
  }
});
