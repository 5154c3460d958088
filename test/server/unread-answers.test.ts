import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { UnreadAnswers } from "../../server/connections/unread-answers.ts";

const MEBIBYTE = 1_048_576;

let http: Server;
let guard: UnreadAnswers;
let sockets: Socket[];

beforeEach(async () => {
  sockets = [];
  // Whoever has been answered isn't cut off either, however long the test takes.
  http = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    response.end(Buffer.alloc(Number(request.url!.slice(1)) * MEBIBYTE));
  });
  guard = new UnreadAnswers(http, ({ headers }) => String(headers["x-from"]));
  // It looks when it is told to.
  guard.close();
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  http.close();
  await once(http, "close");
});

/** Somebody who asks for so many MiB and reads nothing of it. Resolves with the server's end. */
async function asks(mebibytes: number, from = "hall", behind = ""): Promise<Socket> {
  const socket = connect((http.address() as AddressInfo).port);
  socket.on("error", () => undefined);
  sockets.push(socket);
  const asked = once(http, "request") as Promise<[IncomingMessage]>;
  socket.write(`GET /${mebibytes} HTTP/1.1\r\nHost: localhost\r\nX-From: ${from}\r\n\r\n${behind}`);
  const [request] = await asked;
  return request.socket;
}

test("[C12] who reads nothing of a large answer for a minute is cut off, who reads some of it isn't", async () => {
  const [deaf, slow] = [await asks(20), await asks(60)];
  const far = sockets[1]!;
  const queued = (end: Socket) => (end as unknown as { _handle: { writeQueueSize: number } })._handle.writeQueueSize;
  // A little at a time, until the server has been able to send some more.
  const readsSome = async () => {
    for (const before = queued(slow); queued(slow) === before;) {
      far.once("data", () => far.pause());
      await once(far.resume(), "pause");
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  // Who reads nothing seems to, until the system has no more room for what is on its way.
  for (let before = 0; queued(deaf) !== before;) {
    before = queued(deaf);
    await readsSome();
  }
  const begun = performance.now();
  guard.look(begun);
  await readsSome();
  expect(slow.writableLength).toBeGreaterThan(MEBIBYTE);
  guard.look(begun + 59_000);
  expect([deaf.destroyed, slow.destroyed]).toEqual([false, false]);
  guard.look(begun + 61_000);
  expect([deaf.destroyed, slow.destroyed]).toEqual([true, false]);
});

test("[C12] who asks for a small answer and a large one in one go is looked after until both are read", async () => {
  const end = await asks(1 / MEBIBYTE, "hall", "GET /20 HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await vi.waitFor(() => expect(end.writableLength).toBeGreaterThan(MEBIBYTE), { timeout: 30_000 });
  const begun = performance.now();
  guard.look(begun);
  guard.look(begun + 61_000);
  expect(end.destroyed).toBe(true);
});

test("[C12] what all have unread is limited, and shared among addresses", async () => {
  const elsewhere = await asks(30, "elsewhere");
  const all = [await asks(60), await asks(60), await asks(60)];
  guard.look(performance.now());
  expect(elsewhere.destroyed).toBe(false);
  expect(all.filter(({ destroyed }) => destroyed).length).toBeGreaterThan(0);
  const left = [elsewhere, ...all].reduce((sum, end) => sum + (end.destroyed ? 0 : end.writableLength), 0);
  expect(left).toBeLessThanOrEqual(128 * MEBIBYTE);
});

test("[C12] a hall that asks for its meetup at once is answered, however slow its line", async () => {
  const all: Socket[] = [];
  for (let count = 0; count < 60; count += 1) all.push(await asks(0.9));
  for (let count = 0; count < 10; count += 1) all.push(await asks(8));
  guard.look(performance.now());
  expect(all.filter(({ destroyed }) => destroyed)).toEqual([]);
});

test("[C12] of who breaks off before all that they asked for is answered nothing is kept", async () => {
  const end = await asks(20, "hall", "GET /20 HTTP/1.1\r\nHost: localhost\r\n\r\n");
  expect(guard.size).toBe(1);
  const closed = new Promise((resolve) => end.once("close", resolve));
  sockets[0]!.destroy();
  await closed;
  guard.look(performance.now());
  expect(guard.size).toBe(0);
});
