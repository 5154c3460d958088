import { fdatasync, openSync, rmSync, writeSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket, WebSocketServer } from "ws";
import { binaryFrame } from "../../server/connections/websocket-frame.ts";
import { windowMs } from "../../server/notes/batches/flush-window.ts";
import { CommitPace } from "../../server/store/commit-pace.ts";

/**
 * What the notes are measured against: a relay without documents or checks.
 *
 * Raw, it sends every message on to everyone else on the path: the naive physical limit. As the
 * *floor* (`node relay.ts floor`) it waits, frames, writes and syncs to disk like Midcycle, and does
 * nothing else: what is left to gain.
 */
const isFloor = process.argv[2] === "floor";
const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });

interface Room {
  sockets: Set<WebSocket>;
  waiting: { from: WebSocket; frame: Buffer }[];
  lastFlush: number;
  isPlanned: boolean;
}

const rooms = new Map<string, Room>();

server.on("connection", (socket: WebSocket, { url = "/" }: IncomingMessage) => {
  const room = rooms.get(url) ?? { sockets: new Set(), waiting: [], lastFlush: -Infinity, isPlanned: false };
  rooms.set(url, room);
  room.sockets.add(socket);
  socket.on("message", (message: Buffer) => {
    if (isFloor) return wait(room, { from: socket, frame: binaryFrame(message) });
    for (const other of room.sockets) if (other !== socket && other.readyState === WebSocket.OPEN) other.send(message);
  });
  socket.on("close", () => room.sockets.delete(socket));
  socket.on("error", () => socket.terminate());
});

function wait(room: Room, item: Room["waiting"][number]): void {
  room.waiting.push(item);
  if (room.isPlanned) return;
  room.isPlanned = true;
  const ms = windowMs(room.sockets.size, performance.now() - room.lastFlush);
  if (ms > 0) setTimeout(() => store(room), ms);
  else setImmediate(() => store(room));
}

const pace = new CommitPace();
const path = join(tmpdir(), `relay-floor-${process.pid}`);
const file = isFloor ? openSync(path, "w") : 0;
if (isFloor) rmSync(path);
let due: Room[] = [];
let isCommitting = false;

function store(room: Room): void {
  room.lastFlush = performance.now();
  due.push(room);
  if (!isCommitting) commit();
}

/** Everything that waits, of whatever room, in one write and one sync; then it is sent. */
function commit(): void {
  isCommitting = due.length > 0;
  if (!isCommitting) return;
  const ms = pace.wait(performance.now());
  if (ms > 0) return void setTimeout(sync, ms);
  sync();
}

function sync(): void {
  pace.started(performance.now());
  const rooms = due;
  due = [];
  const taken = rooms.map((room) => ({ room, items: room.waiting }));
  for (const room of rooms) {
    room.waiting = [];
    room.isPlanned = false;
  }
  writeSync(file, Buffer.concat(taken.flatMap(({ items }) => items.map(({ frame }) => frame))), 0, undefined, 0);
  fdatasync(file, (error) => {
    if (error) throw error;
    for (const { room, items } of taken) sendOn(room, items);
    commit();
  });
}

function sendOn({ sockets }: Room, items: Room["waiting"]): void {
  const all = Buffer.concat(items.map(({ frame }) => frame));
  const writers = new Set(items.map(({ from }) => from));
  for (const socket of sockets) {
    if (socket.readyState !== WebSocket.OPEN) continue;
    const mine = writers.has(socket)
      ? Buffer.concat(items.filter(({ from }) => from !== socket).map(({ frame }) => frame))
      : all;
    if (mine.length > 0) rawSocket(socket).write(mine);
  }
}

/** The connection below the protocol. */
function rawSocket(socket: WebSocket): { write(bytes: Buffer): void } {
  return (socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket;
}

http.listen(0, "127.0.0.1", () => {
  process.stdout.write(`Relay is ready at http://127.0.0.1:${(http.address() as AddressInfo).port}\n`);
});
