/** Thousands of connections that begin a message as large as may be, and never finish it, at every door; while honest people write. */
import { connect, type Socket } from "node:net";
import { PadWriter } from "../together/support/pad-writer.ts";
import { named, type Visitor } from "../together/support/visitor.ts";
import { bystanders } from "./support/bystanders.ts";
import { atMost, each, quantiles, sized, type Figure, type Run } from "./support/figure.ts";
import { insertion } from "./support/pad-bytes.ts";
import { connectedPorts, forgetPeak, peakMiB, residentMiB } from "./support/process-figures.ts";
import { clientFrame, RawPad } from "./support/raw-pad.ts";
import { started } from "./support/started.ts";
import { comesTrue, pause } from "./support/waiting.ts";

const AT_ONCE = 10;
/** How many of them at each door. */
const MOST = 3000;
/** What is kept of all that isn't finished, in bytes, as the interface says. */
const KEPT_BYTES = 48 * 1024 * 1024;
/** What may be sent in one message over the notes' connections, and everywhere else. */
const [LARGE, SMALL] = [1024 * 1024, 256 * 1024];
/** What somebody with a bad line has pasted, and what comes of it at a time. */
const SLOW_CHARACTERS = 100_000;
const PACKET_BYTES = 1400;
/** What takes no second on a machine that has nothing else to do. */
const PATIENCE_MS = 30_000;

/** One way to begin and not to finish. */
interface Door {
  name: string;
  /** How much of it each one sends. */
  bytes: number;
  /** Opens a connection and sends them. */
  begin(): Promise<Socket>;
}

export async function run(run: Run): Promise<Figure[]> {
  const { megabytes, calmMs, packetMs } = sized(run.scale, {
    test: { megabytes: 60, calmMs: 0, packetMs: 50 },
    short: { megabytes: 300, calmMs: 1000, packetMs: 200 },
    full: { megabytes: 2700, calmMs: 3000, packetMs: 1000 },
  });
  const server = await started(run);
  const ana = await named(server.url, "Ana");
  const { slug } = await ana.makesMeetup();
  const padId = await ana.makesPad(slug);
  const others = await bystanders(run, server.url, padId);
  const slow = await SlowWriter.begins(server.url, await named(server.url, "Sam"), padId, packetMs);
  run.ends.defer(() => slow.leaves());
  const serverPort = Number(new URL(server.url).port);
  const figures: Figure[] = [];
  await pause(calmMs);
  const before = residentMiB(server.pid);
  for (const door of doorsOf(server.url, ana, slug, padId)) {
    await pause(calmMs);
    await others.lap();
    forgetPeak(server.pid);
    const count = Math.min(MOST, Math.ceil((megabytes * 1e6) / door.bytes));
    const sockets: Socket[] = [];
    while (sockets.length < count) {
      const some = Array.from({ length: Math.min(AT_ONCE, count - sockets.length) }, async () => {
        const socket = await door.begin();
        await sent(socket);
        return socket;
      });
      sockets.push(...(await Promise.all(some)));
    }
    const ports = sockets.map(({ localPort }) => localPort!);
    // As the server has it; what it has not read yet isn't kept by it.
    const kept = () => {
      const all = connectedPorts(serverPort);
      return ports.filter((port) => all.has(port)).length * door.bytes;
    };
    const isWithin = await comesTrue(() => kept() <= KEPT_BYTES, PATIENCE_MS, 50);
    await pause(calmMs);
    const delays = await others.lap();
    const what = `${count} × ${Math.round(door.bytes / 1000)} kB of a message that isn't finished, ${door.name}`;
    figures.push(
      each(`${what}: no more than ${KEPT_BYTES / 2 ** 20} MiB of it are kept`, isWithin ? 1 : 0, 1),
      atMost(`${what}: memory at most`, 96, peakMiB(server.pid) - before, "MiB more"),
      quantiles(`${what}: others delayed by`, delays, [
        [0.5, 100],
        [0.99, 250],
      ]),
    );
    for (const socket of sockets) socket.destroy();
  }
  const bad = "somebody with a bad line, who needs all that time for one message: it arrives";
  figures.push(each(bad, await slow.ends(), 1));
  await others.leave();
  return figures;
}

function doorsOf(url: string, ana: Visitor, slug: string, padId: string): Door[] {
  const framed = (path: string, size: number, opcode: number) => {
    const sent = Buffer.alloc(Math.floor(size * 0.86), "a");
    const frame = clientFrame(sent, { opcode, length: BigInt(size) });
    return {
      bytes: sent.length,
      async begin() {
        const { socket } = await RawPad.open(url, path, ana.cookie);
        socket.write(frame);
        return socket;
      },
    };
  };
  const body = Buffer.alloc(Math.floor(SMALL * 0.95), "a");
  const posted = (type: string, pathOf: () => Promise<string>) => ({
    bytes: body.length,
    async begin() {
      const path = await pathOf();
      const { hostname, port, host } = new URL(url);
      const socket = connect({ host: hostname, port: Number(port) });
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${type}\r\nContent-Length: ${SMALL}\r\n\r\n`,
      );
      socket.write(body);
      return socket;
    },
  });
  const polling = "/socket.io/?EIO=4&transport=polling";
  const polled = async () => {
    const [sid] = /(?<="sid":")[^"]+/u.exec((await ana.get(polling)).text)!;
    return `${polling}&sid=${sid}`;
  };
  return [
    { name: "to notes", ...framed(`/notes/${padId}`, LARGE, 2) },
    { name: "to the agenda", ...framed("/socket.io/?EIO=4&transport=websocket", SMALL, 1) },
    { name: "in a request", ...posted("application/json", async () => `/api/meetups/${slug}/commands`) },
    { name: "by long polling", ...posted("text/plain", polled) },
  ];
}

/** Resolves when all that was written has left, or the server doesn't take it any more. */
async function sent(socket: Socket): Promise<void> {
  socket.on("error", () => undefined);
  if (socket.writableLength === 0) return;
  await new Promise((resolve) => {
    socket.once("drain", resolve);
    socket.once("close", resolve);
  });
}

/** An honest one on a line so bad that one edit takes them as long as all of the others do. */
class SlowWriter {
  readonly #pad: RawPad;
  readonly #reader: PadWriter;
  readonly #trickling: NodeJS.Timeout;
  #left = clientFrame(insertion(77, "~".repeat(SLOW_CHARACTERS)));
  #isCut = false;

  static async begins(url: string, sam: Visitor, padId: string, packetMs: number): Promise<SlowWriter> {
    const reader = new PadWriter(sam, padId);
    await reader.synced();
    return new SlowWriter(await RawPad.open(url, `/notes/${padId}`, sam.cookie), reader, packetMs);
  }

  private constructor(pad: RawPad, reader: PadWriter, packetMs: number) {
    this.#pad = pad;
    this.#reader = reader;
    this.#trickling = setInterval(() => this.#send(PACKET_BYTES), packetMs);
    void pad.ended.then(() => (this.#isCut = true));
  }

  /** Sends the rest; 1 when others read it all. */
  async ends(): Promise<number> {
    this.#send(this.#left.length);
    const arrives = () => this.#reader.text.toString().split("~").length > SLOW_CHARACTERS;
    return !this.#isCut && (await comesTrue(arrives, PATIENCE_MS)) ? 1 : 0;
  }

  leaves(): void {
    clearInterval(this.#trickling);
    this.#reader.close();
    this.#pad.close();
  }

  #send(bytes: number): void {
    this.#pad.write(this.#left.subarray(0, bytes));
    this.#left = this.#left.subarray(bytes);
  }
}
