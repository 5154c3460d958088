import type { LivePad } from "../../../server/notes/live-pad.ts";
import type { PadConnection } from "../../../server/notes/pad-connection.ts";
import { readPadMessage } from "../../../server/notes/pad-messages.ts";
import type { Person } from "../../../shared/person.ts";

/** One connection between an editor and a pad; what is under way arrives, in its order, when told. */
export class Line implements PadConnection {
  readonly person: Person;
  mayWrite = false;
  readonly unread = 0;
  readonly toServer: Uint8Array[] = [];
  readonly toEditor: Uint8Array[] = [];
  /** The server's close code, which the editor learns behind all that was sent before. */
  closed: number | undefined;
  /** The editor is gone from its end; the server doesn't know yet. */
  isCut = false;
  #pad: LivePad | undefined;
  #isPaused = false;
  #held: Uint8Array[] = [];
  readonly #onSend: (message: Uint8Array) => void;

  /** `onSend` hears of each message as the server sends it. */
  constructor(person: Person, onSend: (message: Uint8Array) => void) {
    this.person = person;
    this.#onSend = onSend;
  }

  /** The pad is there. */
  joined(pad: LivePad): void {
    this.#pad = pad;
  }

  send(frames: Uint8Array): void {
    for (let rest = Buffer.from(frames); rest.length > 0;) {
      const [start, length] = headOf(rest);
      const message = new Uint8Array(rest.subarray(start, start + length));
      this.#onSend(message);
      this.toEditor.push(message);
      rest = rest.subarray(start + length);
    }
  }

  hold(frames: Uint8Array): void {
    this.#held.push(frames);
  }

  release(): void {
    const held = this.#held;
    this.#held = [];
    for (const frames of held) this.send(frames);
  }

  close(code: number): void {
    this.closed ??= code;
    this.#pad = undefined;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  get canDeliver(): boolean {
    return this.toServer.length > 0 && this.#pad !== undefined && !this.#isPaused;
  }

  /** The server reads the next message, as its door to the pads does. */
  deliver(): void {
    const message = readPadMessage(this.toServer.shift()!);
    const pad = this.#pad;
    if (message.type === "unknown" || message.type === "undecodable") throw new Error(`sent nonsense: ${message.type}`);
    pad?.receive(message, this);
  }

  /** The server notices that the editor is gone; what hadn't arrived never will. */
  noticed(): void {
    this.toServer.length = 0;
    this.#pad?.leave(this);
    this.#pad = undefined;
  }
}

/** Where a frame's message begins, and how long it is. */
function headOf(frame: Buffer): [start: number, length: number] {
  const short = frame[1]!;
  if (short < 126) return [2, short];
  return short === 126 ? [4, frame.readUInt16BE(2)] : [10, Number(frame.readBigUInt64BE(2))];
}
