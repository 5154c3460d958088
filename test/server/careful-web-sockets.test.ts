import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { WebSocket } from "ws";
import { CarefulWebSocketServer } from "../../server/connections/careful-web-sockets.ts";
import { clientFrame } from "../faults/support/raw-pad.ts";
import { careful } from "./support/careful.ts";

const http = createServer();
let client: WebSocket;
let socket: { write(bytes: Uint8Array): boolean };
/** In which turn of the loop each message was handed over. */
let turns: number[];
let turn = 0;
let onFirst: () => void;

beforeEach(async () => {
  turns = [];
  onFirst = () => undefined;
  const door = new CarefulWebSocketServer({ maxPayload: 1000 }, careful());
  http.once("upgrade", (request, stream, head) =>
    door.handleUpgrade(request, stream, head, (webSocket) => webSocket.on("message", note)),
  );
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  await once(client, "open");
  socket = (client as unknown as { _socket: typeof socket })._socket;
});

afterEach(async () => {
  client.terminate();
  http.close();
  await once(http, "close");
});

function note(): void {
  if (!turns.includes(turn)) setImmediate(() => (turn += 1));
  turns.push(turn);
  if (turns.length === 1) onFirst();
}

it("[N40] a few bytes are handed over at once", async () => {
  socket.write(Buffer.concat([1, 2, 3].map((byte) => clientFrame(Uint8Array.of(byte)))));
  await expect.poll(() => turns.length).toBe(3);
  expect(new Set(turns).size).toBe(1);
});

it("[N40] of many messages that come together each has a turn of its own, also when a few bytes come behind them", async () => {
  onFirst = () => socket.write(clientFrame(Uint8Array.of(2)));
  socket.write(Buffer.concat(Array.from({ length: 500 }, () => clientFrame(Uint8Array.of(1)))));
  await expect.poll(() => turns.length).toBe(501);
  expect(new Set(turns).size).toBe(501);
});

it("[C10] a message in more parts than anybody needs is refused", async () => {
  const parts = Array.from({ length: 1024 }, () => clientFrame(new Uint8Array(), { opcode: 0, fin: false }));
  socket.write(Buffer.concat([clientFrame(Uint8Array.of(1), { fin: false }), ...parts]));
  const [code] = (await once(client, "close")) as [number];
  expect(code).toBe(1008);
  expect(turns).toEqual([]);
});
