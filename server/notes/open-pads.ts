import { PAD_CLOSE } from "../../shared/notes/pad-frames.ts";
import type { Clock, Timers } from "../clock.ts";
import { OneATurn } from "../turns/one-a-turn.ts";
import type { ReportFault } from "../report-fault.ts";
import type { LogStore } from "../store/log-store.ts";
import { FlushTurns } from "./batches/flush-turns.ts";
import { LivePad } from "./live-pad.ts";
import type { IdNow } from "./intake/pad-admission.ts";
import type { PadCompaction } from "./log/pad-compaction.ts";
import { PadState } from "./text/pad-state.ts";

type Open =
  | { state: "opening"; opened: Promise<LivePad> }
  | { state: "open"; pad: LivePad; callOffIdle: (() => void) | undefined };

/** The pads that are in memory: each is opened once however many ask, and let go of when it has been unused for a while. */
export class OpenPads {
  readonly #store: LogStore;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #turns: FlushTurns;
  readonly #encodingTurns: OneATurn;
  readonly #turnStructs: number;
  readonly #idNow: IdNow;
  readonly #compaction: PadCompaction;
  readonly #onFirstEdit: (padId: string, personId: string) => void;
  readonly #report: ReportFault;
  readonly #idleMs: number;
  readonly #open = new Map<string, Open>();

  constructor(tools: {
    store: LogStore;
    clock: Clock;
    timers: Timers;
    turnStructs: number;
    idNow: IdNow;
    compaction: PadCompaction;
    onFirstEdit: (padId: string, personId: string) => void;
    report: ReportFault;
    idleMs: number;
  }) {
    this.#store = tools.store;
    this.#clock = tools.clock;
    this.#timers = tools.timers;
    this.#turns = new FlushTurns(tools.timers, () => tools.store.readyIn);
    this.#encodingTurns = new OneATurn({ others: 1, timers: tools.timers });
    this.#turnStructs = tools.turnStructs;
    this.#idNow = tools.idNow;
    this.#compaction = tools.compaction;
    this.#onFirstEdit = tools.onFirstEdit;
    this.#report = tools.report;
    this.#idleMs = tools.idleMs;
  }

  /** How many there are. */
  get size(): number {
    return this.#open.size;
  }

  /** Those that have been opened; some may be removed while they are looked at. */
  *[Symbol.iterator](): Generator<LivePad> {
    // A map's iterator doesn't mind that.
    for (const found of this.#open.values()) if (found.state === "open") yield found.pad;
  }

  /** Whether a pad has been opened, or is being opened. */
  has(padId: string): boolean {
    return this.#open.has(padId);
  }

  /** A pad that has been opened. */
  opened(padId: string): LivePad | undefined {
    const found = this.#open.get(padId);
    return found?.state === "open" ? found.pad : undefined;
  }

  /** A pad that is being opened. */
  opening(padId: string): Promise<LivePad> | undefined {
    const found = this.#open.get(padId);
    return found?.state === "opening" ? found.opened : undefined;
  }

  /** Opens a pad, unless it is open. Rejects when its log can't be read. */
  async open(padId: string): Promise<LivePad> {
    const found = this.#open.get(padId);
    if (found?.state === "opening") return found.opened;
    // When its time comes it is looked whether it is used: who asked for it may not come in.
    if (found?.state === "open") return found.pad;
    const opened = this.#load(padId);
    this.#open.set(padId, { state: "opening", opened });
    return opened;
  }

  /** Nobody is there and all is written: if it stays so, the document is forgotten. */
  idle(pad: LivePad): void {
    const found = this.#open.get(pad.id);
    if (found?.state !== "open" || found.pad !== pad) return;
    found.callOffIdle?.();
    found.callOffIdle = this.#timers.after(this.#idleMs, () => {
      if (!pad.isQuiet) return;
      const { seq, drawn } = pad.state;
      this.forget(pad, PAD_CLOSE.cannotStore, "the pad is unused");
      this.#compaction.consider(pad.id, { seq, drawn });
    });
  }

  /** Ends it and lets go of it. */
  forget(pad: LivePad, code: number, reason: string): void {
    this.#letGo(pad);
    pad.end(code, reason);
  }

  async #load(padId: string): Promise<LivePad> {
    try {
      await this.#compaction.makeWay(padId);
      const state = await PadState.read(this.#store, padId, this.#idNow, this.#timers);
      const pad: LivePad = new LivePad({
        id: padId,
        state,
        store: this.#store,
        clock: this.#clock,
        timers: this.#timers,
        turns: this.#turns,
        encodingTurns: this.#encodingTurns,
        turnStructs: this.#turnStructs,
        onFirstEdit: (personId) => this.#onFirstEdit(padId, personId),
        onQuiet: () => this.idle(pad),
        onFault: (error) => {
          this.#letGo(pad);
          this.#report(`pad ${padId}`, error);
        },
      });
      this.#open.set(padId, { state: "open", pad, callOffIdle: undefined });
      this.idle(pad);
      return pad;
    } catch (error) {
      this.#open.delete(padId);
      throw error;
    }
  }

  /** Whoever asks next opens it anew. In the place of one that has failed there may be another by now: that one stays. */
  #letGo(pad: LivePad): void {
    const found = this.#open.get(pad.id);
    if (found?.state !== "open" || found.pad !== pad) return;
    found.callOffIdle?.();
    this.#open.delete(pad.id);
  }
}
