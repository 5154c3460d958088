/**
 * Two people who write and read while something else goes on; in a process of their own, so that what
 * the test does holds up nothing that is measured here. Nothing that arrives is put into a document:
 * what that costs is every reader's own, and not the server's doing.
 */
import { WebSocket } from "ws";
import * as Y from "yjs";
import { answerEach } from "./own-process.ts";
import { frameOf } from "./pad-bytes.ts";

export type BystanderQuestion =
  | {
      ask: "begin";
      /** Address of the pad. */
      address: string;
      /** The headers with which they connect. */
      headers: [writer: Record<string, string>, reader: Record<string, string>];
      everyMs: number;
    }
  | { ask: "lap" };

/** A longer message holds somebody else's text. */
const STAMP_BYTES = 200;
const STAMP = /~(\d+)~/gu;

/** Sent and not seen by the reader yet: number and when. */
const underWay = new Map<number, number>();
let delays: number[] = [];
let count = 0;

answerEach<BystanderQuestion>((question) => (question.ask === "begin" ? begin(question) : lap()));

/** Answers with the Yjs client id of the one who writes. */
async function begin({ address, headers, everyMs }: Extract<BystanderQuestion, { ask: "begin" }>): Promise<number> {
  const [writer, reader] = await Promise.all(headers.map((each) => connected(address, each)));
  reader!.on("message", (message: Buffer) => {
    if (message.length > STAMP_BYTES) return;
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
  setInterval(() => {
    count += 1;
    underWay.set(count, performance.now());
    text.insert(text.length, `~${count}~`);
  }, everyMs);
  return doc.clientID;
}

/** What is still under way has waited so long already. */
function lap(): number[] {
  const waited = [...underWay.values()].map((sent) => performance.now() - sent);
  const found = [...delays, ...waited];
  delays = [];
  return found;
}

function connected(address: string, headers: Record<string, string>): Promise<WebSocket> {
  const socket = new WebSocket(address, { headers, perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(socket));
    socket.once("error", reject);
    socket.once("close", (code) => {
      throw new Error(`A bystander's connection was closed with ${code}`);
    });
  });
}
