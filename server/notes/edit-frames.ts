import { PAD_MESSAGE, SYNC_MESSAGE } from "../../shared/notes/pad-frames.ts";
import { frameHeadBytes, writeFrameHead } from "./websocket-frame.ts";

/** Edits as others get them, each an update message in a frame of its own, all made at once in one buffer. */
export class EditFrames {
  /** Every edit. */
  readonly all: Buffer;
  /** Where each frame ends. */
  readonly #ends: number[] = [];

  constructor(updates: readonly Uint8Array[]) {
    const lengths = updates.map(({ length }) => 2 + varUintBytes(length) + length);
    this.all = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + frameHeadBytes(length) + length, 0));
    let at = 0;
    for (const [index, update] of updates.entries()) {
      at = writeFrameHead(this.all, at, lengths[index]!);
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
    for (const [index, end] of this.#ends.entries()) {
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

function varUintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes;
}

function writeVarUint(buffer: Buffer, at: number, value: number): number {
  let next = at;
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) buffer[next++] = 128 | (rest % 128);
  buffer[next] = rest;
  return next + 1;
}
