/** The fields of a form that say something else than was there before: others may have changed the rest meanwhile. */
export function onlyChanged<T extends object>(wish: T, before: { readonly [K in keyof T]: T[K] }): Partial<T> {
  const changed = (Object.keys(wish) as (keyof T)[]).filter((name) => wish[name] !== before[name]);
  return Object.fromEntries(changed.map((name) => [name, wish[name]])) as Partial<T>;
}
