import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import { Server } from "socket.io";
import { problem } from "../../shared/problem.ts";
import { CarefulWebSocketServer, type CarefulTools } from "../connections/careful-web-sockets.ts";
import { CONNECTIONS_RETRY_S, type ConnectionCount } from "../connections/connection-count.ts";
import { isNewAgendaConnection } from "../connections/upgrades.ts";
import { sendProblem } from "../http/answers.ts";
import { whyNotFromHere } from "../http/origin.ts";
import { deviceToken } from "../people/device-cookie.ts";
import type { People } from "../people/people.ts";
import type { ReportFault } from "../report-fault.ts";
import type { AgendaServer, AgendaSocket } from "./agenda-server.ts";
import { carefulParser } from "./careful-parser.ts";
import type { UnreadGuard } from "./unread-guard.ts";

const MAX_MESSAGE_BYTES = 256 * 1024;
/** The close code of a server that restarts. */
export const SERVICE_RESTART = 1012;

/** Puts Socket.IO on a server of HTTP: who may connect, how much of it is kept for whom, and who each connection is. */
export function createAgendaServer(
  http: HttpServer,
  tools: {
    people: People;
    publicUrl: string | undefined;
    connections: ConnectionCount;
    careful: CarefulTools;
    unread: UnreadGuard;
    report: ReportFault;
    isClosing: () => boolean;
  },
): AgendaServer {
  const { people, publicUrl, connections, careful, unread, report, isClosing } = tools;
  const { addressOf } = careful;
  const io: AgendaServer = new Server(http, {
    serveClient: false,
    transports: ["websocket", "polling"],
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    parser: carefulParser,
    wsEngine: class extends CarefulWebSocketServer {
      constructor(options: ConstructorParameters<typeof CarefulWebSocketServer>[0]) {
        super(options, careful);
      }
    },
    allowRequest: (_request, decide) => decide(null, !isClosing()),
  });
  // Each request of long polling; what comes as an upgrade has passed the same check where it arrived.
  io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const refusal = whyNotFromHere(request, publicUrl);
    if (refusal) sendProblem(response, refusal);
    else if (isNewAgendaConnection(request) && connections.isFull(addressOf(request)))
      sendProblem(response, problem("too-many"), CONNECTIONS_RETRY_S);
    else next();
  });
  io.engine.on("connection", (connection: AgendaSocket["conn"]) => {
    unread.add(connection);
    connection.once("close", connections.enter(addressOf(connection.request)));
  });
  io.use((socket, next) => {
    const token = deviceToken(socket.request);
    people.byToken(token).then(
      (person) => {
        socket.data.token = token;
        socket.data.person = person;
        next();
      },
      (error: unknown) => {
        report("an agenda handshake", error);
        next(new Error("unavailable"));
      },
    );
  });
  return io;
}

/** Ends WebSockets with 1012, so that their clients know to come back; polling ones just end. */
export function endForRestart(io: AgendaServer): void {
  // All of Engine.IO's, as its documentation names them: some have joined no namespace yet.
  const { clients } = io.engine as unknown as { clients: Record<string, AgendaSocket["conn"]> };
  for (const conn of Object.values(clients)) {
    const { socket } = conn.transport as unknown as { socket?: { close?(code: number): void } };
    if (socket?.close) socket.close(SERVICE_RESTART);
    else conn.close();
  }
}
