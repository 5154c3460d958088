import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answerInOrder } from "../../server/connections/answered-in-order.ts";

let http: Server;
/** What is being answered, and how to do so. */
let begun: Map<string, () => void>;
let asked: string[];
const sockets: Socket[] = [];

beforeEach(async () => {
  begun = new Map();
  asked = [];
  http = createServer((request, response) => {
    asked.push(request.url!);
    begun.set(request.url!, () => response.end(request.url));
  });
  answerInOrder(http);
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  http.closeAllConnections();
  http.close();
  await once(http, "close");
});

function connected(): Socket {
  const socket = connect((http.address() as AddressInfo).port);
  socket.on("error", () => undefined);
  sockets.push(socket);
  return socket;
}

function asks(...paths: string[]): string {
  return paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join("");
}

test("[C9] of what a connection asks for at once one is begun, and the next when that was answered; others don't wait for it", async () => {
  connected().write(asks("/1", "/2", "/3"));
  await vi.waitFor(() => expect(asked).toEqual(["/1"]));
  connected().write(asks("/other"));
  await vi.waitFor(() => expect(asked).toEqual(["/1", "/other"]));
  begun.get("/1")!();
  await vi.waitFor(() => expect(asked).toEqual(["/1", "/other", "/2"]));
  begun.get("/2")!();
  await vi.waitFor(() => expect(asked.at(-1)).toBe("/3"));
});

test("[C9] whoever asks for more than anybody needs before they are answered is cut off, and of all that next to nothing is begun", async () => {
  const far = connected();
  far.write(asks(...Array.from({ length: 5000 }, (_, n) => `/${n}`)));
  await new Promise((resolve) => far.once("close", resolve));
  expect(asked).toEqual(["/0"]);
  begun.get("/0")!();
  const near = connected();
  near.write(asks("/near"));
  await vi.waitFor(() => expect(asked).toEqual(["/0", "/near"]));
});
