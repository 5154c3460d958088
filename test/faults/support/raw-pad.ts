/** A notes connection on a bare socket: any bytes can be sent on it, frames or none. */
import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

export interface FrameShape {
  opcode?: number;
  fin?: boolean;
  /** The three reserved bits. */
  reserved?: number;
  masked?: boolean;
  /** What the header says, whatever follows. */
  length?: bigint;
}

/** A WebSocket frame as a client sends it, or nearly. */
export function clientFrame(payload: Uint8Array, shape: FrameShape = {}): Buffer {
  const { opcode = 2, fin = true, reserved = 0, masked = true, length = BigInt(payload.length) } = shape;
  const head = Buffer.alloc(14);
  head[0] = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  let size = 2;
  if (length < 126n) head[1] = Number(length);
  else if (length < 65_536n) {
    head[1] = 126;
    head.writeUInt16BE(Number(length), 2);
    size = 4;
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(length, 2);
    size = 10;
  }
  if (!masked) return Buffer.concat([head.subarray(0, size), payload]);
  head[1] |= 0x80;
  const mask = randomBytes(4);
  return Buffer.concat([head.subarray(0, size), mask, payload.map((byte, index) => byte ^ mask[index % 4]!)]);
}

/** How a connection ended: the code of the server's close frame, if it sent one. */
export interface RawEnd {
  code: number | undefined;
  at: number;
}

export class RawPad {
  readonly socket: Socket;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<RawEnd>;
  #unread: Buffer = Buffer.alloc(0);
  #code: number | undefined;
  #onFrame: (payload: Buffer) => void = () => undefined;

  private constructor(socket: Socket, already: Buffer) {
    this.socket = socket;
    this.ended = new Promise((resolve) => {
      socket.on("error", () => undefined);
      socket.once("close", () => resolve({ code: this.#code, at: performance.now() }));
    });
    this.#read(already);
    socket.on("data", (data: Buffer) => this.#read(data));
  }

  /** Resolves when the server has taken the upgrade; rejects when it refuses. One that `staysOpen` goes on when the server says that it is done. */
  static open(url: string, path: string, cookie: string | undefined, staysOpen = false): Promise<RawPad> {
    const { hostname, port, host } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true, allowHalfOpen: staysOpen });
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n` +
        `${cookie === undefined ? "" : `Cookie: ${cookie}\r\n`}\r\n`,
    );
    return new Promise((resolve, reject) => {
      let head: Buffer = Buffer.alloc(0);
      socket.once("error", reject);
      const read = (data: Buffer) => {
        head = Buffer.concat([head, data]);
        const end = head.indexOf("\r\n\r\n");
        if (end < 0) return;
        socket.off("data", read);
        socket.off("error", reject);
        if (head.toString("latin1").startsWith("HTTP/1.1 101")) resolve(new RawPad(socket, head.subarray(end + 4)));
        else reject(new Error(head.toString("latin1").split("\r\n")[0]));
      };
      socket.on("data", read);
    });
  }

  /** Hears of what the server sends, from now on. */
  onFrame(listener: (payload: Buffer) => void): void {
    this.#onFrame = listener;
  }

  /** A message in one frame. */
  send(message: Uint8Array): void {
    this.socket.write(clientFrame(message));
  }

  write(bytes: Uint8Array): void {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  close(): void {
    this.socket.destroy();
  }

  #read(data: Buffer): void {
    this.#unread = this.#unread.length === 0 ? data : Buffer.concat([this.#unread, data]);
    for (let frame = serverFrame(this.#unread); frame !== undefined; frame = serverFrame(this.#unread)) {
      this.#unread = this.#unread.subarray(frame.end);
      if (frame.opcode === 8) this.#close(frame.payload);
      else this.#onFrame(frame.payload);
    }
  }

  /** Answers a close as a client must; then the server ends the connection. */
  #close(payload: Buffer): void {
    this.#code = payload.length < 2 ? undefined : payload.readUInt16BE(0);
    this.write(clientFrame(payload.subarray(0, 2), { opcode: 8 }));
  }
}

/** The first frame in `bytes`, if it is there whole. */
function serverFrame(bytes: Buffer): { opcode: number; payload: Buffer; end: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes[1]! & 0x7f;
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < start) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < start + length) return undefined;
  return { opcode: bytes[0]! & 0x0f, payload: bytes.subarray(start, start + length), end: start + length };
}
