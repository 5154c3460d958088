import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { PAD_MESSAGE, SYNC_MESSAGE } from "../../../shared/notes/pad-frames.ts";
import { splitUpdate } from "./split-update.ts";

/** A connection that takes longer to open hangs, as those begun without a network may for minutes. Milliseconds. */
export const OPENING_MS = 10_000;
/** The server takes 1 MiB in a frame; what is larger than this goes as several edits. Bytes. */
const MAX_FRAME_BYTES = 512 * 1024;

/**
 * A WebSocket for y-websocket's provider that minds five things which the provider doesn't:
 *
 * 1. An edit made after the connection opened, but before what was typed offline has been sent,
 *    would come before the text it builds on. It is held back; the first answer contains it.
 * 2. An edit that is larger than a frame may be goes out as several.
 * 3. While `mayHaveNews` says no, the server has given all there is here, and isn't told all of it again.
 * 4. One that doesn't open in time is given up, so that the provider makes another.
 * 5. While something is `awaited`, it is opened, and the provider hears of that and of all that has come afterwards.
 */
export function padWebSocket(
  Base: typeof WebSocket,
  mayHaveNews: () => boolean = () => true,
  awaited: () => Promise<void> | undefined = () => undefined,
): typeof WebSocket {
  return class PadWebSocket extends Base {
    #hasCaughtUp = false;

    constructor(...address: ConstructorParameters<typeof WebSocket>) {
      super(...address);
      const tooLate = setTimeout(() => this.close(), OPENING_MS);
      for (const event of ["open", "close"]) this.addEventListener(event, () => clearTimeout(tooLate));
      const first = awaited();
      if (first) for (const event of ["open", "message"]) this.#hold(event, first);
    }

    /** What the provider hears by a property it hears behind `first`, in its order. */
    #hold(name: string, first: Promise<void>): void {
      let handler: ((event: Event) => void) | null = null;
      this.addEventListener(name, (event) => void first.then(() => handler?.(event)));
      Object.defineProperty(this, `on${name}`, {
        set(given: typeof handler) {
          handler = given;
        },
      });
    }

    override send(frame: Parameters<WebSocket["send"]>[0]): void {
      if (!(frame instanceof Uint8Array) || frame[0] !== PAD_MESSAGE.sync) return super.send(frame);
      const kind = frame[1];
      if (kind === SYNC_MESSAGE.update && !this.#hasCaughtUp) return;
      if (kind === SYNC_MESSAGE.step2) {
        this.#hasCaughtUp = true;
        if (!mayHaveNews()) return super.send(NOTHING_NEW);
      }
      if (frame.length <= MAX_FRAME_BYTES || (kind !== SYNC_MESSAGE.step2 && kind !== SYNC_MESSAGE.update))
        return super.send(frame);
      for (const piece of splitUpdate(updateIn(frame), MAX_FRAME_BYTES)) super.send(updateFrame(piece));
    }
  };
}

/** Says to the server's question that nothing is here that it lacks: no text, no deletions. */
const NOTHING_NEW = Uint8Array.of(PAD_MESSAGE.sync, SYNC_MESSAGE.step2, 2, 0, 0);

/** A fence: the server sends the same bytes back once everything before it is durable. */
export function fenceFrame(k: number): Uint8Array<ArrayBuffer> {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, PAD_MESSAGE.fence);
    encoding.writeVarUint(encoder, k);
  });
}

function updateIn(frame: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(frame);
  decoding.readVarUint(decoder);
  decoding.readVarUint(decoder);
  return decoding.readVarUint8Array(decoder);
}

function updateFrame(update: Uint8Array): Uint8Array<ArrayBuffer> {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, PAD_MESSAGE.sync);
    encoding.writeVarUint(encoder, SYNC_MESSAGE.update);
    encoding.writeVarUint8Array(encoder, update);
  });
}
