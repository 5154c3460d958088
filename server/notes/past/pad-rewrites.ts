/**
 * Those who want a pad's text to be another one, one after the other: two who bring back the same text at once bring it back
 * once. What takes long is done in parts, each with a batch of its own, and others write in between.
 */
import type { TextOp } from "../../../shared/notes/text-ops.ts";
import type { Timers } from "../../clock.ts";
import type { OneATurn } from "../../turns/one-a-turn.ts";
import { StoreUnavailableError, type RecordWrite } from "../../store/log-store.ts";
import type { PadState } from "../text/pad-state.ts";
import type { TextRewriting } from "./text-rewriting.ts";
import type { Piece } from "../intake/update-pieces.ts";

/** Items that are read in one turn of the loop. */
const READ_ITEMS = 16_000;
/** A part goes on for so long, what Yjs tidies up behind each piece included; others have as long behind it. */
const PART_MS = 8;
/** And has so many bytes at most beside its last piece, as a batch. */
const PART_BYTES = 262_144;
/** Turns may come so much too early. */
const EARLY_MS = 1;

/** Why a text isn't made another one. */
export type Declined = "refused" | "unknown-moment" | "too-many-clients";

/** Where the pad stands then, or why nothing was done, or nothing more. */
export type Rewritten = number | Declined;

/** Somebody wants the text to be another one. */
export interface RewriteWish {
  personId: string;
  /** Under which client id, unless that is taken already. */
  client: number;
  /** Stored together with the last part. */
  record: RecordWrite;
  /** How the text is to change, when it is this one; or why it isn't to. */
  changesOf(text: string): Promise<readonly TextOp[] | Declined>;
}

interface Rewrite extends RewriteWish {
  done: (outcome: Rewritten) => void;
  failed: (error: unknown) => void;
}

export class PadRewrites {
  readonly #state: PadState;
  readonly #timers: Timers;
  readonly #turns: OneATurn;
  readonly #onReady: () => void;
  /** The first is being done. */
  #wishes: Rewrite[] = [];
  #rewriting: TextRewriting | undefined;
  /** The one of which the last part isn't durable yet. */
  #ending: Rewrite | undefined;
  /** How the text is to change is known. */
  #isReady = false;
  #restsUntil = -Infinity;

  /** `turns` are those of all pads; `onReady` is called when a part can be done, or nothing is left to do. */
  constructor(tools: { state: PadState; timers: Timers; turns: OneATurn; onReady: () => void }) {
    this.#state = tools.state;
    this.#timers = tools.timers;
    this.#turns = tools.turns;
    this.#onReady = tools.onReady;
  }

  /** Nobody wants anything. */
  get isIdle(): boolean {
    return this.#wishes.length === 0;
  }

  /** A part can be done, if not at once. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** How long until the next part, in ms. */
  get restMs(): number {
    return Math.max(0, this.#restsUntil - this.#timers.elapsed());
  }

  /** Everyone who wants something. */
  get people(): ReadonlySet<string> {
    return new Set(this.#wishes.map(({ personId }) => personId));
  }

  /** Waits for its turn. Rejects with what `changesOf` does, or when the pad ends. */
  add(wish: RewriteWish): Promise<Rewritten> {
    return new Promise((done, failed) => {
      this.#wishes.push({ ...wish, done, failed });
      if (this.#wishes.length === 1) this.#begin();
    });
  }

  /**
   * Hands over the pieces of the next part, each of which must be integrated at once. Returns the record to be stored with
   * them when they are the last.
   */
  takePart(put: (piece: Piece, personId: string) => void): RecordWrite | undefined {
    const [wish] = this.#wishes;
    const begun = this.#timers.elapsed();
    if (wish === undefined || begun < this.#restsUntil - EARLY_MS) return undefined;
    let now = begun;
    let bytes = 0;
    do {
      const piece = this.#rewriting?.next();
      if (piece === undefined) {
        this.#ending = this.#next();
        return wish.record;
      }
      put(piece, wish.personId);
      now = this.#timers.elapsed();
      bytes += piece.size;
    } while (now < begun + PART_MS && bytes < PART_BYTES);
    this.#restsUntil = now + (now - begun);
    return undefined;
  }

  /** The last part is durable; the pad stands there. */
  finish(seq: number): void {
    this.#ending?.done(seq);
    this.#ending = undefined;
  }

  /** What this person wants isn't done, or no further than it is already. */
  refuse(personId: string): void {
    const [first, ...others] = this.#wishes;
    if (first === undefined) return;
    const isTheirs = (wish: Rewrite) => wish.personId === personId;
    this.#wishes = [first, ...others.filter((wish) => !isTheirs(wish))];
    for (const { done } of others.filter(isTheirs)) done("refused");
    if (isTheirs(first)) this.#next()?.done("refused");
  }

  /** The pad is over. */
  end(why: string): void {
    const wishes = this.#wishes.splice(0);
    if (this.#ending !== undefined) wishes.push(this.#ending);
    this.#ending = undefined;
    this.#isReady = false;
    for (const { failed } of wishes) failed(new StoreUnavailableError(why));
  }

  #begin(): void {
    const [wish] = this.#wishes;
    if (wish === undefined) return;
    this.#rewriting = this.#state.rewriting(wish.personId, wish.client);
    this.#read(wish, this.#rewriting);
  }

  #read(wish: Rewrite, rewriting: TextRewriting): void {
    if (this.#wishes[0] !== wish) return;
    if (!rewriting.read(READ_ITEMS)) {
      this.#timers.soon(() => this.#turns.take(() => this.#read(wish, rewriting)));
      return;
    }
    wish.changesOf(rewriting.text).then(
      (changes) => this.#change(wish, rewriting, changes),
      (error: unknown) => this.#decline(wish, ({ failed }) => failed(error)),
    );
  }

  #change(wish: Rewrite, rewriting: TextRewriting, changes: readonly TextOp[] | Declined): void {
    if (this.#wishes[0] !== wish) return;
    if (typeof changes === "string") return this.#decline(wish, ({ done }) => done(changes));
    if (!rewriting.change(changes)) return this.#decline(wish, ({ done }) => done("too-many-clients"));
    this.#isReady = true;
    this.#onReady();
  }

  #decline(wish: Rewrite, tell: (wish: Rewrite) => void): void {
    if (this.#wishes[0] !== wish) return;
    this.#next();
    tell(wish);
    this.#onReady();
  }

  /** The first is dealt with. */
  #next(): Rewrite | undefined {
    this.#rewriting?.end();
    this.#isReady = false;
    const first = this.#wishes.shift();
    this.#begin();
    return first;
  }
}
