/** A notes server on a real socket, and people who write in its pads: with unmodified providers, or byte by byte. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { systemClock, systemTimers, type Timers } from "../../server/clock.ts";
import { LivePads } from "../../server/notes/live-pads.ts";
import type { PadRight } from "../../server/notes/pad-access.ts";
import { padStream, seedEntry } from "../../server/notes/text/pad-seed.ts";
import { createPadDoor } from "../../server/notes/door/pad-door.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";
import type { LogStore } from "../../server/store/log-store.ts";
import { careful } from "./support/careful.ts";

export const PAD = "pad-00000001";
export const SEED = "# Title\n";

export interface NotesServer<Store extends LogStore = InMemoryLogStore> {
  store: Store;
  pads: LivePads;
  url: string;
  faults: string[];
  firstEdits: string[];
  /** By person's id, "" for nobody; "write" when not named. */
  rights: Map<string, PadRight>;
  /** Closes the connections with 1012 and forgets the pads; the store stays. */
  close(): Promise<void>;
}

/** A server with one seeded pad; on the store of an earlier one, when given. */
export async function startNotes<Store extends LogStore = InMemoryLogStore>(
  options: {
    store?: Store;
    timers?: Timers;
    idleMs?: number;
    checkpointEntries?: number;
    endsOf?: () => Promise<number[]>;
  } = {},
): Promise<NotesServer<Store>> {
  const store = options.store ?? (new InMemoryLogStore() as LogStore as Store);
  if ((await store.lastSeq(padStream(PAD))) === 0)
    await store.write({ appends: [{ stream: padStream(PAD), entries: [seedEntry(SEED, 0)], after: 0 }] });
  const faults: string[] = [];
  const firstEdits: string[] = [];
  const rights = new Map<string, PadRight>();
  const report = (where: string, error: unknown) => void faults.push(`${where}: ${String(error)}`);
  const pads = new LivePads({
    store,
    clock: systemClock,
    timers: options.timers ?? systemTimers,
    access: {
      endsOf: options.endsOf ?? (async () => []),
      check: async (padId, personId = "") =>
        padId.startsWith("pad-") ? (rights.get(personId) ?? (personId === "" ? "read" : "write")) : "unknown",
    },
    onFirstEdit: (padId, personId) => void firstEdits.push(`${padId} ${personId}`),
    report,
    idleMs: options.idleMs ?? 30_000,
    checkpointEntries: options.checkpointEntries,
  });
  const door = createPadDoor({ pads, report, careful: careful() });
  const http = createServer();
  http.on("upgrade", (request, socket, head) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    // A page says whom it takes its device for; mostly it is right.
    const id = searchParams.get("cookie") ?? searchParams.get("as") ?? "";
    const person = id === "" ? undefined : { id, name: `The ${id}`, color: "#bc4945" };
    door.handleUpgrade(request, socket, head, pathname.replace("/notes/", ""), person);
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = http.address() as AddressInfo;
  return {
    store,
    pads,
    url: `ws://127.0.0.1:${port}/notes`,
    faults,
    firstEdits,
    rights,
    async close() {
      await door.close(1012);
      await pads.close();
      http.close();
      await once(http, "close");
    },
  };
}

/** Someone with an unmodified provider. */
export class Editor {
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText("markdown");
  readonly provider: WebsocketProvider;

  constructor(url: string, as: string, padId = PAD) {
    this.provider = new WebsocketProvider(url, padId, this.doc, {
      disableBc: true,
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      params: as === "" ? {} : { as },
    });
  }

  /** Resolves when the provider says that it has everything. */
  async synced(): Promise<this> {
    if (!this.provider.synced) await new Promise<void>((resolve) => this.provider.once("sync", () => resolve()));
    return this;
  }

  /** Resolves when the text is this. */
  reads(expected: string): Promise<void> {
    return this.until(() => this.text.toJSON() === expected);
  }

  /** Resolves when `isSo`, looking after each change of the text. */
  until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!isSo()) return;
        this.doc.off("update", look);
        resolve();
      };
      this.doc.on("update", look);
      look();
    });
  }

  /** Resolves when everything written so far is durable; after a reconnect the question is asked again. */
  saved(): Promise<void> {
    const { provider } = this;
    const fence = encode(4, Math.floor(Math.random() * 1e9));
    return new Promise((resolve) => {
      const ask = () => {
        if (provider.synced && provider.ws?.readyState === WebSocket.OPEN) provider.ws.send(new Uint8Array(fence));
      };
      provider.messageHandlers[4] = (_encoder, decoder) => {
        if (!Buffer.from(fence).equals(decoder.arr)) return;
        provider.off("sync", ask);
        resolve();
      };
      provider.on("sync", ask);
      ask();
    });
  }

  close(): void {
    this.provider.destroy();
    this.doc.destroy();
  }
}

/** Someone who speaks in bytes. */
export class RawClient {
  readonly received: Uint8Array[] = [];
  readonly closed: Promise<number>;
  readonly ws: WebSocket;
  #look: () => void = () => {};

  private constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on("message", (data) => {
      this.received.push(new Uint8Array(data as Buffer));
      this.#look();
    });
    ws.on("error", () => {});
    this.closed = new Promise((resolve) => ws.on("close", (code) => resolve(code)));
  }

  /** Connects and waits for the server's first question. */
  static async join(url: string, as: string, padId = PAD): Promise<RawClient> {
    const client = new RawClient(new WebSocket(`${url}/${padId}${as === "" ? "" : `?as=${as}`}`));
    await client.gets((message) => message[0] === 0 && message[1] === 0);
    return client;
  }

  /** The same without waiting, for connections that are refused. */
  static knock(url: string, as: string, padId = PAD): RawClient {
    return new RawClient(new WebSocket(`${url}/${padId}${as === "" ? "" : `?as=${as}`}`));
  }

  send(...bytes: Uint8Array[]): void {
    for (const message of bytes) this.ws.send(message);
  }

  /** Resolves with the first message, received already or later, that is so. */
  gets(isIt: (message: Uint8Array) => boolean): Promise<Uint8Array> {
    return new Promise((resolve) => {
      this.#look = () => {
        const found = this.received.find(isIt);
        if (found) resolve(found);
      };
      this.#look();
    });
  }

  /** Resolves when the server has dealt with everything sent so far. */
  async fence(k: number): Promise<void> {
    this.send(encode(4, k));
    await this.gets((message) => Buffer.from(message).equals(encode(4, k)));
  }

  close(): void {
    this.ws.terminate();
  }
}

/** Numbers as varuints, byte arrays behind their length, strings as they are. */
export function encode(...parts: (number | string | Uint8Array)[]): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const part of parts) {
    if (typeof part === "number") encoding.writeVarUint(encoder, part);
    else if (typeof part === "string") encoding.writeVarString(encoder, part);
    else encoding.writeVarUint8Array(encoder, part);
  }
  return encoding.toUint8Array(encoder);
}

/** A sync message with an update. */
export function updateOf(update: Uint8Array): Uint8Array {
  return encode(0, 2, update);
}

/** The update that inserting `text` at the start of an empty document makes, by `client`. */
export function insertion(client: number, text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = client;
  doc.getText("markdown").insert(0, text);
  return Y.encodeStateAsUpdate(doc);
}

/** An awareness message of one state. */
export function presence(client: number, clock: number, state: unknown): Uint8Array {
  return encode(1, encode(1, client, clock, JSON.stringify(state)));
}
