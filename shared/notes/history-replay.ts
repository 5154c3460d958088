import type { TextOp } from "./text-ops.ts";

/** What one person wrote within ten seconds, nobody else writing in between. */
export interface PadMoment {
  /** Where the pad stands behind it: how many edits it has had. Says exactly which text is meant. */
  seq: number;
  /** When its first and its last edit came. Milliseconds since 1970. */
  at: number;
  until: number;
  /** Null: the server, which wrote what a pad starts with. */
  by: string | null;
  ops: readonly TextOp[];
}

/** Some of a text that one moment has written; `moment` is its place among the moments. */
export interface WrittenPiece {
  readonly text: string;
  readonly moment: number;
}

/** At least so many moments lie between two that are kept whole, and at most so many are kept. */
const KEPT_EVERY = 64;
const KEPT_AT_MOST = 128;

/**
 * A pad's whole life, to be looked at from any moment: what the text was, and which moment each part of
 * it is from. Every so often a whole text is kept, so that no look has far to go.
 */
export class HistoryReplay {
  readonly moments: readonly PadMoment[];
  readonly #every: number;
  /** What the text was behind every so many moments, as far as anyone has looked. */
  readonly #kept: (readonly WrittenPiece[])[] = [];

  constructor(moments: readonly PadMoment[]) {
    this.moments = moments;
    this.#every = Math.max(KEPT_EVERY, Math.ceil(moments.length / KEPT_AT_MOST));
  }

  /** The parts of the text behind the moment at `index`, in order. */
  piecesAt(index: number): readonly WrittenPiece[] {
    const wanted = Math.min(Math.floor((index + 1) / this.#every), this.#kept.length);
    const pieces = new Pieces(wanted === 0 ? [] : (this.#kept[wanted - 1] ?? []));
    for (let moment = wanted * this.#every; moment <= index; moment += 1) {
      pieces.apply(this.moments[moment]?.ops ?? [], moment);
      if ((moment + 1) % this.#every === 0 && (moment + 1) / this.#every > this.#kept.length)
        this.#kept.push(pieces.all());
    }
    return pieces.all();
  }

  /** The text behind the moment at `index`. */
  textAt(index: number): string {
    return this.piecesAt(index)
      .map(({ text }) => text)
      .join("");
  }

  /** The last moment that is over when the pad stands at `seq`; -1 when there is none. */
  indexOf(seq: number): number {
    let [low, high] = [0, this.moments.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.moments[middle]?.seq ?? Infinity) <= seq) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** A text in pieces, and where the last change was: the next one is mostly near. */
class Pieces {
  readonly #pieces: WrittenPiece[];
  #index = 0;
  /** Where in the text the piece at `#index` begins. */
  #start = 0;

  constructor(pieces: readonly WrittenPiece[]) {
    this.#pieces = [...pieces];
  }

  all(): readonly WrittenPiece[] {
    return [...this.#pieces];
  }

  apply(ops: readonly TextOp[], moment: number): void {
    let at = 0;
    for (const op of ops) {
      if (typeof op === "string") {
        this.#cutAt(at);
        this.#pieces.splice(this.#index, 0, { text: op, moment });
        at += op.length;
      } else if (op > 0) at += op;
      else this.#delete(at, -op);
    }
  }

  #delete(at: number, length: number): void {
    this.#cutAt(at);
    const first = this.#index;
    this.#cutAt(at + length);
    this.#pieces.splice(first, this.#index - first);
    this.#index = first;
    this.#start = at;
  }

  /** Makes a piece begin at `at`, unless the text ends there; that is the one at `#index` then. */
  #cutAt(at: number): void {
    while (this.#start > at) {
      this.#index -= 1;
      this.#start -= this.#pieces[this.#index]?.text.length ?? 0;
    }
    for (let piece = this.#pieces[this.#index]; piece !== undefined; piece = this.#pieces[this.#index]) {
      const { text, moment } = piece;
      if (this.#start === at) return;
      if (this.#start + text.length > at) {
        const left = at - this.#start;
        this.#pieces.splice(this.#index, 1, { text: text.slice(0, left), moment }, { text: text.slice(left), moment });
        this.#index += 1;
        this.#start = at;
        return;
      }
      this.#index += 1;
      this.#start += text.length;
    }
  }
}
