/**
 * Socket.IO's protocol. What is answered may have been written down before, as many are answered the same.
 * Messages may have bytes in them: they are announced, and sent behind. The agenda has none, so whoever
 * sends some is told so, but next to nothing is kept for them until the last have come.
 */
import { Decoder, Encoder, PacketType, type Packet } from "socket.io-parser";

/** What announces bytes may be so long, in characters; and they are sent in one piece. */
const MOST_ANNOUNCING = 1000;

/** A page begins once on each connection. Whoever begins again before they were let in is looked up each time. */
const MOST_BEGINNINGS = 10;

class CarefulDecoder extends Decoder {
  #beginnings = 0;

  constructor() {
    super({ maxAttachments: 1 });
  }

  /** What is thrown disconnects who sent it. */
  override add(packet: unknown): void {
    if (typeof packet === "string" && packet.length > MOST_ANNOUNCING && announcesBytes(packet))
      throw new Error("bytes are announced in too many words");
    if (typeof packet === "string" && Number(packet[0]) === PacketType.CONNECT && ++this.#beginnings > MOST_BEGINNINGS)
      throw new Error("begun too often");
    super.add(packet);
  }
}

function announcesBytes(packet: string): boolean {
  const type = Number(packet[0]);
  return type === PacketType.BINARY_EVENT || type === PacketType.BINARY_ACK;
}

/** An answer in JSON already. */
export class WrittenAnswer {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

class CarefulEncoder extends Encoder {
  override encode(packet: Packet): (string | Buffer)[] {
    const [answer] = packet.type === PacketType.ACK ? (packet.data as unknown[]) : [];
    if (!(answer instanceof WrittenAnswer)) return super.encode(packet);
    // As an acknowledgement without any data, with the data in it.
    const [empty] = super.encode({ ...packet, data: [] }) as [string];
    return [`${empty.slice(0, -"[]".length)}[${answer.json}]`];
  }
}

/** For Socket.IO's option `parser`. */
export const carefulParser = { Encoder: CarefulEncoder, Decoder: CarefulDecoder };
