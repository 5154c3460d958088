/** WebSockets whose clients may be anyone: as the pads and the live agenda take them. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer, type ServerOptions } from "ws";
import {
  giveBack,
  giveBackCopied,
  giveBackUnfinished,
  isBetweenMessages,
  keptBytesOf,
  type Receiver,
} from "./read-bytes.ts";
import type { ReadConnection, ReadTurns } from "./read-turns.ts";
import type { BudgetUser, SharedBudget } from "./shared-budget.ts";
import { wholeMessage } from "./whole-frame.ts";

/** After being told to close, a client has this long before it is cut off, and at most this much of what it still sends is read. */
const CLOSING_MS = 2000;
const CLOSING_BYTES = 1_048_576;

/**
 * Few messages fit into so many bytes. When they are all that has come, they are handed over at once: to put each off to
 * a turn of its own costs an eighth of all CPU in many small pads.
 */
const FEW_BYTES = 512;

/** A message in more parts than this is refused. Each may keep all in memory that was read with it, however small it is. */
const MOST_PARTS = 1024;

/** A WebSocket that takes no more interest in whoever goes on sending instead of saying goodbye. */
export class CarefulWebSocket extends WebSocket implements BudgetUser, ReadConnection {
  /** The same connection below the protocol. */
  stream: Duplex | undefined;
  /** Bytes of messages that were handed over, and wait for their turn in memory. */
  waitingBytes = 0;
  /** It was cut off, and nothing of what waits is wanted any more. */
  isCut = false;
  address = "";
  begunAt = 0;
  heardAt = 0;
  #cutting: NodeJS.Timeout | undefined;

  get keptBytes(): number {
    return keptBytesOf(receiverOf(this)) + (this.stream?.readableLength ?? 0) + this.waitingBytes;
  }

  holds(): void {
    this.stream?.pause();
  }

  readsOn(): void {
    if (!this.isPaused && !receiverOf(this)._writableState.needDrain) this.stream?.resume();
  }

  cut(): void {
    this.isCut = true;
    this.terminate();
  }

  override close(code?: number, reason?: string | Buffer): void {
    super.close(code, reason);
    if (this.stream === undefined || this.#cutting !== undefined || this.readyState !== WebSocket.CLOSING) return;
    this.#cutting = setTimeout(() => this.terminate(), CLOSING_MS);
    this.#cutting.unref();
    this.once("close", () => clearTimeout(this.#cutting));
    let left = CLOSING_BYTES;
    const receiver = receiverOf(this);
    this.stream.on("data", (data: Buffer) => {
      left -= data.length;
      if (left < 0) this.pause();
      if (!receiver.writable) giveBack(data);
    });
  }
}

/** Makes such WebSockets of upgrades; also for Socket.IO, which makes its own server of what it is given. */
export class CarefulWebSocketServer extends WebSocketServer<typeof CarefulWebSocket> {
  readonly #tools: CarefulTools;

  constructor(options: ServerOptions<typeof CarefulWebSocket>, tools: CarefulTools) {
    super({
      ...options,
      WebSocket: CarefulWebSocket,
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxFragments: MOST_PARTS,
      // One message of a connection in each turn of the loop, pings too, unless just a few bytes have come: whatever
      // else came with it waits, and nothing more is read meanwhile, so that others have their turn.
      allowSynchronousEvents: false,
    });
    this.#tools = tools;
  }

  override handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    done: (webSocket: CarefulWebSocket, request: IncomingMessage) => void,
  ): void {
    super.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.stream = socket;
      webSocket.address = this.#tools.addressOf(request);
      giveBackCopied(receiverOf(webSocket));
      this.#hear(webSocket, socket);
      webSocket.on("error", endsAlone);
      const left = this.#tools.unfinished.enter(webSocket);
      webSocket.once("close", () => {
        giveBackUnfinished(receiverOf(webSocket));
        left();
      });
      done(webSocket, request);
    });
  }

  /** Hears what is read before the receiver gets it, and spares it what is a short message, all of it and nothing else. */
  #hear(webSocket: CarefulWebSocket, socket: Duplex): void {
    const { unfinished, reads } = this.#tools;
    const receiver = receiverOf(webSocket);
    const [receive] = socket.listeners("data") as ((bytes: Buffer) => void)[];
    const hear = (bytes: Buffer) => {
      webSocket.heardAt = performance.now();
      unfinished.came(bytes.length);
      reads.came(bytes.length, webSocket);
      const isBetween = isBetweenMessages(receiver);
      if (isBetween) webSocket.begunAt = webSocket.heardAt;
      // The other side has said goodbye, or something that means nothing.
      if (!receiver.writable) return;
      const message = isBetween ? wholeMessage(bytes) : undefined;
      if (message !== undefined) {
        webSocket.emit("message", message, true);
        return;
      }
      // What waits in it was too much for one turn.
      receiver._allowSynchronousEvents = bytes.length <= FEW_BYTES && receiver.writableLength === 0;
      receive!.call(socket, bytes);
    };
    socket.on("data", hear);
    socket.off("data", receive!);
    // What comes behind a message has begun no earlier.
    receiver.on("message", () => (webSocket.begunAt = performance.now()));
  }
}

/** What these WebSockets have in common with all other connections. */
export interface CarefulTools {
  unfinished: SharedBudget;
  reads: ReadTurns;
  addressOf: (request: IncomingMessage) => string;
}

/** A bad frame is an error of its connection, which ends with it. Without a listener it would end the process. */
function endsAlone(): void {}

function receiverOf(webSocket: WebSocket): Receiver {
  return (webSocket as unknown as { _receiver: Receiver })._receiver;
}
