/** The door to the pads: where upgraded connections come in, and from where all of them are looked after. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Person } from "../../../shared/person.ts";
import {
  CarefulWebSocketServer,
  type CarefulTools,
  type CarefulWebSocket,
} from "../../connections/careful-web-sockets.ts";
import { OneATurn } from "../../turns/one-a-turn.ts";
import type { ReportFault } from "../../report-fault.ts";
import { OTHER_PERSON } from "../pad-access.ts";
import type { LivePads } from "../live-pads.ts";
import { PadSocket } from "./pad-socket.ts";

/** The largest message that is taken; a larger one closes its connection with 1009. */
const MAX_MESSAGE_BYTES = 1_048_576;
/** How often unread bytes, silence and presence are looked at. */
const TICK_MS = 5000;
/** Every so many ticks it is asked again who may do what. */
const RECHECK_TICKS = 6;

/** Where upgraded connections to pads come in. */
export interface PadDoor {
  /**
   * Takes an upgrade that may come in: from here, by this person, on the device of this token. Refusals come as close codes,
   * which providers heed.
   */
  handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    padId: string,
    person: Person | undefined,
    token?: string,
  ): void;
  /** Somebody has another name or colour: what their connections say of their presence from now on says so. */
  renamed(person: Person): void;
  /** The device of this token is nobody's any more: what it has open has to come again, as whoever it is now. */
  signedOut(token: string): void;
  /** Ends who doesn't read, and says something to who was told nothing; `now` in ms of a clock that only moves forward. It does so by itself. */
  look(now: number): void;
  /** Takes no more, waits until what was received is durable, and closes every connection with `code`. Resolves when all have ended. */
  close(code: number): Promise<void>;
}

/** Opens the door to `pads`. */
export function createPadDoor(tools: { pads: LivePads; report: ReportFault; careful: CarefulTools }): PadDoor {
  const { pads, report, careful } = tools;
  const server = new CarefulWebSocketServer({ maxPayload: MAX_MESSAGE_BYTES }, careful);
  /** With the token of the device whose each is. */
  const sockets = new Map<PadSocket, string | undefined>();
  const turns = new OneATurn({ others: 2 });
  let isClosed = false;
  let ticks = 0;
  const look = (now: number) => {
    for (const socket of sockets.keys()) socket.tick(now);
  };
  const ticking = setInterval(() => {
    look(performance.now());
    pads.tend();
    ticks += 1;
    if (ticks % RECHECK_TICKS === 0) void pads.recheck();
  }, TICK_MS);
  ticking.unref();

  async function letIn(
    webSocket: CarefulWebSocket,
    socket: Duplex,
    padId: string,
    person: Person | undefined,
    token: string | undefined,
  ): Promise<void> {
    const padSocket: PadSocket = new PadSocket({
      webSocket,
      socket,
      person,
      turns,
      report: (error) => report(`a connection to pad ${padId}`, error),
      onGone: () => sockets.delete(padSocket),
    });
    sockets.set(padSocket, token);
    const pad = await pads.join(padId, padSocket);
    if ("code" in pad) padSocket.close(pad.code, pad.reason);
    else padSocket.joined(pad);
  }

  return {
    handleUpgrade(request, socket, head, padId, person, token) {
      if (isClosed) {
        socket.destroy();
        return;
      }
      server.handleUpgrade(request, socket, head, (webSocket) => {
        // A device changed hands: what this page sends would go out as somebody else's.
        const expected = new URLSearchParams(request.url?.split("?")[1]).get("as");
        if (expected !== null && pads.idNow(expected) !== person?.id)
          return webSocket.close(OTHER_PERSON.code, OTHER_PERSON.reason);
        letIn(webSocket, socket, padId, person, token).catch((error: unknown) => {
          report(`a connection to pad ${padId}`, error);
          webSocket.terminate();
        });
      });
    },
    renamed(person) {
      for (const socket of sockets.keys()) if (socket.person?.id === person.id) socket.person = person;
    },
    signedOut(token) {
      for (const [socket, its] of sockets) if (its === token) socket.close(OTHER_PERSON.code, OTHER_PERSON.reason);
    },
    look,
    async close(code) {
      isClosed = true;
      clearInterval(ticking);
      for (const socket of sockets.keys()) socket.pause();
      for (const socket of sockets.keys()) socket.finish();
      await pads.settled();
      await Promise.all([...sockets.keys()].map((socket) => socket.end(code, "the server restarts")));
    },
  };
}
