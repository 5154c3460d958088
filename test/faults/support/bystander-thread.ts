/**
 * Two people who write and read while something else goes on; in a thread of their own, so that what
 * the test does holds up nothing that is measured here.
 */
import { parentPort, workerData } from "node:worker_threads";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { frameOf } from "./pad-bytes.ts";

export interface BystanderStart {
  /** Address of the pad. */
  address: string;
  cookies: [writer: string, reader: string];
  everyMs: number;
}

const STAMP = /~(\d+)~/gu;
const port = parentPort;
if (port === null) throw new Error("bystander-thread.ts runs as a worker thread only.");
const { address, cookies, everyMs } = workerData as BystanderStart;

/** Sent and not seen by the reader yet: number and when. */
const underWay = new Map<number, number>();
let delays: number[] = [];
let count = 0;
let isLeaving = false;

const [writer, reader] = await Promise.all(cookies.map((cookie) => connected(cookie)));
reader!.on("message", (message: Buffer) => {
  for (const [, number] of message.toString("latin1").matchAll(STAMP)) {
    const sent = underWay.get(Number(number));
    underWay.delete(Number(number));
    if (sent !== undefined) delays.push(performance.now() - sent);
  }
});
// SyncStep1 with an empty state: everything, please.
reader!.send(Uint8Array.of(0, 0, 1, 0));

const doc = new Y.Doc();
const text = doc.getText("markdown");
doc.on("update", (update: Uint8Array) => writer!.send(frameOf(0, 2, update)));
const typing = setInterval(() => {
  count += 1;
  underWay.set(count, performance.now());
  text.insert(text.length, `~${count}~`);
}, everyMs);

port.on("message", (ask: "lap" | "stop") => {
  if (ask === "stop") {
    isLeaving = true;
    clearInterval(typing);
    writer!.terminate();
    reader!.terminate();
    port.close();
    return;
  }
  // What is still under way has waited so long already.
  port.postMessage([...delays, ...[...underWay.values()].map((sent) => performance.now() - sent)]);
  delays = [];
});
port.postMessage(doc.clientID);

function connected(cookie: string): Promise<WebSocket> {
  const socket = new WebSocket(address, { headers: { Cookie: cookie }, perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(socket));
    socket.once("error", reject);
    socket.once("close", (code) => {
      if (!isLeaving) throw new Error(`A bystander's connection was closed with ${code}`);
    });
  });
}
