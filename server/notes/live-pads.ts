import { PAD_CLOSE } from "../../shared/notes/pad-frames.ts";
import type { Clock, Timers } from "../clock.ts";
import type { ReportFault } from "../report-fault.ts";
import { StoreUnavailableError, type LogStore } from "../store/log-store.ts";
import type { LivePad } from "./live-pad.ts";
import { OpenPads } from "./open-pads.ts";
import type { Rewritten, RewriteWish } from "./past/pad-rewrites.ts";
import type { PadConnection } from "./pad-connection.ts";
import { CANNOT_STORE, refusalOf, type PadAccess } from "./pad-access.ts";
import type { IdNow } from "./intake/pad-admission.ts";
import type { PadSnapshot } from "./answers/pad-snapshots.ts";
import { CHECKPOINT_ENTRIES, PadCheckpoints } from "./log/pad-checkpoints.ts";
import { PadCompaction } from "./log/pad-compaction.ts";
import { PadContents } from "./answers/pad-contents.ts";
import { TURN_STRUCTS } from "./answers/pad-encodings.ts";
import { PadLogQueue } from "./past/pad-log-queue.ts";

/** All pads, and who may be in them and write. */
export class LivePads {
  /** What pads say, for whoever doesn't write in them. */
  readonly contents: PadContents;
  /** The id that somebody has now who was known by another one. */
  readonly idNow: IdNow;
  readonly #store: LogStore;
  readonly #access: PadAccess;
  readonly #report: ReportFault;
  readonly #open: OpenPads;
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
    const { store, report, turnStructs = TURN_STRUCTS, checkpointEntries: worthEntries = CHECKPOINT_ENTRIES } = tools;
    const { idNow = (personId: string) => personId } = tools;
    this.#store = store;
    this.#access = tools.access;
    this.#report = report;
    this.idNow = idNow;
    const queue = new PadLogQueue(tools.timers);
    this.#logs = queue;
    this.#checkpoints = new PadCheckpoints({ store, queue, report, worthEntries });
    const compaction = new PadCompaction({
      store,
      queue,
      report,
      endsOf: (padId) => tools.access.endsOf(padId),
      isFree: (padId) => !this.#open.has(padId) && !this.contents.isReading(padId),
      onRewritten: (padId) => this.#onReplaced(padId),
    });
    this.#compaction = compaction;
    this.#open = new OpenPads({ ...tools, turnStructs, idNow, compaction });
    this.contents = new PadContents({ store, open: this.#open, compaction, idNow });
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
      const pad = await this.#open.open(padId);
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

  /** All of a pad, for a page to fetch for a start. Rejects as what `contents` says does. */
  async snapshotOf(padId: string): Promise<PadSnapshot> {
    if (this.#isClosed) throw new StoreUnavailableError("The server stops.");
    const pad = await this.#open.open(padId);
    if (pad.isOver) return this.snapshotOf(padId);
    const snapshot = await pad.snapshot();
    // Who asked may never come.
    if (pad.isQuiet) this.#open.idle(pad);
    return snapshot;
  }

  /**
   * Makes a pad's text another one, as LivePad.rewrite does, unless the person may not write in it. Rejects with
   * StoreUnavailableError when it can't now.
   */
  async rewrite(padId: string, wish: RewriteWish): Promise<Rewritten> {
    if (this.#isClosed) throw new StoreUnavailableError("The server stops.");
    const pad = await this.#open.open(padId);
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

  /** Asks again who may do what, after that has changed: in these pads, or in all that are open. Never rejects; faults are reported. */
  async recheck(padIds: readonly string[] = Array.from(this.#open, ({ id }) => id)): Promise<void> {
    this.#rechecks += 1;
    await Promise.all(
      padIds.map(async (padId) => {
        const pad = this.#open.opened(padId);
        if (pad === undefined) return;
        try {
          await this.#recheckPad(pad);
        } catch (error) {
          this.#report(`who may do what in pad ${padId}`, error);
          await this.#endUnchecked(pad);
        }
      }),
    );
  }

  /** Somebody's id is a former one: they have another one now, or are nobody. At once, before either sends anything. */
  replace(former: string): Promise<void> {
    const now = this.idNow(former);
    if (now !== former) for (const pad of this.#open) pad.replace(former, now);
    return this.recheck();
  }

  /** Lets go of presence that wasn't renewed, and has long logs given checkpoints; to be called every few seconds. */
  tend(): void {
    for (const pad of this.#open) {
      pad.expirePresence();
      this.#checkpoints.consider(pad);
    }
  }

  /** These pads are gone for good: connections end with 4404, nothing more is written. */
  drop(padIds: readonly string[]): void {
    for (const padId of padIds) {
      void this.#compaction.makeWay(padId);
      this.#onReplaced(padId);
      const drop = (pad: LivePad) => this.#open.forget(pad, PAD_CLOSE.unknownPad, "the pad is gone");
      const pad = this.#open.opened(padId);
      if (pad !== undefined) drop(pad);
      else this.#open.opening(padId)?.then(drop, () => "it could not be opened, so there is nothing to let go of");
    }
  }

  /** Resolves when everything received so far is durable, or known not to be. */
  async settled(): Promise<void> {
    await Promise.all(Array.from(this.#open, (pad) => pad.settled()));
  }

  /** Finishes what was received, then lets go of every pad. Connections are the door's to close. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.settled();
    for (const pad of this.#open) this.#open.forget(pad, PAD_CLOSE.cannotStore, "the server stops");
    this.#compaction.callOff();
    await this.#logs.close();
  }

  /** Nobody knows who may write in it: what has come is written, and whoever comes back is looked at anew. */
  async #endUnchecked(pad: LivePad): Promise<void> {
    for (const connection of pad.connections) {
      connection.close(CANNOT_STORE.code, CANNOT_STORE.reason);
      pad.leave(connection);
    }
    await pad.settled();
    this.#open.forget(pad, CANNOT_STORE.code, CANNOT_STORE.reason);
  }

  async #recheckPad(pad: LivePad): Promise<void> {
    const byPerson = Map.groupBy(pad.connections, ({ person }) => person?.id);
    const stopped: string[] = [];
    for (const [personId, connections] of byPerson) {
      const right = await this.#access.check(pad.id, personId);
      const refusal = refusalOf(right);
      if (personId !== undefined && right !== "write" && connections.some(({ mayWrite }) => mayWrite))
        stopped.push(personId);
      for (const connection of connections) {
        connection.mayWrite = right === "write";
        if (refusal === undefined) continue;
        connection.close(refusal.code, refusal.reason);
        pad.leave(connection);
      }
    }
    for (const personId of pad.rewriters)
      if ((await this.#access.check(pad.id, personId)) !== "write") pad.stopRewriting(personId);
    // Whoever has locked a pad hears of it when its text stays as it is.
    await Promise.all(stopped.map((personId) => pad.stopWriting(personId)));
  }
}
