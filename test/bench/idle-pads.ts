/** What pads cost that people have written in and left: what is in use by then, and what stays once they are let go of. */
import { once } from "node:events";
import { createDecoder, readVarUint } from "lib0/decoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { Inspected, INSPECTABLE, type Memory } from "../faults/support/inspected.ts";
import { startServer } from "../helpers/server-process.ts";
import { seededChance } from "../together/support/seeded-chance.ts";
import { named, type Visitor } from "../together/support/visitor.ts";
import { pause, updateMessage } from "./clients.ts";

const PADS = 500;
/** Before anything is counted, so that what is made once is there. */
const WARMING_PADS = 25;
const WRITERS = 4;
/** Each writes 2,500 characters, which makes 10 kB of notes. */
const MESSAGES = 25;
const WORDS_A_MESSAGE = 12;
const WORD = "opinions ";
const PADS_AT_ONCE = 50;
/** An unused pad stays in memory for so long here; usually half a minute. */
const IDLE_S = 5;
const LOOK_MS = 5000;
const FENCE = Uint8Array.of(4, 1);

/** Memory before, while people write and once they have gone, after garbage is collected. */
export interface IdlePads {
  pads: number;
  writers: number;
  before: Memory;
  inUse: Memory;
  after: Memory;
  /** Yjs documents in memory once everyone has gone. */
  documents: number;
}

export async function idlePads(): Promise<IdlePads> {
  const server = await startServer({
    env: { ...INSPECTABLE, MIDCYCLE_LIMIT_COMMAND_BURST: "100000", MIDCYCLE_NOTES_IDLE: String(IDLE_S) },
  });
  const inspected = await Inspected.attach(server);
  const documents = async () => (await inspected.countOf("Doc")).get("Doc") ?? 0;
  const writers = await Promise.all(Array.from({ length: WRITERS }, (_, n) => named(server.url, `Writer ${n}`)));
  const olga = writers[0]!;
  const { slug } = await olga.makesMeetup();
  for (let at = 0; at < PADS + WARMING_PADS; at += 25) {
    const commands = Array.from({ length: 25 }, (_, n) => {
      return { type: "topic.propose" as const, id: `topic-${1000 + at + n}`, title: "To write in" };
    });
    await olga.does(slug, { type: "batch", commands });
  }
  const addresses = (await olga.look(slug)).view.topics.map(
    ({ padId }) => `${server.url.replace("http", "ws")}/notes/${padId}`,
  );
  await leave(await writeIn(addresses.slice(0, WARMING_PADS), writers));
  await allGone(documents);

  const before = await inspected.memory();
  const sockets = await writeIn(addresses.slice(WARMING_PADS), writers);
  const inUse = await inspected.memory();
  await leave(sockets);
  const left = await allGone(documents);
  const after = await inspected.memory();
  inspected.close();
  await server.stop();
  return { pads: PADS, writers: WRITERS, before, inUse, after, documents: left };
}

/** Everyone writes in all of these pads; resolves with their connections once all of it is stored. */
async function writeIn(addresses: readonly string[], writers: readonly Visitor[]): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  for (let at = 0; at < addresses.length; at += PADS_AT_ONCE)
    sockets.push(
      ...(await Promise.all(
        addresses
          .slice(at, at + PADS_AT_ONCE)
          .flatMap((address, pad) => writers.map((writer, n) => write(address, writer, (at + pad) * WRITERS + n))),
      )),
    );
  return sockets;
}

/** One person's part of a pad's text, written word by word, here and there. */
async function write(address: string, { cookie = "" }: Visitor, seed: number): Promise<WebSocket> {
  const socket = new WebSocket(address, { headers: { Cookie: cookie }, perMessageDeflate: false });
  const stored = new Promise<void>((resolve) =>
    socket.on("message", (message: Buffer) => readVarUint(createDecoder(message)) === FENCE[0] && resolve()),
  );
  await once(socket, "open");
  const chance = seededChance(seed);
  const doc = new Y.Doc();
  const text = doc.getText("markdown");
  doc.on("update", (update: Uint8Array) => socket.send(updateMessage(update)));
  for (let message = 0; message < MESSAGES; message += 1) {
    doc.transact(() => {
      for (let word = 0; word < WORDS_A_MESSAGE; word += 1) text.insert(chance.below(text.length + 1), WORD);
    });
    await pause(5);
  }
  doc.destroy();
  socket.send(FENCE);
  await stored;
  return socket;
}

async function leave(sockets: readonly WebSocket[]): Promise<void> {
  await Promise.all(
    sockets.map(async (socket) => {
      const closed = once(socket, "close");
      socket.terminate();
      await closed;
    }),
  );
}

/** Waits, for two minutes at most, until no document is in memory; says how many are. */
async function allGone(documents: () => Promise<number>): Promise<number> {
  // A snapshot of all that is in memory while they are there is too large to be read.
  await pause(2000 + 1000 * IDLE_S);
  let left = Number.POSITIVE_INFINITY;
  for (let looks = 0; looks < 18 && left > 0; looks += 1) {
    await pause(LOOK_MS);
    left = await documents();
  }
  return left;
}
