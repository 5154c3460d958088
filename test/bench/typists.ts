import { WebSocket } from "ws";
import * as Y from "yjs";

/** Each edit carries when it was typed, so that whoever gets it knows how long it took. */
const TOKEN = /~(\d+)~/gu;

export interface Typed {
  /** Edits that arrived at somebody else, each time. */
  deliveries: number;
  /** Milliseconds from key to another's connection, unsorted, of a sample of readers. */
  latencies: number[];
  bytes: number;
}

/**
 * Clients that speak the y-websocket protocol with as little of their own as possible: `writers`
 * on each pad type `perSecond` edits a second for `seconds`, everyone counts what arrives.
 */
export async function typeTogether(load: {
  pads: string[];
  clientsPerPad: number;
  writersPerPad: number;
  perSecond: number;
  seconds: number;
  headers: () => Promise<Record<string, string>>;
  speaksSync: boolean;
  /** Called when typing begins and when the last edit has had time to arrive. */
  onBegin: () => void;
  onEnd: () => void;
}): Promise<Typed> {
  const typed: Typed = { deliveries: 0, latencies: [], bytes: 0 };
  const sockets: WebSocket[] = [];
  const writers: WebSocket[] = [];
  for (const pad of load.pads) {
    const opening = Array.from({ length: load.clientsPerPad }, async (_, index) => {
      const isSampled = index % 20 === 0 || load.clientsPerPad < 20;
      const socket = await connect(pad, await load.headers(), typed, isSampled);
      sockets.push(socket);
      // SyncStep1 with an empty state: everything, please.
      if (load.speaksSync) socket.send(Uint8Array.of(0, 0, 1, 0));
      if (index < load.writersPerPad) writers.push(socket);
    });
    await Promise.all(opening);
  }
  await pause(500);
  typed.deliveries = 0;
  typed.bytes = 0;
  typed.latencies = [];
  load.onBegin();
  await Promise.all(writers.map((socket, index) => type(socket, index / writers.length, load)));
  await pause(300);
  load.onEnd();
  for (const socket of sockets) socket.terminate();
  return typed;
}

async function connect(
  pad: string,
  headers: Record<string, string>,
  typed: Typed,
  isSampled: boolean,
): Promise<WebSocket> {
  const socket = new WebSocket(pad, { headers, perMessageDeflate: false });
  socket.on("message", (message: Buffer) => {
    typed.bytes += message.length;
    for (const [, at] of message.toString("latin1").matchAll(TOKEN)) {
      typed.deliveries += 1;
      if (isSampled) typed.latencies.push(performance.now() - Number(at) / 100);
    }
  });
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return socket;
}

async function type(
  socket: WebSocket,
  phase: number,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<void> {
  const doc = new Y.Doc();
  const text = doc.getText("markdown");
  doc.on("update", (update: Uint8Array) => socket.send(Buffer.concat([syncUpdateHead(update.length), update])));
  const begin = performance.now();
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = begin + ((n + phase) * 1000) / perSecond;
    await pause(Math.max(0, due - performance.now()));
    text.insert(text.length, `~${Math.round(performance.now() * 100)}~`);
  }
  doc.destroy();
}

/** Message type sync, message update, and the length as a varuint. */
function syncUpdateHead(length: number): Uint8Array {
  const bytes = [0, 2];
  let rest = length;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push(128 | (rest % 128));
  return Uint8Array.from([...bytes, rest]);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
