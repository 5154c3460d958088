/** Looks into a server's memory through Node's own inspector: the server runs as it always does. */
import { WebSocket } from "ws";
import type { ServerProcess } from "../../helpers/server-process.ts";

/** To start the server with. */
export const INSPECTABLE = { NODE_OPTIONS: "--inspect=127.0.0.1:0" };

export interface Memory {
  heapMiB: number;
  externalMiB: number;
  residentMiB: number;
}

type Answer = { id?: number; method?: string; params?: { chunk?: string }; result?: { result?: { value?: string } } };

export class Inspected {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #asked = 0;
  #chunks: string[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer) => {
      const answer = JSON.parse(data.toString("utf8")) as Answer;
      if (answer.method === "HeapProfiler.addHeapSnapshotChunk") this.#chunks.push(answer.params?.chunk ?? "");
      if (answer.id === undefined) return;
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
  }

  /** Attaches to a server that was started with INSPECTABLE. */
  static async attach(server: ServerProcess): Promise<Inspected> {
    const address = /ws:\/\/127\.0\.0\.1:\d+\/[\w-]+/u.exec(server.output())?.[0];
    if (address === undefined) throw new Error("The server can't be inspected");
    const socket = new WebSocket(address, { perMessageDeflate: false, maxPayload: 2 ** 31 - 1 });
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return new Inspected(socket);
  }

  /** What is in use once everything that isn't has been collected. */
  async memory(): Promise<Memory> {
    await this.#ask("HeapProfiler.collectGarbage");
    const usage = await this.evaluate("JSON.stringify(process.memoryUsage())");
    const { heapUsed, external, rss } = JSON.parse(usage) as NodeJS.MemoryUsage;
    return { heapMiB: heapUsed / 2 ** 20, externalMiB: external / 2 ** 20, residentMiB: rss / 2 ** 20 };
  }

  /** What an expression comes to there, if that is a text. */
  async evaluate(expression: string): Promise<string> {
    const { result } = await this.#ask("Runtime.evaluate", { expression });
    return result?.result?.value ?? "";
  }

  /** How many objects of each of these classes are in memory. */
  async countOf(...classes: string[]): Promise<Map<string, number>> {
    this.#chunks = [];
    await this.#ask("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
    const { snapshot, nodes, strings } = JSON.parse(this.#chunks.join("")) as HeapSnapshot;
    this.#chunks = [];
    const { node_fields: fields, node_types: types } = snapshot.meta;
    const [typeAt, nameAt] = [fields.indexOf("type"), fields.indexOf("name")];
    const objectType = types[0]!.indexOf("object");
    const counts = new Map(classes.map((name) => [name, 0]));
    for (let at = 0; at < nodes.length; at += fields.length) {
      if (nodes[at + typeAt] !== objectType) continue;
      const name = strings[nodes[at + nameAt]!]!;
      const count = counts.get(name);
      if (count !== undefined) counts.set(name, count + 1);
    }
    return counts;
  }

  close(): void {
    this.#socket.terminate();
  }

  #ask(method: string, params: object = {}): Promise<Answer> {
    this.#asked += 1;
    const id = this.#asked;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }
}

interface HeapSnapshot {
  snapshot: { meta: { node_fields: string[]; node_types: string[][] } };
  nodes: number[];
  strings: string[];
}
