import * as Y from "yjs";
import type { Person } from "../../../shared/person.ts";
import { KeptPad } from "./kept-pad.ts";
import { openingStore } from "./opening-store.ts";
import type { PadStore } from "./pad-store.ts";
import type { SaveEvent } from "./save-state.ts";

/** The origin of what this device has kept. */
export const KEPT = Symbol("kept");

export interface DeviceCopyTools {
  padId: string;
  doc: Y.Doc;
  /** Where edits outlive the page. Without one, nothing is kept, and people are told so. */
  store: Promise<PadStore> | undefined;
  /** How many edits were made on this page so far. */
  edits: () => number;
  /** Hears what it means for one's edits. */
  tell: (event: SaveEvent) => void;
}

/** What this device has of a pad for whoever writes here, one person after the other: what it keeps for one is nobody else's. */
export class DeviceCopy {
  readonly #tools: DeviceCopyTools;
  #store: PadStore | undefined;
  #kept: KeptPad | undefined;
  #isClosed = false;

  constructor(tools: DeviceCopyTools) {
    this.#tools = tools;
    this.#store = tools.store && openingStore(tools.store);
  }

  /** Keeps what a person writes from now on. */
  keepFor(person: Person | null): void {
    const { padId, doc, edits, tell } = this.#tools;
    this.#kept?.close();
    this.#kept =
      this.#store &&
      new KeptPad({
        padId,
        personId: person?.id ?? "",
        store: this.#store,
        doc,
        editsBefore: edits(),
        now: Date.now,
        onKept: (kept) => tell({ type: "kept", edits: kept }),
        onFailed: () => tell({ type: "keep-failed" }),
      });
    if (!this.#kept) tell({ type: "keep-failed" });
  }

  /** The same, and takes up what this device has kept for them, whenever that is found. Resolves whether there was anything. */
  async restoreFor(person: Person | null): Promise<boolean> {
    this.keepFor(person);
    const kept = this.#kept;
    const isOver = () => this.#isClosed || this.#kept !== kept;
    const { doc, tell } = this.#tools;
    try {
      const found = await kept?.read();
      if (!found || isOver() || found.updates.length === 0) return false;
      doc.transact(() => {
        for (const update of found.updates) Y.applyUpdate(doc, update, KEPT);
      }, KEPT);
      tell({ type: "restored", edits: found.edits });
      return true;
    } catch {
      if (isOver()) return false;
      this.#store = undefined;
      this.keepFor(person);
      return false;
    }
  }

  /** Keeps what came from the server. */
  addNews(update: Uint8Array): void {
    this.#kept?.addNews(update);
  }

  /** Keeps an edit. */
  addEdit(update: Uint8Array): void {
    this.#kept?.addEdit(update);
  }

  /** Learns that the server has answered for so many edits of this page, the oldest ones. */
  saved(edits: number): void {
    this.#kept?.saved(edits);
  }

  /** Drops what is kept for whoever was here last, refused edits included. Only after `close`. */
  async forget(): Promise<void> {
    await this.#kept?.forget();
  }

  /** Keeps the last of it and stops. The document has to be there still. */
  close(): void {
    this.#isClosed = true;
    this.#kept?.close();
  }
}
