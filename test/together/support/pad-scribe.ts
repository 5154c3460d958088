import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from "lib0/encoding";
import { createDecoder, readVarUint, readVarUint8Array } from "lib0/decoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import type { Patch } from "./trace.ts";

/** How much may be on its way before more is typed. Bytes. */
const ON_ITS_WAY = 262_144;

/** Someone in a pad who hears from others only when they choose to: typing can be told again as it was recorded. */
export class PadScribe {
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText("markdown");
  readonly #ws: WebSocket;
  readonly #synced = Promise.withResolvers<void>();
  readonly #fences = new Map<number, () => void>();
  /** What others wrote, one message after the other, and how many of them are in the document. */
  readonly #others: Uint8Array[] = [];
  #heard = 0;
  #news: () => void = () => undefined;

  constructor(address: string, client: number, cookie = "") {
    this.doc.clientID = client;
    this.#ws = new WebSocket(address, { headers: { Cookie: cookie } });
    this.#ws.on("open", () => this.#send(0, 0, Y.encodeStateVector(this.doc)));
    this.#ws.on("message", (data) => this.#receive(new Uint8Array(data as Buffer)));
    this.#ws.on("error", (error) => this.#synced.reject(error));
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "others") this.#send(0, 2, update);
    });
  }

  /** Resolves once the text is there. */
  synced(): Promise<void> {
    return this.#synced.promise;
  }

  /** Types all of this as one message. */
  async types(patches: readonly Patch[]): Promise<void> {
    this.doc.transact(() => {
      for (const [at, deleted, inserted] of patches) {
        if (deleted > 0) this.text.delete(at, deleted);
        if (inserted !== "") this.text.insert(at, inserted);
      }
    });
    while (this.#ws.bufferedAmount > ON_ITS_WAY) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Takes in so many of the others' messages, all in all, waiting for those that haven't come. */
  async hears(count: number): Promise<void> {
    while (this.#heard < count) {
      const next = this.#others[this.#heard];
      if (next === undefined) await new Promise<void>((resolve) => (this.#news = resolve));
      else {
        Y.applyUpdate(this.doc, next, "others");
        this.#heard += 1;
      }
    }
  }

  /** Resolves once everything typed so far is on disk. */
  saved(): Promise<void> {
    return new Promise((resolve) => {
      const k = this.#fences.size + 1;
      this.#fences.set(k, resolve);
      this.#send(4, k);
    });
  }

  close(): void {
    this.#ws.terminate();
    this.doc.destroy();
  }

  #receive(message: Uint8Array): void {
    const decoder = createDecoder(message);
    const type = readVarUint(decoder);
    if (type === 4) this.#fences.get(readVarUint(decoder))?.();
    if (type !== 0) return;
    switch (readVarUint(decoder)) {
      case 1:
        Y.applyUpdate(this.doc, readVarUint8Array(decoder), "others");
        this.#synced.resolve();
        return;
      case 2:
        this.#others.push(readVarUint8Array(decoder));
        this.#news();
        return;
      default:
        // The server asks what this one has: nothing that it doesn't know.
        return;
    }
  }

  #send(...parts: (number | Uint8Array)[]): void {
    const encoder = createEncoder();
    for (const part of parts) {
      if (typeof part === "number") writeVarUint(encoder, part);
      else writeVarUint8Array(encoder, part);
    }
    this.#ws.send(toUint8Array(encoder));
  }
}
