import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { systemClock, systemTimers } from "../../server/clock.ts";
import { configFrom } from "../../server/config.ts";
import { createMidcycleServer } from "../../server/midcycle-server.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { ToldTimers } from "../helpers/told-timers.ts";
import { named } from "../together/support/visitor.ts";

/** What may wait for so long, in ms, is waited for in time that passes when told. */
const LONG_MS = 1000;

test("[C7] nobody holds the server up: neither who doesn't answer the end, nor who was refused, nor who never finishes asking", async () => {
  await using ends = new AsyncDisposableStack();
  const folder = await temporaryFolder();
  ends.defer(() => folder.remove());
  const told = new ToldTimers();
  const store = new InMemoryLogStore();
  ends.defer(() => store.close());
  const faults: string[] = [];
  const server = createMidcycleServer({
    config: configFrom({ PORT: "0", MIDCYCLE_DATA: folder.path }),
    store,
    clock: systemClock,
    timers: { ...systemTimers, after: (ms, then) => (ms < LONG_MS ? systemTimers : told).after(ms, then) },
    report: (where, error) => void faults.push(`${where}: ${String(error)}`),
    distDir: folder.path,
  });
  const url = new URL(await server.listen());
  const ana = await named(url.origin, "Ana");
  const { slug } = await ana.makesMeetup();
  const padId = await ana.makesPad(slug);
  const asleep = [`/notes/${padId}`, "/socket.io/?EIO=4&transport=websocket"].map(
    (path) => new WebSocket(url.origin.replace("http", "ws") + path),
  );
  ends.defer(() => asleep.forEach((socket) => socket.terminate()));
  await Promise.all(asleep.map((socket) => once(socket, "open")));
  for (const socket of asleep) socket.pause();
  const host = `HTTP/1.1\r\nHost: ${url.host}\r\n`;
  const [refused, asking] = [
    `GET /nowhere ${host}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    `PUT /api/me ${host}Expect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
  ].map((text) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), allowHalfOpen: true });
    ends.defer(() => void socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.write(text);
    return socket;
  }) as [Socket, Socket];
  await once(refused.resume(), "end");
  // The server says so when it has begun to take it.
  await once(asking, "data");
  const closed = server.close();
  // Less than the five seconds that all of it may take: what is left is for the store.
  told.pass(4000);
  await closed;
  expect(faults).toEqual([]);
}, 20_000);

test("[C7] what was half asked is answered, and its connection ends with that", async () => {
  await using ends = new AsyncDisposableStack();
  const folder = await temporaryFolder();
  ends.defer(() => folder.remove());
  const store = new InMemoryLogStore();
  ends.defer(() => store.close());
  const server = createMidcycleServer({
    config: configFrom({ PORT: "0", MIDCYCLE_DATA: folder.path }),
    store,
    clock: systemClock,
    // Nobody is cut off after some time: it would hide who holds the server up.
    timers: { ...systemTimers, after: (ms, then) => (ms < LONG_MS ? systemTimers : new ToldTimers()).after(ms, then) },
    report: (where, error) => expect.unreachable(`${where}: ${String(error)}`),
    distDir: folder.path,
  });
  const url = new URL(await server.listen());
  const body = '{"name":"Ana"}';
  const asking = connect({ host: url.hostname, port: Number(url.port) });
  ends.defer(() => void asking.destroy());
  asking.write(
    `PUT /api/me HTTP/1.1\r\nHost: ${url.host}\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  await once(asking, "data");
  const closed = server.close();
  asking.write(body);
  const [answer] = (await once(asking, "data")) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 201 [^]*\r\nConnection: close\r\n/u);
  await Promise.all([closed, once(asking, "close")]);
}, 20_000);
