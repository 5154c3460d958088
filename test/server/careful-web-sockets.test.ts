import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { WebSocket } from "ws";
import { CarefulWebSocketServer, type CarefulWebSocket } from "../../server/connections/careful-web-sockets.ts";
import { clientFrame } from "../faults/support/raw-pad.ts";
import { careful } from "./support/careful.ts";

const http = createServer();
let client: WebSocket;
let socket: Pick<Socket, "write" | "resetAndDestroy">;
let server: CarefulWebSocket;
/** In which turn of the loop each message was handed over. */
let turns: number[];
/** What was handed over. */
let messages: Buffer[];
let turn = 0;
let onFirst: () => void;

beforeEach(async () => {
  [turns, messages] = [[], []];
  onFirst = () => undefined;
  const door = new CarefulWebSocketServer({ maxPayload: 1000 }, careful());
  http.once("upgrade", (request, stream, head) =>
    door.handleUpgrade(request, stream, head, (webSocket) => {
      server = webSocket.on("message", note);
    }),
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

function note(message: Buffer): void {
  messages.push(message);
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

it("a frame that comes alone is still only a part where another message is begun, which is against the protocol", async () => {
  socket.write(clientFrame(new Uint8Array(), { fin: false }));
  await settled();
  socket.write(clientFrame(Uint8Array.of(1)));
  const [code] = (await once(client, "close")) as [number];
  expect(code).toBe(1002);
  expect(messages).toEqual([]);
});

it("bytes that look like a frame are text of the message whose head came before them", async () => {
  const looksSo = clientFrame(Uint8Array.of(7));
  const head = [0x82, 0x80 + looksSo.length];
  const unmasked = [0, 0, 0, 0];
  for (const part of [head, unmasked, looksSo]) {
    socket.write(Uint8Array.from(part));
    await settled();
  }
  await expect.poll(() => messages).toEqual([looksSo]);
});

it("what comes is handed over whole and in order, however it is cut into pieces", async () => {
  const sent = Array.from({ length: 300 }, (_, index) => Buffer.alloc(1 + ((index * 37) % 300), index));
  const frames = sent.flatMap((message, index) =>
    index % 5 > 0
      ? [clientFrame(message)]
      : [
          clientFrame(message.subarray(0, index % 9), { fin: false }),
          clientFrame(message.subarray(index % 9), { opcode: 0 }),
        ],
  );
  // Some frame by frame, as keystrokes come, some with others, some in halves.
  for (const [index, frame] of frames.entries()) {
    const cut = index % 7 === 0 ? Math.floor(frame.length / 2) : frame.length;
    socket.write(frame.subarray(0, cut));
    if (index % 3 > 0) await settled();
    socket.write(frame.subarray(cut));
    if (index % 2 > 0) await settled();
  }
  await expect.poll(() => messages.length).toBe(sent.length);
  expect(messages).toEqual(sent);
});

it("what was read but not handed over when the connection breaks comes once", async () => {
  onFirst = () => server.pause();
  for (const byte of [1, 2]) {
    socket.write(clientFrame(Uint8Array.of(byte)));
    await settled();
  }
  socket.resetAndDestroy();
  await once(server, "close");
  expect(messages).toEqual([Buffer.of(1), Buffer.of(2)]);
});

it.each([
  ["a goodbye", clientFrame(Buffer.of(3, 232), { opcode: 8 })],
  ["an error", clientFrame(Uint8Array.of(1), { reserved: 1 })],
])("nothing is taken behind %s, nor is that an error more", async (_what, last) => {
  const errors: unknown[] = [];
  server.on("error", (error) => errors.push(error));
  socket.write(last);
  await settled();
  const before = errors.length;
  // As if it had been on its way: this client doesn't send any more.
  server.stream!.emit("data", clientFrame(Uint8Array.of(1)));
  await settled();
  expect([messages, errors.length]).toEqual([[], before]);
});

it("[C10] what comes behind a message has begun when that was handed over", async () => {
  const [one, next] = [clientFrame(Buffer.alloc(300)), clientFrame(Buffer.alloc(300))];
  socket.write(one.subarray(0, 100));
  await settled();
  const before = performance.now();
  socket.write(Buffer.concat([one.subarray(100), next.subarray(0, 100)]));
  await expect.poll(() => messages.length).toBe(1);
  expect(server.begunAt).toBeGreaterThan(before);
});

/** What was written is read by now, most likely: not so, the tests that wait for it say less, and don't fail. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 2);
  });
}
