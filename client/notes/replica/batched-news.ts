import * as Y from "yjs";

/** After some news has been taken in, what follows waits this long for more. Milliseconds. */
const APART_MS = 40;
/** Where taking in takes long, as on a phone, what follows waits so many times as long, so that one's own keys come between. */
const TIMES = 8;
const APART_AT_MOST_MS = 250;

/**
 * What others write and where they are, taken in together: in a busy pad it comes many times between
 * two frames, and each time the whole editor looks whether something has to be drawn anew. The first
 * after a pause is taken in at once.
 */
export class BatchedNews {
  readonly #doc: Y.Doc;
  readonly #origin: unknown;
  readonly #now: () => number;
  #edits: (() => void)[] = [];
  #rest: (() => void)[] = [];
  #pause: ReturnType<typeof setTimeout> | undefined;

  /** Edits are made in transactions of this origin; `now` in milliseconds. */
  constructor(doc: Y.Doc, origin: unknown, now: () => number = () => performance.now()) {
    this.#doc = doc;
    this.#origin = origin;
    this.#now = now;
  }

  /** Takes in an edit, now or soon; `apply` makes it. */
  edit(apply: () => void): void {
    this.#edits.push(apply);
    if (this.#pause === undefined) this.flush();
  }

  /** Takes in something that may build on edits, now or soon. */
  after(apply: () => void): void {
    this.#rest.push(apply);
    if (this.#pause === undefined) this.flush();
  }

  /** Takes in all that waits: something comes that must not be ahead of it. */
  flush(): void {
    const [edits, rest] = [this.#edits, this.#rest];
    this.#edits = [];
    this.#rest = [];
    clearTimeout(this.#pause);
    this.#pause = undefined;
    if (edits.length === 0 && rest.length === 0) return;
    this.#pause = setTimeout(() => this.flush(), APART_MS);
    const began = this.#now();
    if (edits.length > 0)
      Y.transact(
        this.#doc,
        () => {
          for (const apply of edits) apply();
        },
        this.#origin,
        false,
      );
    for (const apply of rest) apply();
    const apart = Math.min(TIMES * (this.#now() - began), APART_AT_MOST_MS);
    if (apart <= APART_MS) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.flush(), apart);
  }

  /** Takes in no more: what waits is at the server. */
  close(): void {
    clearTimeout(this.#pause);
    this.#edits = [];
    this.#rest = [];
  }
}
