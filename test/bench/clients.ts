import { once } from "node:events";
import { WebSocket } from "ws";
import type { Peer } from "./peers.ts";

/** The seed's and everyone's connections to a pad: the person of each number, with as little of their own as possible. */
export async function connectAll(
  peer: Peer,
  address: string,
  numbers: readonly number[],
  hear: (message: Buffer, number: number) => void = () => {},
): Promise<WebSocket[]> {
  return Promise.all(
    numbers.map(async (number) => {
      const headers = await peer.person(number);
      const socket = new WebSocket(address, { headers, perMessageDeflate: false });
      socket.on("message", (message: Buffer) => hear(message, number));
      await once(socket, "open");
      for (const message of peer.greeting(address)) socket.send(message);
      return socket;
    }),
  );
}

/** Message type sync, message update, as y-protocols has it. */
export function updateMessage(update: Uint8Array): Uint8Array {
  const bytes = [0, 2];
  let rest = update.length;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push(128 | (rest % 128));
  return Buffer.concat([Uint8Array.from([...bytes, rest]), update]);
}

/** Resolves after so many milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
