import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { WebSocket } from "ws";
import { CarefulWebSocketServer } from "../../server/connections/careful-web-sockets.ts";
import { careful } from "./support/careful.ts";

const SENDERS = 8;
const BYTES = 1_000_000;
/** What Node reads of a connection at a time. */
const READ = 65_536;

const http = createServer();
let clients: WebSocket[];
/** How long each message was that came. */
let lengths: number[];
/** How many full reads each turn of the loop had. */
let reads: number[];

beforeEach(async () => {
  [lengths, reads] = [[], []];
  const door = new CarefulWebSocketServer({ maxPayload: BYTES }, careful());
  http.on("upgrade", (request, stream, head) =>
    door.handleUpgrade(request, stream, head, (webSocket) => {
      webSocket.on("message", (data: Buffer) => lengths.push(data.length));
      stream.on("data", (data: Buffer) => data.length === READ && noteRead());
    }),
  );
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
  clients = Array.from({ length: SENDERS }, () => new WebSocket(url));
  await Promise.all(clients.map((client) => once(client, "open")));
});

afterEach(async () => {
  for (const client of clients) client.terminate();
  http.close();
  await once(http, "close");
});

let isTurn = false;

function noteRead(): void {
  if (!isTurn) {
    isTurn = true;
    reads.push(0);
    setImmediate(() => (isTurn = false));
  }
  reads[reads.length - 1]! += 1;
}

it("[N40] of all who send much at once a bit is read in each turn of the loop, and all of it comes", async () => {
  for (const client of clients) client.send(Buffer.alloc(BYTES));
  await expect.poll(() => lengths.length, { timeout: 20_000 }).toBe(SENDERS);
  expect(lengths).toEqual(Array.from({ length: SENDERS }, () => BYTES));
  // Each is begun with two reads before it is held; then four are read on in a turn.
  expect(Math.max(...reads)).toBeLessThanOrEqual(2 * SENDERS);
  expect(reads.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(4 * SENDERS);
});
