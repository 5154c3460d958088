import * as Y from "yjs";
import { PAD_TEXT } from "../../../shared/notes/pad-document.ts";
import type { Person } from "../../../shared/person.ts";
import type { FetchedSnapshot } from "./fetch-snapshot.ts";
import { withTimeout } from "./with-timeout.ts";
import { DeviceCopy, KEPT } from "./device-copy.ts";
import { PadConnection } from "./pad-connection.ts";
import { PadFences } from "./pad-fences.ts";
import { awarenessState, padPeople, type PadPerson } from "../pad-people.ts";
import type { PageNews } from "./page-news.ts";
import type { PadStore } from "./pad-store.ts";
import {
  afterEvent,
  isAtRisk,
  needsFence,
  NOTHING_YET,
  saveStateOf,
  shownOf,
  type SaveEvent,
  type SaveFacts,
  type SaveState,
} from "./save-state.ts";

/** A device that takes longer to find what it has kept isn't waited for: that is shown and sent once it is found. Milliseconds. */
const FIND_MS = 3000;
/** The origin of what was fetched for a start. */
const FETCHED = Symbol("fetched");

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
  readonly #connection: PadConnection;
  readonly #fences: PadFences;
  readonly #listeners = new Set<() => void>();
  readonly #newsListeners = new Set<(news: PageNews) => void>();
  #facts: SaveFacts = NOTHING_YET;
  #people: PadPerson[] = [];
  #person: Person | null;
  readonly #device: DeviceCopy;
  #isStarted = false;
  /** While the text for a start is on its way. */
  #fetching: Promise<void> | undefined;
  /** Until the first connection: how many of the pad's edits were fetched, which are all there is here. */
  #fetchedEdits: number | undefined;
  #isClosed = false;
  #isLookPlanned = false;

  constructor({
    padId,
    address,
    person,
    snapshot,
    store,
    onOtherPerson,
    WebSocket: Base = WebSocket,
  }: PadReplicaTools) {
    this.#person = person;
    this.#connection = new PadConnection({
      padId,
      address,
      doc: this.doc,
      person,
      WebSocket: Base,
      editsHere: () => this.#fetchedEdits,
      awaited: () => this.#fetching,
      hasEdits: () => this.#facts.edits > 0,
      hasUnsaved: () => this.#facts.isLoaded && this.hasUnsaved,
      tell: (event) => this.#tell(event),
      news: (news) => {
        for (const listener of this.#newsListeners) listener(news);
      },
      otherPerson: () => onOtherPerson?.(),
    });
    this.#device = new DeviceCopy({
      padId,
      doc: this.doc,
      store,
      edits: () => this.#facts.edits,
      tell: (event) => this.#tell(event),
    });
    this.#fences = new PadFences({
      isNeeded: () => needsFence(this.#facts),
      send: (k) => this.#connection.sendFence(k),
      tell: (event) => this.#tell(event),
    });
    this.awareness.setLocalState(awarenessState(person));
    this.#listen();
    void this.#start(snapshot);
  }

  /** Who is where in the text; the editor puts its own cursor there. */
  get awareness(): PadConnection["awareness"] {
    return this.#connection.awareness;
  }

  /** What to tell people about their edits. */
  get save(): SaveState {
    return saveStateOf(this.#facts);
  }

  /** Whether edits would be lost if the page were left now. */
  get isAtRisk(): boolean {
    return isAtRisk(this.#facts);
  }

  /** Whether edits would be lost whatever this page does: they aren't saved, and the device could not keep them. */
  get isKeptNowhere(): boolean {
    return this.isAtRisk && this.#facts.cannotKeep;
  }

  /** Whether the server may not have all edits of this page. */
  get hasUnsaved(): boolean {
    return this.#facts.edits > this.#facts.durableEdits;
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
    if (isOther && (this.hasUnsaved || !this.#isStarted || this.#fetching)) return false;
    this.#person = person;
    this.#connection.expect(person);
    // What waits here for whoever comes is sent now.
    if (isOther) void this.#device.restoreFor(person);
    if (before && before.id !== person?.id) this.#writeAsSomeoneElse();
    const { cursor } = this.awareness.getLocalState() ?? {};
    this.awareness.setLocalState(person && { ...awarenessState(person), ...(cursor !== undefined && { cursor }) });
    if (isOther) this.reconnect();
    return true;
  }

  /** Says which colour, 1 to 12, one has in this pad. */
  wear(color: number): void {
    const state = this.awareness.getLocalState();
    // What is set is sent, also where it is the same as before.
    if (state !== null && state["color"] !== color) this.awareness.setLocalStateField("color", color);
  }

  /** Tries now, without waiting for the provider's next attempt. */
  reconnect(): void {
    if (!this.#isStarted || this.#isClosed || this.#facts.failure || this.#facts.isRefused) return;
    this.#connection.reconnect();
  }

  /** Sends what was refused once more: editing may be allowed again. Nothing of it is lost if it isn't. */
  sendAgain(): void {
    if (!this.#facts.isRefused || this.#facts.failure) return;
    this.#tell({ type: "allowed" });
    this.reconnect();
  }

  /** Tries now unless the connection is alive: after sleep, or when a network is back. */
  wake(): void {
    if (!this.#facts.isConnected || this.#connection.isSilent) this.reconnect();
  }

  /** Drops what this device has kept of the pad for this person. Only after `close`. */
  async forgetKept(): Promise<void> {
    await withTimeout(this.#device.forget(), FIND_MS).catch(() => undefined);
  }

  /** Leaves the pad. What is neither saved nor kept by then is lost: see `leavePad` for a farewell that waits. */
  close(): void {
    this.#isClosed = true;
    this.#device.close();
    this.#listeners.clear();
    this.#newsListeners.clear();
    this.#fences.close();
    this.#connection.close();
    this.doc.destroy();
  }

  /** Shows what this device has kept, and only then connects: the server is asked for the rest. */
  async #start(snapshot: PadReplicaTools["snapshot"]): Promise<void> {
    let isKept = false;
    try {
      isKept = await withTimeout(this.#device.restoreFor(this.#person), FIND_MS);
    } catch {
      // Notes are written all the same, and whoever writes is told.
      this.#tell({ type: "keep-failed" });
    }
    if (this.#isClosed) return;
    // Both at once: on a slow line each takes a while to begin.
    if (!isKept && snapshot) this.#fetching = this.#fetch(snapshot).finally(() => (this.#fetching = undefined));
    this.#isStarted = true;
    this.#connection.connect();
  }

  /** Takes what the server gives for a start. It isn't shown yet: that waits for what the connection brings behind it. */
  async #fetch(snapshot: NonNullable<PadReplicaTools["snapshot"]>): Promise<void> {
    try {
      const fetched = await withTimeout(snapshot(), FIND_MS);
      if (fetched === undefined || this.#isClosed) return;
      Y.applyUpdateV2(this.doc, fetched.update, FETCHED);
      this.#fetchedEdits = fetched.edits;
    } catch {
      // The connection brings everything, as ever.
    }
  }

  #listen(): void {
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === KEPT) return;
      if (origin === this.#connection.origin || origin === FETCHED) return this.#device.addNews(update);
      this.#device.addEdit(update);
      this.#tell({ type: "edited" });
    });
    this.awareness.on("change", () => {
      if (this.#isLookPlanned) return;
      this.#isLookPlanned = true;
      queueMicrotask(() => this.#lookAround());
    });
    this.#lookAround();
  }

  /** The server binds a Yjs client id to the person who first wrote under it, so that another needs another. */
  #writeAsSomeoneElse(): void {
    this.awareness.setLocalState(null);
    this.doc.clientID = new Y.Doc().clientID;
    this.awareness.clientID = this.doc.clientID;
  }

  #tell(event: SaveEvent): void {
    const before = shownOf(this.#facts);
    if (event.type === "connected") this.#fetchedEdits = undefined;
    this.#facts = afterEvent(this.#facts, event);
    if (event.type === "fence-answered") this.#device.saved(this.#facts.durableEdits);
    this.#fences.plan();
    // Each key has several events, and most change nothing of what shows.
    if (shownOf(this.#facts) !== before) this.#news();
  }

  #lookAround(): void {
    this.#isLookPlanned = false;
    const people = padPeople(this.awareness.getStates());
    // Cursors move all the time; only who is there is news here.
    if (JSON.stringify(people) === JSON.stringify(this.#people)) return;
    this.#people = people;
    this.#news();
  }

  #news(): void {
    for (const listener of this.#listeners) listener();
  }
}
