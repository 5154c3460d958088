/**
 * Stretches of text of which it was found that all is deleted. It stays so: what lies in many pieces need not be passed again,
 * however often somebody says that they have deleted it.
 */
export class KnownDeletions {
  /** By client, in the order of their clocks, and apart. */
  readonly #byClient = new Map<number, Stretch[]>();

  /** The one that this clock is in, or else the next one. */
  from(client: number, clock: number): Stretch | undefined {
    const stretches = this.#byClient.get(client);
    return stretches?.[firstBehind(stretches, clock)];
  }

  /** All from one clock up to, and not including, another is deleted. */
  add(client: number, clock: number, end: number): void {
    const stretches = this.#byClient.get(client) ?? [];
    this.#byClient.set(client, stretches);
    const joined = { clock, end };
    const first = firstBehind(stretches, clock - 1);
    let behind = first;
    for (let each = stretches[behind]; each !== undefined && each.clock <= joined.end; each = stretches[behind]) {
      joined.clock = Math.min(joined.clock, each.clock);
      joined.end = Math.max(joined.end, each.end);
      behind += 1;
    }
    stretches.splice(first, behind - first, joined);
  }
}

/** Clocks that follow each other, up to `end`. */
interface Stretch {
  readonly clock: number;
  readonly end: number;
}

/** Where the first one is that ends behind this clock. */
function firstBehind(stretches: readonly Stretch[], clock: number): number {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (stretches[middle]!.end > clock) high = middle;
    else low = middle + 1;
  }
  return low;
}
