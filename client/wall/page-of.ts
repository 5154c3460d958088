/** How long one page of a list stays on a wall. Milliseconds. */
const PAGE_MS = 12_000;

/** The part of a list that is shown at an instant, when no more than `size` fit, and which of how many it is. */
export function pageOf<T>(items: readonly T[], size: number, at: number): { items: T[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const page = Math.floor(at / PAGE_MS) % pages;
  return { items: items.slice(page * size, (page + 1) * size), page, pages };
}
