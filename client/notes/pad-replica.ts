import * as decoding from "lib0/decoding";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { PAD_TEXT } from "../../shared/notes/pad-document.ts";
import { PAD_CLOSE, PAD_MESSAGE } from "../../shared/notes/pad-frames.ts";
import type { Person } from "../../shared/person.ts";
import { padPeople, type PadPerson } from "./pad-people.ts";
import { fenceFrame, padWebSocket } from "./pad-wire.ts";
import {
  afterEvent,
  needsFence,
  NOTHING_YET,
  saveStateOf,
  type SaveEvent,
  type SaveFacts,
  type SaveState,
} from "./save-state.ts";

/** How long the provider waits at most between two attempts. Milliseconds. */
const MAX_BACKOFF_MS = 5000;
/** A fence that takes longer than this is worth a word. Milliseconds. */
const LATE_MS = 8000;
/** So the server closes when it can't take what we sent; sending it again would end the same way. */
const NOT_TAKEN: readonly number[] = [PAD_CLOSE.protocolError, PAD_CLOSE.undecodable, PAD_CLOSE.refused];

export interface PadReplicaTools {
  padId: string;
  /** Where pads are, like `wss://example.org/notes`. */
  address: string;
  /** Who writes here; null reads only and stays invisible. */
  person: Person | null;
  /** The socket to build on; the browser's own unless told otherwise. */
  WebSocket?: typeof WebSocket;
}

/**
 * The browser's copy of one pad: its Y.Doc, who is there, and what may be said about one's own edits.
 *
 * 1. A fence is sent only behind everything it is to cover, on the connection that carries it; one
 *    at a time, so that the server's pace sets ours.
 * 2. Tabs don't sync among each other: what is seen has been at the server, and is durable.
 */
export class PadReplica {
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText(PAD_TEXT);
  readonly #provider: WebsocketProvider;
  readonly #listeners = new Set<() => void>();
  #facts: SaveFacts = NOTHING_YET;
  #people: PadPerson[] = [];
  #person: Person | null;
  #lastFence = 0;
  #isFencePlanned = false;
  #lateSoon: ReturnType<typeof setTimeout> | undefined;

  constructor({ padId, address, person, WebSocket: Base = WebSocket }: PadReplicaTools) {
    this.#person = person;
    this.#provider = new WebsocketProvider(address, padId, this.doc, {
      WebSocketPolyfill: padWebSocket(Base),
      maxBackoffTime: MAX_BACKOFF_MS,
      disableBc: true,
      shouldReconnect: ({ code }) => !(code >= 4400 && code < 4500) && !NOT_TAKEN.includes(code),
      connect: false,
    });
    this.awareness.setLocalState(asState(person));
    this.#listen();
    this.#provider.connect();
  }

  /** Who is where in the text; the editor puts its own cursor there. */
  get awareness(): WebsocketProvider["awareness"] {
    return this.#provider.awareness;
  }

  /** What to tell people about their edits. */
  get save(): SaveState {
    return saveStateOf(this.#facts);
  }

  /** Whether edits of others arrive now. */
  get isConnected(): boolean {
    return this.#facts.isConnected;
  }

  /** Whether the text has arrived once. Only then may it be shown. */
  get isLoaded(): boolean {
    return this.#facts.isLoaded;
  }

  /** Who has this pad open, oneself included. */
  get people(): readonly PadPerson[] {
    return this.#people;
  }

  /** Hears of every change of the above; changes of the text are heard from `text`. Returns how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Says who writes here from now on; a new person connects anew, because the server knows people by their cookie. */
  introduce(person: Person | null): void {
    if (JSON.stringify(person) === JSON.stringify(this.#person)) return;
    const before = this.#person;
    this.#person = person;
    if (before && before.id !== person?.id) this.#writeAsSomeoneElse();
    const { cursor } = this.awareness.getLocalState() ?? {};
    this.awareness.setLocalState(person && { ...asState(person), ...(cursor !== undefined && { cursor }) });
    if (before?.id !== person?.id) this.reconnect();
  }

  /** Tries now, without waiting for the provider's next attempt. */
  reconnect(): void {
    if (this.#facts.failure || this.#facts.isRefused) return;
    this.#provider.disconnect();
    this.#provider.connect();
  }

  /** Leaves the pad. What is not saved by then is lost: see `leavePad` for a farewell that waits. */
  close(): void {
    this.#listeners.clear();
    clearTimeout(this.#lateSoon);
    this.#provider.destroy();
    this.doc.destroy();
  }

  #listen(): void {
    const provider = this.#provider;
    provider.on("sync", (isSynced) => isSynced && this.#tell({ type: "connected" }));
    provider.on("connection-close", (event) =>
      this.#tell({ type: "disconnected", cannotStore: event?.code === PAD_CLOSE.cannotStore }),
    );
    provider.on("closed", ({ code }) => this.#tell(this.#whatClosing(code)));
    provider.messageHandlers[PAD_MESSAGE.fence] = (_encoder, decoder) =>
      this.#tell({ type: "fence-answered", k: decoding.readVarUint(decoder) });
    // The only thing the server refuses is an edit; the provider would merely log it.
    provider.messageHandlers[PAD_MESSAGE.auth] = () => this.#tell({ type: "refused" });
    this.doc.on(
      "update",
      (_update: Uint8Array, origin: unknown) => origin !== provider && this.#tell({ type: "edited" }),
    );
    this.awareness.on("change", () => this.#lookAround());
    this.#lookAround();
  }

  /** What it means that the server has closed for good. */
  #whatClosing(code: number): SaveEvent {
    if (code === PAD_CLOSE.unknownPad) return { type: "failed", why: "unknown-pad" };
    if (!NOT_TAKEN.includes(code)) return { type: "failed", why: "removed" };
    const hasUnsaved = this.#facts.isLoaded && this.#facts.edits > this.#facts.durableEdits;
    return hasUnsaved ? { type: "refused" } : { type: "failed", why: "not-understood" };
  }

  /** The server binds a Yjs client id to the person who first wrote under it, so that another needs another. */
  #writeAsSomeoneElse(): void {
    this.awareness.setLocalState(null);
    this.doc.clientID = new Y.Doc().clientID;
    this.awareness.clientID = this.doc.clientID;
  }

  #tell(event: SaveEvent): void {
    this.#facts = afterEvent(this.#facts, event);
    this.#planFence();
    this.#news();
  }

  /** After the present burst of edits, all of which the provider has sent by then. */
  #planFence(): void {
    if (this.#isFencePlanned || !needsFence(this.#facts)) return;
    this.#isFencePlanned = true;
    queueMicrotask(() => {
      this.#isFencePlanned = false;
      const socket = this.#provider.ws;
      if (!needsFence(this.#facts) || socket?.readyState !== 1) return;
      this.#lastFence += 1;
      socket.send(fenceFrame(this.#lastFence));
      const k = this.#lastFence;
      this.#tell({ type: "fence-sent", k });
      clearTimeout(this.#lateSoon);
      this.#lateSoon = setTimeout(() => this.#tell({ type: "fence-late", k }), LATE_MS);
    });
  }

  #lookAround(): void {
    const before = JSON.stringify(this.#people);
    this.#people = padPeople(this.awareness.getStates());
    // Cursors move all the time; only who is there is news here.
    if (JSON.stringify(this.#people) !== before) this.#news();
  }

  #news(): void {
    for (const listener of this.#listeners) listener();
  }
}

function asState(person: Person | null): { user: { id: string; name: string; color: string } } | null {
  return person && { user: { id: person.id, name: person.name, color: person.color } };
}
