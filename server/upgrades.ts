import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { STATUS_CODES } from "node:http";
import { PAD_ID } from "../shared/ids.ts";
import type { Person } from "../shared/person.ts";
import { whyNotFromHere } from "./http/origin.ts";
import { deviceToken } from "./people/device-cookie.ts";
import type { People } from "./people/people.ts";
import type { ReportFault } from "./report-fault.ts";

/** Takes a notes connection that has passed the checks. */
export type TakePadUpgrade = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  padId: string,
  person: Person | undefined,
) => void;

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Says which WebSocket upgrade goes to whom: `/socket.io/` to Socket.IO; `/notes/:padId` to the pads; every other one is
 * refused. Nothing is left hanging. Call it when Socket.IO is attached: its own listener is put behind the checks here,
 * as it would answer a foreign Origin with 400 and a foreign Host too.
 */
export function listenForUpgrades(
  server: Server,
  tools: {
    people: People;
    takePad: TakePadUpgrade;
    publicUrl: string | undefined;
    report: ReportFault;
  },
): void {
  const { people, takePad, publicUrl, report } = tools;
  const socketIo = server.listeners("upgrade") as UpgradeListener[];
  server.removeAllListeners("upgrade");
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? "/").split("?")[0]!;
    // A connection that breaks while it is being let in must not take the process down.
    const broke = () => socket.destroy();
    socket.on("error", broke);
    const refusal = whyNotFromHere(request, publicUrl);
    if (refusal) return refuse(socket, refusal.status);
    if (path.startsWith("/socket.io/")) {
      socket.off("error", broke);
      for (const listener of socketIo) listener.call(server, request, socket, head);
      return;
    }
    const padId = /^\/notes\/([^/]+)$/u.exec(path)?.[1];
    if (padId === undefined) return refuse(socket, 404);
    people
      .byToken(deviceToken(request))
      .then((person) => {
        socket.off("error", broke);
        if (socket.destroyed) return;
        takePad(request, socket, head, PAD_ID.test(padId) ? padId : "", person);
      })
      .catch((error: unknown) => {
        report("a notes upgrade", error);
        refuse(socket, 503);
      });
  });
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
