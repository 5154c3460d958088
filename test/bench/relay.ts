import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";

/**
 * The naive physical limit that the notes are measured against: a raw relay, which sends every
 * message on to everyone else on the path. No document, no disk, no checks.
 */
const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });
const rooms = new Map<string, Set<WebSocket>>();

server.on("connection", (socket, request) => {
  const path = request.url ?? "/";
  const room = rooms.get(path) ?? new Set();
  rooms.set(path, room.add(socket));
  socket.on("message", (message: Buffer) => {
    for (const other of room) if (other !== socket && other.readyState === WebSocket.OPEN) other.send(message);
  });
  socket.on("close", () => room.delete(socket));
  socket.on("error", () => socket.terminate());
});
http.listen(0, "127.0.0.1", () => {
  process.stdout.write(`Relay is ready at http://127.0.0.1:${(http.address() as AddressInfo).port}\n`);
});
