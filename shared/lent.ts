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

  /** What changes nothing needs nothing of its own: of thousands of sets most don't have the one who leaves them. */
  override add(value: T): this {
    if (this.has(value)) return this;
    this.settle();
    return super.add(value);
  }

  override delete(value: T): boolean {
    if (!this.has(value)) return false;
    this.settle();
    return super.delete(value);
  }

  /** From now on it has all by itself. */
  settle(): void {
    const all = this.#lent;
    if (!all) return;
    this.#lent = undefined;
    for (const value of all) super.add(value);
  }
}

/** The same for a map, whose values are lent too when they are looked at. */
class LentMap<K, V> extends Map<K, V> {
  #lent: ReadonlyMap<K, V> | undefined;
  /** What it was made of: a value that is the same there is not its own yet. */
  #origin: ReadonlyMap<K, V> | undefined;

  constructor(lent: ReadonlyMap<K, V>) {
    super();
    this.#lent = lent;
    this.#origin = lent;
  }

  override get size(): number {
    return this.#lent?.size ?? super.size;
  }

  override has(key: K): boolean {
    return this.#lent?.has(key) ?? super.has(key);
  }

  override get(key: K): V | undefined {
    const value = this.#lent && !super.has(key) ? this.#lent.get(key) : super.get(key);
    if (typeof value !== "object" || value === null || value !== this.#origin?.get(key)) return value;
    const copy = lent(value);
    super.set(key, copy);
    return copy;
  }

  override delete(key: K): boolean {
    if (!this.has(key)) return false;
    this.settle();
    return super.delete(key);
  }

  settle(): void {
    const all = this.#lent;
    if (!all) return;
    this.#lent = undefined;
    const looked = new Map(super.entries());
    super.clear();
    for (const [key, value] of all) super.set(key, looked.get(key) ?? value);
  }

  /** From now on it has all values by itself too. */
  settleValues(): void {
    if (!this.#origin) return;
    this.settle();
    for (const key of super.keys()) this.get(key);
    this.#origin = undefined;
  }
}

// Whatever else a set or a map can do, whichever way it changes or is gone through, it does with all that is in it.
const GIVING_VALUES = new Set<string | symbol>(["values", "entries", "forEach", Symbol.iterator]);
before(LentSet.prototype, Set.prototype, (set) => set.settle());
before(LentMap.prototype, Map.prototype, (map, name) => (GIVING_VALUES.has(name) ? map.settleValues() : map.settle()));

function before<T extends object>(own: T, inherited: object, prepare: (self: T, name: string | symbol) => void): void {
  for (const name of Reflect.ownKeys(inherited)) {
    const { value } = Reflect.getOwnPropertyDescriptor(inherited, name)!;
    if (typeof value !== "function" || Object.hasOwn(own, name)) continue;
    Reflect.defineProperty(own, name, {
      value(this: T, ...values: unknown[]): unknown {
        prepare(this, name);
        return Reflect.apply(value, this, values);
      },
    });
  }
}
