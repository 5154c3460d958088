import { PAD_CLOSE } from "../../shared/notes/pad-frames.ts";
import type { Clock, Timers } from "../clock.ts";
import { OneATurn } from "../one-a-turn.ts";
import type { ReportFault } from "../report-fault.ts";
import { StoreUnavailableError, type LogStore } from "../store/log-store.ts";
import { FlushTurns } from "./flush-turns.ts";
import { LivePad } from "./live-pad.ts";
import { listActions, type ListedAction } from "../../shared/notes/action-list.ts";
import type { ClientWriting } from "./pad-authorship.ts";
import type { Rewritten, RewriteWish } from "./pad-rewrites.ts";
import type { PadConnection } from "./pad-connection.ts";
import { CANNOT_STORE, refusalOf, type PadAccess } from "./pad-access.ts";
import type { IdNow } from "./pad-admission.ts";
import type { PadSnapshot } from "./pad-snapshots.ts";
import { CHECKPOINT_ENTRIES, PadCheckpoints } from "./pad-checkpoints.ts";
import { PadCompaction } from "./pad-compaction.ts";
import { TURN_STRUCTS } from "./pad-encodings.ts";
import { PadLogQueue } from "./pad-log-queue.ts";
import { PadState } from "./pad-state.ts";

type Open =
  | { state: "opening"; opened: Promise<LivePad> }
  | { state: "open"; pad: LivePad; callOffIdle: (() => void) | undefined };

/** All pads that somebody has open, each once however many ask. */
export class LivePads {
  readonly #store: LogStore;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #turns: FlushTurns;
  readonly #encodingTurns: OneATurn;
  readonly #turnStructs: number;
  /** The id that somebody has now who was known by another one. */
  readonly idNow: IdNow;
  readonly #access: PadAccess;
  readonly #onFirstEdit: (padId: string, personId: string) => void;
  readonly #report: ReportFault;
  readonly #idleMs: number;
  readonly #open = new Map<string, Open>();
  readonly #readings = new Map<string, Promise<PadState>>();
  readonly #logs: PadLogQueue;
  readonly #compaction: PadCompaction;
  readonly #checkpoints: PadCheckpoints;
  /** Who hears of logs that are not what they were. */
  #onReplaced: (padId: string) => void = () => undefined;
  /** How often rights may have changed. */
  #rechecks = 0;
  #isClosed = false;

