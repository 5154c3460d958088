import { PAD_MESSAGE, SYNC_MESSAGE } from "../../../shared/notes/pad-frames.ts";
import { varUintBytes, writeVarUint } from "../intake/varuint.ts";
import { frameHeadBytes, writeFrameHead } from "../../connections/websocket-frame.ts";

/** Edits as others get them, each an update message in a frame of its own, all made at once in one buffer. */
export class EditFrames {
  /** Every edit. */
  readonly all: Buffer;
  /** Where each frame ends. */
  readonly #ends: number[] = [];

  constructor(updates: readonly Uint8Array[]) {
    let bytes = 0;
    for (const update of updates) bytes += frameBytes(update);
    this.all = Buffer.allocUnsafe(bytes);
    let at = 0;
    for (const update of updates) {
      at = writeFrame(this.all, at, { kind: SYNC_MESSAGE.update, update });
      this.#ends.push(at);
    }
  }

  /** The edits at those places where `isFor` says so, in their order. */
  some(isFor: (index: number) => boolean): Buffer {
    const stretches: Buffer[] = [];
    let begin = 0;
    let at = 0;
    for (let index = 0; index < this.#ends.length; index += 1) {
      const end = this.#ends[index]!;
      if (!isFor(index)) {
        if (at > begin) stretches.push(this.all.subarray(begin, at));
        begin = end;
      }
      at = end;
    }
    if (at > begin) stretches.push(this.all.subarray(begin, at));
    return stretches.length === 1 ? stretches[0]! : Buffer.concat(stretches);
  }
}

/** A sync message with an update, in a frame. */
export function syncFrame(kind: number, update: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(frameBytes(update));
  writeFrame(frame, 0, { kind, update });
  return frame;
}

function frameBytes(update: Uint8Array): number {
  const message = messageBytes(update);
  return frameHeadBytes(message) + message;
}

function messageBytes({ length }: Uint8Array): number {
  return 2 + varUintBytes(length) + length;
}

/** Returns where it ends. */
function writeFrame(buffer: Buffer, begin: number, { kind, update }: { kind: number; update: Uint8Array }): number {
  const message = writeFrameHead(buffer, begin, messageBytes(update));
  buffer[message] = PAD_MESSAGE.sync;
  buffer[message + 1] = kind;
  const at = writeVarUint(buffer, message + 2, update.length);
  buffer.set(update, at);
  return at + update.length;
}
