import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { WebSocket } from "ws";
import { CarefulWebSocketServer, type CarefulWebSocket } from "../../server/connections/careful-web-sockets.ts";
import { clientFrame } from "../faults/support/raw-pad.ts";
import { careful } from "./support/careful.ts";

const LIMIT = 1_000_000;
const http = createServer();
let client: WebSocket;
let server: CarefulWebSocket;
/** Everything that was read of the connection, and how much that was. */
let read: Buffer[];
let readBytes: number;

beforeEach(async () => {
  [read, readBytes] = [[], 0];
  const door = new CarefulWebSocketServer({ maxPayload: LIMIT }, careful());
  const upgraded = new Promise<CarefulWebSocket>((resolve) => {
    http.once("upgrade", (request, stream, head) => door.handleUpgrade(request, stream, head, resolve));
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  client.on("error", () => undefined);
  server = await upgraded;
  server.stream!.prependListener("data", (bytes: Buffer) => {
    read.push(bytes);
    readBytes += bytes.length;
  });
  await once(client, "open");
});

afterEach(async () => {
  client.terminate();
  http.close();
  await once(http, "close");
});

/** What of it is still kept; of what was given back no byte is left. */
function kept(): number {
  return read.reduce((sum, bytes) => sum + bytes.length, 0);
}

function write(...frames: Buffer[]): void {
  (client as unknown as { _socket: { write(bytes: Uint8Array): boolean } })._socket.write(Buffer.concat(frames));
}

it("[N11] of what a large message was read from next to nothing is kept, and the message is whole", async () => {
  const sent = Buffer.alloc(LIMIT, "all kinds of bytes ");
  write(clientFrame(Uint8Array.of(1)), clientFrame(sent), clientFrame(Uint8Array.of(2)));
  const messages: Buffer[] = [];
  server.on("message", (message: Buffer) => messages.push(message));
  await expect.poll(() => messages.length).toBe(3);
  expect(messages.map((message) => message.equals(sent))).toEqual([false, true, false]);
  expect(readBytes).toBeGreaterThan(LIMIT);
  expect(kept()).toBeLessThan(LIMIT / 4);
});

it("[N11] nor of one that is refused, and of what comes behind it", async () => {
  const half = Buffer.alloc(LIMIT / 2 + 1);
  write(clientFrame(half, { fin: false }), clientFrame(half, { opcode: 0 }));
  const [code] = (await once(client, "close")) as [number];
  if (server.readyState !== WebSocket.CLOSED) await once(server, "close");
  expect(code).toBe(1009);
  expect(kept()).toBeLessThan(readBytes / 4);
});

it("[N11] nor of one that never comes to its end", async () => {
  write(clientFrame(Buffer.alloc(LIMIT - 1), { length: BigInt(LIMIT) }));
  await expect.poll(() => readBytes).toBeGreaterThan(LIMIT - 1);
  expect(kept()).toBe(readBytes);
  client.terminate();
  await once(server, "close");
  expect(kept()).toBeLessThan(LIMIT / 4);
});

it("[C10] of a message that isn't whole all counts that is kept for it, whatever it was read with and in how small pieces", async () => {
  const ping = clientFrame(Buffer.alloc(125), { opcode: 9 });
  const parts = 10;
  for (let part = 0; part < parts; part += 1) {
    const before = readBytes;
    write(
      clientFrame(Uint8Array.of(1), { fin: false, opcode: part === 0 ? 2 : 0 }),
      ...Array.from({ length: 300 }, () => ping),
    );
    await expect.poll(() => readBytes - before).toBe(7 + 300 * ping.length);
    await expect.poll(() => server.stream!.readableLength).toBe(0);
  }
  expect(server.keptBytes).toBeGreaterThan(parts * 300 * ping.length * 0.9);
  write(clientFrame(new Uint8Array(), { opcode: 0 }));
  await once(server, "message");
  await expect.poll(() => server.keptBytes).toBe(0);
});

it("[C10] nor is a piece of one byte taken for no more than that", async () => {
  const pieces = 100;
  const frame = clientFrame(Buffer.alloc(pieces), { length: 1000n });
  write(frame.subarray(0, frame.length - pieces));
  for (let piece = 0; piece < pieces; piece += 1) {
    write(Buffer.alloc(1));
    await once(server.stream!, "data");
  }
  expect(server.keptBytes).toBeGreaterThan(pieces * 600);
});

it("[C10] what is begun behind a message has begun no earlier, and each piece tells that somebody is there", async () => {
  write(clientFrame(Uint8Array.of(1)), clientFrame(Buffer.alloc(10), { length: 1000n }));
  await once(server, "message");
  const { begunAt, heardAt } = server;
  expect(begunAt).toBeGreaterThanOrEqual(heardAt);
  expect(server.keptBytes).toBeGreaterThan(0);
  write(Buffer.alloc(10));
  await expect.poll(() => server.heardAt).toBeGreaterThan(heardAt);
  expect(server.begunAt).toBe(begunAt);
});
