/**
 * What was read of large messages, given back to the system as soon as nobody needs it. Left to V8 it would stay until
 * the next collection, and bytes outside its heap bring that on only when they are 64 MiB.
 */

import type { Writable } from "node:stream";

/** Less than this at a time isn't worth the trouble. */
const WORTH_BYTES = 4096;

/** What a piece takes in memory besides its bytes. */
export const PIECE_BYTES = 700;

/** The first bytes of a frame come next. */
const AT_FRAME = 0;

/** What of `ws` takes messages out of bytes. */
export interface Receiver extends Writable {
  /** Whether it wants to deal with what it has first. */
  readonly _writableState: { readonly needDrain: boolean };
  /** What the option of that name sets. */
  _allowSynchronousEvents: boolean;
  /** Read, and not looked at yet; and how many bytes that is. */
  _buffers: Buffer[];
  readonly _bufferedBytes: number;
  /** What it reads next, and of which kind the message is whose last part hasn't come; 0 between messages. */
  readonly _state: number;
  readonly _fragmented: number;
  /** The parts of a message whose last one hasn't come. */
  readonly _fragments: readonly Buffer[];
  /** Takes so many bytes out of what was read; when they lie in more than one piece they are copied. */
  consume(count: number): Buffer;
}

/** Gives back the memory of bytes that nobody will look at any more, unless others lie in the same. */
export function giveBack(bytes: Buffer): void {
  const { buffer } = bytes;
  if (bytes.length < WORTH_BYTES || bytes.length !== buffer.byteLength || !(buffer instanceof ArrayBuffer)) return;
  buffer.transfer(0);
}

/** Whether all that was read is dealt with, and no frame or message is begun. */
export function isBetweenMessages(receiver: Receiver): boolean {
  const { _state, _fragmented, _bufferedBytes, writableLength } = receiver;
  return _state === AT_FRAME && _fragmented === 0 && _bufferedBytes === 0 && writableLength === 0;
}

/** What a receiver keeps in memory, in bytes: pieces that were read, and whatever else was read with the parts of a message. */
export function keptBytesOf(receiver: Receiver): number {
  const { _buffers, _bufferedBytes, _fragments, writableLength } = receiver;
  const [first] = _buffers;
  let bytes = writableLength + _bufferedBytes + PIECE_BYTES * _buffers.length;
  if (first !== undefined) bytes += first.buffer.byteLength - first.length;
  let last: ArrayBufferLike | undefined;
  for (const { buffer } of _fragments) {
    if (buffer !== last) bytes += buffer.byteLength + PIECE_BYTES;
    last = buffer;
  }
  return bytes;
}

/** Makes a receiver give back what it has copied out of. */
export function giveBackCopied(receiver: Receiver): void {
  receiver.consume = consumeAndGiveBack;
}

/** For a receiver that has ended: gives back what it has of a message that never came to its end. */
export function giveBackUnfinished({ _buffers, _fragments }: Receiver): void {
  for (const bytes of [..._buffers, ..._fragments]) giveBack(bytes);
}

/** In place of the method, and one for all, as there are thousands of receivers. */
function consumeAndGiveBack(this: Receiver, count: number): Buffer {
  const { consume } = Object.getPrototypeOf(this) as Receiver;
  if (count <= this._buffers[0]!.length) return consume.call(this, count);
  const before = [...this._buffers];
  const taken = consume.call(this, count);
  // Whole pieces only: of one that is still needed the rest is left, and of one that was begun before there are views.
  for (const copied of before.slice(0, before.length - this._buffers.length)) giveBack(copied);
  return taken;
}
