import type { ServerToClient } from "../../shared/protocol/changes.ts";
import { textFrame } from "../connections/websocket-frame.ts";
import type { AgendaSocket } from "./agenda-server.ts";

/**
 * A message that many are sent: written down and framed once, and handed to each connection as Socket.IO hands over what
 * goes to a whole room, but whenever it is that one's turn.
 */
export class WrittenMessage {
  readonly #packet: string;
  readonly #options: object;

  /** `json` is what the message of this name says. */
  constructor(name: keyof ServerToClient, json: string) {
    this.#packet = `2["${name}",${json}]`;
    this.#options = { wsPreEncodedFrame: [textFrame(`4${this.#packet}`)] };
  }

  sendTo({ conn }: AgendaSocket): void {
    conn.write(this.#packet, this.#options);
  }
}
