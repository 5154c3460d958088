/**
 * Socket.IO's protocol, where messages may have bytes in them: they are announced, and sent behind. The agenda has none, so whoever
 * sends some is told so, but next to nothing is kept for them until the last have come.
 */
import { Decoder, Encoder, PacketType } from "socket.io-parser";

/** What announces bytes may be so long, in characters; and they are sent in one piece. */
const MOST_ANNOUNCING = 1000;

class CarefulDecoder extends Decoder {
  constructor() {
    super({ maxAttachments: 1 });
  }

  /** What is thrown disconnects who sent it. */
  override add(packet: unknown): void {
    if (typeof packet === "string" && packet.length > MOST_ANNOUNCING && announcesBytes(packet))
      throw new Error("bytes are announced in too many words");
    super.add(packet);
  }
}

function announcesBytes(packet: string): boolean {
  const type = Number(packet[0]);
  return type === PacketType.BINARY_EVENT || type === PacketType.BINARY_ACK;
}

/** For Socket.IO's option `parser`. */
export const carefulParser = { Encoder, Decoder: CarefulDecoder };
