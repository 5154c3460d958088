import { readVarUint } from "lib0/decoding";
import { createEncoder, toUint8Array, writeVarUint } from "lib0/encoding";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import type { Visitor } from "./visitor.ts";

const FENCE = 4;
const PATIENCE_MS = 20_000;

/** Someone in a pad, through y-websocket's own provider; only the `Cookie` header is ours, as a browser adds it by itself. */
export class PadWriter {
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText("markdown");
  readonly provider: WebsocketProvider;
  readonly #fences = new Map<number, () => void>();
  #lastFence = 0;

  constructor(visitor: Visitor, padId: string) {
    const { cookie } = visitor;
    class WithCookie extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols, cookie === undefined ? {} : { headers: { Cookie: cookie } });
      }
    }
    this.provider = new WebsocketProvider(`${visitor.url.replace("http", "ws")}/notes`, padId, this.doc, {
      WebSocketPolyfill: WithCookie as unknown as typeof globalThis.WebSocket,
      disableBc: true,
      maxBackoffTime: 200,
    });
    // There are crowds of writers in one process, and whoever leaves closes.
    process.off("exit", this.provider._exitHandler);
    this.provider.messageHandlers[FENCE] = (_encoder, decoder) => {
      const k = readVarUint(decoder);
      this.#fences.get(k)?.();
      this.#fences.delete(k);
    };
  }

  /** Resolves once the first sync is complete. */
  synced(): Promise<void> {
    return this.#when(
      (look) => this.provider.on("sync", look),
      (look) => this.provider.off("sync", look),
      () => this.provider.synced,
      "to be in sync",
    );
  }

  /** Resolves once the text holds `part`. */
  reads(part: string): Promise<void> {
    return this.#when(
      (look) => this.doc.on("update", look),
      (look) => this.doc.off("update", look),
      () => this.text.toString().includes(part),
      `to read ${part}`,
    );
  }

  /** Puts text at the end. */
  types(text: string): void {
    this.text.insert(this.text.length, text);
  }

  /** Sends a fence behind everything typed so far and resolves once the server says that all of it is on disk. */
  saved(): Promise<void> {
    return new Promise((resolve) => {
      this.#lastFence += 1;
      this.#fences.set(this.#lastFence, resolve);
      const encoder = createEncoder();
      writeVarUint(encoder, FENCE);
      writeVarUint(encoder, this.#lastFence);
      this.provider.ws?.send(toUint8Array(encoder) as Uint8Array<ArrayBuffer>);
    });
  }

  close(): void {
    this.provider.destroy();
    this.doc.destroy();
  }

  #when(
    on: (look: () => void) => void,
    off: (look: () => void) => void,
    ready: () => boolean,
    what: string,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!ready()) return;
        clearTimeout(timer);
        off(look);
        resolve();
      };
      const timer = setTimeout(() => {
        off(look);
        reject(new Error(`A writer waited in vain ${what}; has: ${this.text.toString().slice(-200)}`));
      }, PATIENCE_MS);
      on(look);
      look();
    });
  }
}
