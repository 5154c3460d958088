/** What one person removes within so long counts together. Milliseconds. */
const WITHIN_MS = 10_000;
/** Less that others wrote is no matter. UTF-16 units. */
const LEAST = 200;
/** Edits within so long are looked at as one. Milliseconds. */
const BUCKET_MS = 500;

/** One edit: how much went, and of that how much that others wrote; how long the text was, and where the pad stood before it. */
export interface SizedEdit {
  removed: number;
  others: number;
  lengthBefore: number;
  seqBefore: number;
}

/** Somebody has removed most of a pad. `seq`: where the pad stood before. */
export interface Removal {
  characters: number;
  seq: number;
}

/** What one person did within a fraction of a second. */
interface Bucket {
  since: number;
  /** How long the text was, and where the pad stood, when it began. */
  length: number;
  seq: number;
  removed: number;
  others: number;
}

/**
 * Notices when one person removes most of a pad within ten seconds, and with it what others wrote, so that all who are there
 * can be told. Taking one's own back is nobody's loss.
 */
export class RemovalWatch {
  readonly #byPerson = new Map<string, Bucket[]>();

  /**
   * Takes an edit at the time `now` (ms, only moving forward). Says so once, at the edit with which most is gone. One that
   * removes nothing, as most do, isn't remembered.
   */
  note(personId: string, edit: SizedEdit, now: number): Removal | undefined {
    if (edit.removed === 0) return undefined;
    const buckets = this.#bucketsOf(personId);
    while (buckets[0] !== undefined && now - buckets[0].since > WITHIN_MS) buckets.shift();
    let last = buckets.at(-1);
    if (last === undefined || now - last.since > BUCKET_MS) {
      last = { since: now, length: edit.lengthBefore, seq: edit.seqBefore, removed: 0, others: 0 };
      buckets.push(last);
    }
    last.removed += edit.removed;
    last.others += edit.others;
    return this.#removalIn(buckets, personId);
  }

  #bucketsOf(personId: string): Bucket[] {
    const known = this.#byPerson.get(personId);
    if (known !== undefined) return known;
    const buckets: Bucket[] = [];
    this.#byPerson.set(personId, buckets);
    return buckets;
  }

  #removalIn(buckets: readonly Bucket[], personId: string): Removal | undefined {
    const [first] = buckets;
    const characters = buckets.reduce((sum, { removed }) => sum + removed, 0);
    const others = buckets.reduce((sum, bucket) => sum + bucket.others, 0);
    if (first === undefined || others < LEAST || characters * 2 <= first.length) return undefined;
    this.#byPerson.delete(personId);
    return { characters, seq: first.seq };
  }
}
