import type { WebSocket } from "ws";
import * as Y from "yjs";
import { connectAll, pause, updateMessage } from "./clients.ts";
import type { Peer } from "./peers.ts";
import { at, cpuMs, median, residentMiB } from "./process-figures.ts";
import { WARM_UP, type Row, type Run } from "./scene.ts";

/** Each edit carries when it was typed, so that whoever gets it knows how long it took. */
const TOKEN = /~(\d+)~/gu;
const PER_SECOND = 5;

interface Crowd {
  name: string;
  pads: number;
  clientsPerPad: number;
  writersPerPad: number;
  goal: number | undefined;
  /** Rooms are as small as they mostly are: latency counts more than cost. */
  p95: number;
}

/** Crowds that write: what an edit costs for each person that it reaches. */
export const crowds: readonly Crowd[] = [
  { name: "200 people, 10 write", pads: 1, clientsPerPad: 200, writersPerPad: 10, goal: 0.55, p95: 80 },
  { name: "1,000 people, 5 write", pads: 1, clientsPerPad: 1000, writersPerPad: 5, goal: 0.6, p95: 80 },
  { name: "200 people, 40 write", pads: 1, clientsPerPad: 200, writersPerPad: 40, goal: 0.25, p95: 80 },
  { name: "200 pads, 3 write in each", pads: 200, clientsPerPad: 3, writersPerPad: 3, goal: 1.6, p95: 30 },
  { name: "20 people, 5 write", pads: 1, clientsPerPad: 20, writersPerPad: 5, goal: undefined, p95: 10 },
];

interface Figures {
  micros: number;
  share: number;
  p50: number;
  p95: number;
  delivered: number;
  addedMiB: number;
  inAllMiB: number;
}

/** Every server in turn, round after round. */
export async function typing(crowd: Crowd, { peers, rounds, seconds }: Run): Promise<Row[]> {
  const taken = new Map<Peer, Figures[]>(peers.map((peer) => [peer, []]));
  for (let round = 0; round <= rounds; round++)
    for (const peer of peers) {
      const figures = await measure(peer, crowd, round === 0 ? WARM_UP * seconds : seconds);
      if (round > 0) taken.get(peer)!.push(figures);
    }
  const of = (peer: Peer, pick: (figures: Figures) => number) => median(taken.get(peer)!.map(pick));
  const base = of(peers[0]!, ({ micros }) => micros);
  return peers.map((peer) => {
    const micros = of(peer, (figures) => figures.micros);
    const isOurs = peer.name === "Midcycle";
    return {
      scene: crowd.name,
      server: peer.name,
      cost: `${micros.toFixed(1)} µs an edit and reader`,
      ratio: micros / base,
      goal: isOurs && crowd.goal !== undefined ? `×${crowd.goal}` : "",
      p50: of(peer, ({ p50 }) => p50),
      p95: of(peer, ({ p95 }) => p95),
      p95Goal: isOurs ? crowd.p95 : undefined,
      more: [
        `${(of(peer, ({ share }) => share) * 100).toFixed(1)} % of a core`,
        `+${of(peer, ({ addedMiB }) => addedMiB).toFixed(0)} to ${of(peer, ({ inAllMiB }) => inAllMiB).toFixed(0)} MiB`,
        ...(of(peer, ({ delivered }) => delivered) < 0.999 ? ["not all delivered"] : []),
      ].join(", "),
    };
  });
}

async function measure(peer: Peer, crowd: Crowd, seconds: number): Promise<Figures> {
  const addresses = await peer.pads(crowd.pads);
  const before = residentMiB(peer.pid);
  const latencies: number[] = [];
  let deliveries = 0;
  const hear = (message: Buffer, number: number) => {
    for (const [, typedAt] of message.toString("latin1").matchAll(TOKEN)) {
      deliveries += 1;
      if (crowd.clientsPerPad < 21 || number % 20 === 0) latencies.push(performance.now() - Number(typedAt) / 100);
    }
  };
  const sockets: WebSocket[] = [];
  const writers: { socket: WebSocket; address: string }[] = [];
  for (const [pad, address] of addresses.entries()) {
    const numbers = Array.from({ length: crowd.clientsPerPad }, (_, n) => 1 + pad * crowd.clientsPerPad + n);
    const here = await connectAll(peer, address, numbers, hear);
    sockets.push(...here);
    writers.push(...here.slice(0, crowd.writersPerPad).map((socket) => ({ socket, address })));
  }
  await pause(500);
  [deliveries, latencies.length] = [0, 0];
  const [begun, began] = [cpuMs(peer.pid), performance.now()];
  await Promise.all(writers.map((writer, index) => type({ ...writer, peer, seconds, phase: index / writers.length })));
  await pause(300);
  const cpu = cpuMs(peer.pid) - begun;
  const elapsed = performance.now() - began;
  const inAllMiB = residentMiB(peer.pid);
  for (const socket of sockets) socket.terminate();
  const expected = PER_SECOND * seconds * writers.length * (crowd.clientsPerPad - 1);
  return {
    micros: (cpu * 1000) / deliveries,
    share: cpu / elapsed,
    p50: median(latencies),
    p95: at(latencies, 0.95),
    delivered: deliveries / expected,
    addedMiB: inAllMiB - before,
    inAllMiB,
  };
}

async function type({
  socket,
  address,
  peer,
  seconds,
  phase,
}: {
  socket: WebSocket;
  address: string;
  peer: Peer;
  seconds: number;
  phase: number;
}): Promise<void> {
  const doc = new Y.Doc();
  const text = doc.getText("markdown");
  doc.on("update", (update: Uint8Array) => socket.send(peer.message(address, updateMessage(update))));
  const begin = performance.now();
  for (let n = 0; n < PER_SECOND * seconds; n++) {
    await pause(Math.max(0, begin + ((n + phase) * 1000) / PER_SECOND - performance.now()));
    text.insert(text.length, `~${Math.round(performance.now() * 100)}~`);
  }
  doc.destroy();
}
