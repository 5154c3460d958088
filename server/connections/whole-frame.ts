/**
 * The shortest way from what a WebSocket has read to its message (RFC 6455, section 5.2): a keystroke mostly comes as one
 * frame, read all at once and alone.
 */

/** The only frame of a binary message, without extensions. */
const BINARY = 0x82;
/** Stands beside the length of what a client sends; longer ones than this have it in bytes of their own. */
const MASKED = 0x80;
const SHORT_BYTES = 125;
/** How many bytes come before the payload; the last four are its mask. */
const HEAD_BYTES = 6;
const MASK_AT = 2;

/**
 * The message, when `bytes` are one frame of a client that is all of a short binary message, and nothing else. It is
 * unmasked where it lies, so `bytes` are no frame any more. Undefined, with `bytes` as they were, when they are anything
 * else, or the message is empty.
 */
export function wholeMessage(bytes: Buffer): Buffer | undefined {
  const length = bytes.length - HEAD_BYTES;
  if (length < 1 || length > SHORT_BYTES || bytes[0] !== BINARY || bytes[1] !== MASKED + length) return undefined;
  for (let index = 0; index < length; index += 1) bytes[HEAD_BYTES + index]! ^= bytes[MASK_AT + (index & 3)]!;
  return bytes.subarray(HEAD_BYTES);
}
