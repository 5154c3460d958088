import type { WebSocket } from "ws";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { connectAll, pause } from "./clients.ts";
import type { Peer } from "./peers.ts";
import { cpuMs, median } from "./process-figures.ts";
import { WARM_UP, type Row, type Run } from "./scene.ts";

const PEOPLE = 200;
const PER_SECOND = 2;
const GOAL = 0.1;
const BYTES_GOAL = 1 / 8;

interface Figures {
  cpuShare: number;
  bytesPerSecond: number;
}

/** 200 people whose cursors move twice a second: what that costs, and what each of them has to read. */
export async function cursors({ peers, rounds, seconds }: Run): Promise<Row[]> {
  const ways = peers.flatMap((peer) => [
    { peer, name: peer.name === "Midcycle" ? "Midcycle, provider" : peer.name, isPage: false },
    ...(peer.name === "Midcycle" ? [{ peer, name: "Midcycle, page", isPage: true }] : []),
  ]);
  const taken = ways.map(() => [] as Figures[]);
  for (let round = 0; round <= rounds; round++)
    for (const [index, { peer, isPage }] of ways.entries()) {
      const figures = await measure(peer, isPage, round === 0 ? WARM_UP * seconds : seconds);
      if (round > 0) taken[index]!.push(figures);
    }
  const of = (index: number, pick: (figures: Figures) => number) => median(taken[index]!.map(pick));
  return ways.map(({ name, peer, isPage }, index) => {
    const share = of(index, ({ cpuShare }) => cpuShare);
    const bytes = of(index, ({ bytesPerSecond }) => bytesPerSecond);
    const times = bytes / of(0, ({ bytesPerSecond }) => bytesPerSecond);
    return {
      scene: `${PEOPLE} cursors at ${PER_SECOND} Hz`,
      server: name,
      cost: `${(share * 100).toFixed(1)} % of a core`,
      ratio: share / of(0, ({ cpuShare }) => cpuShare),
      goal: peer.name === "Midcycle" ? `×${GOAL}` : "",
      p50: undefined,
      p95: undefined,
      p95Goal: undefined,
      more: `${(bytes / 1000).toFixed(1)} kB/s each, ×${times.toFixed(3)}${isPage ? `, goal ×${BYTES_GOAL}` : ""}`,
    };
  });
}

async function measure(peer: Peer, isPage: boolean, seconds: number): Promise<Figures> {
  const [address] = await peer.pads(1);
  const bytes = Array.from({ length: PEOPLE + 1 }, () => 0);
  const numbers = Array.from({ length: PEOPLE }, (_, index) => index + 1);
  const sockets = await connectAll(peer, address!, numbers, (message, number) => (bytes[number]! += message.length));
  if (isPage) for (const socket of sockets) socket.send(Uint8Array.of(5, 1));
  const clients = sockets.map((socket, index) => new Cursor(peer, address!, socket, index + 1));
  // Everyone is there, and known, before it is looked at.
  for (const client of clients) client.moves();
  await pause(1000);
  bytes.fill(0);
  const [begun, began] = [cpuMs(peer.pid), performance.now()];
  await Promise.all(
    clients.map(async (client, index) => {
      for (let n = 0; n < seconds * PER_SECOND; n++) {
        const due = began + ((n + index / PEOPLE) * 1000) / PER_SECOND;
        await pause(Math.max(0, due - performance.now()));
        client.moves();
      }
    }),
  );
  await pause(300);
  const elapsed = performance.now() - began;
  const cpuShare = (cpuMs(peer.pid) - begun) / elapsed;
  for (const socket of sockets) socket.terminate();
  return { cpuShare, bytesPerSecond: median(bytes.slice(1)) / (elapsed / 1000) };
}

/** One client's presence, as y-websocket's provider and an editor's binding say it. */
class Cursor {
  readonly #send: (message: Uint8Array) => void;
  readonly #client = Math.floor(Math.random() * 2 ** 32);
  readonly #name: string;
  #clock = 0;

  constructor(peer: Peer, address: string, socket: WebSocket, number: number) {
    this.#send = (message) => socket.send(peer.message(address, message));
    this.#name = `Person ${number}`;
  }

  moves(): void {
    this.#clock += 1;
    const place = Y.relativePositionToJSON(
      new Y.RelativePosition(null, "markdown", Y.createID(this.#client, this.#clock), 0),
    );
    const state = { user: { name: this.#name, color: "#bc4945" }, cursor: { anchor: place, head: place } };
    const states = encoding.encode((encoder) => {
      for (const number of [1, this.#client, this.#clock]) encoding.writeVarUint(encoder, number);
      encoding.writeVarString(encoder, JSON.stringify(state));
    });
    const message = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint8Array(encoder, states);
    });
    this.#send(message);
  }
}
