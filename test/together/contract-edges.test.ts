import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { problem } from "../../shared/problem.ts";
import { addCreateKey } from "../../server/people/create-keys.ts";
import { startServer, type ServerProcess } from "../helpers/server-process.ts";
import { sharedServer } from "../helpers/shared-server.ts";
import { PadWriter } from "./support/pad-writer.ts";
import { rawRequest } from "./support/raw-request.ts";
import { named, Visitor } from "./support/visitor.ts";

let server: ServerProcess;
let ana: Visitor;

beforeAll(async () => {
  server = await sharedServer();
  ana = await named(server.url, "Ana");
});

test("[C5] a request that says two hosts, or another in its address than in its Host, is 421", async () => {
  const { host, hostname, port } = new URL(server.url);
  const ask = async (line: string, ...hosts: string[]) => {
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    socket.write([line, ...hosts.map((each) => `Host: ${each}`), "Connection: close", "", ""].join("\r\n"));
    return Number((await text(socket)).split(" ")[1]);
  };
  expect(await ask("GET /api/meetups HTTP/1.1", host)).toBe(200);
  expect(await ask("GET /api/meetups HTTP/1.1", host, "evil.example")).toBe(421);
  expect(await ask("GET /api/meetups HTTP/1.1", host, host)).toBe(421);
  expect(await ask(`GET http://${host}/api/meetups HTTP/1.1`, host)).toBe(200);
  expect(await ask("GET http://evil.example/api/meetups HTTP/1.1", host)).toBe(421);
  expect((await rawRequest(server.url, { path: "//evil.example/api/meetups", headers: { Host: host } })).status).toBe(
    404,
  );
});

test("[C6] a key for making meetups counts however its scheme is spelled", async () => {
  const keyed = await startServer({ env: { CREATE: "key" } });
  onTestFinished(() => keyed.stop());
  const bo = await named(keyed.url, "Bo");
  const key = await addCreateKey(keyed.dataDir);
  const make = (authorization: string) =>
    bo.post("/api/meetups", { title: "Porto" }, { Authorization: authorization }).then(({ status }) => status);
  expect(await make(`bearer ${key}`)).toBe(201);
  expect(await make(`BEARER  ${key}`)).toBe(201);
  expect(await make(`Bearer${key}`)).toBe(403);
  expect(await make(`bearer ${key.toLowerCase()}x`)).toBe(403);
});

test("[C20] a page's address means the same with characters that are written out", async () => {
  const { slug } = await ana.makesMeetup({ slug: "porto-day" });
  const nobody = new Visitor(server.url, "nobody");
  for (const page of ["", "/7", "/schedule"]) {
    expect((await nobody.get(`/m/${slug}${page}`)).status).toBe(200);
    expect((await nobody.get(`/m/%70orto%2Dday${page}`)).status).toBe(200);
  }
  expect((await nobody.get(`/m/${slug}/%37`)).status).toBe(200);
  expect((await nobody.get(`/m/${slug}/%2e%2e%2fnothing`)).status).toBe(404);
  expect((await nobody.get(`/m/${slug}/%ff`)).status).toBe(404);
});

test("[C21] the ready line names the address that it listens at up to the next space, with a configured origin too", async () => {
  const elsewhere = await startServer({ env: { PUBLIC_URL: "https://meet.example.org" } });
  onTestFinished(() => elsewhere.stop());
  for (const output of [server.output(), elsewhere.output()])
    expect(/https?:\/\/\S+/u.exec(output)?.[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/?$/u);
  expect(elsewhere.output()).toMatch(/ https:\/\/meet\.example\.org$/mu);
});

test("[I2] two who are joined twice at the same moment are one, and every answer says so", async () => {
  const [one, other] = [await named(server.url, "One"), await named(server.url, "Other")];
  const { url } = (await one.post<{ url: string }>("/api/me/link", {})).body;
  const token = new URL(url).hash.replace("#return=", "");
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => other.post("/api/me/return", { token, join: true })),
  );
  expect(answers.map(({ status, body }) => [status, body])).toEqual(
    answers.map(() => [200, expect.objectContaining({ id: one.id, name: "One" })]),
  );
});

test("[N10] who takes another name while notes are open is seen by it with their next sign of life", async () => {
  const { slug } = await ana.makesMeetup();
  await ana.proposes(slug, "Packaging");
  const { padId } = (await ana.look(slug)).view.topics[0]!;
  const bo = await named(server.url, "Bo");
  const [writer, watcher] = [new PadWriter(bo, padId), new PadWriter(ana, padId)];
  onTestFinished(() => [writer, watcher].forEach((each) => each.close()));
  await Promise.all([writer.synced(), watcher.synced()]);
  const nameOfBo = () =>
    (watcher.provider.awareness.getStates().get(writer.doc.clientID)?.["user"] as { name: string } | undefined)?.name;
  writer.provider.awareness.setLocalState({ cursor: 1 });
  await expect.poll(nameOfBo).toBe("Bo");
  await bo.takeName("Boris");
  writer.provider.awareness.setLocalState({ cursor: 2 });
  await expect.poll(nameOfBo).toBe("Boris");
});

test("[C3] what can't be read as a request is refused with a problem, and its connection ends", async () => {
  const { host, hostname, port } = new URL(server.url);
  const say = async (words: string) => {
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    socket.write(words);
    const [head = "", body = ""] = (await text(socket)).split("\r\n\r\n");
    expect(head).toMatch(/^content-type: application\/problem\+json/imu);
    const { status, type } = JSON.parse(body) as { status: number; type: string };
    expect(head).toContain(`HTTP/1.1 ${status} `);
    return [status, type];
  };
  expect(await say("nonsense\r\n\r\n")).toEqual([400, problem("not-http").type]);
  const post = `POST /api/meetups HTTP/1.1\r\nHost: ${host}\r\n`;
  expect(await say(`${post}Content-Length: -1\r\n\r\n`)).toEqual([400, problem("not-http").type]);
  const long = "a".repeat(100_000);
  expect(await say(`GET /${long} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toEqual([431, problem("headers-too-long").type]);
  expect((await ana.get("/api/me")).status).toBe(200);
});
