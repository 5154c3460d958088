import * as decoding from "lib0/decoding";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { PAD_TEXT } from "../../shared/notes/pad-document.ts";
import { PAD_CLOSE, PAD_MESSAGE, PAGE_NEWS, SYNC_MESSAGE } from "../../shared/notes/pad-frames.ts";
import type { Person } from "../../shared/person.ts";
import { BatchedNews } from "./batched-news.ts";
import { takePresence } from "./cursor-channel.ts";
import type { FetchedSnapshot } from "./fetch-snapshot.ts";
import { KeptPad } from "./kept-pad.ts";
import { padPeople, type PadPerson } from "./pad-people.ts";
import { pageFrame, readPageNews, type PageNews } from "./page-news.ts";
import type { PadStore } from "./pad-store.ts";
import { fenceFrame, padWebSocket } from "./pad-wire.ts";
import {
  afterEvent,
  isAtRisk,
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
/** A device that takes longer to find what it has kept counts as one that can't keep anything. Milliseconds. */
const FIND_MS = 3000;
/** The server says something at least every 20 s: after a longer silence the connection is dead. Milliseconds. */
const SILENCE_MS = 25_000;
const ASKS_WHO_IS_THERE = Uint8Array.of(PAD_MESSAGE.queryAwareness);
/** The origin of what this device has kept. */
const KEPT = Symbol("kept");
/** The origin of what was fetched before the connection. */
const FETCHED = Symbol("fetched");
/** So the server closes when it can't take what we sent; sending it again would end the same way. */
const NOT_TAKEN: readonly number[] = [PAD_CLOSE.protocolError, PAD_CLOSE.undecodable, PAD_CLOSE.refused];

export interface PadReplicaTools {
  padId: string;
  /** Where pads are, like `wss://example.org/notes`. */
  address: string;
  /** Who writes here; null reads only and stays invisible. */
  person: Person | null;
  /** Gives the text for a start, densely packed; undefined or a rejection: the connection brings it. */
  snapshot?: () => Promise<FetchedSnapshot | undefined>;
  /** Where edits outlive the page. Without one, nothing is kept, and people are told so. */
  store?: Promise<PadStore>;
  /** Called when the server takes this device for somebody else. */
  onOtherPerson?: () => void;
  /** The socket to build on; the browser's own unless told otherwise. */
  WebSocket?: typeof WebSocket;
}

/**
 * The browser's copy of one pad: its Y.Doc, who is there, and what may be said about one's own edits.
 *
 * 1. A fence is sent only behind everything it is to cover, on the connection that carries it; one
 *    at a time, so that the server's pace sets ours.
 * 2. Tabs don't sync among each other: what is seen has been at the server, or was kept on this device
 *    for this person.
 * 3. Edits of one person are never sent as another's.
 */
export class PadReplica {
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText(PAD_TEXT);
  readonly #padId: string;
  readonly #onOtherPerson: (() => void) | undefined;
  readonly #provider: WebsocketProvider;
  readonly #arriving: BatchedNews;
  readonly #listeners = new Set<() => void>();
  readonly #newsListeners = new Set<(news: PageNews) => void>();
  #facts: SaveFacts = NOTHING_YET;
  #people: PadPerson[] = [];
  #person: Person | null;
  #store: PadStore | undefined;
  #kept: KeptPad | undefined;
  #isStarted = false;
  /** Until the first connection: how many of the pad's edits were fetched, which are all there is here. */
  #fetchedEdits: number | undefined;
  #isClosed = false;
  #lastFence = 0;
  #isFencePlanned = false;
  #isLookPlanned = false;
  #lateSoon: ReturnType<typeof setTimeout> | undefined;

  constructor({
    padId,
    address,
    person,
    snapshot,
    store,
    onOtherPerson,
    WebSocket: Base = WebSocket,
  }: PadReplicaTools) {
    this.#onOtherPerson = onOtherPerson;
    this.#padId = padId;
    this.#person = person;
    this.#provider = new WebsocketProvider(address, padId, this.doc, {
      WebSocketPolyfill: padWebSocket(Base, () => this.#fetchedEdits === undefined || this.#facts.edits > 0),
      maxBackoffTime: MAX_BACKOFF_MS,
      disableBc: true,
      shouldReconnect: ({ code }) => !(code >= 4400 && code < 4500) && !NOT_TAKEN.includes(code),
      connect: false,
      params: expecting(person),
    });
    this.#arriving = new BatchedNews(this.doc, this.#provider);
    this.awareness.setLocalState(asState(person));
    this.#listen();
    void this.#start(store, snapshot);
  }

  /** Who is where in the text; the editor puts its own cursor there. */
  get awareness(): WebsocketProvider["awareness"] {
    return this.#provider.awareness;
  }

  /** What to tell people about their edits. */
  get save(): SaveState {
    return saveStateOf(this.#facts);
  }

  /** Whether edits would be lost if the page were left now. */
  get isAtRisk(): boolean {
    return isAtRisk(this.#facts);
  }

  /** Whether edits of others arrive now. */
  get isConnected(): boolean {
    return this.#facts.isConnected;
  }

  /** Whether the text has arrived, now or on an earlier page of this device. Only then may it be shown. */
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

  /** Hears what the server tells about the pad beside its text. Returns how to stop. */
  onPageNews(listener: (news: PageNews) => void): () => void {
    this.#newsListeners.add(listener);
    return () => this.#newsListeners.delete(listener);
  }

  /**
   * Says who writes here from now on; a new person connects anew, because the server knows people by
   * their cookie. False, and nothing changes, while edits of the person before are not saved: they
   * would go out as the new person's, so that the pad has to be opened anew.
   */
  introduce(person: Person | null): boolean {
    if (JSON.stringify(person) === JSON.stringify(this.#person)) return true;
    const before = this.#person;
    const isOther = before?.id !== person?.id;
    if (isOther && (this.#facts.edits > this.#facts.durableEdits || !this.#isStarted)) return false;
    this.#person = person;
    this.#provider.params = expecting(person);
    if (isOther) this.#keepFor(person);
    if (before && before.id !== person?.id) this.#writeAsSomeoneElse();
    const { cursor } = this.awareness.getLocalState() ?? {};
    this.awareness.setLocalState(person && { ...asState(person), ...(cursor !== undefined && { cursor }) });
    if (isOther) this.reconnect();
    return true;
  }

  /** Tries now, without waiting for the provider's next attempt. */
  reconnect(): void {
    if (!this.#isStarted || this.#isClosed || this.#facts.failure || this.#facts.isRefused) return;
    this.#provider.disconnect();
    this.#provider.connect();
  }

  /** Sends what was refused once more: editing may be allowed again. Nothing of it is lost if it isn't. */
  sendAgain(): void {
    if (!this.#facts.isRefused || this.#facts.failure) return;
    this.#tell({ type: "allowed" });
    this.reconnect();
  }

  /** Tries now unless the connection is alive: after sleep, or when a network is back. */
  wake(): void {
    if (!this.#facts.isConnected || Date.now() - this.#provider.wsLastMessageReceived > SILENCE_MS) this.reconnect();
  }

  /** Drops what this device has kept of the pad for this person. Only after `close`. */
  async forgetKept(): Promise<void> {
    await this.#kept?.forget();
  }

  /** Leaves the pad. What is neither saved nor kept by then is lost: see `leavePad` for a farewell that waits. */
  close(): void {
    this.#isClosed = true;
    this.#kept?.close();
    this.#listeners.clear();
    this.#newsListeners.clear();
    clearTimeout(this.#lateSoon);
    this.#arriving.close();
    this.#provider.destroy();
    this.doc.destroy();
  }

  /** Shows what this device has kept, and only then connects: the server is asked for the rest. */
  async #start(opening: Promise<PadStore> | undefined, snapshot: PadReplicaTools["snapshot"]): Promise<void> {
    let isKept = false;
    try {
      this.#store = opening && (await inTime(opening));
      const kept = this.#keepFor(this.#person);
      const found = await (kept && inTime(kept.read()));
      if (found && !this.#isClosed && found.updates.length > 0) {
        this.doc.transact(() => {
          for (const update of found.updates) Y.applyUpdate(this.doc, update, KEPT);
        }, KEPT);
        this.#tell({ type: "restored", edits: found.edits });
        isKept = true;
      }
    } catch {
      // Notes are written all the same, and whoever writes is told.
      this.#store = undefined;
      this.#keepFor(this.#person);
    }
    if (!isKept && snapshot) await this.#fetch(snapshot);
    if (this.#isClosed) return;
    this.#isStarted = true;
    this.#provider.connect();
  }

  /** Takes what the server gives for a start. It isn't shown yet: that waits for the connection, which brings the rest. */
  async #fetch(snapshot: NonNullable<PadReplicaTools["snapshot"]>): Promise<void> {
    try {
      const fetched = await inTime(snapshot());
      if (fetched === undefined || this.#isClosed) return;
      Y.applyUpdateV2(this.doc, fetched.update, FETCHED);
      this.#fetchedEdits = fetched.edits;
    } catch {
      // The connection brings everything, as ever.
    }
  }

  #keepFor(person: Person | null): KeptPad | undefined {
    this.#kept?.close();
    this.#kept =
      this.#store &&
      new KeptPad({
        padId: this.#padId,
        personId: person?.id ?? "",
        store: this.#store,
        doc: this.doc,
        editsBefore: this.#facts.edits,
        now: Date.now,
        onKept: (edits) => this.#tell({ type: "kept", edits }),
        onFailed: () => this.#tell({ type: "keep-failed" }),
      });
    if (!this.#kept) this.#tell({ type: "keep-failed" });
    return this.#kept;
  }

  #listen(): void {
    const provider = this.#provider;
    provider.on("sync", (isSynced) => {
      if (!isSynced) return;
      this.#fetchedEdits = undefined;
      this.#tell({ type: "connected" });
    });
    provider.on("status", ({ status }) => status === "connected" && provider.ws?.send(pageFrame(this.#fetchedEdits)));
    provider.messageHandlers[PAD_MESSAGE.page] = (_encoder, decoder) => {
      const kind = decoding.readVarUint(decoder);
      if (kind === PAGE_NEWS.presence) return this.#arriving.after(() => this.#takePresence(decoder));
      const news = readPageNews(kind, decoder);
      if (news) for (const listener of this.#newsListeners) listener(news);
    };
    provider.on("connection-close", (event) => {
      this.#tell({ type: "disconnected", cannotStore: event?.code === PAD_CLOSE.cannotStore });
      if (event?.code === PAD_CLOSE.otherPerson) this.#onOtherPerson?.();
    });
    provider.on("closed", ({ code }) => this.#tell(this.#whatClosing(code)));
    this.#batch();
    provider.messageHandlers[PAD_MESSAGE.fence] = (_encoder, decoder) =>
      this.#tell({ type: "fence-answered", k: decoding.readVarUint(decoder) });
    // The only thing the server refuses is an edit; the provider would merely log it.
    provider.messageHandlers[PAD_MESSAGE.auth] = () => this.#tell({ type: "refused" });
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === KEPT) return;
      if (origin === provider || origin === FETCHED) return this.#kept?.addNews(update);
      this.#kept?.addEdit(update);
      this.#tell({ type: "edited" });
    });
    this.awareness.on("change", () => {
      if (this.#isLookPlanned) return;
      this.#isLookPlanned = true;
      queueMicrotask(() => this.#lookAround());
    });
    this.#lookAround();
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
    const before = shownOf(this.#facts);
    this.#facts = afterEvent(this.#facts, event);
    if (event.type === "fence-answered") this.#kept?.saved(this.#facts.durableEdits);
    this.#planFence();
    // Each key has several events, and most change nothing of what shows.
    if (shownOf(this.#facts) !== before) this.#news();
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
    this.#isLookPlanned = false;
    const before = JSON.stringify(this.#people);
    this.#people = padPeople(this.awareness.getStates());
    // Cursors move all the time; only who is there is news here.
    if (JSON.stringify(this.#people) !== before) this.#news();
  }

  #news(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Says whom the page takes this device for, so that edits never go out under another's cookie. */
function expecting(person: Person | null): Record<string, string> {
  return person ? { as: person.id } : {};
}

/** All that listeners can see of the facts. */
function shownOf(facts: SaveFacts): string {
  const { isConnected, isLoaded } = facts;
  return JSON.stringify([saveStateOf(facts), isConnected, isLoaded, isAtRisk(facts)]);
}

/** What is promised, or a rejection after a while. */
async function inTime<T>(promised: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("took too long")), FIND_MS);
  });
  return Promise.race([promised, tooLate]).finally(() => clearTimeout(timer));
}

function asState(person: Person | null): { user: { id: string; name: string; color: string } } | null {
  return person && { user: { id: person.id, name: person.name, color: person.color } };
}
