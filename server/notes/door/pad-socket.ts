/** One WebSocket to one pad, read with care. */
import type { Duplex } from "node:stream";
import { WebSocket, type RawData } from "ws";
import { assertNever } from "../../../shared/assert-never.ts";
import { PAD_CLOSE } from "../../../shared/notes/pad-frames.ts";
import type { Person } from "../../../shared/person.ts";
import type { CarefulWebSocket } from "../../connections/careful-web-sockets.ts";
import type { OneATurn } from "../../turns/one-a-turn.ts";
import { LITTLE_BYTES, LIVE_PATIENCE, ReaderProgress } from "../../connections/reader-progress.ts";
import type { LivePad } from "../live-pad.ts";
import type { PadConnection } from "../pad-connection.ts";
import { awarenessMessage, readPadMessage, type ReadMessage } from "../pad-messages.ts";
import { scanUpdate } from "../intake/update-scanner.ts";
import { binaryFrame } from "../../connections/websocket-frame.ts";

/** With more unread than this beside its largest piece, a connection is cut at once. Bytes. */
const UNREAD_MAX_BYTES = 4 * LITTLE_BYTES;
/** An unmodified provider gives up after 30 s of silence, and pings don't count. */
const SILENCE_MS = 10_000;

/** A message that says nothing: nobody's presence has changed. */
const SIGN_OF_LIFE = binaryFrame(awarenessMessage([]));

/** One of so many bytes may take as long as all that others have sent: these have their turns among all connections. */
const LARGE_BYTES = 4096;

/** One WebSocket as a pad sees it. */
export class PadSocket implements PadConnection {
  person: Person | undefined;
  mayWrite = false;
  readonly #webSocket: CarefulWebSocket;
  /** The same connection below the protocol: frames that are made once are written to it as they are. */
  readonly #socket: Duplex;
  readonly #turns: OneATurn;
  readonly #report: (error: unknown) => void;
  readonly #onGone: () => void;
  #stage: { name: "joining" } | { name: "joined"; pad: LivePad } | { name: "done" } = { name: "joining" };
  /** A large message that waits for its turn, and what has come behind it: nothing more is read meanwhile. */
  #waiting: Message[] = [];
  /** The pad wants nothing more to be read for now. */
  #isHeld = false;
  /** It has ended, but not all that it had sent before has had its turn. */
  #isGone = false;
  /** What waits for something else to be sent before, and how much that is. */
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  /** Since it was looked at last; and when it was seen so. */
  #hasSent = false;
  #lastSent = performance.now();
  readonly #reading: ReaderProgress;
  /** The largest thing sent in one piece; somebody on a slow line may take a while for it. */
  #largest = 0;

