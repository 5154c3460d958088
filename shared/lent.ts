/**
 * A copy to try something on: each part is copied when it is first looked at, each set or map when it is first changed,
 * so that a trial costs by what it touches and not by how much there is. What was lent stays as it is; it must not be
 * changed itself as long as the copy is used.
 *
 * For plain objects, maps, sets of texts, and arrays whose items are replaced and never changed.
 */
export function lent<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Set) return new LentSet(value) as T;
  if (value instanceof Map) return new LentMap(value) as T;
  if (Array.isArray(value)) return value.slice() as T;
  const copy = { ...value };
  for (const key of Object.keys(copy) as (keyof T)[]) copy[key] = lent(copy[key]);
  return copy;
}

/** Asks the lent set until something else is wanted than what is in it. */
class LentSet<T> extends Set<T> {
  #lent: ReadonlySet<T> | undefined;

  constructor(lent: ReadonlySet<T>) {
    super();
    this.#lent = lent;
  }

  override get size(): number {
    return this.#lent?.size ?? super.size;
  }

  override has(value: T): boolean {
    return this.#lent?.has(value) ?? super.has(value);
  }

  /** From now on it has all by itself. */
  settle(): void {
    const all = this.#lent;
    if (!all) return;
    this.#lent = undefined;
    for (const value of all) super.add(value);
  }
}

/** The same for a map, whose own part are copies of what was looked at. */
class LentMap<K, V> extends Map<K, V> {
  #lent: ReadonlyMap<K, V> | undefined;

  constructor(lent: ReadonlyMap<K, V>) {
    super();
    this.#lent = lent;
  }

  override get size(): number {
    return this.#lent?.size ?? super.size;
  }

  override has(key: K): boolean {
    return this.#lent?.has(key) ?? super.has(key);
  }

  override get(key: K): V | undefined {
    if (!this.#lent || super.has(key)) return super.get(key);
    const value = this.#lent.get(key);
    const copy = lent(value);
    if (copy !== value) super.set(key, copy!);
    return copy;
  }

  settle(): void {
    const all = this.#lent;
    if (!all) return;
    this.#lent = undefined;
    const copies = new Map(super.entries());
    super.clear();
    for (const [key, value] of all) super.set(key, copies.get(key) ?? lent(value));
  }
}

// Whatever else a set or a map can do, whichever way it changes or is gone through, it does with all that is in it.
settleFirst(LentSet.prototype, Set.prototype);
settleFirst(LentMap.prototype, Map.prototype);

function settleFirst(own: object & { settle(): void }, inherited: object): void {
  for (const name of Reflect.ownKeys(inherited)) {
    const { value } = Reflect.getOwnPropertyDescriptor(inherited, name)!;
    if (typeof value !== "function" || Object.hasOwn(own, name)) continue;
    Reflect.defineProperty(own, name, {
      value(this: { settle(): void }, ...values: unknown[]): unknown {
        this.settle();
        return Reflect.apply(value, this, values);
      },
    });
  }
}
