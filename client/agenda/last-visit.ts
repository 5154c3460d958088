import { keep, kept } from "../look/device-storage.ts";

/** The number of the latest topic there was when this device was last at a meetup; undefined on the first visit. */
export function lastVisit(slug: string): number | undefined {
  return Number(kept(key(slug))) || undefined;
}

/** Notes that they have been here while this topic was the latest. */
export function rememberLatest(slug: string, number: number): void {
  keep(key(slug), String(number));
}

function key(slug: string): string {
  return `midcycle.latest.${slug}`;
}
