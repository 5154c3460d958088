/** Remembers, on this device, up to which topic someone has been at a meetup. The shape of `localStorage`. */
type Keeper = Pick<Storage, "getItem" | "setItem">;

/** The number of the latest topic there was at the last visit; undefined on the first. */
export function lastVisit(slug: string, keeper: Keeper | undefined): number | undefined {
  try {
    const kept = keeper?.getItem(key(slug));
    return kept ? Number(kept) || undefined : undefined;
  } catch {
    return undefined;
  }
}

/** Notes that they have been here while this topic was the latest. */
export function rememberLatest(slug: string, number: number, keeper: Keeper | undefined): void {
  try {
    keeper?.setItem(key(slug), String(number));
  } catch {
    // Without storage every visit is the first.
  }
}

function key(slug: string): string {
  return `midcycle.latest.${slug}`;
}
