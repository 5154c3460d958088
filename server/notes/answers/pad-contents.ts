import { listActions, type ListedAction } from "../../../shared/notes/action-list.ts";
import type { LogStore } from "../../store/log-store.ts";
import type { OpenPads } from "../open-pads.ts";
import type { IdNow } from "../intake/pad-admission.ts";
import type { ClientWriting } from "../text/pad-authorship.ts";
import type { PadCompaction } from "../log/pad-compaction.ts";
import { PadState } from "../text/pad-state.ts";

/**
 * What pads say that is durable, for whoever takes it home or looks something up: pads that nobody has open are read for it and
 * not kept. All of these reject when a pad can't be read; an unknown one is a fault, ask access first.
 */
export class PadContents {
  readonly #store: LogStore;
  readonly #open: OpenPads;
  readonly #compaction: PadCompaction;
  readonly #idNow: IdNow;
  readonly #readings = new Map<string, Promise<PadState>>();

  constructor(tools: { store: LogStore; open: OpenPads; compaction: PadCompaction; idNow: IdNow }) {
    this.#store = tools.store;
    this.#open = tools.open;
    this.#compaction = tools.compaction;
    this.#idNow = tools.idNow;
  }

  /** Whether a pad is being read just now. */
  isReading(padId: string): boolean {
    return this.#readings.has(padId);
  }

  /** A pad's text. */
  async textOf(padId: string): Promise<string> {
    return (await this.#durable(padId)).text;
  }

  /** A pad's text and everyone who has written in it, in the order of their first edits. */
  async contentOf(padId: string): Promise<{ text: string; authors: string[] }> {
    const { text, authors } = await this.#durable(padId);
    return { text, authors: [...new Set(authors.map(this.#idNow))] };
  }

  /** What is to be done according to a pad; `names` are what people here are called. */
  async actionsOf(padId: string, names: readonly string[]): Promise<ListedAction[]> {
    return listActions((await this.#durable(padId)).doc, padId, names);
  }

  /** What contentOf and actionsOf say, of the same moment. */
  async takenHome(
    padId: string,
    names: readonly string[],
  ): Promise<{ text: string; authors: string[]; actions: ListedAction[] }> {
    const { text, authors, doc } = await this.#durable(padId);
    return { text, authors: [...new Set(authors.map(this.#idNow))], actions: listActions(doc, padId, names, text) };
  }

  /** Who wrote what in a pad, and where it stands. */
  async writingsOf(padId: string): Promise<{ seq: number; writings: readonly ClientWriting[] }> {
    const { edits, writings } = await this.#durable(padId);
    return { seq: edits, writings };
  }

  /** A pad as it is on disk, not to be changed, and to be looked at now: it may be an open one's. */
  async #durable(padId: string): Promise<PadState> {
    const pad = this.#open.opened(padId) ?? (await this.#open.opening(padId));
    if (pad === undefined) return this.#read(padId);
    await pad.settled();
    return pad.isOver ? this.#read(padId) : pad.state;
  }

  /** Reads a pad without keeping it; those who ask at the same time share one reading. */
  #read(padId: string): Promise<PadState> {
    const reading =
      this.#readings.get(padId) ??
      this.#compaction
        .makeWay(padId)
        .then(() => PadState.read(this.#store, padId))
        .finally(() => this.#readings.delete(padId));
    this.#readings.set(padId, reading);
    return reading;
  }
}