  /** `turns` are those of all connections; `onGone` is called when this one has ended, and nothing of it waits. */
  constructor(tools: {
    webSocket: CarefulWebSocket;
    socket: Duplex;
    person: Person | undefined;
    turns: OneATurn;
    report: (error: unknown) => void;
    onGone: () => void;
  }) {
    const { webSocket, socket, person, turns, report, onGone } = tools;
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.#reading = new ReaderProgress(socket, LIVE_PATIENCE);
    this.person = person;
    this.#turns = turns;
    this.#report = report;
    this.#onGone = onGone;
    // One bad frame makes the socket an error and a close; nobody else may notice.
    webSocket.on("error", () => this.#done());
    webSocket.on("message", (data, isBinary) => this.#take({ data, isBinary }));
    webSocket.once("close", () => {
      this.#isGone = true;
      if (this.#waiting.length === 0 || webSocket.isCut) this.#done();
    });
    // Until the pad is there, what the client sends stays where it is.
    this.pause();
  }

  /** The pad is there: reading starts. */
  joined(pad: LivePad): void {
    if (this.#stage.name !== "joining") return pad.leave(this);
    this.#stage = { name: "joined", pad };
    this.resume();
  }

  get unread(): number {
    return this.#socket.writableLength + this.#heldBytes;
  }

  send(frames: Uint8Array): void {
    if (this.#webSocket.readyState !== WebSocket.OPEN) return;
    this.#hasSent = true;
    this.#socket.write(frames);
    this.#adds(frames.length);
  }

  hold(frames: Uint8Array): void {
    if (this.#webSocket.readyState !== WebSocket.OPEN) return;
    this.#held.push(frames);
    this.#heldBytes += frames.length;
    this.#adds(frames.length);
  }

  release(): void {
    const held = this.#letGo();
    for (const frames of held) this.send(frames);
  }

  close(code: number, reason: string): void {
    this.#done();
    this.#webSocket.close(code, reason);
    // It must read on, or the client's answer to the close would never be seen.
    this.resume();
  }

  /** Closes, and resolves when the connection has ended. */
  end(code: number, reason: string): Promise<void> {
    return new Promise((resolve) => {
      this.#webSocket.once("close", () => resolve());
      if (this.#webSocket.readyState === WebSocket.CLOSED) resolve();
      this.close(code, reason);
    });
  }

  pause(): void {
    this.#isHeld = true;
    this.#webSocket.pause();
  }

  resume(): void {
    this.#isHeld = false;
    if (this.#waiting.length === 0) this.#webSocket.resume();
  }

  /** Deals with all that waits for a turn, at once. */
  finish(): void {
    while (this.#waiting.length > 0) this.#receive(this.#shift()!);
    if (this.#isGone) this.#done();
  }

  /** To be called every few seconds, for every socket from one timer: signs of life, and an end to those who don't read. */
  tick(now: number): void {
    if (this.#hasSent) this.#lastSent = now;
    this.#hasSent = false;
    if (!this.#reading.look(this.#socket.writableLength, now)) this.#webSocket.terminate();
    else if (this.#stage.name === "joined" && now - this.#lastSent >= SILENCE_MS) this.send(SIGN_OF_LIFE);
  }

  /** How many bytes more are kept for it. */
  #adds(bytes: number): void {
    if (bytes > this.#largest) this.#largest = bytes;
    if (this.unread > UNREAD_MAX_BYTES + this.#largest) this.#webSocket.terminate();
  }

  #letGo(): Uint8Array[] {
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    return held;
  }

  /** A large message waits for its turn among all connections, and whatever comes behind it on this one for its own. */
  #take(message: Message): void {
    if (this.#waiting.length === 0 && bytesIn(message) < LARGE_BYTES) return this.#receive(message);
    this.#waiting.push(message);
    this.#webSocket.waitingBytes += bytesIn(message);
    if (this.#waiting.length > 1) return;
    this.#turns.take(() => this.#next());
    if (this.#waiting.length > 0) this.#webSocket.pause();
  }

  #next(): void {
    const [message] = this.#waiting;
    // They have been finished, or dropped.
    if (message === undefined) return;
    // What it holds is one thing, whether it may come in another: others have their turn in between.
    if (this.#looksAt(message)) return this.#turns.take(() => this.#next());
    this.#shift();
    this.#receive(message);
    if (this.#waiting.length > 0) this.#turns.take(() => this.#next());
    else if (this.#isGone) this.#done();
    else if (!this.#isHeld) this.#webSocket.resume();
  }

  /** Looks at an edit that is large, unless it has been. */
  #looksAt(message: Message): boolean {
    const { data, isBinary, read } = message;
    if (read !== undefined || !isBinary || !(data instanceof Uint8Array) || data.length < LARGE_BYTES) return false;
    const known = readPadMessage(data);
    message.read = known;
    if (known.type !== "update") return false;
    this.#carefully(() => (known.scanned = scanUpdate(known.update)));
    return true;
  }

  #shift(): Message | undefined {
    const message = this.#waiting.shift();
    if (message !== undefined) this.#webSocket.waitingBytes -= bytesIn(message);
    return message;
  }

  #receive({ data, isBinary, read }: Message): void {
    // Frames that were read together with the last one still arrive after it has ended the connection.
    if (this.#stage.name !== "joined") return;
    const { pad } = this.#stage;
    if (!isBinary || !(data instanceof Uint8Array))
      return this.close(PAD_CLOSE.undecodable, "only binary messages are understood");
    this.#carefully(() => this.#handle(read ?? readPadMessage(data), pad));
  }

  #carefully(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#report(error);
      this.close(PAD_CLOSE.fault, "the server failed at this message");
    }
  }

  #handle(message: ReadMessage, pad: LivePad): void {
    switch (message.type) {
      case "unknown":
        return this.close(PAD_CLOSE.protocolError, "unknown message type");
      case "undecodable":
        return this.close(PAD_CLOSE.undecodable, message.reason);
      case "update":
      case "sync":
      case "awareness":
      case "queryAwareness":
      case "fence":
      case "page":
        return pad.receive(message, this);
      default:
        return assertNever(message);
    }
  }

  #done(): void {
    this.#letGo();
    this.#waiting = [];
    this.#webSocket.waitingBytes = 0;
    if (this.#stage.name === "joined") this.#stage.pad.leave(this);
    this.#stage = { name: "done" };
    if (this.#isGone) this.#onGone();
  }
}

/** As `ws` hands it over. */
interface Message {
  data: RawData;
  isBinary: boolean;
  /** What it says, when that was looked at already. */
  read?: ReadMessage;
}

function bytesIn({ data }: Message): number {
  return data instanceof Uint8Array ? data.length : LARGE_BYTES;
}
