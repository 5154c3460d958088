import { PAD_MESSAGE, SYNC_MESSAGE } from "../../shared/notes/pad-frames.ts";
import { varUintBytes, writeVarUint } from "./varuint.ts";
import { frameHeadBytes, writeFrameHead } from "./websocket-frame.ts";

/** Edits as others get them, each an update message in a frame of its own, all made at once in one buffer. */
export class EditFrames {
  /** Every edit. */
  readonly all: Buffer;
  /** Where each frame ends. */
  readonly #ends: number[] = [];

  constructor(updates: readonly Uint8Array[]) {
    let bytes = 0;
    for (const update of updates) bytes += frameHeadBytes(messageBytes(update)) + messageBytes(update);
    this.all = Buffer.allocUnsafe(bytes);
    let at = 0;
    for (const update of updates) {
      at = writeFrameHead(this.all, at, messageBytes(update));
      this.all[at] = PAD_MESSAGE.sync;
      this.all[at + 1] = SYNC_MESSAGE.update;
      at = writeVarUint(this.all, at + 2, update.length);
      this.all.set(update, at);
      at += update.length;
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

function messageBytes({ length }: Uint8Array): number {
  return 2 + varUintBytes(length) + length;
}
