/** What a frame's first byte says: it is the whole message, and that of text or of bytes. */
const [TEXT, BYTES] = [0x81, 0x82];

/**
 * A message as one complete WebSocket frame (binary, final, not masked, as servers send them). Framed
 * once, the same bytes go to every socket, and frames put behind each other leave in one write.
 */
export function binaryFrame(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(frameHeadBytes(message.length) + message.length);
  frame.set(message, writeFrameHead(frame, 0, message.length));
  return frame;
}

/** The same for a message that is text. */
export function textFrame(message: string): Buffer {
  const frame = binaryFrame(Buffer.from(message, "utf8"));
  frame[0] = TEXT;
  return frame;
}

/** How many bytes come before a message of this length. */
export function frameHeadBytes(length: number): number {
  if (length < 126) return 2;
  return length < 65_536 ? 4 : 10;
}

/** Writes what comes before a message of this length; returns where the message begins. */
export function writeFrameHead(buffer: Buffer, at: number, length: number): number {
  buffer[at] = BYTES;
  if (length < 126) {
    buffer[at + 1] = length;
    return at + 2;
  }
  if (length < 65_536) {
    buffer[at + 1] = 126;
    return buffer.writeUInt16BE(length, at + 2);
  }
  buffer[at + 1] = 127;
  return buffer.writeBigUInt64BE(BigInt(length), at + 2);
}
