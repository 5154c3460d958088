import type { Server, Socket } from "socket.io";
import type { Person } from "../../shared/person.ts";
import type { ClientToServer, ServerToClient } from "../../shared/protocol/changes.ts";

/** Socket.IO as the live agenda uses it: which messages go which way. */
export type AgendaServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
/** One connection to it. */
export type AgendaSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

/** What is kept with a connection. */
export interface SocketData {
  /** Who they were when they connected: decides what they see. */
  person: Person | undefined;
  /** The device's token: who asks is looked up anew for each command, as they may have signed out or changed their name. */
  token: string | undefined;
}
