import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { PAD_ID } from "../../shared/ids.ts";
import type { Person } from "../../shared/person.ts";
import { problem } from "../../shared/problem.ts";
import { CONNECTIONS_RETRY_S, type ConnectionCount } from "./connection-count.ts";
import { UNAVAILABLE_RETRY_S } from "../http/answers.ts";
import { whyNotFromHere } from "../http/origin.ts";
import { deviceToken } from "../people/device-cookie.ts";
import type { People } from "../people/people.ts";
import type { ReportFault } from "../report-fault.ts";
import { refuseOnWire } from "./refuse-on-wire.ts";

/** Takes a notes connection that has passed the checks. */
export type TakePadUpgrade = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  padId: string,
  person: Person | undefined,
  token: string | undefined,
) => void;

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Says which WebSocket upgrade goes to whom: `/socket.io/` to Socket.IO; `/notes/:padId` to the pads; every other one is
 * refused, as is one connection too many from an address. Nothing is left hanging. Returns how to cut all that is still
 * open, whoever has it: the HTTP server doesn't count upgraded connections among its own, but waits for them. Call it when Socket.IO is attached: its own listener is put behind the checks here,
 * as it would answer a foreign Origin with 400 and a foreign Host too.
 */
export function listenForUpgrades(
  server: Server,
  tools: {
    people: People;
    takePad: TakePadUpgrade;
    publicUrl: string | undefined;
    connections: ConnectionCount;
    addressOf: (request: IncomingMessage) => string;
    report: ReportFault;
  },
): () => void {
  const { people, takePad, publicUrl, connections, addressOf, report } = tools;
  const open = new Set<Duplex>();
  const socketIo = server.listeners("upgrade") as UpgradeListener[];
  server.removeAllListeners("upgrade");
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? "/").split("?")[0]!;
    // A connection that breaks while it is being let in must not take the process down.
    const broke = () => socket.destroy();
    socket.on("error", broke);
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    const refusal = whyNotFromHere(request, publicUrl);
    if (refusal) return refuseOnWire(socket, refusal);
    const address = addressOf(request);
    if (path.startsWith("/socket.io/")) {
      if (isNewAgendaConnection(request) && connections.isFull(address))
        return refuseOnWire(socket, problem("too-many"), CONNECTIONS_RETRY_S);
      socket.off("error", broke);
      for (const listener of socketIo) listener.call(server, request, socket, head);
      return;
    }
    const padId = /^\/notes\/([^/]+)$/u.exec(path)?.[1];
    if (padId === undefined) return refuseOnWire(socket, problem("unknown-address"));
    if (connections.isFull(address)) return refuseOnWire(socket, problem("too-many"), CONNECTIONS_RETRY_S);
    socket.once("close", connections.enter(address));
    const token = deviceToken(request);
    people
      .byToken(token)
      .then((person) => {
        socket.off("error", broke);
        if (socket.destroyed) return;
        takePad(request, socket, head, PAD_ID.test(padId) ? padId : "", person, token);
      })
      .catch((error: unknown) => {
        report("a notes upgrade", error);
        refuseOnWire(socket, problem("unavailable"), UNAVAILABLE_RETRY_S);
      });
  });
  return () => {
    for (const socket of open) socket.destroy();
  };
}

/**
 * Whether a request wants to go on as a WebSocket, for Node to ask. Programs that would like to speak HTTP/2 (those in Java,
 * `curl --http2`) say so in each request without TLS, and are to be answered as if they hadn't.
 */
export function wantsWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket";
}

/** Whether this begins a connection to the live agenda; with an id it is one that is there already and goes on. */
export function isNewAgendaConnection(request: IncomingMessage): boolean {
  return !new URLSearchParams(request.url?.split("?")[1]).get("sid");
}
