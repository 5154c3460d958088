/**
 * A copy to try something on: each part is copied when it is first looked at, each set or map when it is first changed,
 * so that a trial costs by what it touches and not by how much there is. The original stays as it is; it must not be
 * changed itself as long as the copy is used.
 *
 * For plain objects, maps, sets of texts, and arrays whose items are replaced and never changed.
 */
export function copyOnWrite<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Set) return new CopyOnWriteSet(value) as T;
  if (value instanceof Map) return new CopyOnWriteMap(value) as T;
  if (Array.isArray(value)) return value.slice() as T;
  const copy = { ...value };
  for (const key of Object.keys(copy) as (keyof T)[]) copy[key] = copyOnWrite(copy[key]);
  return copy;
}

/** Asks the original until something else is wanted than what is in it. */
class CopyOnWriteSet<T> extends Set<T> {
  #shared: ReadonlySet<T> | undefined;

  constructor(shared: ReadonlySet<T>) {
    super();
    this.#shared = shared;
  }

  override get size(): number {
    return this.#shared?.size ?? super.size;
  }

  override has(value: T): boolean {
    return this.#shared?.has(value) ?? super.has(value);
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
    const all = this.#shared;
    if (!all) return;
    this.#shared = undefined;
    for (const value of all) super.add(value);
  }
}

/** The same for a map, whose values are copied so too when they are looked at. */
class CopyOnWriteMap<K, V> extends Map<K, V> {
  #shared: ReadonlyMap<K, V> | undefined;
  /** What it was made of: a value that is the same there is not its own yet. */
  #origin: ReadonlyMap<K, V> | undefined;

  constructor(shared: ReadonlyMap<K, V>) {
    super();
    this.#shared = shared;
    this.#origin = shared;
  }

  override get size(): number {
    return this.#shared?.size ?? super.size;
  }

  override has(key: K): boolean {
    return this.#shared?.has(key) ?? super.has(key);
  }

  override get(key: K): V | undefined {
    const value = this.#shared && !super.has(key) ? this.#shared.get(key) : super.get(key);
    if (typeof value !== "object" || value === null || value !== this.#origin?.get(key)) return value;
    const copy = copyOnWrite(value);
    super.set(key, copy);
    return copy;
  }

  override delete(key: K): boolean {
    if (!this.has(key)) return false;
    this.settle();
    return super.delete(key);
  }

  settle(): void {
    const all = this.#shared;
    if (!all) return;
    this.#shared = undefined;
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
before(CopyOnWriteSet.prototype, Set.prototype, (set) => set.settle());
before(CopyOnWriteMap.prototype, Map.prototype, (map, name) =>
  GIVING_VALUES.has(name) ? map.settleValues() : map.settle(),
);

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
