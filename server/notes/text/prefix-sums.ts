/** Numbers in a row, each of which can be changed, and the sum of those before any: both in logarithmic time. */
export class PrefixSums {
  readonly #tree: Float64Array;

  /** `size` zeros. */
  constructor(size: number) {
    this.#tree = new Float64Array(size + 1);
  }

  /** Adds to the number at `index`. */
  add(index: number, value: number): void {
    for (let node = index + 1; node < this.#tree.length; node += node & -node)
      this.#tree[node] = (this.#tree[node] ?? 0) + value;
  }

  /** The sum of the numbers before `index`. */
  before(index: number): number {
    let sum = 0;
    for (let node = index; node > 0; node -= node & -node) sum += this.#tree[node] ?? 0;
    return sum;
  }
}
