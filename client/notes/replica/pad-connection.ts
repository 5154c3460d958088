import * as decoding from "lib0/decoding";
import { WebsocketProvider } from "y-websocket";
import type * as Y from "yjs";
import { PAD_CLOSE, PAD_MESSAGE, PAGE_NEWS, SYNC_MESSAGE } from "../../../shared/notes/pad-frames.ts";
import type { Person } from "../../../shared/person.ts";
import { BatchedNews } from "./batched-news.ts";
import { takePresence } from "./cursor-channel.ts";
import { pageFrame, readPageNews, type PageNews } from "./page-news.ts";
import { fenceFrame, padWebSocket } from "./pad-wire.ts";
import type { SaveEvent } from "./save-state.ts";

/** How long the provider waits at most between two attempts. Milliseconds. */
const MAX_BACKOFF_MS = 5000;
/** The server says something at least every 20 s: after a longer silence the connection is dead. Milliseconds. */
const SILENCE_MS = 25_000;
const ASKS_WHO_IS_THERE = Uint8Array.of(PAD_MESSAGE.queryAwareness);
/** So the server closes when it can't take what we sent; sending it again would end the same way. */
const NOT_TAKEN: readonly number[] = [PAD_CLOSE.protocolError, PAD_CLOSE.undecodable, PAD_CLOSE.refused];

export interface PadConnectionTools {
  padId: string;
  /** Where pads are, like `wss://example.org/notes`. */
  address: string;
  doc: Y.Doc;
  /** Whom the page takes this device for. */
  person: Person | null;
  /** The socket to build on. */
  WebSocket: typeof WebSocket;
  /** How many of the pad's edits are here, while they are all that is here; undefined when that isn't known. */
  editsHere: () => number | undefined;
  /** What has to be here before anything is said or heard over it; undefined when nothing has. */
  awaited: () => Promise<void> | undefined;
  /** Whether there are edits of this page. */
  hasEdits: () => boolean;
  /** Whether edits of this page may be missing at the server. */
  hasUnsaved: () => boolean;
  /** Hears what it means for one's edits. */
  tell: (event: SaveEvent) => void;
  /** Hears what the server tells about the pad beside its text. */
  news: (news: PageNews) => void;
  /** Hears that the server takes this device for somebody else. */
  otherPerson: () => void;
}

/** A pad's connection: y-websocket's provider, with what the server says beyond its protocol, and how it ends. */
export class PadConnection {
  readonly #tools: PadConnectionTools;
  readonly #provider: WebsocketProvider;
  readonly #arriving: BatchedNews;

  constructor(tools: PadConnectionTools) {
    this.#tools = tools;
    const { padId, address, doc, person } = tools;
    this.#provider = new WebsocketProvider(address, padId, doc, {
      WebSocketPolyfill: padWebSocket(
        tools.WebSocket,
        () => tools.editsHere() === undefined || tools.hasEdits(),
        tools.awaited,
      ),
      maxBackoffTime: MAX_BACKOFF_MS,
      disableBc: true,
      shouldReconnect: ({ code }) => !(code >= 4400 && code < 4500) && !NOT_TAKEN.includes(code),
      connect: false,
      params: expecting(person),
    });
    this.#arriving = new BatchedNews(doc, this.#provider);
    this.#listen();
    this.#batch();
  }

  /** The origin of edits that come over it. */
  get origin(): unknown {
    return this.#provider;
  }

  get awareness(): WebsocketProvider["awareness"] {
    return this.#provider.awareness;
  }

  /** Whether the server has said nothing for so long that it can't be there. */
  get isSilent(): boolean {
    return Date.now() - this.#provider.wsLastMessageReceived > SILENCE_MS;
  }

  /** From the next connection on, whom the page takes this device for. */
  expect(person: Person | null): void {
    this.#provider.params = expecting(person);
  }

  connect(): void {
    this.#provider.connect();
  }

  /** Connects anew, without waiting for the provider's next attempt. */
  reconnect(): void {
    this.#provider.disconnect();
    this.#provider.connect();
  }

  /** Sends a fence behind all that was sent; false when there is nothing to send it on. */
  sendFence(k: number): boolean {
    const socket = this.#provider.ws;
    if (socket?.readyState !== 1) return false;
    socket.send(fenceFrame(k));
    return true;
  }

  close(): void {
    this.#arriving.close();
    this.#provider.destroy();
  }

  #listen(): void {
    const provider = this.#provider;
    const { tell, news, editsHere, otherPerson } = this.#tools;
    provider.on("sync", (isSynced) => isSynced && tell({ type: "connected" }));
    provider.on("status", ({ status }) => status === "connected" && provider.ws?.send(pageFrame(editsHere())));
    provider.messageHandlers[PAD_MESSAGE.page] = (_encoder, decoder) => {
      const kind = decoding.readVarUint(decoder);
      if (kind === PAGE_NEWS.presence) return this.#arriving.after(() => this.#takePresence(decoder));
      const told = readPageNews(kind, decoder);
      if (told) news(told);
    };
    provider.on("connection-close", (event) => {
      tell({ type: "disconnected", cannotStore: event?.code === PAD_CLOSE.cannotStore });
      if (event?.code === PAD_CLOSE.otherPerson) otherPerson();
    });
    provider.on("closed", ({ code }) => tell(this.#whatClosing(code)));
    provider.messageHandlers[PAD_MESSAGE.fence] = (_encoder, decoder) =>
      tell({ type: "fence-answered", k: decoding.readVarUint(decoder) });
    // The only thing the server refuses is an edit; the provider would merely log it.
    provider.messageHandlers[PAD_MESSAGE.auth] = () => tell({ type: "refused" });
  }

  /** Others' edits and cursors are taken in together; a sync message is answered at once, behind what came before it. */
  #batch(): void {
    const { messageHandlers } = this.#provider;
    const [sync, awareness] = [messageHandlers[PAD_MESSAGE.sync], messageHandlers[PAD_MESSAGE.awareness]];
    messageHandlers[PAD_MESSAGE.sync] = (encoder, decoder, ...rest) => {
      const isEdit = decoding.peekVarUint(decoder) === SYNC_MESSAGE.update;
      if (isEdit) return this.#arriving.edit(() => sync?.(encoder, decoder, ...rest));
      this.#arriving.flush();
      sync?.(encoder, decoder, ...rest);
    };
    messageHandlers[PAD_MESSAGE.awareness] = (...message) => this.#arriving.after(() => awareness?.(...message));
  }

  #takePresence(decoder: decoding.Decoder): void {
    if (!takePresence(decoder, this.awareness, this.#provider)) this.#provider.ws?.send(ASKS_WHO_IS_THERE);
  }

  /** What it means that the server has closed for good. */
  #whatClosing(code: number): SaveEvent {
    if (code === PAD_CLOSE.unknownPad) return { type: "failed", why: "unknown-pad" };
    if (!NOT_TAKEN.includes(code)) return { type: "failed", why: "removed" };
    return this.#tools.hasUnsaved() ? { type: "refused" } : { type: "failed", why: "not-understood" };
  }
}

/** Says whom the page takes this device for, so that edits never go out under another's cookie. */
function expecting(person: Person | null): Record<string, string> {
  return person ? { as: person.id } : {};
}
