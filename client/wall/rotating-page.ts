/** How long one page of a list stays on a wall. Milliseconds. */
const PAGE_MS = 12_000;

/** The part of a list that is shown at an instant, when things of no more than `size` fit, and which of how many it is. */
export function rotatingPage<T>(
  items: readonly T[],
  size: number,
  at: number,
  sizeOf: (item: T) => number = () => 1,
): { items: T[]; page: number; pages: number } {
  const pages: T[][] = [[]];
  let left = size;
  for (const item of items) {
    const own = sizeOf(item);
    if (own > left && pages.at(-1)!.length > 0) {
      pages.push([]);
      left = size;
    }
    pages.at(-1)!.push(item);
    left -= own;
  }
  const page = Math.floor(at / PAGE_MS) % pages.length;
  return { items: pages[page]!, page, pages: pages.length };
}