  /**
   * `onFirstEdit` hears when a person's first edit since the pad was opened has become durable: at
   * least once for everyone who ever wrote. `idleMs` is how long an unused pad stays in memory, `checkpointEntries` how
   * many entries of one that is used are worth a checkpoint, `turnStructs` how much of a document is encoded in a turn.
   */
  constructor(tools: {
    store: LogStore;
    clock: Clock;
    timers: Timers;
    access: PadAccess;
    idNow?: IdNow;
    onFirstEdit: (padId: string, personId: string) => void;
    report: ReportFault;
    idleMs: number;
    checkpointEntries?: number | undefined;
    turnStructs?: number | undefined;
  }) {
    this.#store = tools.store;
    this.#clock = tools.clock;
    this.#timers = tools.timers;
    this.#turns = new FlushTurns(tools.timers, () => tools.store.readyIn);
    this.#encodingTurns = new OneATurn({ others: 1, timers: tools.timers });
    this.#turnStructs = tools.turnStructs ?? TURN_STRUCTS;
    this.#access = tools.access;
    this.idNow = tools.idNow ?? ((personId) => personId);
    this.#onFirstEdit = tools.onFirstEdit;
    this.#report = tools.report;
    this.#idleMs = tools.idleMs;
    const { store, report, checkpointEntries: worthEntries = CHECKPOINT_ENTRIES } = tools;
    const queue = new PadLogQueue(tools.timers);
    this.#logs = queue;
    this.#checkpoints = new PadCheckpoints({ store, queue, report, worthEntries });
    this.#compaction = new PadCompaction({
      store,
      queue,
      report,
      endsOf: (padId) => tools.access.endsOf(padId),
      isFree: (padId) => !this.#open.has(padId) && !this.#readings.has(padId),
      onRewritten: (padId) => this.#onReplaced(padId),
    });
  }

  /** How many pads are in memory. */
  get size(): number {
    return this.#open.size;
  }

  /** Puts a connection into a pad, or says why not. Never rejects; faults are reported. */
  async join(padId: string, connection: PadConnection): Promise<LivePad | { code: number; reason: string }> {
    try {
      const rechecks = this.#rechecks;
      const right = padId === "" ? "unknown" : await this.#access.check(padId, connection.person?.id);
      const refusal = refusalOf(right);
      if (refusal !== undefined) return refusal;
      if (this.#isClosed || !this.#store.writable) return CANNOT_STORE;
      connection.mayWrite = right === "write";
      const pad = await this.#openPad(padId);
      // It was deleted or locked, or failed, while this one waited for it: who knows what it is now?
      if (pad.isOver || rechecks !== this.#rechecks) return await this.join(padId, connection);
      pad.join(connection);
      return pad;
    } catch (error) {
      this.#report(`opening pad ${padId}`, error);
      if (error instanceof StoreUnavailableError) return CANNOT_STORE;
      return { code: PAD_CLOSE.fault, reason: "the pad can't be opened" };
    }
  }

  /** A connection is gone. */
  leave(pad: LivePad, connection: PadConnection): void {
    pad.leave(connection);
  }

  /** A pad's durable text. Rejects when it can't be read; an unknown pad is a fault, ask access first. */
  async textOf(padId: string): Promise<string> {
    return (await this.#durable(padId)).text;
  }

  /** A pad's durable text and everyone who has written in it, in the order of their first edits. Rejects as textOf does. */
  async contentOf(padId: string): Promise<{ text: string; authors: string[] }> {
    const { text, authors } = await this.#durable(padId);
    return { text, authors: [...new Set(authors.map(this.idNow))] };
  }

  /** What is to be done according to a pad; `names` are what people here are called. Rejects as textOf does. */
  async actionsOf(padId: string, names: readonly string[]): Promise<ListedAction[]> {
    return listActions((await this.#durable(padId)).doc, padId, names);
  }

  /** What contentOf and actionsOf say, of the same moment. Rejects as textOf does. */
  async takenHome(
    padId: string,
    names: readonly string[],
  ): Promise<{ text: string; authors: string[]; actions: ListedAction[] }> {
    const { text, authors, doc } = await this.#durable(padId);
    return { text, authors: [...new Set(authors.map(this.idNow))], actions: listActions(doc, padId, names, text) };
  }

  /** All of a pad, for a page to fetch before it connects. Rejects as textOf does. */
  async snapshotOf(padId: string): Promise<PadSnapshot> {
    if (this.#isClosed) throw new StoreUnavailableError("The server stops.");
    const pad = await this.#openPad(padId);
    if (pad.isOver) return this.snapshotOf(padId);
    const snapshot = await pad.snapshot();
    // Who asked may never come.
    if (pad.isQuiet) this.#idle(pad);
    return snapshot;
  }

  /** Who wrote what in a pad, and where it stands. Rejects as textOf does. */
  async writingsOf(padId: string): Promise<{ seq: number; writings: readonly ClientWriting[] }> {
    const { edits, writings } = await this.#durable(padId);
    return { seq: edits, writings };
  }

  /**
   * Makes a pad's text another one, as LivePad.rewrite does, unless the person may not write in it. Rejects with
   * StoreUnavailableError when it can't now.
   */
  async rewrite(padId: string, wish: RewriteWish): Promise<Rewritten> {
    if (this.#isClosed) throw new StoreUnavailableError("The server stops.");
    const pad = await this.#openPad(padId);
    const changesOf = async (text: string) => {
      const changes = await wish.changesOf(text);
      return (await this.#access.check(padId, wish.personId)) === "write" ? changes : "refused";
    };
    return pad.isOver ? this.rewrite(padId, wish) : pad.rewrite({ ...wish, changesOf });
  }

  /** Calls `listener` with each pad whose log has been drawn together, or is gone. */
  onReplaced(listener: (padId: string) => void): void {
    this.#onReplaced = listener;
  }

  /** Resolves when no log is being drawn together or given a checkpoint any more. */
  logsSettled(): Promise<void> {
    return this.#logs.settled();
  }

  /** Asks again who may do what, after that has changed: in these pads, or in all that are open. */
  async recheck(padIds: readonly string[] = [...this.#open.keys()]): Promise<void> {
    this.#rechecks += 1;
    await Promise.all(
      padIds.map(async (padId) => {
        const found = this.#open.get(padId);
        if (found?.state === "open") await this.#recheckPad(found.pad);
      }),
    );
  }

  /** Somebody's id is a former one: they have another one now, or are nobody. At once, before either sends anything. */
  replace(former: string): Promise<void> {
    const now = this.idNow(former);
    for (const found of this.#open.values())
      if (found.state === "open" && now !== former) found.pad.replace(former, now);
    return this.recheck();
  }

  /** Lets go of presence that wasn't renewed, and has long logs given checkpoints; to be called every few seconds. */
  tend(): void {
    for (const found of this.#open.values()) {
      if (found.state !== "open") continue;
      found.pad.expirePresence();
      this.#checkpoints.consider(found.pad);
    }
  }

  /** These pads are gone for good: connections end with 4404, nothing more is written. */
  drop(padIds: readonly string[]): void {
    for (const padId of padIds) {
      void this.#compaction.makeWay(padId);
      this.#onReplaced(padId);
      const found = this.#open.get(padId);
      if (found?.state === "open") this.#dropPad(found.pad);
      else
        found?.opened.then(
          (pad) => this.#dropPad(pad),
          () => "it could not be opened, so there is nothing to let go of",
        );
    }
  }

  /** Resolves when everything received so far is durable, or known not to be. */
  async settled(): Promise<void> {
    await Promise.all(
      [...this.#open.values()].map(async (found) => {
        if (found.state === "open") await found.pad.settled();
      }),
    );
  }

  /** Finishes what was received, then lets go of every pad. Connections are the door's to close. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.settled();
    // A map's iterator doesn't mind that entries are removed on the way.
    for (const found of this.#open.values())
      if (found.state === "open") this.#forget(found.pad, PAD_CLOSE.cannotStore, "the server stops");
    this.#compaction.callOff();
    await this.#logs.close();
  }

  async #openPad(padId: string): Promise<LivePad> {
    const found = this.#open.get(padId);
    if (found?.state === "opening") return found.opened;
    if (found?.state === "open") {
      found.callOffIdle?.();
      found.callOffIdle = undefined;
      return found.pad;
    }
    const opened = this.#load(padId);
    this.#open.set(padId, { state: "opening", opened });
    return opened;
  }

  async #load(padId: string): Promise<LivePad> {
    try {
      await this.#compaction.makeWay(padId);
      const state = await PadState.read(this.#store, padId, this.idNow);
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
        onQuiet: () => this.#idle(pad),
        onFault: (error) => {
          this.#letGo(pad);
          this.#report(`pad ${padId}`, error);
        },
      });
      this.#open.set(padId, { state: "open", pad, callOffIdle: undefined });
      this.#idle(pad);
      return pad;
    } catch (error) {
      this.#open.delete(padId);
      throw error;
    }
  }

  /** Nobody is there and all is written: if it stays so, the document is forgotten. */
  #idle(pad: LivePad): void {
    const found = this.#open.get(pad.id);
    if (found?.state !== "open" || found.pad !== pad) return;
    found.callOffIdle?.();
    found.callOffIdle = this.#timers.after(this.#idleMs, () => {
      if (!pad.isQuiet) return;
      const { seq, drawn } = pad.state;
      this.#forget(pad, PAD_CLOSE.cannotStore, "the pad is unused");
      this.#compaction.consider(pad.id, { seq, drawn });
    });
  }

  #dropPad(pad: LivePad): void {
    this.#forget(pad, PAD_CLOSE.unknownPad, "the pad is gone");
  }

  #forget(pad: LivePad, code: number, reason: string): void {
    this.#letGo(pad);
    pad.end(code, reason);
  }

  /** Whoever asks next opens it anew. In the place of one that has failed there may be another by now: that one stays. */
  #letGo(pad: LivePad): void {
    const found = this.#open.get(pad.id);
    if (found?.state !== "open" || found.pad !== pad) return;
    found.callOffIdle?.();
    this.#open.delete(pad.id);
  }

  /** A pad as it is on disk, not to be changed, and to be looked at now: it may be an open one's. */
  async #durable(padId: string): Promise<PadState> {
    const found = this.#open.get(padId);
    if (found === undefined) return this.#read(padId);
    const pad = found.state === "open" ? found.pad : await found.opened;
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

  async #recheckPad(pad: LivePad): Promise<void> {
    const byPerson = Map.groupBy(pad.connections, ({ person }) => person?.id);
    for (const [personId, connections] of byPerson) {
      const right = await this.#access.check(pad.id, personId);
      const refusal = refusalOf(right);
      for (const connection of connections) {
        connection.mayWrite = right === "write";
        if (refusal === undefined) continue;
        connection.close(refusal.code, refusal.reason);
        pad.leave(connection);
      }
    }
    for (const personId of pad.rewriters)
      if ((await this.#access.check(pad.id, personId)) !== "write") pad.stopRewriting(personId);
  }
}
