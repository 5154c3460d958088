import { once } from "node:events";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Server } from "socket.io";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import type { AgendaServer, AgendaSocket } from "../../server/live/agenda-server.ts";
import { UnreadGuard } from "../../server/live/unread-guard.ts";

type Connection = AgendaSocket["conn"];

const MEBIBYTE = 1_048_576;
/** More than a system keeps of what is on its way. */
const MUCH = 40 * MEBIBYTE;
const SECOND = 1000;

let http: HttpServer;
let io: AgendaServer;
let guard: UnreadGuard;
/** The server's ends, in the order in which they came. */
let ends: Connection[];
let url: string;
let clients: WebSocket[];

beforeEach(async () => {
  [ends, clients] = [[], []];
  http = createServer();
  io = new Server(http, { serveClient: false });
  guard = new UnreadGuard();
  // It looks when it is told to.
  guard.close();
  io.engine.on("connection", (connection: Connection) => {
    guard.add(connection);
    ends.push(connection);
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  url = `127.0.0.1:${(http.address() as AddressInfo).port}/socket.io/?EIO=4`;
});

afterEach(async () => {
  for (const client of clients) client.terminate();
  await io.close();
});

/** Somebody who is sent so many bytes in one message, and reads nothing of it. */
async function isSent(bytes: number): Promise<{ near: Connection; far: WebSocket }> {
  const far = new WebSocket(`ws://${url}&transport=websocket`);
  far.on("error", () => undefined);
  clients.push(far);
  await once(far, "message");
  far.pause();
  const near = ends.at(-1)!;
  near.write("x".repeat(bytes));
  await vi.waitFor(() => expect(unreadOf(near).bufferedAmount).toBeGreaterThan(MEBIBYTE), { interval: 5 });
  return { near, far };
}

/** Somebody who has asked once by long polling, and not again. */
async function polls(): Promise<{ near: Connection; asks: () => Promise<string> }> {
  const answer = await (await fetch(`http://${url}&transport=polling`)).text();
  const { sid } = JSON.parse(answer.slice(1)) as { sid: string };
  const asks = async () => (await fetch(`http://${url}&transport=polling&sid=${sid}`)).text();
  return { near: ends.at(-1)!, asks };
}

function unreadOf(connection: Connection): WebSocket & { _socket: Socket } {
  return (connection.transport as unknown as { socket: WebSocket & { _socket: Socket } }).socket;
}

/** Reads a little at a time, until the server has been able to send some more. */
async function readsSome({ near, far }: { near: Connection; far: WebSocket }): Promise<void> {
  const { _handle } = unreadOf(near)._socket as unknown as { _handle: { writeQueueSize: number } };
  const { _socket: reading } = far as unknown as { _socket: Socket };
  const before = _handle.writeQueueSize;
  while (_handle.writeQueueSize === before) {
    reading.once("data", () => reading.pause());
    await once(reading.resume(), "pause");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("[C8] who reads nothing of much for 20 s is cut off from the live agenda, who reads some of it isn't, for two minutes", async () => {
  const [deaf, slow] = [await isSent(MUCH), await isSent(MUCH)];
  const begun = performance.now();
  const looksAt = (seconds: number) => {
    guard.look(begun + seconds * SECOND);
    return [deaf.near.readyState, slow.near.readyState];
  };
  expect(looksAt(0)).toEqual(["open", "open"]);
  await readsSome(slow);
  expect(looksAt(19)).toEqual(["open", "open"]);
  expect(looksAt(21)).toEqual(["closed", "open"]);
  for (const seconds of [38, 57, 76, 95, 114]) {
    await readsSome(slow);
    expect(looksAt(seconds)).toEqual(["closed", "open"]);
  }
  await readsSome(slow);
  expect(unreadOf(slow.near).bufferedAmount).toBeGreaterThan(MEBIBYTE);
  expect(looksAt(119)).toEqual(["closed", "open"]);
  expect(looksAt(121)).toEqual(["closed", "closed"]);
});

test("[C8] who polls and doesn't come for much that waits is cut off after 20 s, who comes for it isn't", async () => {
  const [gone, back, little] = [await polls(), await polls(), await polls()];
  for (const { near } of [gone, back]) near.write("x".repeat(2 * MEBIBYTE));
  little.near.write("x".repeat(MEBIBYTE - 10));
  const begun = performance.now();
  guard.look(begun);
  guard.look(begun + 19 * SECOND);
  expect(await back.asks()).toHaveLength(2 * MEBIBYTE + 1);
  guard.look(begun + 21 * SECOND);
  expect([gone, back, little].map(({ near }) => near.readyState)).toEqual(["closed", "open", "open"]);
});

test("[C8] who leaves very much unread is cut off at once, however large the largest message is", async () => {
  const { near } = await polls();
  near.write("x".repeat(20 * MEBIBYTE));
  for (let count = 0; count < 4; count += 1) near.write("x".repeat(MEBIBYTE));
  expect(near.readyState).toBe("open");
  near.write("x");
  expect(near.readyState).toBe("closed");
});
