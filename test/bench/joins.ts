import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { connectAll, pause, updateMessage } from "./clients.ts";
import type { Peer } from "./peers.ts";
import { at, cpuMs, median } from "./process-figures.ts";
import type { Row, Run } from "./scene.ts";

const PEOPLE = 200;
const GOALS = { cpuMs: 200, p95: 250, kB: 75 };

interface Joined {
  cpuMs: number;
  latencies: number[];
  bytes: number;
}

/** How a client comes to have the whole pad; resolves with the bytes it took. */
type Join = (peer: Peer, address: string, number: number) => Promise<number>;

/** 200 people open a pad of 260,000 edits at once: with an unmodified provider, or with our page. */
export async function joins({ peers, rounds }: Run): Promise<Row[]> {
  const paper = await largePad();
  const asked = peers.filter(({ name }) => name === "Hocuspocus" || name === "Midcycle");
  const ways = asked.flatMap((peer) => [
    { peer, name: `${peer.name}, provider`, join: providerJoins },
    ...(peer.name === "Midcycle" ? [{ peer, name: "Midcycle, page", join: pageJoins }] : []),
  ]);
  const addresses = new Map<Peer, string>();
  for (const peer of asked) addresses.set(peer, await filled(peer, paper));
  const taken = ways.map(() => [] as Joined[]);
  for (let round = 0; round <= rounds; round++)
    for (const [index, { peer, join }] of ways.entries()) {
      const joined = await measure(peer, addresses.get(peer)!, join);
      if (round > 0) taken[index]!.push(joined);
    }
  return ways.map(({ name, peer }, index) => {
    const of = (pick: (joined: Joined) => number) => median(taken[index]!.map(pick));
    const isOurs = peer.name === "Midcycle";
    return {
      scene: `${PEOPLE} open a pad of 260,000 edits at once`,
      server: name,
      cost: `${of((joined) => joined.cpuMs).toFixed(0)} ms`,
      ratio: undefined,
      goal: isOurs ? `${GOALS.cpuMs} ms` : "",
      p50: of(({ latencies }) => median(latencies)),
      p95: of(({ latencies }) => at(latencies, 0.95)),
      p95Goal: isOurs ? GOALS.p95 : undefined,
      more: `${(of(({ bytes }) => bytes) / 1000).toFixed(1)} kB each${name.endsWith("page") ? `, goal ${GOALS.kB} kB` : ""}`,
    };
  });
}

async function largePad(): Promise<Uint8Array> {
  const path = fileURLToPath(new URL("../data/editing-traces/automerge-paper.json.gz", import.meta.url));
  const { txns } = JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")) as {
    txns: { patches: [number, number, string][] }[];
  };
  const doc = new Y.Doc();
  const text = doc.getText("markdown");
  doc.transact(() => {
    for (const { patches } of txns)
      for (const [place, deleted, inserted] of patches) {
        if (deleted > 0) text.delete(place, deleted);
        if (inserted) text.insert(place, inserted);
      }
  });
  return Y.encodeStateAsUpdate(doc);
}

/** A pad that somebody has put the text into, and who stays, so that it is open. */
async function filled(peer: Peer, update: Uint8Array): Promise<string> {
  const [address] = await peer.pads(1);
  const [socket] = await connectAll(peer, address!, [0]);
  socket!.send(peer.message(address!, updateMessage(update)));
  // Whoever comes late enough gets all of it.
  for (let bytes = 0; bytes < update.length;) {
    await pause(500);
    bytes = await providerJoins(peer, address!, 1);
  }
  return address!;
}

async function measure(peer: Peer, address: string, join: Join): Promise<Joined> {
  // Everyone is known already; the hall only opens the pad.
  const numbers = Array.from({ length: PEOPLE }, (_, index) => index + 1);
  await Promise.all(numbers.map((number) => peer.person(number)));
  await pause(500);
  const begun = cpuMs(peer.pid);
  const latencies: number[] = [];
  const bytes = await Promise.all(
    numbers.map(async (number) => {
      const started = performance.now();
      const taken = await join(peer, address, number);
      latencies.push(performance.now() - started);
      return taken;
    }),
  );
  await pause(300);
  return { cpuMs: cpuMs(peer.pid) - begun, latencies, bytes: median(bytes) };
}

async function providerJoins(peer: Peer, address: string, number: number): Promise<number> {
  return connects(peer, address, number, peer.greeting(address));
}

async function pageJoins(peer: Peer, address: string, number: number): Promise<number> {
  const { host, pathname } = new URL(address);
  const path = `${peer.padPath(pathname.slice(pathname.lastIndexOf("/") + 1))}/snapshot`;
  const headers = { ...(await peer.person(number)), "accept-encoding": "gzip" };
  const [hostname, port] = host.split(":");
  const request = get({ hostname, port, path, headers, agent });
  const [response] = (await once(request, "response")) as [import("node:http").IncomingMessage];
  let bytes = 0;
  for await (const chunk of response) bytes += (chunk as Buffer).length;
  const edits = Number(response.headers["pad-edits"]);
  const says = encoding.encode((encoder) => {
    for (const part of [5, 1, edits]) encoding.writeVarUint(encoder, part);
  });
  // Its state vector isn't looked at: it has said what it has.
  return bytes + (await connects(peer, address, number, [says, Uint8Array.of(0, 0, 1, 0), NOTHING_NEW]));
}

const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
const NOTHING_NEW = Uint8Array.of(0, 1, 2, 0, 0);

/** Resolves with the bytes that came, when the answer to its question is among them. */
async function connects(peer: Peer, address: string, number: number, greeting: Uint8Array[]): Promise<number> {
  const socket = new WebSocket(address, { headers: await peer.person(number), perMessageDeflate: false });
  let bytes = 0;
  const isStep2 = peer.message(address, Uint8Array.of(0, 1)).length;
  const answered = new Promise<void>((resolve, reject) => {
    socket.on("message", (message: Buffer) => {
      bytes += message.length;
      if (message[isStep2 - 2] === 0 && message[isStep2 - 1] === 1) resolve();
    });
    socket.on("close", () => reject(new Error("A connection ended early")));
  });
  await once(socket, "open");
  for (const message of greeting) socket.send(message);
  await answered;
  socket.removeAllListeners("close");
  socket.terminate();
  return bytes;
}
